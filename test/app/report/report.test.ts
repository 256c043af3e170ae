import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import { en } from "#app/i18n/en.ts";
import { it as italian } from "#app/i18n/it.ts";
import { methodsOf } from "#app/methods/index.ts";
import { type ReportInput, reportFacts, usualBiomarkers, usualOfPeer } from "#app/report/facts.ts";
import { escaped, html } from "#app/report/markup.ts";
import { planesOf, slicePicture } from "#app/report/picture.ts";
import { repeatabilityOf } from "#app/report/repeatability.ts";
import { keysFor } from "#app/report/report.ts";
import { reportHtml } from "#app/report/report-html.ts";
import { keysOf } from "#app/workbench/chosen.ts";
import { perturbationTable } from "#engine/perturb/index.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { readReferenceTable } from "#io/readers/reference-table.ts";
import type { Series } from "#io/series.ts";
import { provenanceOf, recipeHash } from "#io/writers/provenance.ts";
import type { Segment } from "#session/session.ts";
import { aSeries } from "../a-series.ts";

const { recipe } = ibsiConfigurations[0];
const { image, labels } = digitalPhantom();
const extraction = extract({ image, labels, label: 1 }, recipe);
const plain: Series = { ...aSeries({ unit: "arbitrary" }), image, description: "Phantom" };
const segment: Segment = { label: 1, name: "Lesion 1", color: [200, 10, 20], visible: true, locked: false };
const hostile = '<script>alert("x")</script>\u202e&\'';

beforeAll(() =>
  i18next.init({
    lng: "en",
    resources: { en: { translation: en }, it: { translation: italian } },
    interpolation: { escapeValue: false },
    initAsync: false,
  }),
);

async function input(patch: Partial<ReportInput> = {}, series = plain, name = segment.name): Promise<ReportInput> {
  const common = { series, labels, label: 1, name, recipe, now: new Date("2026-01-02T03:04:05Z"), appVersion: "9.9" };
  const provenance = await provenanceOf(common);
  return {
    series,
    regions: [{ segment: { ...segment, name }, extraction, provenance, pictures: [] }],
    keys: keysFor([], recipe),
    reference: null,
    repeatability: null,
    withPatient: false,
    comment: "",
    ...patch,
  };
}
async function written(patch: Partial<ReportInput> = {}, language: "en" | "it" = "en", series = plain, name?: string) {
  const facts = reportFacts(await input(patch, series, name));
  const version = { app: "9.9", engine: "9.8" };
  const methods = methodsOf({ series, recipe, measured: [extraction.rows], version }, language);
  return reportHtml(facts, { t: i18next.getFixedT(language), language, methods });
}
const valueIn = (text: string, key: string) => {
  const row = text.slice(text.indexOf(`data-feature="${key}"`));
  return Number(/data-value="([^"]*)"/.exec(row)?.[1]);
};

test("every value of the report is the extraction's, in full; the phantom's volume and contrast are the IBSI's", async () => {
  const text = await written();
  for (const key of keysFor([], recipe)) {
    const [id, aggregation = null] = key.split("@");
    const row = extraction.rows.find((r) => r.id === id && r.aggregation === aggregation);
    if (!row || !("value" in row)) throw new Error(key);
    expect(valueIn(text, key), key).toBe(row.value);
  }
  // IBSI: 556 mm³ and 5.12.
  expect(Math.round(valueIn(text, "morphology.volume_mesh"))).toBe(556);
  expect(valueIn(text, "glcm.contrast@3D_mrg")).toBeCloseTo(5.12, 2);
  expect(text).toContain("ACUI, 3D mrg (IAZD), levels as they are");
});

test("usual biomarkers are features that exist, twelve under either definition", () => {
  const peer = { ...recipe, profile: "PyRadiomics", discretisation: { method: "FBS", width: 1 } } as const;
  expect(usualBiomarkers.filter((key) => !keysOf(recipe).includes(key))).toEqual([]);
  expect(usualOfPeer.filter((key) => !keysOf(peer).includes(key))).toEqual([]);
  expect([keysFor([], recipe).length, keysFor([], peer).length]).toEqual([12, 12]);
});

test("research use, hashes and versions stand in it, in both languages", async () => {
  const [en, it] = [await written(), await written({}, "it")];
  expect(en).toContain("For research use only");
  expect(it).toContain("Solo per ricerca");
  expect(it).toContain('<html lang="it">');
  for (const text of [en, it]) {
    expect(text).toContain(await recipeHash(recipe));
    expect(text).toContain("9.9");
    expect(text).not.toMatch(/\{\{|report\.doc|undefined|NaN|\[object/);
  }
});

test("a patient's name stands in it only where a person ticked so", async () => {
  const without = await written();
  expect(without).not.toMatch(/DOE|JANE|>42</);
  expect(await written({ withPatient: true })).toContain("DOE, JANE");
});

test("hostile names are text: in series, segment, comment and cohort; nothing can be loaded", async () => {
  const series = { ...plain, description: hostile, study: { ...plain.study, studyDescription: hostile } };
  const reference = { table: readReferenceTable("feature,value\nstatistics.mean,1\n"), name: hostile, anyway: false };
  const text = await written({ comment: hostile, reference }, "en", series, hostile);
  expect(text).not.toContain("<script");
  expect(text).not.toContain("\u202e");
  expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(5);
  expect(text).toContain("default-src 'none'; img-src data:; style-src 'unsafe-inline'".replaceAll("'", "&#39;"));
  expect(text).not.toMatch(/(src|href)="(?!data:)/);
  expect(escaped("<a href='x'>&\"")).toBe("&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
  expect(html`<p>${[html`<b>${"<"}</b>`, html`x`]}${null}${false}${3}</p>`.html).toBe("<p><b>&lt;</b>\nx3</p>");
});

test("a reference interval: flag and interval, or why there is none", async () => {
  const cohort = (unit: string) => {
    const rows = Array.from({ length: 199 }, (_, i) => `statistics.mean,${i + 3},${unit},S${i}`);
    return readReferenceTable(`feature,value,unit,subject\n${rows.join("\n")}`);
  };
  // The phantom's mean is 2.15; the cohort's central 95 % of 3 … 201 are 7 to 197.
  const low = await written({ reference: { table: cohort("1"), name: "cohort.csv", anyway: false } });
  expect(low).toMatch(/<b>L<\/b>/);
  expect(low).toContain("7 – 197");
  expect(low).toContain("the file gives no settings");
  const other = await written({ reference: { table: cohort("HU"), name: "cohort.csv", anyway: true } });
  expect(other).toContain("not compared: HU in the file, 1 here");
  expect(other).not.toMatch(/<b>L<\/b>/);
});

test("repeatability of the same series and settings is taken, other or old ones are not", async () => {
  const run = (factor: number) => ({
    ...extraction,
    rows: extraction.rows.map((r) => ("value" in r ? { ...r, value: r.value * factor } : r)),
  });
  const subject = (name: string, f: number) => ({
    name,
    baseline: run(f),
    perturbed: [run(f), run(f * 1.01), run(f * 0.99)],
  });
  const table = perturbationTable([subject("a", 1), subject("b", 2), subject("c", 3)], ["x", "y", "z"]);
  const result = {
    mode: "perturb" as const,
    seriesId: plain.id,
    unit: "arbitrary" as const,
    recipe,
    regions: [],
    table,
    jobs: [],
    noise: null,
    seed: null,
    seconds: 1,
    stale: false,
  };
  const found = repeatabilityOf({ perturb: result }, plain.id, recipe);
  // Variances within, by hand: (0.01 m f)² each; RC = 1.96 √2 · √mean = 2.772 · 0.01 m √(14/3).
  const mean = 159 / 74;
  const coefficient = found?.of("statistics.mean")?.coefficient;
  expect(coefficient).toBeCloseTo(1.959964 * Math.SQRT2 * 0.01 * mean * Math.sqrt(14 / 3), 5);
  const text = await written({ repeatability: found });
  expect(text).toContain(`data-rc="${coefficient}"`);
  expect(text).toContain("3 regions. These are too few for a verdict.");
  expect(text).not.toContain('class="light-');
  expect(repeatabilityOf({ perturb: { ...result, stale: true } }, plain.id, recipe)).toBeNull();
  expect(repeatabilityOf({ perturb: result }, "another", recipe)).toBeNull();
  const others = { ...recipe, discretisation: { method: "FBN", bins: 8 } } as const;
  expect(repeatabilityOf({ perturb: result }, plain.id, others)).toBeNull();
});

test("pictures: the slice where the region is largest, as the radiologist sees it, its border closed", () => {
  const grid = {
    dims: [4, 3, 5] as const,
    spacing: [1, 1, 2] as const,
    origin: [0, 0, 0] as const,
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
  const data = Float32Array.from({ length: 60 }, (_, i) => i);
  const mask = new Uint8Array(60);
  // One voxel in slice 1, two beside each other in slice 3.
  for (const [x, y, z] of [
    [0, 0, 1],
    [1, 1, 3],
    [2, 1, 3],
  ])
    mask[x + 4 * (y + 3 * z)] = 1;
  const on = { image: { grid, data, unit: "HU" as const } };
  const axial = slicePicture(on, mask, 1, "axial");
  expect(axial).toMatchObject({ slice: 4, slices: 5, width: 4, height: 3, letters: ["R", "L", "A", "P"] });
  expect([...(axial?.values.slice(0, 4) ?? [])]).toEqual([36, 37, 38, 39]);
  // Two pixels beside each other have six edges.
  expect(axial?.border.length).toBe(6);
  // The coronal view has the head at the top: its first row is the last slice.
  const coronal = slicePicture(on, mask, 1, "coronal");
  expect(coronal).toMatchObject({ width: 4, height: 5, spacing: [1, 2], letters: ["R", "L", "H", "F"] });
  expect(coronal?.values[0]).toBe(4 * (1 + 3 * 4));
  expect(slicePicture(on, mask, 2, "axial")).toBeNull();
  expect(planesOf({ use: "slices", ...on })).toEqual(["acquisition"]);
  expect(planesOf({ use: "volume", ...on })).toEqual(["axial", "coronal", "sagittal"]);
});
