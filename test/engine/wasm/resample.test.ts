import { afterEach, describe, expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { interpolateImage, interpolateMask, type Method } from "#engine/process/interpolate.ts";
import { latticeOf, newDims } from "#engine/process/lattice.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

/** What a kernel gives plain and in WebAssembly: the same bits; a voxel without a value has one value, NaN. */
function both(run: () => ArrayLike<number>): Float64Array {
  const [plain, wasm] = [false, true].map((on) => {
    allowWasm(on);
    return Float64Array.from(run());
  });
  expect(plain.length).toBeGreaterThan(0);
  const bits = [plain, wasm].map((a) => new BigUint64Array(a.buffer));
  const first = plain.findIndex((x, k) => bits[0][k] !== bits[1][k] && !(Number.isNaN(x) && Number.isNaN(wasm[k])));
  expect(first, "index of the first number that differs").toBe(-1);
  expect(wasm.length).toBe(plain.length);
  return wasm;
}

afterEach(() => allowWasm(true));

const cases: readonly { dims: Vec3; spacing: Vec3; to: Vec3; dimensionality: "2D" | "3D" }[] = [
  { dims: [1, 1, 1], spacing: [1, 1, 1], to: [0.4, 0.3, 2], dimensionality: "3D" },
  { dims: [1, 6, 5], spacing: [1, 1, 1], to: [0.7, 1, 2], dimensionality: "3D" },
  { dims: [7, 1, 9], spacing: [1, 1, 1], to: [1.7, 0.5, 0.5], dimensionality: "3D" },
  { dims: [33, 18, 1], spacing: [1, 1, 1], to: [1.5, 1.5, 1.5], dimensionality: "2D" },
  { dims: [20, 31, 12], spacing: [1, 1, 1], to: [1, 1.5, 1], dimensionality: "3D" },
  { dims: [21, 30, 12], spacing: [0.9, 1.1, 2], to: [1.5, 1, 1], dimensionality: "2D" },
  { dims: [64, 50, 40], spacing: [1, 1, 1], to: [2, 2, 2], dimensionality: "3D" },
  { dims: [150, 60, 70], spacing: [1, 1, 1], to: [1.5, 1.5, 0.7], dimensionality: "3D" },
];

describe("interpolation: the same bits from WebAssembly and plain TypeScript", () => {
  const random = seeded(11);
  for (const { dims, spacing, to, dimensionality } of cases) {
    const grid = { dims, spacing, origin: [0, 0, 0] as Vec3, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] as const };
    const n = dims[0] * dims[1] * dims[2];
    const data = Float32Array.from({ length: n }, () => Math.round(2000 * random() - 1000) / 3);
    const labels = Uint8Array.from({ length: n }, () => Math.floor(3 * random()));
    const settings = { dimensionality, spacing: to, mask: "linear", maskThreshold: 0.5, round: false } as const;
    const lattice = latticeOf(grid, { ...settings, image: "linear" });
    const hi = newDims(lattice);
    const middle = hi.map((m) => Math.floor(m / 3)) as unknown as Vec3;
    const extents = [
      { lo: [0, 0, 0] as Vec3, hi },
      { lo: middle, hi: middle.map((m, a) => Math.min(hi[a], m + 7)) as unknown as Vec3 },
    ];
    const name = `${dims.join(" × ")} to ${hi.join(" × ")}`;
    for (const method of ["nearest", "linear", "cubic"] as const satisfies readonly Method[]) {
      test(`${method}, ${name}`, () => {
        for (const extent of extents) {
          for (const beyond of ["nearest", "mirror"] as const) {
            both(() => interpolateImage(data, dims, lattice, method, extent, { beyond }));
            both(() => interpolateImage(Float64Array.from(data), dims, lattice, method, extent, { beyond }));
          }
          for (const form of ["rounded", "cut", "single"] as const)
            both(() => interpolateImage(data, dims, lattice, method, extent, { padding: [300, 310], form }));
        }
      });
    }
    test(`masks, ${name}`, () => {
      for (const extent of extents) {
        for (const method of ["nearest", "linear"] as const)
          for (const threshold of [0.5, 1])
            both(() => interpolateMask(labels, dims, 2, lattice, method, threshold, extent));
      }
    });
  }

  test("the form of numbers", () => {
    const numbers = [
      2.5,
      -2.5,
      -0.3,
      2.9999999999,
      -3.0000000001,
      0.1,
      2 ** 31 + 0.75,
      Number.NaN,
      0.49999999999999994,
    ];
    const dims: Vec3 = [numbers.length, 1, 1];
    const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
    const to = { dimensionality: "3D", mask: "linear", maskThreshold: 0.5, round: false } as const;
    // Every number stands again along y.
    const lattice = latticeOf(grid, { ...to, spacing: [1, 0.5, 1], image: "nearest" });
    const found = (["rounded", "cut", "single"] as const).map((form) => [
      ...both(() =>
        interpolateImage(Float64Array.from(numbers), dims, lattice, "nearest", { lo: [0, 0, 0], hi: dims }, { form }),
      ),
    ]);
    expect(found[0]).toEqual([3, -2, 0, 3, -3, 0, 2 ** 31 + 1, Number.NaN, 0 + Math.floor(0.49999999999999994 + 0.5)]);
    expect(found[1]).toEqual([2, -2, 0, 3, -3, 0, 2 ** 31, Number.NaN, 0]);
    expect(found[2]).toEqual(numbers.map(Math.fround));
  });

  test("a voxel without a value tells only on what reads it", () => {
    // 5 voxels of 1 mm become 3 of 2 mm, each on an old voxel.
    const dims: Vec3 = [5, 1, 1];
    const grid = {
      dims,
      spacing: [1, 1, 1] as Vec3,
      origin: [0, 0, 0] as Vec3,
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] as const,
    };
    const to = {
      dimensionality: "3D",
      spacing: [2, 1, 1] as Vec3,
      mask: "linear",
      maskThreshold: 0.5,
      round: false,
    } as const;
    const lattice = latticeOf(grid, { ...to, image: "linear" });
    const found = both(() =>
      interpolateImage(Float32Array.of(1, 2, 3, Number.NaN, 5), dims, lattice, "linear", {
        lo: [0, 0, 0],
        hi: newDims(lattice),
      }),
    );
    expect([...found]).toEqual([1, 3, 5]);
  });
});
