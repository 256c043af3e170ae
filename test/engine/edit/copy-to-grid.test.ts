import { expect, test } from "vitest";
import { copyToGrid } from "#engine/edit/copy-to-grid.ts";
import { type Grid, indexToWorld, type Vec3, voxelCount } from "#engine/grid.ts";

const plain = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const fine: Grid = { dims: [40, 40, 30], spacing: [1, 1, 1.5], origin: [-20, -20, 10], direction: plain };
const c: Vec3 = [0.3, 0.4, 31];

/** Voxels whose centre lies in a ball about `c`. */
function ballOn(grid: Grid, radius: number): Uint8Array {
  const out = new Uint8Array(voxelCount(grid));
  for (let k = 0, v = 0; k < grid.dims[2]; k++)
    for (let j = 0; j < grid.dims[1]; j++)
      for (let i = 0; i < grid.dims[0]; i++, v++) {
        const p = indexToWorld(grid, [i, j, k]);
        if (Math.hypot(p[0] - c[0], p[1] - c[1], p[2] - c[2]) <= radius) out[v] = 1;
      }
  return out;
}
const ml = (mask: Uint8Array, { spacing: [x, y, z] }: Grid) => (mask.reduce((n, v) => n + v, 0) * x * y * z) / 1000;

test("onto its own grid it is the same; onto another, the voxels whose centre lies in it", () => {
  const labels = ballOn(fine, 12);
  expect(copyToGrid(labels, 1, fine, fine)).toEqual(labels);
  const turned: Grid = {
    dims: [20, 25, 22],
    spacing: [3, 2, 2.5],
    origin: [-9.3, -36.8, 6],
    direction: [0.8, 0.6, 0, -0.6, 0.8, 0, 0, 0, 1],
  };
  const copy = copyToGrid(labels, 1, fine, turned);
  if (!copy) throw new Error("nothing was copied");
  // A centre in the ball less half a diagonal of the finer voxels is in the copy, one beyond it is not.
  const half = Math.hypot(1, 1, 1.5) / 2;
  const [inner, outer] = [ballOn(turned, 12 - half), ballOn(turned, 12 + half)];
  expect(copy.every((v, i) => v >= inner[i] && v <= outer[i])).toBe(true);
  expect(Math.abs(ml(copy, turned) / ml(labels, fine) - 1)).toBeLessThan(0.05);
});

test("another label is not taken along; where the grids do not meet nothing is; an empty region gives null", () => {
  const labels = ballOn(fine, 5).map((v) => 2 * v);
  expect(copyToGrid(labels, 1, fine, fine)).toBeNull();
  const away: Grid = { ...fine, origin: [500, 0, 0] };
  expect(copyToGrid(labels, 2, fine, away)?.some((v) => v !== 0)).toBe(false);
});
