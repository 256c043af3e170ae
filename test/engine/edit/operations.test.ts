import { describe, expect, test } from "vitest";
import { crop } from "#engine/edit/crop.ts";
import { cutPlane } from "#engine/edit/cut-plane.ts";
import { fillCavities } from "#engine/edit/fill-cavities.ts";
import { fixedSuv } from "#engine/edit/fixed-suv.ts";
import { hollow } from "#engine/edit/hollow.ts";
import { operations } from "#engine/edit/index.ts";
import { intersect } from "#engine/edit/intersect.ts";
import { invert } from "#engine/edit/invert.ts";
import { keepLargest } from "#engine/edit/keep-largest.ts";
import { keepRange } from "#engine/edit/keep-range.ts";
import { liverReference } from "#engine/edit/liver-reference.ts";
import { margin } from "#engine/edit/margin.ts";
import { percentOfMax } from "#engine/edit/percent-of-max.ts";
import { removeSmall } from "#engine/edit/remove-small.ts";
import { smooth } from "#engine/edit/smooth.ts";
import { splitIslands } from "#engine/edit/split-islands.ts";
import { subtract } from "#engine/edit/subtract.ts";
import { threshold } from "#engine/edit/threshold.ts";
import { unite } from "#engine/edit/unite.ts";
import type { Vec3 } from "#engine/grid.ts";
import { aScene, ball, block, count, perform } from "./a-scene.ts";

const same = (a: Uint8Array, b: Uint8Array) => a.every((v, i) => v === b[i]);

describe("margin", () => {
  test("on a box: exact, also where voxels are not cubes", () => {
    // From a single voxel of 0.5 × 1 × 2.5 mm, the ball of 5 mm around its centre.
    const { scene, labels, paint, mask } = aScene([31, 21, 11], [0.5, 1, 2.5]);
    const c: Vec3 = [7.5, 10, 12.5];
    paint(ball(c, 0.1));
    expect(count(labels)).toBe(1);
    perform(scene, margin, { mm: 5 });
    expect(same(labels, mask(ball(c, 5)))).toBe(true);
  });

  test("a 20 mm sphere from a 10 mm one: between the balls that the lattice allows, and its volume", () => {
    for (const spacing of [
      [1, 1, 1],
      [0.8, 0.8, 2],
    ] as const) {
      const c: Vec3 = [24, 24, 24];
      const dims = spacing.map((s) => Math.round(48 / s) + 1) as unknown as Vec3;
      const { scene, labels, paint, mask, each } = aScene(dims, spacing);
      paint(ball(c, 10));
      perform(scene, margin, { mm: 10 });
      const outer = mask(ball(c, 20));
      // Every point of the ball of 10 mm less half a voxel's diagonal has a voxel of the ball within that half.
      const diagonal = Math.hypot(...spacing);
      const inner = mask(ball(c, 20 - diagonal));
      each((at) => {
        if (labels[at] === 1) expect(outer[at]).toBe(1);
        if (inner[at] === 1) expect(labels[at]).toBe(1);
      });
      const volume = count(labels) * spacing[0] * spacing[1] * spacing[2];
      const truth = (4 / 3) * Math.PI * 20 ** 3;
      expect(volume / truth).toBeGreaterThan(0.95);
      expect(volume / truth).toBeLessThanOrEqual(1.01);
      // And back: what was grown and shrunk holds the ball again (closing only adds).
      perform(scene, margin, { mm: -10 });
      const back = mask(ball(c, 10));
      each((at) => {
        if (back[at] === 1) expect(labels[at]).toBe(1);
      });
      expect(count(labels)).toBeLessThan(count(back) * 1.05);
    }
  });

  test("a block shrinks by whole voxels at its faces, not at the edge of the image", () => {
    const { scene, labels, paint, mask } = aScene([20, 20, 20]);
    paint(block([0, 5, 5], [12, 14, 14]));
    perform(scene, margin, { mm: -2 });
    expect(same(labels, mask(block([0, 7, 7], [10, 12, 12])))).toBe(true);
  });

  test("one slice: in the plane alone", () => {
    const { scene, labels, paint } = aScene([21, 21, 1]);
    paint(ball([10, 10, 0], 5));
    perform(scene, margin, { mm: -1 });
    // Those that have a face neighbour outside go.
    const disc = (x: number, y: number) => x * x + y * y <= 25;
    let left = 0;
    for (let x = -5; x <= 5; x++)
      for (let y = -5; y <= 5; y++)
        if (disc(x, y) && disc(x - 1, y) && disc(x + 1, y) && disc(x, y - 1) && disc(x, y + 1)) left++;
    expect(count(labels)).toBe(left);
  });

  test("a shrink that leaves nothing is refused, and nothing changes", () => {
    const { scene, labels, paint } = aScene([24, 24, 24]);
    paint(ball([12, 12, 12], 6));
    const before = labels.slice();
    expect(perform(scene, margin, { mm: -20 })).toBe("nothing_left");
    expect(perform(scene, margin, { mm: Number.NaN })).toBe("bad_value");
    expect(perform(scene, margin, { mm: 0 })).toBe("unchanged");
    expect(same(labels, before)).toBe(true);
  });

  test("what others have stays theirs; a locked segment is left alone; what is added can be its own segment", () => {
    const { scene, labels, paint, mask } = aScene([30, 30, 30]);
    paint(ball([15, 15, 15], 5));
    paint(block([22, 0, 0], [29, 29, 29]), 2);
    const others = count(labels, 2);
    const edit = perform(scene, margin, { mm: 8 });
    expect(count(labels, 2)).toBe(others);
    expect(edit).toMatchObject({
      taken: count(
        mask((x, y, z) => x >= 22 && reach(x, y, z)),
        1,
      ),
    });
    function reach(x: number, y: number, z: number) {
      for (let i = -5; i <= 5; i++)
        for (let j = -5; j <= 5; j++)
          for (let k = -5; k <= 5; k++)
            if (i * i + j * j + k * k <= 25 && (x - 15 - i) ** 2 + (y - 15 - j) ** 2 + (z - 15 - k) ** 2 <= 64)
              return true;
      return false;
    }
    expect(perform({ ...scene, locked: new Set([1]) }, margin, { mm: 2 })).toBe("locked");

    const ring = aScene([30, 30, 30]);
    ring.paint(ball([15, 15, 15], 5));
    const core = ring.labels.slice();
    perform(ring.scene, margin, { mm: 4 }, true);
    expect(ring.labels.map((l) => (l === 1 ? 1 : 0))).toEqual(core);
    expect(count(ring.labels, 11)).toBeGreaterThan(0);
  });
});

describe("hollow", () => {
  test("walls of 3 mm in a block: 20³ − 14³ inside; outside without corners' cubes", () => {
    const inside = aScene([30, 30, 30]);
    inside.paint(block([5, 5, 5], [24, 24, 24]));
    perform(inside.scene, hollow, { mm: 3 });
    expect(count(inside.labels)).toBe(20 ** 3 - 14 ** 3);

    const outside = aScene([30, 30, 30]);
    outside.paint(block([10, 10, 10], [19, 19, 19]));
    perform(outside.scene, hollow, { mm: 3, side: "outside" });
    // Six plates, twelve quarter cylinders, eight eighths of a ball, on the lattice.
    let quarter = 0;
    let eighth = 0;
    for (let a = 1; a <= 3; a++)
      for (let b = 1; b <= 3; b++) {
        if (a * a + b * b <= 9) quarter++;
        for (let c = 1; c <= 3; c++) if (a * a + b * b + c * c <= 9) eighth++;
      }
    expect(count(outside.labels)).toBe(6 * 3 * 100 + 12 * quarter * 10 + 8 * eighth);
  });
});

describe("smooth", () => {
  test("Gaussian: the radius of a ball after blurring and cutting at one half, by its closed form", () => {
    const [radius, sigma] = [10, 3];
    const { scene, labels, paint } = aScene([61, 61, 61], [0.5, 0.5, 0.5]);
    paint(ball([15, 15, 15], radius));
    perform(scene, smooth, { method: "gaussian", mm: sigma });
    // Blurred ball at distance d: ½[erf((R−d)/√2σ) + erf((R+d)/√2σ)] − σ/(d√2π)·[e^(−(R−d)²/2σ²) − e^(−(R+d)²/2σ²)].
    const erf = (x: number) => {
      let sum = 0;
      const n = 20_000;
      for (let i = 0; i < n; i++) sum += Math.exp(-((((i + 0.5) / n) * x) ** 2));
      return (2 / Math.sqrt(Math.PI)) * (x / n) * sum;
    };
    const at = (d: number) =>
      (erf((radius - d) / (Math.SQRT2 * sigma)) + erf((radius + d) / (Math.SQRT2 * sigma))) / 2 -
      (sigma / (d * Math.sqrt(2 * Math.PI))) *
        (Math.exp(-((radius - d) ** 2) / (2 * sigma ** 2)) - Math.exp(-((radius + d) ** 2) / (2 * sigma ** 2)));
    let [low, high] = [1, radius];
    for (let n = 0; n < 40; n++) {
      const middle = (low + high) / 2;
      if (at(middle) > 0.5) low = middle;
      else high = middle;
    }
    const measured = Math.cbrt((3 * count(labels) * 0.125) / (4 * Math.PI));
    expect(low).toBeGreaterThan(8.5);
    expect(low).toBeLessThan(9.5);
    expect(measured).toBeCloseTo(low, 1);
  });

  test("Gaussian and median leave a half space as it is, up to the edge of the image", () => {
    for (const method of ["gaussian", "median"]) {
      const { scene, paint } = aScene([20, 20, 20], [1, 1, 2]);
      paint((x) => x <= 9);
      expect(perform(scene, smooth, { method, mm: 3 })).toBe("unchanged");
    }
  });

  test("median: a lone voxel goes and a missing one comes back", () => {
    const { scene, labels, paint, mask } = aScene([24, 24, 24]);
    paint(block([4, 4, 4], [15, 15, 15]));
    paint(ball([20, 20, 20], 0));
    paint(ball([10, 10, 10], 0), 0);
    perform(scene, smooth, { method: "median", mm: 1 });
    // A ball of 1 mm: the voxel and its six neighbours. Corners have 4 of 7, so they stay.
    expect(same(labels, mask(block([4, 4, 4], [15, 15, 15])))).toBe(true);
  });

  test("closing joins two blocks over a gap of 2 mm; opening cuts a bridge of 1 voxel; both leave blocks", () => {
    const closing = aScene([30, 14, 14]);
    closing.paint(block([2, 2, 2], [12, 11, 11]));
    closing.paint(block([15, 2, 2], [26, 11, 11]));
    perform(closing.scene, smooth, { method: "closing", mm: 3 });
    expect(closing.labels[13 + 30 * (6 + 14 * 6)]).toBe(1);
    expect(count(closing.labels.filter((_, i) => i % 30 < 2 || i % 30 > 26))).toBe(0);

    const opening = aScene([32, 16, 16]);
    opening.paint(ball([8, 8, 8], 5));
    opening.paint(ball([23, 8, 8], 5));
    opening.paint(block([8, 8, 8], [23, 8, 8]));
    perform(opening.scene, smooth, { method: "opening", mm: 2 });
    expect(opening.labels[15 + 32 * (8 + 16 * 8)]).toBe(0);
    expect(opening.labels[8 + 32 * (8 + 16 * 8)]).toBe(1);
  });
});

describe("islands and cavities", () => {
  const islands = () => {
    const made = aScene([30, 10, 10], [1, 1, 2]);
    made.paint(block([1, 1, 2], [4, 4, 8])); // 4 × 4 × 4 = 64 voxels, 128 mm³
    made.paint(block([10, 1, 2], [15, 5, 8])); // 6 × 5 × 4 = 120, 240 mm³
    made.paint(block([20, 1, 2], [21, 2, 4])); // 2 × 2 × 2 = 8, 16 mm³
    made.paint(block([22, 3, 6], [22, 3, 6])); // touches the last by a corner only: 1, 2 mm³
    return made;
  };
  test("keep the largest", () => {
    const { scene, labels } = islands();
    perform(scene, keepLargest);
    expect(count(labels)).toBe(120);
    expect(perform(scene, keepLargest)).toBe("unchanged");
  });
  test("remove small ones, in mm³; what is as large as the limit stays", () => {
    const { scene, labels } = islands();
    perform(scene, removeSmall, { mm3: 16 });
    expect(count(labels)).toBe(120 + 64 + 8);
    perform(scene, removeSmall, { mm3: 128.1 });
    expect(count(labels)).toBe(120);
    expect(perform(scene, removeSmall, { mm3: 1000 })).toBe("nothing_left");
  });
  test("split: the largest stays, the others follow by size", () => {
    const { scene, labels } = islands();
    expect(perform(scene, splitIslands)).toMatchObject({ further: 3 });
    expect([1, 11, 12, 13].map((l) => count(labels, l))).toEqual([120, 64, 8, 1]);
    expect(perform(scene, splitIslands)).toBe("one_island");
  });
  test("cavities are filled in 3D; a tunnel to the outside is none", () => {
    const { scene, labels, paint } = aScene([20, 20, 20]);
    paint(ball([10, 10, 10], 8));
    const full = count(labels);
    paint(ball([10, 10, 10], 3), 0);
    perform(scene, fillCavities);
    expect(count(labels)).toBe(full);
    paint(ball([10, 10, 10], 3), 0);
    paint(block([10, 10, 0], [10, 10, 10]), 0);
    expect(perform(scene, fillCavities)).toBe("unchanged");
  });
});

describe("with another segment", () => {
  const pair = () => {
    const made = aScene([40, 10, 10]);
    made.paint(block([5, 2, 2], [19, 7, 7]));
    made.paint(block([20, 2, 2], [29, 7, 7]), 2);
    return made;
  };
  test("unite takes its voxels; a locked one keeps them", () => {
    const { scene, labels } = pair();
    expect(perform({ ...scene, locked: new Set([2]) }, unite, { other: 2 })).toBe("other_locked");
    perform(scene, unite, { other: 2 });
    expect([count(labels, 1), count(labels, 2)]).toEqual([25 * 36, 0]);
    expect(perform(scene, unite, { other: 2 })).toBe("other_empty");
    expect(perform(scene, unite, { other: 0 })).toBe("no_other");
  });
  test("with a segment of another label map: nothing is taken from it, and they may share voxels", () => {
    const { scene, labels } = pair();
    const theirs = labels.map((l) => (l === 2 ? 2 : 0));
    labels.forEach((l, i) => {
      if (l === 2) labels[i] = 0;
    });
    const apart = { ...scene, elsewhere: new Map([[2, theirs]]), locked: new Set([2]) };
    expect(perform(apart, subtract, { other: 2, mm: 3 })).toMatchObject({ taken: 0 });
    expect(count(labels)).toBe(12 * 36);
    perform(apart, unite, { other: 2 });
    expect([count(labels), count(theirs, 2)]).toEqual([22 * 36, 10 * 36]);
    perform(apart, intersect, { other: 2, mm: 0 });
    expect(count(labels)).toBe(10 * 36);
  });
  test("subtract and intersect within 3 mm: three layers of the face", () => {
    const less = pair();
    perform(less.scene, subtract, { other: 2, mm: 3 });
    expect(count(less.labels)).toBe(12 * 36);
    const close = pair();
    perform(close.scene, intersect, { other: 2, mm: 3 });
    expect(count(close.labels)).toBe(3 * 36);
  });
  test("crop to the other's box and a margin", () => {
    const { scene, labels, paint } = aScene([30, 30, 30]);
    paint(() => true);
    paint(ball([15, 15, 15], 4), 2);
    const others = count(labels, 2);
    perform(scene, crop, { other: 2, mm: 2 });
    expect(count(labels)).toBe(13 ** 3 - others);
  });
  test("invert: all that is nobody's, and back", () => {
    const { scene, labels } = pair();
    const before = labels.slice();
    perform(scene, invert);
    expect(count(labels)).toBe(4000 - 15 * 36 - 10 * 36);
    perform(scene, invert);
    expect(same(labels, before)).toBe(true);
  });
});

describe("planes and intensities", () => {
  test("cut at slice 7 across each axis", () => {
    for (const axis of [0, 1, 2] as const) {
      const { scene, labels, paint } = aScene([16, 16, 16]);
      const at = (erase: string) => {
        paint(block([3, 3, 3], [12, 12, 12]));
        perform({ ...scene, plane: { axis, slice: 7 } }, cutPlane, { erase });
        return count(labels);
      };
      expect([at("before"), at("after"), at("others")]).toEqual([600, 500, 100]);
      expect(perform({ ...scene, plane: { axis, slice: 1 } }, cutPlane, { erase: "others" })).toBe("nothing_left");
    }
    const { scene, paint } = aScene([4, 4, 4]);
    paint(() => true);
    expect(perform(scene, cutPlane)).toBe("no_plane");
  });
  test("keep a range, and threshold into a segment of its own", () => {
    const { scene, labels, data, each, paint } = aScene([20, 10, 10]);
    each((at, x) => {
      data[at] = x;
    });
    paint(block([2, 2, 2], [17, 7, 7]));
    perform(scene, keepRange, { low: 5, high: 9 });
    expect(count(labels)).toBe(5 * 36);
    expect(perform(scene, keepRange, { low: 9, high: 5 })).toBe("range_reversed");
    expect(perform(scene, keepRange, { low: 50, high: 60 })).toBe("nothing_left");
    perform(scene, threshold, { low: 18, high: 19 }, true);
    expect([count(labels, 1), count(labels, 11)]).toEqual([5 * 36, 200]);
  });
});

describe("PET", () => {
  /** SUV falls linearly from 10 at the centre to 0 at 10 mm. */
  const cone = () => {
    const made = aScene([31, 31, 31]);
    made.each((at, x, y, z) => {
      made.data[at] = Math.max(0, 10 - Math.hypot(x - 15, y - 15, z - 15));
    });
    made.paint(ball([15, 15, 15], 12));
    return made;
  };
  test("a fixed SUV of 4 is the ball of 6 mm; 41 % of 10 is that of 5.9 mm", () => {
    const fixed = cone();
    perform(fixed.scene, fixedSuv, { suv: 4 });
    expect(same(fixed.labels, fixed.mask(ball([15, 15, 15], 6)))).toBe(true);
    const share = cone();
    expect(perform(share.scene, percentOfMax)).toMatchObject({ threshold: 4.1 });
    expect(same(share.labels, share.mask(ball([15, 15, 15], 5.9)))).toBe(true);
  });
  test("liver: 1.5 × 2 + 2 × √2 by hand, from values 1, 1, 3, 3 … n − 1", () => {
    const { scene, labels, data, mask } = cone();
    // Far from the lesion: four voxels of 1, 1, 3, 3: mean 2, SD √(4/3).
    [0, 1, 2, 3].forEach((at, n) => {
      labels[at] = 2;
      data[at] = n < 2 ? 1 : 3;
    });
    const low = 1.5 * 2 + 2 * Math.sqrt(4 / 3);
    const edit = perform(scene, liverReference, { other: 2 });
    expect(typeof edit === "string" ? edit : edit.threshold).toBeCloseTo(low, 12);
    expect(count(labels)).toBe(count(mask(ball([15, 15, 15], 10 - low))));
    labels.fill(0, 1, 4);
    expect(perform(scene, liverReference, { other: 2 })).toBe("too_few_voxels");
  });
  test("nothing positive has no share of its maximum", () => {
    const { scene, paint } = aScene([8, 8, 8]);
    paint(block([2, 2, 2], [5, 5, 5]));
    expect(perform(scene, percentOfMax)).toBe("not_positive");
  });
});

test("every operation refuses an empty or missing segment, and ids are unique", () => {
  const { scene } = aScene([6, 6, 6]);
  for (const operation of operations) {
    expect(perform({ ...scene, label: 0 }, operation)).toBe("no_segment");
    if (!operation.begins) expect(["empty_segment", "no_other"], operation.id).toContain(perform(scene, operation));
  }
  expect(new Set(operations.map((o) => o.id)).size).toBe(operations.length);
});
