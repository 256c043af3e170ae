import { afterEach, describe, expect, test } from "vitest";
import { completeParams, type FilterId, filterById, isFilterProblem } from "#engine/filters/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import { allowWasm, hasWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

const sizes: readonly Vec3[] = [
  [4, 4, 4],
  [5, 4, 6],
  [6, 5, 15],
  [9, 13, 4],
  [16, 11, 8],
  [30, 27, 5],
  [36, 20, 24],
];

/** What a filter gives, bit for bit. */
function responseOf(id: FilterId, given: Record<string, number | string | boolean>, dims: Vec3, data: Float64Array) {
  const params = completeParams({ id, params: given });
  if (isFilterProblem(params)) throw new Error(params.detail);
  const response = filterById(id)?.apply({ dims, spacing: [1, 1, 1], data }, params);
  return new BigUint64Array(Float64Array.from(response ?? []).buffer);
}

describe.skipIf(!hasWasm())("filters by their spectrum: the same bits plain and in WebAssembly", () => {
  afterEach(() => allowWasm(true));
  const random = seeded(77);
  for (const dims of sizes) {
    for (const [id, params] of [
      ["simoncelli", { level: 1 }],
      ["simoncelli", { level: 1, boundary: "mirror", padding: 3 }],
      ["simoncelli", { level: 1, dimensionality: "2D" }],
      ["riesz_simoncelli", { level: 1, order: "1,0,0" }],
      ["riesz_simoncelli", { level: 1, order: "0,2,1" }],
      ["riesz_simoncelli", { level: 1, order: "1,1", dimensionality: "2D" }],
      ["gabor", { sigma: 0.6, lambda: 2.5, dimensionality: "2D" }],
      ["gabor", { sigma: 0.6, lambda: 3, gamma: 1.1, theta: 20, step: 72, boundary: "zero", pooling: "max" }],
      ["gabor", { sigma: 0.6, lambda: 3, theta: -20, boundary: "periodic" }],
    ] as const) {
      test(`${dims.join(" × ")}: ${id} ${JSON.stringify(params)}`, () => {
        for (const data of [
          Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, () => 2000 * random() - 1000),
          new Float64Array(dims[0] * dims[1] * dims[2]).fill(-3),
        ]) {
          allowWasm(false);
          const plain = responseOf(id, params, dims, data);
          allowWasm(true);
          expect(responseOf(id, params, dims, data)).toEqual(plain);
        }
      });
    }
  }
});
