import { afterEach, describe, expect, test } from "vitest";
import type { Boundary, FilterSettings } from "#engine/filters/filter.ts";
import { completeParams, filterById, isFilterProblem } from "#engine/filters/index.ts";
import { convolveSeparables, convolveStages, kernelOf, type Separable } from "#engine/filters/separable.ts";
import type { Vec3 } from "#engine/grid.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

/** What runs plain and in WebAssembly: the same bits; a voxel without a value has one value, NaN. */
function both(run: () => readonly Float64Array[]): void {
  const [plain, wasm] = [false, true].map((on) => {
    allowWasm(on);
    return run();
  });
  plain.forEach((numbers, k) => {
    const bits = [numbers, wasm[k]].map((a) => new BigUint64Array(a.buffer));
    const differs = (x: number, i: number) =>
      bits[0][i] !== bits[1][i] && !(Number.isNaN(x) && Number.isNaN(wasm[k][i]));
    expect(numbers.findIndex(differs), `index of the first number of ${k} that differs`).toBe(-1);
  });
}

afterEach(() => allowWasm(true));

const boundaries: readonly Boundary[] = ["zero", "nearest", "periodic", "mirror"];

describe("separable filters: the same bits from WebAssembly and plain TypeScript", () => {
  const random = seeded(17);
  const kernel = (taps: number) => kernelOf(Float64Array.from({ length: taps }, () => random() - 0.5));
  const symmetric = (reach: number) => {
    const half = Array.from({ length: reach }, () => random() - 0.5);
    return kernelOf([...half, 0.7, ...half.toReversed()]);
  };
  const imageOf = (dims: Vec3) =>
    Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, () => Math.round(2000 * random() - 1000) / 3);
  const sizes: readonly Vec3[] = [
    [1, 1, 1],
    [7, 1, 1],
    [1, 9, 3],
    [8, 8, 8],
    [23, 17, 1],
    [13, 30, 11],
    [64, 20, 16],
  ];
  for (const dims of sizes) {
    test(`bands, ${dims.join(" × ")}`, () => {
      const image = imageOf(dims);
      const gaps = kernelOf([0.5, 0, 0, -0.25, 0, 0]);
      const bands: readonly Separable[] = [
        [kernel(6), kernel(3), symmetric(4)],
        [symmetric(1), gaps],
        [kernel(1), kernelOf([0, 0, 0]), gaps],
        [symmetric(12), symmetric(2), kernel(25)],
      ];
      for (const boundary of boundaries) {
        for (const band of bands) both(() => convolveSeparables(image, dims, [band], boundary));
        const [a, b] = [kernel(6), kernel(6)];
        const eight = [a, b].flatMap((x) => [a, b].flatMap((y) => [a, b].map((z): Separable => [x, y, z])));
        both(() => convolveSeparables(image, dims, eight, boundary));
      }
    });
  }

  test("sums, and a voxel without a value", () => {
    const dims: Vec3 = [19, 14, 10];
    const image = imageOf(dims);
    image[777] = Number.NaN;
    const [a, b, c] = [kernel(6), symmetric(3), kernel(2)];
    const of = (box: number, k: typeof a) => ({ of: box, kernel: k });
    for (const boundary of boundaries)
      both(() =>
        convolveStages(image, dims, [[[of(0, a)], [of(0, b), of(0, c)]], [[of(1, a), of(0, b)], [of(0, c)]], [[of(0, b), of(1, c)], [of(1, a)]]], boundary),
      ); // biome-ignore format: a table
  });

  test("a box that is cut into slabs", () => {
    const dims: Vec3 = [66, 41, 2300];
    const image = imageOf(dims);
    const [low, high] = [kernel(2), kernel(2)];
    both(() => convolveSeparables(image, dims, [[low, high, low], [high, high, high]], "mirror")); // biome-ignore format: a table
  });

  const filters: readonly FilterSettings[] = [
    { id: "log", params: { sigma: 1.5 } },
    { id: "log", params: { sigma: 1.5, dimensionality: "2D" } },
    { id: "laws", params: { delta: 3, rotation_invariance: true } },
    { id: "wavelet", params: { level: 2, rotation_invariance: true } },
    { id: "wavelet", params: { family: "db3", level: 2, band: "HLH" } },
    { id: "wavelet", params: { family: "sym4", level: 2, convention: "PyRadiomics" } },
  ];
  for (const settings of filters) {
    test(`${settings.id} ${JSON.stringify(settings.params)}`, () => {
      const dims: Vec3 = [33, 27, 25];
      const image = { dims, spacing: [1, 1, 1.5] as Vec3, data: imageOf(dims) };
      const params = completeParams(settings);
      if (isFilterProblem(params)) throw new Error(params.detail);
      // A filter may answer with the image's own array where there is nothing to do.
      both(() => [filterById(settings.id)?.apply(image, params).slice() ?? image.data]);
    });
  }
});
