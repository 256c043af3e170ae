import { expect, test } from "vitest";
import { digitalPhantom } from "#app/conformance/phantom.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { parseCsvText } from "#io/readers/csv-text.ts";
import { readReferenceTable } from "#io/readers/reference-table.ts";
import { featuresCsv } from "#io/writers/csv.ts";
import { provenanceOf, recipeHash } from "#io/writers/provenance.ts";
import { aSeries } from "../../app/a-series.ts";

const { recipe } = ibsiConfigurations[0];
/** The phantom measured as if it were n people. */
async function cohort(n: number) {
  const { image, labels } = digitalPhantom();
  const extraction = extract({ image, labels, label: 1 }, recipe);
  return Promise.all(
    Array.from({ length: n }, async (_, i) => {
      const series = { ...aSeries({ unit: "arbitrary" }), image, seriesInstanceUid: `1.2.${i}` };
      const study = { ...series.study, studyInstanceUid: `1.3.${i}` };
      const now = new Date("2026-01-01T00:00:00Z");
      const common = { labels, label: 1, name: `=R "${i}"`, recipe, now, appVersion: "0" };
      return { extraction, provenance: await provenanceOf({ ...common, series: { ...series, study } }) };
    }),
  );
}

test("our own long and wide exports come back: values, subjects, settings, units", async () => {
  const segments = await cohort(3);
  const { rows } = segments[0].extraction;
  const measured = rows.filter((r) => "value" in r).length;
  for (const layout of ["long", "wide"] as const) {
    const table = readReferenceTable(featuresCsv(segments, { layout }));
    expect(table.layout).toBe(layout);
    expect(table.unknown).toEqual([]);
    expect(table.subjectsKnown).toBe(true);
    expect(table.modalities).toEqual(["MR"]);
    expect(table.features.size).toBe(rows.length);
    const contrast = table.features.get("glcm.contrast@3D_mrg");
    // 5.12 in the IBSI's tables, to three digits.
    expect(contrast?.values.map((v) => Number(v.toPrecision(3)))).toEqual([5.12, 5.12, 5.12]);
    expect(contrast).toMatchObject({ subjects: 3, missing: 0, unit: "1", settings: [await recipeHash(recipe)] });
    const filled = [...table.features.values()].filter((f) => f.values.length === 3).length;
    expect(filled).toBe(measured);
    expect(table.features.get("morphology.volume_mesh")?.unit).toBe("mm3");
  }
});

test("two files one below the other; the same region twice is refused, with both lines", async () => {
  const [a, b] = await cohort(2);
  const both = featuresCsv([a], { layout: "wide" }) + featuresCsv([b], { layout: "wide" });
  expect(readReferenceTable(both).features.get("statistics.mean")?.values.length).toBe(2);
  const twice = featuresCsv([a], { layout: "wide" }) + featuresCsv([a], { layout: "wide" });
  expect(() => readReferenceTable(twice)).toThrow(/line 4: ".*" of the same region stands in line 2 already/);
});

test("a plain table; several values of one subject count once among subjects", () => {
  const table = readReferenceTable(
    "feature;value;unit\nstatistics.mean;12.5;HU\nstatistics.mean;-3;HU\n\nnonsense;1;\n",
  );
  expect(table.features.get("statistics.mean")).toEqual({
    key: "statistics.mean",
    values: [12.5, -3],
    subjects: 2,
    missing: 0,
    unit: "HU",
    settings: [],
  });
  expect(table.unknown).toEqual(["nonsense"]);
  expect(table.subjectsKnown).toBe(false);
  const peer = readReferenceTable("feature,value\noriginal_glcm_Contrast,2\nglcm.contrast@2D_avg,\n");
  expect(peer.features.get("pyradiomics.glcm.Contrast")?.values).toEqual([2]);
  expect(peer.features.get("glcm.contrast@2D_avg")).toMatchObject({ values: [], missing: 1 });
});

test("what would make a wrong interval is refused in words", () => {
  const refused: [string, RegExp][] = [
    ["", /no header/],
    ["a,b\n1,2\n", /neither those of our exports nor/],
    [
      "feature;value\nstatistics.mean;3,14\n",
      /line 2: "3,14" in "value" is no number; decimals are written with a point/,
    ],
    ["feature,value\nstatistics.mean,NaN\n", /line 2: "NaN" in "value" is no number/],
    ["feature,value\nstatistics.mean,1e999\n", /beyond a double/],
    ["feature,value\nstatistics.mean,1,2\n", /line 2: 3 cells, where the header has 2/],
    [
      "feature,value,unit\nstatistics.mean,1,HU\nstatistics.mean,2,SUV\n",
      /line 3: "statistics.mean" is in HU and in SUV/,
    ],
    ["feature,value,subject\nstatistics.mean,1,A\nstatistics.mean,2,A\n", /line 3: .* stands in line 2 already/],
    ["feature,feature\n1,2\n", /the column "feature" stands twice/],
    ['feature,value\n"statistics.mean,1\n', /line 2: a quotation mark is not closed/],
    ["feature,value\nnonsense,1\n", /holds no feature/],
  ];
  for (const [text, message] of refused) expect(() => readReferenceTable(text), text).toThrow(message);
});

test("quotes, line breaks in cells, byte order mark", () => {
  const { columns, rows } = parseCsvText('\ufeffname,note\r\n"a ""b""","two\r\nlines"\r\nc,d');
  expect(columns).toEqual(["name", "note"]);
  expect(rows).toEqual([
    { line: 2, cells: { name: 'a "b"', note: "two\r\nlines" } },
    { line: 4, cells: { name: "c", note: "d" } },
  ]);
});
