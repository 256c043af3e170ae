import { describe, expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { completeParams, type FilterSettings, filterById, isFilterProblem } from "#engine/filters/index.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { extract } from "#engine/plan/extract.ts";
import { extractBank } from "#engine/plan/extract-bank.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { boxIn } from "#engine/process/stored.ts";
import type { Recipe } from "#engine/recipe.ts";
import { seeded } from "../../helpers/seeded.ts";

const dims = [40, 38, 36] as const;
const random = seeded(3);
const data = Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, () => Math.floor(random() * 300) - 100);
const labels = new Uint8Array(data.length);
// A ball that touches the image's border at x = 0, away from it on the other sides.
for (let z = 0, v = 0; z < dims[2]; z++)
  for (let y = 0; y < dims[1]; y++)
    for (let x = 0; x < dims[0]; x++, v++) if ((x - 3) ** 2 + (y - 18) ** 2 + (z - 17) ** 2 <= 25) labels[v] = 1;
const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
const input: ExtractionInput = { image: { grid, data, unit: "HU" }, labels, label: 1 };
const plain: Recipe = {
  interpolation: null,
  resegmentation: { range: [-50, 150], outlierSigma: null },
  discretisation: { method: "FBS", width: 25 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const withFilter = (filter: FilterSettings): Recipe => ({ ...plain, filter });

const filters: readonly FilterSettings[] = [
  { id: "mean", params: { support: 5 } },
  { id: "gaussian", params: { sigma: 1.5, boundary: "zero" } },
  { id: "log", params: { sigma: 1, boundary: "nearest" } },
  { id: "log", params: { sigma: 1.5, boundary: "periodic" } },
  { id: "laws", params: { kernels: "L5E5S5", rotation_invariance: true, delta: 3 } },
  { id: "gabor", params: { sigma: 1.5, lambda: 3, gamma: 1, step: 45, dimensionality: "3D" } },
  { id: "wavelet", params: { family: "coif1", band: "LHL", level: 2, boundary: "mirror", rotation_invariance: true } },
  { id: "simoncelli", params: { level: 1 } },
];

describe("a response on the region's box is the whole image's", () => {
  for (const filter of filters) {
    test(JSON.stringify(filter), () => {
      const params = completeParams(filter);
      if (isFilterProblem(params)) throw new Error(params.detail);
      const whole = filterById(filter.id)?.apply(
        { dims, spacing: grid.spacing, data: Float64Array.from(data) },
        params,
      );
      const { roi, extent } = prepareRoi(input, withFilter(filter));
      if (whole === undefined || extent === null) throw new Error("nothing");
      const largest = whole.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      for (const [box, lo] of [
        [roi, extent.lo],
        [
          { ...roi.surroundings, intensities: boxIn(roi.surroundings) },
          extent.lo.map((x, a) => x - roi.surroundings.offset[a]),
        ],
      ] as const) {
        const [nx, ny] = box.dims;
        box.intensities.forEach((value, v) => {
          const x = lo[0] + (v % nx);
          const y = lo[1] + (Math.floor(v / nx) % ny);
          const z = lo[2] + Math.floor(v / (nx * ny));
          expect(Math.abs(value - whole[x + dims[0] * (y + dims[1] * z)])).toBeLessThan(1e-11 * largest);
        });
      }
    });
  }
});

test("region and re-segmentation come from the image, the rest from the response", () => {
  const filter: FilterSettings = { id: "log", params: { sigma: 1 } };
  const before = prepareRoi(input, plain);
  const { roi } = prepareRoi(input, withFilter(filter));
  expect(roi.intensityMask).toEqual(before.roi.intensityMask);
  expect(roi.values.length).toBe(before.roi.values.length);
  expect(roi.unit).toBe("arbitrary");
  // Bins start at the region's minimum, not at −50 HU.
  expect(Math.min(...roi.valueLevels)).toBe(1);
  const low = Math.min(...roi.values);
  expect([...roi.valueLevels]).toEqual([...roi.values].map((x) => Math.floor((x - low) / 25) + 1));
  expect(prepareRoi(input, withFilter({ id: "mean", params: {} })).roi.unit).toBe("HU");
});

test("units of a response that is no HU any more are 1", () => {
  const unitOf = (filter: FilterSettings, id: string) =>
    extract(input, withFilter(filter), ["statistics", "morphology"]).rows.find((row) => row.id === id)?.unit;
  const log: FilterSettings = { id: "log", params: { sigma: 1 } };
  expect(unitOf(log, "statistics.mean")).toBe("1");
  expect(unitOf(log, "statistics.variance")).toBe("1");
  expect(unitOf(log, "morphology.integrated_intensity")).toBe("mm3");
  expect(unitOf(log, "morphology.volume_mesh")).toBe("mm3");
  expect(unitOf({ id: "mean", params: {} }, "statistics.variance")).toBe("intensity2");
});

describe("a bank of filters", () => {
  const bank = [null, ...filters];
  test("gives what its filters give one by one, for every feature", () => {
    const found = extractBank(input, plain, bank);
    expect(found.map(({ label }) => label)).toEqual(expect.arrayContaining(["original", "log-sigma-1-0-mm-3D"]));
    expect(new Set(found.map(({ label }) => label)).size).toBe(bank.length);
    found.forEach(({ filter, extraction }, n) => {
      expect(filter).toEqual(bank[n]);
      const alone = extract(input, filter === null ? plain : withFilter(filter));
      expect(extraction.recipe).toEqual(alone.recipe);
      extraction.rows.forEach((row, k) => {
        const other = alone.rows[k];
        expect(row.id).toBe(other.id);
        expect("value" in row).toBe("value" in other);
        if ("value" in row && "value" in other)
          expect(Math.abs(row.value - other.value), row.id).toBeLessThanOrEqual(
            1e-9 * Math.max(1, Math.abs(other.value)),
          );
      });
    });
  });

  test("numbers filters whose labels are the same", () => {
    const twice: FilterSettings[] = [
      { id: "mean", params: { boundary: "zero" } },
      { id: "mean", params: {} },
    ];
    expect(extractBank(input, plain, twice, ["statistics"]).map(({ label }) => label)).toEqual([
      "mean-5-3D",
      "mean-5-3D-2",
    ]);
  });

  test("tells its progress, stops when cancelled, and refuses a bad filter before any work", () => {
    const steps: [number, number, string][] = [];
    extractBank(input, plain, bank.slice(0, 3), ["statistics"], { onProgress: (...step) => steps.push(step) });
    expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).toSorted((a, b) => a - b));
    expect(steps.at(-1)?.slice(0, 2)).toEqual([6, 6]);
    let asked = 0;
    const cancel = { cancelled: () => ++asked > 2 };
    expect(tagOf(() => extractBank(input, plain, bank, undefined, cancel))).toBe("Cancelled");
    const bad: FilterSettings = { id: "log", params: { sigma: 0.2 } };
    expect(
      tagOf(() => extractBank(input, plain, [...bank, bad], undefined, { onProgress: () => expect(0).toBe(1) })),
    ).toBe("InvalidRecipe");
  });
});

function tagOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isRadiomicaError(error)) return error.tag;
    throw error;
  }
  return "none";
}

describe("what is refused, with a sentence that has the numbers", () => {
  const cases: readonly [string, FilterSettings, string, RegExp][] = [
    ["unknown filter", { id: "sharpen" as never, params: {} }, "unknown_filter", /sharpen/],
    ["unknown parameter", { id: "mean", params: { size: 3 } }, "unknown_param", /size/],
    ["even support", { id: "mean", params: { support: 4 } }, "param_outside", /odd; it is 4/],
    ["text for a number", { id: "mean", params: { support: "5" } }, "param_outside", /whole number/],
    ["no number", { id: "log", params: { sigma: Number.NaN } }, "param_outside", /NaN/],
    ["wide mean", { id: "mean", params: { support: 41 } }, "kernel_larger_than_image", /41 voxels wide along x.* 40/],
    ["wide LoG", { id: "log", params: { sigma: 5 } }, "kernel_larger_than_image", /41 voxels wide/],
    ["wide Gabor", { id: "gabor", params: { sigma: 8, lambda: 4 } }, "kernel_larger_than_image", /voxels wide/],
    ["narrow LoG", { id: "log", params: { sigma: 0.4 } }, "sigma_too_small", /0.4 mm is 0.4 voxels/],
    [
      "short wave",
      { id: "gabor", params: { sigma: 2, lambda: 1.5 } },
      "param_outside",
      /1.5 mm is shorter than two voxels/,
    ],
    ["odd step", { id: "gabor", params: { sigma: 2, step: 50 } }, "param_outside", /divide 360/],
    ["two kernels in 3D", { id: "laws", params: { kernels: "L5E5" } }, "param_outside", /3 kernels/],
    ["unknown kernel", { id: "laws", params: { kernels: "L5E5Q5" } }, "param_outside", /Q5/],
    ["wide energy", { id: "laws", params: { delta: 20 } }, "kernel_larger_than_image", /41 voxels wide/],
  ];
  for (const [name, filter, code, sentence] of cases) {
    test(name, () => {
      const [problem] = checkRecipe(withFilter(filter), input.image).filter((p) => p.level === "error");
      expect(problem?.code).toBe(code);
      expect(problem?.detail).toMatch(sentence);
      expect(tagOf(() => extract(input, withFilter(filter)))).toBe("InvalidRecipe");
    });
  }

  test("a filter of the whole image that would not fit into memory, with the figure", () => {
    const huge = { grid: { ...grid, dims: [1024, 1024, 700] as const }, unit: "HU" as const };
    const [problem] = checkRecipe(withFilter({ id: "simoncelli", params: { level: 1 } }), huge).filter(
      (p) => p.level === "error",
    );
    expect(problem?.code).toBe("too_much_memory");
    expect(problem?.detail).toMatch(/\d+(\.\d)? GB/);
  });

  test("3D kernels on long voxels are said to be doubtful", () => {
    const long = { grid: { ...grid, spacing: [1, 1, 3] as const }, unit: "HU" as const };
    const found = checkRecipe(withFilter({ id: "mean", params: {} }), long);
    expect(found.map((p) => p.code)).toContain("filter_anisotropic");
  });
});
