import { afterEach, expect, test } from "vitest";
import { dependenceCountsAmong } from "#engine/features/matrices/dependences.ts";
import { neighbourhood } from "#engine/features/matrices/neighbours.ts";
import { differencesAmong } from "#engine/features/matrices/tone-differences.ts";
import type { Vec3 } from "#engine/grid.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";
import { randomLevels, textureRoi } from "../../helpers/texture-roi.ts";

afterEach(() => allowWasm(true));

const random = seeded(13);

/** Both matrices of slices [z0, z1), plain and in WebAssembly. */
function both(levels: Uint16Array, dims: Vec3, steps: readonly Vec3[], reach: number, z0 = 0, z1 = dims[2]): void {
  const roi = textureRoi(levels, dims);
  const found = [false, true].map((wasm) => {
    allowWasm(wasm);
    return [
      differencesAmong(roi, steps, reach, z0, z1),
      ...[0, 1, 7, 255].map((coarseness) => dependenceCountsAmong(roi, steps, reach, coarseness, z0, z1)),
    ];
  });
  expect(found[1]).toEqual(found[0]);
}

for (const dims of [
  [3, 3, 3],
  [2, 2, 2],
  [15, 2, 9],
  [16, 17, 3],
  [33, 8, 5],
] as const) {
  for (const ng of [1, 3, 255]) {
    test(`neighbours that touch: ${dims.join(" × ")}, ${ng} levels`, () => {
      const levels = randomLevels(random, [...dims], ng, 0.8);
      levels[0] = ng;
      both(levels, [...dims], neighbourhood(dims, 1, true), 1);
      for (let z = 0; z < dims[2]; z++) both(levels, [...dims], neighbourhood(dims, 1, false), 1, z, z + 1);
    });
  }
}

test("26 neighbours that do not touch", () => {
  const dims = [20, 9, 6] as const;
  const levels = randomLevels(random, [...dims], 40, 0.8);
  // As many as touch, along one axis and in one plane.
  for (const [rx, ry] of [
    [13, 0],
    [4, 1],
  ]) {
    const steps: Vec3[] = [];
    for (let y = -ry; y <= ry; y++) for (let x = -rx; x <= rx; x++) if (x !== 0 || y !== 0) steps.push([x, y, 0]);
    expect(steps.length).toBe(26);
    both(levels, [...dims], steps, rx);
  }
  // Some of those that touch, and one of them twice.
  const touching = neighbourhood(dims, 1, true);
  both(levels, [...dims], touching.slice(1), 1);
  both(levels, [...dims], [...touching.slice(1), touching[25]], 1);
});

test("a solid block of the highest level", () => {
  both(new Uint16Array(18 * 5 * 4).fill(255), [18, 5, 4], neighbourhood([18, 5, 4], 1, true), 1);
});
