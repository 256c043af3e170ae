import { describe, expect, test } from "vitest";
import { gradientEdge } from "#engine/edit/gradient-edge.ts";
import { flood, gradientMagnitude } from "#engine/edit/watershed.ts";
import type { Vec3 } from "#engine/grid.ts";
import { aScene, ball, count, perform } from "./a-scene.ts";

describe("the edge of a lesion where its uptake falls most steeply", () => {
  /** A ball of 12 mm whose uptake falls as a logistic curve: steepest exactly at its edge. A hotter one lies beside it. */
  function aLesion(spacing: Vec3) {
    const dims = spacing.map((s) => Math.round(72 / s) + 1) as unknown as Vec3;
    const made = aScene(dims, spacing);
    const c: Vec3 = [30, 36, 36];
    const soft = (r: number, radius: number) => 1 / (1 + Math.exp((r - radius) / 1.5));
    made.each((at, x, y, z) => {
      const r = Math.hypot(x - c[0], y - c[1], z - c[2]);
      const far = Math.hypot(x - 66, y - 36, z - 36);
      made.data[at] = 1 + 7 * soft(r, 12) + 20 * soft(far, 6);
    });
    return { ...made, c };
  }

  test.each([
    ["drawn in its middle", 4, 14, [2, 2, 2]],
    ["drawn roughly around it", 15, 3, [2, 2, 2]],
    ["in flat voxels", 6, 12, [2, 2, 3]],
  ] as const)("%s: the ball, to a voxel", (_, drawn, mm, spacing) => {
    const { scene, labels, paint, mask, each, c } = aLesion(spacing);
    paint(ball(c, drawn));
    perform(scene, gradientEdge, { mm });
    const voxel = Math.max(...spacing);
    const [inner, outer] = [mask(ball(c, 12 - voxel)), mask(ball(c, 12 + voxel))];
    each((at) => {
      if (labels[at] === 1) expect(outer[at]).toBe(1);
      if (inner[at] === 1) expect(labels[at]).toBe(1);
    });
    const volume = count(labels) * spacing[0] * spacing[1] * spacing[2];
    expect(Math.abs(volume / ((4 / 3) * Math.PI * 12 ** 3) - 1)).toBeLessThan(0.12);
  });

  test("what is as hot elsewhere does not count; nothing hot, and no room around it, are refused", () => {
    const { scene, labels, data, paint, c } = aLesion([2, 2, 2]);
    paint(ball(c, 5));
    perform(scene, gradientEdge, { mm: 10 });
    const found = count(labels);
    data.fill(1, 0, 100);
    expect(found).toBeGreaterThan(500);
    labels.fill(0);
    labels.fill(1, 0, 20);
    data.fill(0, 0, 20);
    expect(perform(scene, gradientEdge)).toBe("not_positive");
    const full = aScene([6, 6, 6], [2, 2, 2]);
    full.data.fill(3);
    full.labels.fill(1);
    expect(perform(full.scene, gradientEdge, { mm: 10 })).toBe("no_outside");
  });
});

test("a gradient of a ramp, in mm; a flood that meets on the ridge", () => {
  const dims: Vec3 = [5, 4, 3];
  const ramp = Float32Array.from({ length: 60 }, (_, i) => 3 * (i % 5) + 8 * (Math.floor(i / 5) % 4));
  // 3 / 0.5 = 6 and 8 / 1 = 8: 10 a millimetre everywhere.
  expect([...gradientMagnitude(ramp, dims, [0.5, 1, 2])].every((g) => Math.abs(g - 10) < 1e-5)).toBe(true);
  const relief = Float32Array.of(0, 1, 2, 9, 3, 0, 0);
  const markers = Uint8Array.of(1, 0, 0, 0, 0, 0, 2);
  flood(relief, markers, [7, 1, 1]);
  expect([...markers.subarray(0, 3), ...markers.subarray(4)]).toEqual([1, 1, 1, 2, 2, 2]);
});
