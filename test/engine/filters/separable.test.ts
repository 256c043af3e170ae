import { describe, expect, test } from "vitest";
import type { Boundary, FilterImage, Pooling } from "#engine/filters/filter.ts";
import { pooledSeparable, turns } from "#engine/filters/rotations.ts";
import { type Chain, convolveAxis, kernelOf } from "#engine/filters/separable.ts";
import { seeded } from "../../helpers/seeded.ts";

const boundaries: readonly Boundary[] = ["zero", "nearest", "periodic", "mirror"];
const random = seeded(5);
const values = (n: number) => Float64Array.from({ length: n }, () => random() * 200 - 100);
const dims = [6, 5, 7] as const;
const image: FilterImage = { dims, spacing: [1, 1, 1], data: values(210) };

/** What stands at index i of a line, from the definition: an unending line is built around it. */
function beyond(line: readonly number[], i: number, boundary: Boundary): number {
  const n = line.length;
  if (i >= 0 && i < n) return line[i];
  if (boundary === "zero") return 0;
  if (boundary === "nearest") return i < 0 ? line[0] : line[n - 1];
  const period = boundary === "periodic" ? line : [...line, ...line.toReversed()];
  let k = i;
  while (k < 0) k += period.length;
  return period[k % period.length];
}

describe("convolution along an axis", () => {
  for (const boundary of boundaries) {
    for (const length of [1, 2, 3, 4, 5, 6, 8, 11, 19]) {
      test(`${boundary}, ${length} taps, as the definition has it`, () => {
        const kernel = kernelOf(values(length));
        for (const axis of [0, 1, 2] as const) {
          const out = new Float64Array(image.data.length);
          convolveAxis(image.data, dims, axis, kernel, boundary, out);
          const stride = [1, dims[0], dims[0] * dims[1]][axis];
          for (let v = 0; v < out.length; v++) {
            const i = Math.floor(v / stride) % dims[axis];
            const line = Array.from({ length: dims[axis] }, (_, k) => image.data[v + (k - i) * stride]);
            let wanted = 0;
            kernel.taps.forEach((w, t) => {
              wanted += w * beyond(line, i + kernel.centre - t, boundary);
            });
            expect(out[v]).toBeCloseTo(wanted, 8);
          }
        }
      });
    }
  }
});

/** The image whose axis a is axis `order[a]` of the old one, reversed where it says so: the plain way to rotate. */
function rotate({ dims: old, data }: FilterImage, order: readonly number[], flips: readonly boolean[], back: boolean) {
  const size = [0, 0, 0];
  order.forEach((to, from) => {
    size[back ? from : to] = old[back ? to : from];
  });
  const out = new Float64Array(data.length);
  const at = [0, 0, 0];
  for (let z = 0, v = 0; z < old[2]; z++) {
    for (let y = 0; y < old[1]; y++) {
      for (let x = 0; x < old[0]; x++, v++) {
        const p = [x, y, z];
        order.forEach((to, from) => {
          const [source, target] = back ? [to, from] : [from, to];
          at[target] = flips[from] ? old[source] - 1 - p[source] : p[source];
        });
        out[at[0] + size[0] * (at[1] + size[1] * at[2])] = data[v];
      }
    }
  }
  return { dims: [size[0], size[1], size[2]] as const, spacing: [1, 1, 1] as const, data: out };
}

test("there are 4 right-angle rotations in 2D and 24 in 3D, all different", () => {
  for (const [d, count] of [
    ["2D", 4],
    ["3D", 24],
  ] as const) {
    expect(new Set(turns[d].map((turn) => JSON.stringify(turn))).size).toBe(count);
  }
});

const chains: Record<string, readonly Chain[]> = {
  "even kernels": [[kernelOf([1, 3])], [kernelOf([2, -1, 4, 1])], [kernelOf([1, -2])]],
  "symmetric and antisymmetric": [[kernelOf([1, 2, 1])], [kernelOf([-1, 0, 1])], [kernelOf([-1, 0, 1])]],
  cascades: [
    [kernelOf([1, 3]), kernelOf([1, 0, -2, 0])],
    [kernelOf([1, 3]), kernelOf([2, 0, 5, 0])],
    [kernelOf([4, 1])],
  ],
};
describe("rotation invariance is rotating the image, filtering, rotating back, pooling", () => {
  for (const [name, three] of Object.entries(chains)) {
    for (const axes of [2, 3] as const) {
      for (const pooling of ["mean", "max", "min"] as readonly Pooling[]) {
        test(`${name}, ${axes}D, ${pooling}`, () => {
          const used = three.slice(0, axes);
          const how = { boundary: "mirror" as const, pooling };
          const plain = turns[axes === 2 ? "2D" : "3D"].map(({ order, flips }) => {
            const whole = axes === 2 ? [...order, 2] : order;
            const turned = rotate(image, whole, [...flips, false], false);
            const data = pooledSeparable(turned, used, { ...how, rotationInvariant: false });
            return rotate({ ...turned, data }, whole, [...flips, false], true).data;
          });
          const found = pooledSeparable(image, used, { ...how, rotationInvariant: true });
          for (let v = 0; v < found.length; v++) {
            const all = plain.map((p) => p[v]);
            const sum = all.reduce((a, b) => a + b, 0);
            const wanted = { mean: sum / all.length, max: Math.max(...all), min: Math.min(...all) }[pooling];
            expect(Math.abs(found[v] - wanted)).toBeLessThan(1e-9 * 1e4);
          }
        });
      }
    }
  }
});
