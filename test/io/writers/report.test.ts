import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import type { Grid } from "#engine/grid.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import type { MeasurementReport } from "#io/measurement-report.ts";
import { readReport } from "#io/readers/report.ts";
import { readSeg } from "#io/readers/seg.ts";
import { isRefusal } from "#io/refusal.ts";
import { findings, organs } from "#io/terminology.table.ts";
import { type DicomRecord, writeDicom } from "#io/writers/dicom.ts";
import { writeMeasuredSeg } from "#io/writers/measured-seg.ts";
import { type MeasuredSegment, provenanceOf } from "#io/writers/provenance.ts";
import { unitOf } from "#io/writers/unit-codes.ts";
import { seeded } from "../../helpers/seeded.ts";
import { present, readFile, seriesOn, shared } from "../readers/plain-series.ts";

const grid: Grid = {
  dims: [12, 10, 5],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const random = seeded(11);
const image = { grid, data: Float32Array.from({ length: 600 }, () => Math.round(80 * random())), unit: "HU" as const };
const series = { ...seriesOn(grid), image };
/** Label 3 has no voxel; label 7 is flat, so that many of its features have no value. */
const labels = Uint8Array.from({ length: 600 }, (_, v) => (v % 12 < 7 ? 2 : v % 12 === 9 && v < 60 ? 7 : 0));
for (let v = 0; v < 600; v++) if (labels[v] === 7) image.data[v] = 5;
const segments = [
  { label: 3, name: "Empty", color: [1, 2, 3] },
  {
    label: 2,
    name: "Nodulo α",
    color: [230, 159, 0],
    property: { category: findings[1].category, type: findings[1].type, region: organs[0].type },
  },
  { label: 7, name: "Flat", color: [86, 180, 233] },
] as const;
const recipe = { ...defaultRecipe("CT", "HU", grid, "volume"), interpolation: null };
const options = { now: new Date(2024, 4, 6, 7, 8, 9), appVersion: "0.1.0" };

async function measure(label: number, name: string): Promise<MeasuredSegment> {
  const extraction = extract({ image, labels, label }, recipe);
  const facts = { series, labels, label, name, recipe, now: options.now, appVersion: options.appVersion };
  return { extraction, provenance: await provenanceOf(facts) };
}
const measured = await Promise.all([measure(2, "Nodulo α"), measure(7, "Flat")]);
const parsed = (bytes: Uint8Array) => {
  const file = parseDicom("file.dcm", bytes);
  if (isRefusal(file)) throw new Error(file.finding.detail);
  return file;
};
const read = (bytes: Uint8Array): MeasurementReport => {
  const report = readReport(parsed(bytes));
  if (isRefusal(report)) throw new Error(report.finding.detail);
  return report;
};

describe("reports of measurements", () => {
  const { seg, report: bytes } = writeMeasuredSeg(series, labels, segments, measured, options);
  const report = read(bytes);

  it("every value comes back to the last bit, with code, aggregation, unit and reason", () => {
    expect(report.groups).toHaveLength(2);
    let values = 0;
    let reasons = 0;
    report.groups.forEach((group, n) => {
      const { rows } = measured[n].extraction;
      expect(group.numbers).toHaveLength(rows.length);
      group.numbers.forEach((found, r) => {
        const row = rows[r];
        expect(found.concept).toMatchObject({ value: row.ibsi, scheme: "IBSI" });
        expect(found.parameters).toEqual([`id=${row.id}`]);
        expect(found.methods.map((m) => m.value)).toEqual([row.aggregationCode]);
        if ("value" in row) {
          expect(Object.is(found.value, row.value)).toBe(true);
          expect(found.unit).toEqual(unitOf(row.unit, "HU"));
          values++;
        } else {
          expect(found.value).toBeNull();
          expect(found.remark).toBe(`${row.reason}: ${row.detail}`);
          reasons++;
        }
      });
    });
    expect(values).toBeGreaterThan(400);
    expect(reasons).toBeGreaterThan(3);
  });

  it("refers to the segments of its SEG, whose tracking UIDs are the same", () => {
    const file = parsed(seg);
    const found = readSeg(file, [series]);
    if (isRefusal(found)) throw new Error(found.finding.detail);
    expect(found.segments.map((s) => s.name)).toEqual(["Nodulo α", "Flat"]);
    expect(report.groups.map((g) => g.segment)).toEqual([
      { sopInstanceUid: file.sopInstanceUid, number: 1 },
      { sopInstanceUid: file.sopInstanceUid, number: 2 },
    ]);
    expect(report.groups.map((g) => g.trackingUid)).toEqual(
      file.dataset.sequence("00620002").map((s) => s.string("00620021")),
    );
    expect(report.groups.map((g) => [g.name, g.sourceSeriesUid])).toEqual([
      ["Nodulo α", "2.25.200"],
      ["Flat", "2.25.200"],
    ]);
    expect(report.groups.map((g) => [g.finding?.meaning, g.site?.meaning])).toEqual([
      ["Neoplasm", "Brain"],
      ["Lesion", undefined],
    ]);
    expect(report.studyUid).toBe(file.dataset.string("0020000D"));
  });

  it("names the program and all settings", () => {
    const { algorithm } = report.groups[0];
    expect(algorithm.name).toBe("Radiomica");
    expect(algorithm.version).toContain("0.1.0");
    const json = algorithm.parameters.find((p) => p.startsWith("settings="))?.slice(9) ?? "";
    expect(JSON.parse(json)).toEqual(recipe);
    expect(algorithm.parameters).toContain("VTM2 interpolation=none");
    expect(algorithm.parameters).toContain(`mask_sha256=${measured[0].provenance.region.sha256}`);
  });

  it("refuses segments that are no longer those that were measured", () => {
    const drawnOn = labels.slice();
    drawnOn[11] = 2;
    let tag = "";
    try {
      writeMeasuredSeg(series, drawnOn, segments, measured, options);
    } catch (error) {
      tag = isRadiomicaError(error) ? error.tag : "";
    }
    expect(tag).toBe("GridMismatch");
  });

  it.each([
    ["intensity", "HU", "[hnsf'U]"],
    ["intensity2", "HU", "[hnsf'U]2"],
    ["intensity.mm3", "HU", "[hnsf'U].mm3"],
    ["intensity", "SUV", "{SUVbw}g/ml"],
    ["intensity2", "SUV", "{SUVbw}g2/ml2"],
    ["intensity.mm3", "SUV", "{SUVbw}g.mm3/ml"],
    ["intensity2.mm3", "SUV", "g2.mm3/ml2"],
    ["intensity2", "Bq/ml", "Bq2/ml2"],
    ["intensity2", "mm2/s", "mm4/s2"],
    ["intensity", "arbitrary", "1"],
    ["intensity2.mm3", "counts", "mm3"],
    ["1/mm", "HU", "1/mm"],
    ["bins2", "HU", "1"],
    ["percent", "HU", "%"],
  ] as const)("UCUM: %s of %s is %s", (unit, of, code) => {
    expect(unitOf(unit, of)).toMatchObject({ value: code, scheme: "UCUM" });
  });

  it("an SUV by lean body mass says so", () => {
    expect(unitOf("intensity", "SUV", "SUVlbm from the header").value).toBe("{SUVlbm}g/ml");
  });

  const validator = spawnSync("dciodvfy", ["-version"]).error === undefined;
  it.skipIf(!validator)(`dciodvfy finds no error${validator ? "" : " (skipped, not installed)"}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "radiomica-"));
    try {
      for (const [name, content] of [
        ["seg", seg],
        ["report", bytes],
      ] as const) {
        const path = join(folder, `${name}.dcm`);
        writeFileSync(path, content);
        const { stderr } = spawnSync("dciodvfy", ["-new", path], { encoding: "utf8" });
        expect(stderr.split("\n").filter((line) => line.startsWith("Error"))).toEqual([]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("reports of others", () => {
  const number = (value: Record<string, number | string>) => ({
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.88.22",
    SOPInstanceUID: "2.25.1",
    ValueType: "CONTAINER",
    ConceptNameCodeSequence: [{ CodeValue: "126000", CodingSchemeDesignator: "DCM", CodeMeaning: "Report" }],
    ContentSequence: [
      {
        ValueType: "CONTAINER",
        ConceptNameCodeSequence: [{ CodeValue: "125007", CodingSchemeDesignator: "DCM", CodeMeaning: "Group" }],
        ContentSequence: [{ ValueType: "NUM", MeasuredValueSequence: [value] }],
      },
    ],
  });

  it("text alone is read; text and number that disagree are no value", () => {
    expect(read(writeDicom(number({ NumericValue: "1.7" }))).groups[0].numbers[0].value).toBe(1.7);
    expect(read(writeDicom(number({ NumericValue: "1.7" }), "implicit")).groups[0].numbers[0].value).toBe(1.7);
    const [found] = read(writeDicom(number({ NumericValue: "1.7", FloatingPointValue: 2.7 }), "implicit")).groups[0]
      .numbers;
    expect(found.value).toBeNull();
    expect(found.remark).toContain("disagree");
    expect(read(writeDicom(number({ NumericValue: "1,7" }))).groups[0].numbers[0].value).toBeNull();
  });

  it("a number that its report qualifies is no value", () => {
    const leaf = number({ NumericValue: "1.7" });
    const [group] = leaf.ContentSequence;
    const failed = { CodeValue: "114006", CodingSchemeDesignator: "DCM", CodeMeaning: "Measurement failure" };
    const qualified = { ...group.ContentSequence[0], NumericValueQualifierCodeSequence: [failed] };
    const file = writeDicom({ ...leaf, ContentSequence: [{ ...group, ContentSequence: [qualified] }] });
    expect(read(file).groups[0].numbers[0]).toMatchObject({
      value: null,
      remark: "Measurement failure (1.7 is given)",
    });
  });

  it("containers within containers end somewhere", () => {
    const leaf = number({ NumericValue: "1" });
    const nested = (depth: number): DicomRecord => {
      let content: DicomRecord = leaf.ContentSequence[0];
      for (let n = 0; n < depth; n++) content = { ValueType: "CONTAINER", ContentSequence: [content] };
      return { ...leaf, ContentSequence: [content] };
    };
    expect(read(writeDicom(nested(10))).groups).toHaveLength(1);
    expect(read(writeDicom(nested(40))).groups).toHaveLength(0);
  });

  const folder = "data/sr";
  it.skipIf(!present(folder))(`published reports${present(folder) ? "" : " (skipped, no data)"}`, () => {
    const measurement = readReport(readFile(shared(`${folder}/sr_document.dcm`)));
    if (isRefusal(measurement)) throw new Error(measurement.finding.detail);
    const [group, ...others] = measurement.groups;
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      name: "Planar ROI Measurements",
      finding: { value: "T-A7010", scheme: "SRT" },
      site: { value: "T-D00F7" },
      segment: null,
    });
    expect(group.numbers).toMatchObject([{ value: 1.7, unit: { value: "cm2", scheme: "UCUM" } }]);
    const text = readReport(readFile(shared(`${folder}/reportsi.dcm`)));
    expect(isRefusal(text) && text.finding.code).toBe("unsupported");
  });
});

describe("what a report holds besides features", () => {
  const region = {
    long: [
      [0, 4, 1],
      [6, 4, 1],
    ],
    short: [
      [3, 2, 1],
      [3, 6, 1],
    ],
  } as const;
  const besides = {
    ...options,
    diameters: new Map([[2, { ...region, longMm: 4.2, shortMm: 3.6 }]]),
    notes: new Map([[2, "seen on both readings"]]),
  };
  const groups = (more: object) =>
    read(writeMeasuredSeg(series, labels, segments, measured, { ...besides, ...more }).report).groups;

  it("long and short axis stand in their segment's group, with RECIST 1.1 as their method, and a note as text", () => {
    const [first, second] = groups({});
    const axes = first.numbers.filter((n) => n.concept.scheme === "SCT");
    expect(axes.map((n) => [n.concept.value, n.value, n.unit?.value, n.methods[0].value])).toEqual([
      ["103339001", 4.2, "mm", "126081"],
      ["103340004", 3.6, "mm", "126081"],
    ]);
    expect(second.numbers.some((n) => n.concept.scheme === "SCT")).toBe(false);
    const bytes = writeMeasuredSeg(series, labels, segments, measured, besides).report;
    expect(new TextDecoder().decode(bytes)).toContain("seen on both readings");
  });

  it("measurements by hand are groups after those of the segments", () => {
    const byHand = [
      {
        kind: "length",
        name: "Length 1",
        text: "",
        points: [
          [2, 3, 4],
          [8, 3, 4],
        ],
        axis: 2,
      },
    ] as const;
    const found = groups({ byHand });
    expect(found.map((g) => g.name)).toEqual(["Nodulo α", "Flat", "Length 1"]);
    // Six columns of 0.7 mm.
    expect(found[2].numbers[0].value).toBeCloseTo(4.2, 12);
  });
});
