import { afterEach, expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { cropImage, cropMask, labelExtent } from "#engine/process/crop.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

afterEach(() => allowWasm(true));

/** The plain version: look at every voxel. */
function plainExtent(labels: Uint8Array, [nx, ny, nz]: Vec3, label: number) {
  const lo = [nx, ny, nz];
  const hi = [0, 0, 0];
  labels.forEach((l, i) => {
    if (l !== label) return;
    const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    at.forEach((x, a) => {
      lo[a] = Math.min(lo[a], x);
      hi[a] = Math.max(hi[a], x + 1);
    });
  });
  return hi[0] === 0 ? null : { lo, hi };
}

test("the box of a label is the one a plain search finds, in 400 random maps at every alignment", () => {
  const random = seeded(5);
  const upTo = (n: number) => Math.floor(random() * n);
  for (let round = 0; round < 400; round++) {
    const dims: Vec3 = [1 + upTo(23), 1 + upTo(7), 1 + upTo(6)];
    const n = dims[0] * dims[1] * dims[2];
    // A view that does not start at a whole word, as one into a larger shared buffer may.
    const labels = new Uint8Array(new SharedArrayBuffer(n + 8), upTo(8), n);
    for (let k = upTo(6); k > 0; k--) labels[upTo(n)] = [1, 2, 128, 255][upTo(4)];
    for (const label of [1, 2, 128, 255]) {
      allowWasm(label !== 2 && round % 3 > 0);
      expect(labelExtent(labels, dims, label), `round ${round}, label ${label}`).toEqual(
        plainExtent(labels, dims, label),
      );
      const slices = plainExtent(labels, dims, label);
      const [z0, z1] = slices ? [slices.lo[2], slices.hi[2]] : [0, 0];
      const wider = [Math.max(0, z0 - upTo(3)), z1 + upTo(3)] as const;
      for (const within of [[z0, z1] as const, wider]) {
        expect(labelExtent(labels, dims, label, within), `round ${round}, slices ${within}`).toEqual(slices);
      }
    }
  }
});

test("and in maps that are looked through in pieces", () => {
  const random = seeded(9);
  const upTo = (n: number) => Math.floor(random() * n);
  for (const dims of [
    [300, 1000, 3],
    [200_000, 2, 2],
    [64, 64, 200],
  ] as const) {
    const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
    for (let k = 1; k < 5; k++) {
      labels[upTo(labels.length)] = 7;
      expect(labelExtent(labels, dims, 7)).toEqual(plainExtent(labels, dims, 7));
      allowWasm(k % 2 === 0);
    }
    expect(labelExtent(labels, dims, 8)).toBe(null);
  }
});

test("beyond the image the nearest voxel is repeated", () => {
  const extent = { lo: [-2, -1, 0], hi: [3, 2, 2] } as const;
  const row = [1, 1, 1, 2, 2];
  expect([...cropImage(Float32Array.of(1, 2), [2, 1, 1], extent)]).toEqual(Array(6).fill(row).flat());
  expect([...cropMask(Uint8Array.of(7, 9), [2, 1, 1], 9, { lo: [-1, 0, 0], hi: [4, 1, 1] })]).toEqual([0, 0, 1, 1, 1]);
});
