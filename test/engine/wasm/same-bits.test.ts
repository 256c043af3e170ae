import { afterEach, describe, expect, test } from "vitest";
import { dependenceCountsAmong } from "#engine/features/matrices/dependences.ts";
import { halfDirections, neighbourhood } from "#engine/features/matrices/neighbours.ts";
import { directionPairs } from "#engine/features/matrices/pairs.ts";
import { directionRuns } from "#engine/features/matrices/runs.ts";
import { differencesAmong } from "#engine/features/matrices/tone-differences.ts";
import { zoneDistances, zoneSizes, zoneSizesWithout } from "#engine/features/matrices/zones.ts";
import { recursiveLaplacian } from "#engine/filters/recursive-laplacian.ts";
import { convolveAxis, kernelOf } from "#engine/filters/separable.ts";
import { filterRecursively, recursionLength, recursionOf } from "#engine/kernels/recursive-gaussian.ts";
import { fft, fftPlan } from "#engine/math/fft.ts";
import { splinePrefilter } from "#engine/process/spline-prefilter.ts";
import { allowWasm, hasWasm } from "#engine/wasm/instance.ts";
import { recursionInWasm } from "#engine/wasm/recursion.ts";
import { seeded } from "../../helpers/seeded.ts";
import { randomLevels, textureRoi } from "../../helpers/texture-roi.ts";

const bitsOf = (numbers: ArrayLike<number>) => new BigUint64Array(Float64Array.from(numbers).buffer);

/** What a kernel gives plain and in WebAssembly, bit for bit. */
function both(run: () => ArrayLike<number>): void {
  allowWasm(false);
  const plain = bitsOf(run());
  allowWasm(true);
  const wasm = bitsOf(run());
  expect(plain.length).toBeGreaterThan(0);
  expect(wasm.length).toBe(plain.length);
  const first = plain.findIndex((bits, k) => bits !== wasm[k]);
  expect(first, "index of the first number that differs").toBe(-1);
}

afterEach(() => allowWasm(true));

test("WebAssembly runs here, and can be switched off", () => {
  expect(hasWasm()).toBe(true);
  allowWasm(false);
  expect(hasWasm()).toBe(false);
});

describe("the same bits from WebAssembly and plain TypeScript", () => {
  const random = seeded(5);

  test("Fourier transform: every radix, odd and even numbers of lines", () => {
    for (const length of [60, 64, 75, 81, 90, 96, 125, 128, 240]) {
      for (const lines of [1, 2, 3, 16, 31]) {
        const n = length * lines;
        const input = Float64Array.from({ length: 2 * n }, () => random() - 0.5);
        both(() => {
          const data = { re: input.slice(0, n), im: input.slice(n) };
          fft(fftPlan(length), lines, data);
          return [...data.re, ...data.im];
        });
      }
    }
  });
});

describe("the same matrices from WebAssembly and plain TypeScript", () => {
  const random = seeded(8);
  for (const [nx, ny, nz] of [
    [1, 1, 1],
    [1, 7, 3],
    [17, 1, 5],
    [16, 5, 1],
    [15, 16, 4],
    [40, 33, 12],
  ] as const) {
    for (const ng of [1, 2, 32, 254, 255, 300]) {
      test(`${nx} × ${ny} × ${nz}, ${ng} levels`, () => {
        const roi = textureRoi(randomLevels(random, [nx, ny, nz], ng), [nx, ny, nz]);
        if (roi.values.length === 0) return;
        const flat = (counts: ReturnType<typeof directionPairs>) =>
          counts.flatMap(({ i, j, n }) => [0, ...i, ...j, ...n]);
        for (const in3d of [false, true]) {
          const slices = in3d ? [[0, nz]] : Array.from({ length: nz }, (_, z) => [z, z + 1]);
          for (const [z0, z1] of slices) {
            for (const distance of ng === 32 ? [1, 2, 3] : [1]) {
              const steps = halfDirections(roi.dims, distance, in3d, true);
              if (steps.length > 0) both(() => flat(directionPairs(roi, distance, steps, z0, z1)));
              const near = neighbourhood(roi.dims, distance, in3d);
              both(() => {
                const { counts, sums } = differencesAmong(roi, near, distance, z0, z1);
                return [...counts, ...sums];
              });
              for (const coarseness of [0, 1, 40, 65_535]) {
                both(() => [0, ...flat([dependenceCountsAmong(roi, near, distance, coarseness, z0, z1)])]);
              }
            }
            const back = halfDirections([Math.max(2, nx), Math.max(2, ny), Math.max(2, nz)], 1, in3d);
            both(() => flat(directionRuns(roi, back, z0, z1)));
            const forth = back.map(([dx, dy, dz]): [number, number, number] => [-dx, -dy, -dz]);
            both(() => flat(directionRuns(roi, forth, z0, z1)));
          }
        }
      });
    }
  }

  for (const dims of [
    [1, 1, 1],
    [7, 1, 3],
    [16, 5, 1],
    [40, 33, 12],
  ] as const) {
    for (const ng of [1, 2, 5, 255, 300]) {
      test(`zones: ${dims.join(" × ")}, ${ng} levels`, () => {
        const levels = randomLevels(random, [...dims], ng, ng === 1 ? 0.4 : 0.9);
        levels[0] = ng;
        const mask = Uint8Array.from(levels, (level) => (level > 0 || random() < 0.5 ? 1 : 0));
        // A region remembers its zones: each way a fresh one.
        const roi = () => textureRoi(levels, [...dims], { mask });
        const flat = (parts: ReturnType<typeof zoneSizes>) =>
          parts.flatMap(({ counts: { i, j, n } }) => [0, ...i, ...j, ...n]);
        for (const aggregation of ["2D_avg", "2.5D_mrg", "3D_mrg"] as const) {
          both(() => flat(zoneSizes(roi(), aggregation)));
          both(() => flat(zoneDistances(roi(), aggregation)));
        }
        for (const axis of [0, 1, 2, null] as const) both(() => flat([zoneSizesWithout(roi(), axis)]));
      });
    }
  }

  test("runs longer than a byte counts", () => {
    for (const length of [255, 256, 300]) {
      const roi = textureRoi(new Uint16Array(2 * length).fill(3), [length, 2, 1]);
      both(() => directionRuns(roi, halfDirections([length, 2, 2], 1, true), 0, 1).flatMap(({ j, n }) => [...j, ...n]));
    }
  });
});

describe("the same responses from WebAssembly and plain TypeScript", () => {
  const random = seeded(9);
  for (const dims of [
    [1, 1, 1],
    [5, 1, 9],
    [3, 6, 2],
    [17, 30, 9],
    [64, 70, 40],
  ] as const) {
    const n = dims[0] * dims[1] * dims[2];
    const image = Float64Array.from({ length: n }, () => Math.round(2000 * random() - 1000) / 3);

    test(`convolution: ${dims.join(" × ")}`, () => {
      for (const taps of [1, 2, 3, 4, 5, 6, 13, 25]) {
        const kernel = kernelOf(Float64Array.from({ length: taps }, () => random() - 0.5));
        for (const boundary of ["zero", "nearest", "periodic", "mirror"] as const) {
          for (const axis of [0, 1, 2] as const) {
            both(() => {
              const out = new Float64Array(n);
              convolveAxis(image, [...dims], axis, kernel, boundary, out);
              return out;
            });
          }
        }
      }
    });

    test(`recursive Laplacian of Gaussian: ${dims.join(" × ")}`, () => {
      for (const sigma of [0.5, 3])
        both(() => recursiveLaplacian({ dims: [...dims], spacing: [0.7, 0.9, 2.5], data: image }, sigma));
    });

    test(`a recursion along one axis: ${dims.join(" × ")}`, () => {
      const [curved, smooth] = [recursionOf(1.7, "curved"), recursionOf(1.7, "smooth")];
      for (const axis of [0, 1, 2] as const) {
        const inner = [1, dims[0], dims[0] * dims[1]][axis];
        const outer = n / (inner * dims[axis]);
        const boxes = [image, image.map((x) => x * x)];
        for (const recursions of [[curved], [smooth, curved]]) {
          both(() => {
            const out = new Float64Array(n);
            const inputs = boxes.slice(0, recursions.length);
            const [x, y, z] = [0, 1, 2].map(() => new Float64Array(recursionLength(dims[axis])));
            if (!recursionInWasm(inputs, dims[axis], inner, outer, recursions, out))
              filterRecursively(inputs, dims[axis], inner, outer, recursions, x, y, z, out);
            return out;
          });
        }
      }
    });

    test(`spline coefficients: ${dims.join(" × ")}`, () => {
      for (const axis of [0, 1, 2] as const) {
        both(() => {
          const box = image.slice();
          splinePrefilter(box, [...dims], axis);
          return box;
        });
      }
    });
  }
});
