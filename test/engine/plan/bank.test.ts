import { describe, expect, test } from "vitest";
import type { FilterSettings } from "#engine/filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "#engine/filters/index.ts";
import { extract } from "#engine/plan/extract.ts";
import { bankParts, extractBank } from "#engine/plan/extract-bank.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import type { Recipe } from "#engine/recipe.ts";
import { seeded } from "../../helpers/seeded.ts";

const dims = [24, 22, 21] as const;
const random = seeded(11);
const data = Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, () => Math.floor(random() * 400) - 150);
const labels = new Uint8Array(data.length);
for (let z = 0, v = 0; z < dims[2]; z++)
  for (let y = 0; y < dims[1]; y++)
    for (let x = 0; x < dims[0]; x++, v++) if ((x - 6) ** 2 + (y - 11) ** 2 + (z - 10) ** 2 <= 30) labels[v] = 1;
const grid = { dims, spacing: [1, 1, 1.5], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
const input: ExtractionInput = { image: { grid, data, unit: "HU" }, labels, label: 1 };
const ibsi: Recipe = {
  interpolation: {
    dimensionality: "3D",
    spacing: [1, 1, 1],
    image: "cubic",
    mask: "linear",
    maskThreshold: 0.5,
    round: true,
  },
  resegmentation: { range: [-100, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 16 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const theirs: Recipe = {
  ...ibsi,
  profile: "PyRadiomics",
  interpolation: { ...ibsi.interpolation!, mask: "nearest", round: false, alignment: "corner" },
  discretisation: { method: "FBS", width: 25, origin: "zero" },
  aggregations: ["3D_avg"],
};
const bands = ["LLL", "LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH"];
const wavelets = (params: FilterSettings["params"]): FilterSettings[] =>
  bands.map((band) => ({ id: "wavelet", params: { ...params, band } }));

describe("filters that share work have the bits that each has alone", () => {
  const patterns = ["m1", "m2"].map((output): FilterSettings => ({ id: "lbp_3d", params: { output, subdivision: 0 } }));
  const log: FilterSettings = { id: "log", params: { sigma: 1.2 } };
  test.each<[string, Recipe, (FilterSettings | null)[]]>([
    ["IBSI", ibsi, [null, log, ...wavelets({ family: "coif1" }), ...patterns]],
    ["two levels and families", ibsi, [...wavelets({ level: 2 }), ...wavelets({ family: "db2" }), log]],
    ["rotations pooled", ibsi, wavelets({ family: "db2", rotation_invariance: true, pooling: "max" })],
    ["the same filter twice", ibsi, [...wavelets({}), ...wavelets({}), ...patterns, ...patterns]],
    ["PyRadiomics", theirs, [null, ...wavelets({ convention: "PyRadiomics" }), ...patterns]],
    ["PyRadiomics, image kept", { ...theirs, interpolation: null }, wavelets({ convention: "PyRadiomics" })],
    ["PyRadiomics, normalised", { ...theirs, pyradiomics: { normalize: true } }, [null, log]],
  ])("%s", (_name, recipe, bank) => {
    const families = [recipe.profile === "PyRadiomics" ? "pyradiomics.firstorder" : "statistics"] as const;
    const found = extractBank(input, recipe, bank, families);
    bank.forEach((filter, n) => {
      const alone = extract(input, filter === null ? recipe : { ...recipe, filter }, families);
      expect(found[n].filter).toEqual(filter);
      expect(found[n].extraction).toEqual(alone);
    });
  });
});

test("each filter of a wavelet's bands has its own response", () => {
  const image = { dims, spacing: grid.spacing, data: Float64Array.from(data) };
  const list = wavelets({ family: "db2" }).map((settings) => completeParams(settings));
  const params = list.flatMap((one) => (isFilterProblem(one) ? [] : [one]));
  const responses: Float64Array[] = [];
  const { apply, together } = filterById("wavelet")!;
  together!.apply(image, params, (n, response) => {
    responses[n] = response;
  });
  params.forEach((one, n) => {
    expect(responses[n]).toEqual(apply(image, one));
  });
  expect(together!.key(params[0])).toBe(together!.key(params[7]));
  expect(together!.key(params[0])).not.toBe(together!.key({ ...params[0], level: 2 }));
});

describe("a periodic wavelet reads the whole image only near its border", () => {
  const size = [44, 42, 41] as const;
  const noise = seeded(5);
  const large = Float32Array.from({ length: size[0] * size[1] * size[2] }, () => Math.floor(noise() * 300));
  const at = (x: number, y: number, z: number) => x + size[0] * (y + size[1] * z);
  const place = (centre: readonly [number, number, number]): ExtractionInput => {
    const mask = new Uint8Array(large.length);
    for (let z = -2; z <= 2; z++)
      for (let y = -2; y <= 2; y++)
        for (let x = -2; x <= 2; x++) mask[at(centre[0] + x, centre[1] + y, centre[2] + z)] = 1;
    return {
      image: { grid: { ...grid, dims: size, spacing: [1, 1, 1] }, data: large, unit: "HU" },
      labels: mask,
      label: 1,
    };
  };
  const shapes: FilterSettings["params"][] = [
    { family: "coif1", band: "LHH", convention: "PyRadiomics" },
    { family: "db3", band: "HLH", level: 2, boundary: "periodic", rotation_invariance: true },
    { family: "db2", band: "HLL", level: 2, convention: "PyRadiomics" },
  ];
  const settings = shapes.map((params): FilterSettings => ({ id: "wavelet", params }));
  test.each([
    ["inside", [22, 21, 20]],
    ["at the border", [2, 21, 38]],
  ] as const)("%s: the whole image's response", (_name, centre) => {
    for (const filter of settings) {
      const params = completeParams(filter);
      if (isFilterProblem(params)) throw new Error(params.detail);
      const whole = filterById("wavelet")!.apply(
        { dims: size, spacing: [1, 1, 1], data: Float64Array.from(large) },
        params,
      );
      for (const recipe of [ibsi, { ...theirs, resegmentation: ibsi.resegmentation }]) {
        const { roi, extent } = prepareRoi(place(centre), { ...recipe, interpolation: null, filter });
        const [nx, ny] = roi.dims;
        roi.intensities.forEach((value, v) => {
          const [x, y, z] = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))];
          expect(value).toBe(whole[at(extent!.lo[0] + x, extent!.lo[1] + y, extent!.lo[2] + z)]);
        });
      }
    }
  });
});

test("families of each image", () => {
  const found = extractBank(
    input,
    ibsi,
    [null, { id: "mean", params: {} }],
    [["morphology", "statistics"], ["statistics"]],
  );
  expect(found.map(({ extraction }) => [...new Set(extraction.rows.map((row) => row.family))])).toEqual([
    ["morphology", "statistics"],
    ["statistics"],
  ]);
});

describe("a bank in parts", () => {
  const logs = [1, 2, 3, 4, 5].map((sigma): FilterSettings => ({ id: "log", params: { sigma } }));
  const bank = [null, ...logs, ...wavelets({})];
  test.each([1, 2, 3, 4, 14, 40])("%i: every image once, none too long", (count) => {
    const parts = bankParts(bank, count);
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual(bank.map((_, n) => n));
    expect(parts.length).toBeLessThanOrEqual(count);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(Math.max(2 * Math.ceil(14 / count), 1));
  });
  test("bands stay together", () => {
    expect(bankParts(bank, 2)).toContainEqual([6, 7, 8, 9, 10, 11, 12, 13]);
  });
});
