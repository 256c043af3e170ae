import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { unitCode } from "#engine/features/unit.ts";
import type { Grid } from "#engine/grid.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import type { Extraction } from "#engine/plan/extraction.ts";
import { sha256 } from "#io/sha256.ts";
import { featuresCsv } from "#io/writers/csv.ts";
import { featuresJson, parseFeaturesJson } from "#io/writers/json.ts";
import { combinedHash, type MeasuredSegment, maskHash, provenanceOf, recipeHash } from "#io/writers/provenance.ts";
import { noStudy, seriesOn } from "../readers/plain-series.ts";

const grid: Grid = {
  dims: [4, 3, 2],
  spacing: [1, 1, 2.5],
  origin: [-10, 20, 30.5],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const patient = { ...noStudy, patientName: "DOE^JANE", patientId: "4711", patientBirthDate: "19700101" };
const base = seriesOn(grid, { study: patient, valueChain: "slope 1, intercept -1000", manufacturer: "ACME" });
const image = { grid, data: Float32Array.from({ length: 24 }, (_, v) => v * v), unit: "HU" as const };
const series = {
  ...base,
  image,
  slices: base.slices.map((s, k) => ({ ...s, path: `DOE_JANE/IM${k}`, sha256: String(k).repeat(64) })),
};
const labels = Uint8Array.from({ length: 24 }, (_, v) => (v % 3 === 0 ? 2 : 0));
const recipe = defaultRecipe("CT", "HU", grid, "volume");
const input = {
  series,
  labels,
  label: 2,
  name: "Nodule",
  recipe,
  now: new Date(Date.UTC(2024, 4, 6, 7, 8, 9)),
  appVersion: "0.1.0",
};

const row = {
  family: "statistics",
  ibsi: "Q4LE",
  aggregation: null,
  aggregationCode: "DHQ4",
  unit: "intensity",
} as const;
const extraction: Extraction = {
  rows: [
    { ...row, id: "statistics.mean", value: -0.1 - 0.2 },
    { ...row, id: "statistics.unheard_of", unit: "intensity2", reason: "flat_region", detail: 'All "8" voxels, flat' },
  ],
  diagnostics: [{ tag: "vox_count", stage: "initial ROI", name: "Number of voxels", unit: "1", value: 8 }],
  intermediates: [
    {
      family: "statistics",
      aggregation: null,
      quantities: [{ code: "intensity_voxels", value: 8, unit: "1", each: [3, 5] }],
    },
  ],
  warnings: [{ code: "few", detail: "Eight voxels." }],
  recipe,
};
const measured = async (name: string, label = 2): Promise<MeasuredSegment> => ({
  provenance: await provenanceOf({ ...input, name, label }),
  extraction,
});

/** An RFC 4180 reader of its own, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let c = 0; c < text.length; c++) {
    if (quoted) {
      if (text[c] !== '"') cell += text[c];
      else if (text[c + 1] === '"') cell += text[c++];
      else quoted = false;
    } else if (text[c] === '"') quoted = true;
    else if (text[c] === "," || text[c] === "\r") {
      rows[rows.length - 1].push(cell);
      cell = "";
      if (text[c] === "\r") {
        expect(text[++c]).toBe("\n");
        rows.push([]);
      }
    } else cell += text[c];
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

describe("provenance", () => {
  it("hashes the mask as its comment says", async () => {
    const head = Buffer.alloc(17 + 18 * 8);
    head.write("radiomica-mask/1\n", "ascii");
    [4, 3, 2, 1, 1, 2.5, -10, 20, 30.5, 1, 0, 0, 0, 1, 0, 0, 0, 1].forEach((v, n) => {
      head.writeDoubleLE(v, 17 + 8 * n);
    });
    const bytes = Buffer.concat([head, Buffer.from(labels.map((v) => (v === 2 ? 1 : 0)))]);
    const expected = createHash("sha256").update(bytes).digest("hex");
    expect(await maskHash(grid, labels, 2)).toBe(expected);
    expect((await provenanceOf(input)).region).toEqual({
      name: "Nodule",
      label: 2,
      voxels: 8,
      sha256: expected,
      source: "",
    });
    const renumbered = labels.map((v) => (v === 2 ? 9 : v));
    expect(await maskHash(grid, renumbered, 9)).toBe(expected);
  });

  it("hashes the files as sha256sum would, and not at all where one is missing", async () => {
    const text = `${"0".repeat(64)}\n${"1".repeat(64)}\n`;
    expect((await provenanceOf(input)).image.sha256).toBe(createHash("sha256").update(text).digest("hex"));
    expect(await combinedHash([{ sha256: "ab" }, { sha256: "" }])).toBeNull();
  });

  it("hashes shared memory like any other", async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    shared.set([97, 98, 99]);
    // FIPS 180-4's example "abc".
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await sha256(shared)).toBe(abc);
    expect(await sha256("abc")).toBe(abc);
    expect(await sha256(new Uint8Array([0, 97, 98, 99, 0]).subarray(1, 4))).toBe(abc);
  });

  it("gives settings one hash whatever the order of their keys", async () => {
    const turned = Object.fromEntries(Object.entries(recipe).reverse()) as typeof recipe;
    expect(await recipeHash(turned)).toBe(await recipeHash(recipe));
    const other = { ...recipe, texture: { ...recipe.texture, distance: recipe.texture.distance + 1 } };
    expect(await recipeHash(other)).not.toBe(await recipeHash(recipe));
  });

  it("tells nothing of the patient, and paths only when asked", async () => {
    const text = featuresJson([await measured("Nodule")]) + featuresCsv([await measured("Nodule")]);
    for (const secret of ["DOE", "JANE", "4711", "19700101"]) expect(text).not.toContain(secret);
    const open = await provenanceOf({ ...input, includePaths: true });
    expect(open.image.files.map((f) => f.path)).toEqual(["DOE_JANE/IM0", "DOE_JANE/IM1"]);
  });
});

describe("featuresCsv", () => {
  it("writes a row for each feature, with its reason where it has no value", async () => {
    const rows = parseCsv(featuresCsv([await measured("Nodule")]));
    const at = (r: number, column: string) => rows[r][rows[0].indexOf(column)];
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((r) => r.length)).size).toBe(1);
    expect(Number(at(1, "value"))).toBe(-0.1 - 0.2);
    expect(at(1, "value")).toBe("-0.30000000000000004");
    expect(at(1, "unit")).toBe("HU");
    expect(at(1, "ibsi_code")).toBe("Q4LE");
    expect(at(2, "value")).toBe("");
    expect(at(2, "reason")).toBe("flat_region");
    expect(at(2, "detail")).toBe('All "8" voxels, flat');
    expect(at(2, "unit")).toBe("HU2");
    expect([at(3, "family"), at(3, "feature"), at(3, "id"), at(3, "value")]).toEqual([
      "diagnostics",
      "Number of voxels (initial ROI)",
      "vox_count",
      "8",
    ]);
    expect(at(1, "series_instance_uid")).toBe(series.seriesInstanceUid);
    expect(at(1, "mask_sha256")).toBe(await maskHash(grid, labels, 2));
  });

  it("writes a row for each segment when wide", async () => {
    const rows = parseCsv(featuresCsv([await measured("A"), await measured("B", 0)], { layout: "wide" }));
    expect(rows.map((r) => r.slice(0, 5))).toEqual([
      ["segment", "label", "statistics.mean", "statistics.unheard_of", "diagnostics.vox_count"],
      ["A", "2", "-0.30000000000000004", "", "8"],
      ["B", "0", "-0.30000000000000004", "", "8"],
    ]);
  });

  it("names PyRadiomics' features in its own way when wide", async () => {
    const profile = { profile: "PyRadiomics" as const };
    const entropy = { ...row, id: "pyradiomics.glcm.JointEntropy", family: "pyradiomics.glcm" as const, value: 2 };
    const { provenance } = await measured("A");
    const found = { provenance, extraction: { ...extraction, rows: [entropy], recipe: { ...recipe, ...profile } } };
    expect(parseCsv(featuresCsv([found], { layout: "wide" }))[0]).toContain("original_glcm_JointEntropy");
  });

  it("puts the filters of a region into one row when wide, their columns under the filter's label", async () => {
    const segment = await measured("A");
    const filtered = (params: Record<string, number>): MeasuredSegment => ({
      ...segment,
      extraction: { ...extraction, recipe: { ...recipe, filter: { id: "log", params } } },
    });
    const bank = [segment, filtered({ sigma: 3 }), { ...filtered({ sigma: 3 }), filter: "log-sigma-3-0-mm-3D-2" }];
    const wide = parseCsv(featuresCsv(bank, { layout: "wide" }));
    expect(wide).toHaveLength(2);
    expect(wide[0].slice(2, 9)).toEqual([
      "statistics.mean",
      "statistics.unheard_of",
      "log-sigma-3-0-mm-3D_statistics.mean",
      "log-sigma-3-0-mm-3D_statistics.unheard_of",
      "log-sigma-3-0-mm-3D-2_statistics.mean",
      "log-sigma-3-0-mm-3D-2_statistics.unheard_of",
      "diagnostics.vox_count",
    ]);
    const long = parseCsv(featuresCsv(bank));
    const filters = long.map((row) => row[long[0].indexOf("filter")]);
    expect(filters).toEqual([
      "filter",
      "original",
      "original",
      "original",
      "log-sigma-3-0-mm-3D",
      "log-sigma-3-0-mm-3D",
      "log-sigma-3-0-mm-3D-2",
      "log-sigma-3-0-mm-3D-2",
    ]);
    const json = JSON.parse(featuresJson(bank));
    expect(json.results.map((r: { filter: string }) => r.filter)).toEqual([
      "original",
      "log-sigma-3-0-mm-3D",
      "log-sigma-3-0-mm-3D-2",
    ]);
  });

  it("takes the sting out of names that are formulas, and leaves negative numbers alone", async () => {
    const names = ['=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "two\r\nlines", "plain, with comma"];
    const rows = parseCsv(featuresCsv(await Promise.all(names.map((n) => measured(n))), { layout: "wide" }));
    expect(rows.slice(1).map((r) => r[0])).toEqual([
      `'=HYPERLINK("http://x")`,
      "'+1",
      "'-2",
      "'@SUM(A1)",
      "two\r\nlines",
      "plain, with comma",
    ]);
    expect(rows[1][2]).toBe("-0.30000000000000004");
  });
});

describe("featuresJson", () => {
  it("is read back whole, from a real extraction", async () => {
    const real: MeasuredSegment = {
      provenance: await provenanceOf(input),
      extraction: extract({ image, labels, label: 2 }, recipe),
    };
    expect(real.extraction.rows.length).toBeGreaterThan(20);
    const text = featuresJson([real]);
    expect(parseFeaturesJson(text)).toEqual([real]);
    expect(text).not.toMatch(/NaN|Infinity/);
    expect(JSON.parse(text)).toMatchObject({ schema: "radiomica.results", version: 1 });
  });

  it("refuses other files and newer versions", () => {
    for (const text of ["", "[]", '{"schema":"x"}', '{"schema":"radiomica.results","version":99,"results":[]}']) {
      let failure: unknown;
      try {
        parseFeaturesJson(text);
      } catch (error) {
        failure = error;
      }
      expect(isRadiomicaError(failure, "Parse"), text).toBe(true);
    }
  });
});

it("units in files", () => {
  expect(unitCode("intensity2", "HU")).toBe("HU2");
  expect(unitCode("intensity.mm3", "SUV")).toBe("SUV.mm3");
  expect(unitCode("intensity2", "Bq/ml")).toBe("(Bq/ml)2");
  expect(unitCode("intensity.mm3", "mm2/s")).toBe("(mm2/s).mm3");
  expect(unitCode("intensity", "arbitrary")).toBe("1");
  expect(unitCode("intensity2", "1")).toBe("1");
  expect(unitCode("percent", "HU")).toBe("%");
  expect(unitCode("1/mm", "HU")).toBe("1/mm");
});
