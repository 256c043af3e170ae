import { describe, expect, test } from "vitest";
import { levelTrace } from "#engine/edit/level-trace.ts";
import { isRefusal } from "#engine/edit/operation.ts";
import { cutOutline, type ScissorsMode, slicesWithin } from "#engine/edit/scissors.ts";
import { beginSeeds, growSeeds, writeSeeds } from "#engine/edit/seeds.ts";
import { aScene, ball, block, count } from "./a-scene.ts";

describe("scissors", () => {
  test("a rectangle through all slices, or a few, across each axis", () => {
    for (const axis of [0, 1, 2] as const) {
      const outline = new Uint8Array(12 * 12);
      for (let y = 3; y <= 6; y++) for (let x = 4; x <= 8; x++) outline[x + 12 * y] = 1;
      const run = (mode: ScissorsMode, from = 0, to = 11) => {
        const { labels, paint } = aScene([12, 12, 12]);
        paint(block([2, 2, 2], [9, 9, 9]));
        const changed = cutOutline(labels, [12, 12, 12], 1, outline, axis, from, to, mode);
        return [changed, count(labels)];
      };
      expect(run("erase_inside")).toEqual([20 * 8, 512 - 160]);
      expect(run("erase_outside")).toEqual([512 - 160, 160]);
      expect(run("fill_inside")).toEqual([20 * 4, 512 + 80]);
      expect(run("erase_inside", 5, 6)).toEqual([40, 472]);
    }
  });
  test("depth in mm is centred on the slice", () => {
    expect(slicesWithin(10, 2.5, 40, 10)).toEqual([8, 12]);
    expect(slicesWithin(10, 2.5, 40, null)).toEqual([0, 39]);
    expect(slicesWithin(1, 1, 40, 6)).toEqual([0, 4]);
  });
  test("filling leaves other segments alone", () => {
    const { labels, paint } = aScene([4, 4, 4]);
    paint(() => true, 2);
    expect(cutOutline(labels, [4, 4, 4], 1, new Uint8Array(16).fill(1), 2, 0, 3, "fill_inside")).toBe(0);
  });
});

describe("level tracing", () => {
  const hill = (sign: 1 | -1) =>
    Float32Array.from({ length: 41 * 41 }, (_, i) => -sign * Math.hypot((i % 41) - 20, Math.floor(i / 41) - 20));
  test("a click at 8 from the top of a cone traces the disc of 8, of a bright hill and of a dark pit", () => {
    for (const sign of [1, -1] as const) {
      const traced = levelTrace(hill(sign), 41, 41, 28 + 41 * 20);
      const disc = Uint8Array.from({ length: 41 * 41 }, (_, i) =>
        Math.hypot((i % 41) - 20, Math.floor(i / 41) - 20) <= 8 ? 1 : 0,
      );
      expect(traced).toEqual(disc);
    }
  });
  test("a dip of noise in a bright disc traces the disc, not the dip", () => {
    // The wall around the ground keeps both sides inside the plane.
    const noisy = Float32Array.from({ length: 41 * 41 }, (_, i) => {
      const r = Math.hypot((i % 41) - 20, Math.floor(i / 41) - 20);
      return r <= 8 ? 100 : r > 18 ? 200 : 0;
    });
    noisy[20 + 41 * 20] = 90;
    const traced = levelTrace(noisy, 41, 41, 20 + 41 * 20) ?? new Uint8Array();
    let disc = 0;
    for (let i = 0; i < 41 * 41; i++) if (Math.hypot((i % 41) - 20, Math.floor(i / 41) - 20) <= 8) disc++;
    expect(count(traced)).toBe(disc);
  });
  test("holes of what is traced belong to it; a click in the background does nothing", () => {
    const ring = Float32Array.from({ length: 41 * 41 }, (_, i) => {
      const r = Math.hypot((i % 41) - 20, Math.floor(i / 41) - 20);
      return r >= 5 && r <= 10 ? 1 : 0;
    });
    const traced = levelTrace(ring, 41, 41, 27 + 41 * 20);
    let disc = 0;
    for (let i = 0; i < 41 * 41; i++) if (Math.hypot((i % 41) - 20, Math.floor(i / 41) - 20) <= 10) disc++;
    expect(count(traced ?? new Uint8Array())).toBe(disc);
    expect(levelTrace(ring, 41, 41, 2 + 41 * 2)).toBe(null);
  });
});

describe("growing from seeds", () => {
  const run = (scene: ReturnType<typeof aScene>, segments: readonly number[], mm: number, locked: number[] = []) => {
    const growth = beginSeeds({ ...scene.scene, locked: new Set(locked) }, segments, mm);
    if (isRefusal(growth)) return growth.refused;
    while (growSeeds(growth, 100));
    return writeSeeds(scene.labels, scene.scene.dims, growth);
  };
  test("two tissues: the border is where the intensity jumps, in noise too", () => {
    const made = aScene([30, 16, 16]);
    let state = 7;
    made.each((at, x) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      made.data[at] = (x < 11 ? 0 : 100) + (state / 2147483648) * 8;
    });
    made.paint(ball([3, 8, 8], 2));
    made.paint(ball([26, 8, 8], 2), 2);
    run(made, [1, 2], 30);
    expect([count(made.labels, 1), count(made.labels, 2)]).toEqual([11 * 256, 19 * 256]);
  });
  test("equal intensities: half way between the seeds", () => {
    const made = aScene([31, 9, 9]);
    made.paint(block([5, 0, 0], [5, 8, 8]));
    made.paint(block([24, 0, 0], [24, 8, 8]), 2);
    run(made, [1, 2], 3);
    // Box 2..27; 5 and 24 meet between 14 and 15.
    expect([count(made.labels, 1), count(made.labels, 2)]).toEqual([13 * 81, 13 * 81]);
  });
  test("a locked segment is a wall that keeps its voxels; one seed alone is refused", () => {
    const made = aScene([21, 5, 5]);
    made.paint(block([2, 2, 2], [2, 2, 2]));
    made.paint(block([18, 2, 2], [18, 2, 2]), 2);
    made.paint(block([6, 0, 0], [6, 4, 4]), 3);
    run(made, [1, 2, 3], 30, [3]);
    expect([1, 2, 3].map((l) => count(made.labels, l))).toEqual([6 * 25, 14 * 25, 25]);
    expect(run(made, [1], 5)).toBe("no_other");
    expect(run(made, [1, 3], 5, [3])).toBe("no_other");
    expect(run(made, [1, 2], Number.NaN)).toBe("bad_value");
  });
});
