import { expect, test } from "vitest";
import type { Grid, Vec3 } from "#engine/grid.ts";
import { type MeasureId, measureOf, measures } from "#engine/measure/index.ts";
import type { Place } from "#engine/measure/measure.ts";
import type { Volume } from "#engine/volume.ts";

/** 20 × 16 × 8 voxels of 0.5 × 2 × 3 mm; a voxel's value is i + 100 j + 10 000 k. */
const grid: Grid = {
  dims: [20, 16, 8],
  spacing: [0.5, 2, 3],
  origin: [7, -3, 11],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const data = Float32Array.from(
  { length: 20 * 16 * 8 },
  (_, v) => (v % 20) + 100 * (Math.floor(v / 20) % 16) + 10_000 * Math.floor(v / 320),
);
const image: Volume = { grid, data, unit: "HU" };
const place = (axis: 0 | 1 | 2, patch: Partial<Place> = {}): Place => ({ image, axis, sized: true, ...patch });
const said = (id: MeasureId, points: readonly Vec3[], at: Place) =>
  Object.fromEntries(
    measureOf(id)
      .figures(points, at)
      .map((f) => [f.id, "value" in f ? f.value : f.missing]),
  );

test("a length is measured in millimetres along every axis", () => {
  // 6 · 0.5 = 3 and 2 · 2 = 4: a triangle of 3, 4, 5.
  expect(
    said(
      "length",
      [
        [2, 3, 4],
        [8, 5, 4],
      ],
      place(2),
    ),
  ).toEqual({ length: 5 });
  // 4 · 3 = 12 along k, 2.5 · 2 = 5 along j: 13.
  expect(
    said(
      "length",
      [
        [2, 3, 1],
        [2, 5.5, 5],
      ],
      place(0),
    ),
  ).toEqual({ length: 13 });
});

test("the angle of a right, of an equilateral and of a straight triangle", () => {
  expect(
    said(
      "angle",
      [
        [0, 2, 0],
        [0, 0, 0],
        [5, 0, 0],
      ],
      place(2),
    ).angle,
  ).toBeCloseTo(90, 12);
  // In mm: (2, 0), (0, 0), (1, √3): 60 degrees, though not in voxels.
  expect(
    said(
      "angle",
      [
        [4, 0, 0],
        [0, 0, 0],
        [2, Math.sqrt(3) / 2, 0],
      ],
      place(2),
    ).angle,
  ).toBeCloseTo(60, 12);
  expect(
    said(
      "angle",
      [
        [4, 0, 0],
        [0, 0, 0],
        [8, 0, 0],
      ],
      place(2),
    ).angle,
  ).toBe(0);
  expect(
    said(
      "angle",
      [
        [4, 4, 0],
        [8, 4, 0],
        [12, 4, 0],
      ],
      place(2),
    ).angle,
  ).toBe(180);
  expect(
    said(
      "angle",
      [
        [4, 4, 0],
        [4, 4, 0],
        [12, 4, 0],
      ],
      place(2),
    ),
  ).toEqual({ angle: "no_side" });
});

test("two axes: the longer is the long one; the second stays perpendicular in millimetres, whatever is moved", () => {
  const { moved } = measureOf("bidirectional");
  const at = place(2);
  // The long axis along (8, 6) mm; the pointer of the short one's end is drawn onto (−6, 8).
  const [a, b, c]: Vec3[] = [
    [0, 0, 4],
    [16, 3, 4],
    [8, 1.5, 4],
  ];
  const drawn = moved([a, b, c, c], 3, [8, 4, 4], at);
  const mm = (p: Vec3, q: Vec3) => [(q[0] - p[0]) * 0.5, (q[1] - p[1]) * 2];
  const [x, y] = mm(drawn[2], drawn[3]);
  expect(x * 8 + y * 6).toBeCloseTo(0, 12);
  // (0, 5) mm along (−6, 8)/10 is 4 mm.
  expect(said("bidirectional", drawn, at)).toEqual({ long_axis: 10, short_axis: expect.closeTo(4, 12) });
  const turned = moved(drawn, 1, [16, 0, 4], at);
  const [p, q] = mm(turned[2], turned[3]);
  expect([p * 8, Math.hypot(p, q)]).toEqual([expect.closeTo(0, 12), expect.closeTo(4, 12)]);
  const swapped = said("bidirectional", [a, [4, 0, 4], a, [0, 2, 4]], at);
  expect(swapped).toEqual({ long_axis: 4, short_axis: 2 });
});

test("a rectangle: its area, and the pixels whose centre lies in it", () => {
  // Columns 3 to 6 and rows 2 to 4 of slice 5: 12 pixels, symmetrical about 4.5 and 3.
  const found = said(
    "rectangle",
    [
      [2.6, 1.5, 5],
      [6.4, 4.5, 5],
    ],
    place(2),
  );
  expect(found).toMatchObject({ pixels: 12, mean: 50_304.5, min: 50_203, max: 50_406 });
  expect(found.area).toBeCloseTo(3.8 * 0.5 * 6, 12);
  // Variance: of 3…6 is 5/4, of 200, 300, 400 it is 20 000/3; over 12 pixels, n − 1.
  expect(found.sd).toBeCloseTo(Math.sqrt(((5 / 4 + 20_000 / 3) * 12) / 11), 9);
  // The same in a sagittal slice: j along one side, k along the other.
  const side = said(
    "rectangle",
    [
      [7, 1.5, 2.5],
      [7, 3.5, 4.5],
    ],
    place(0),
  );
  expect(side).toMatchObject({ pixels: 4, mean: 7 + 250 + 35_000, area: 24 });
});

test("an ellipse: π a b, and the pixels of its inside", () => {
  // Radii of 2 columns (1 mm) and 1 row (2 mm) about (10, 8): 5 pixels in the middle row, 1 above and 1 below.
  const found = said(
    "ellipse",
    [
      [8, 7, 0],
      [12, 9, 0],
    ],
    place(2),
  );
  expect(found).toMatchObject({ pixels: 7, mean: 810, min: 710, max: 910 });
  expect(found.area).toBeCloseTo(Math.PI * 1 * 2, 12);
});

test("a probe reads the voxel under its point, and says so where there is none", () => {
  expect(said("probe", [[3.4, 2.6, 5]], place(2))).toEqual({ value: 50_303 });
  expect(said("probe", [[-1, 2, 5]], place(2))).toEqual({ value: "no_value" });
});

test("what is not known is not said: no spacing, padding, no pixel, a single one", () => {
  const unsized = place(2, { sized: false });
  expect(
    said(
      "length",
      [
        [0, 0, 0],
        [1, 0, 0],
      ],
      unsized,
    ),
  ).toEqual({ length: "no_spacing" });
  expect(
    said(
      "rectangle",
      [
        [0, 0, 0],
        [4, 4, 0],
      ],
      unsized,
    ),
  ).toMatchObject({ pixels: 25, area: "no_spacing" });
  const padded = place(2, { image: { ...image, padding: [0, 200] } });
  expect(said("probe", [[3, 1, 0]], padded)).toEqual({ value: "no_value" });
  expect(
    said(
      "rectangle",
      [
        [0, 0, 0],
        [4, 3, 0],
      ],
      padded,
    ),
  ).toMatchObject({ pixels: 9, min: 201 });
  expect(
    said(
      "ellipse",
      [
        [0, 0, 0],
        [4, 1, 0],
      ],
      padded,
    ),
  ).toMatchObject({ pixels: 0, mean: "no_value", sd: "no_value" });
  expect(
    said(
      "rectangle",
      [
        [3.5, 1.5, 5],
        [4.5, 2.5, 5],
      ],
      place(2),
    ),
  ).toMatchObject({ pixels: 1, sd: "one_pixel" });
  expect(
    said(
      "rectangle",
      [
        [18.5, 1.5, 5],
        [40, 2.5, 5],
      ],
      place(2),
    ),
  ).toMatchObject({ pixels: 1, max: 50_219 });
});

test("every measure has as many handles as it needs, and none moves out of its slice", () => {
  const points: Vec3[] = [
    [2, 3, 4],
    [8, 9, 4],
    [5, 4, 4],
    [3, 7, 4],
  ];
  for (const m of measures) {
    const own = points.slice(0, m.points);
    const handles = m.handles(own, place(2));
    handles.forEach((_, n) => {
      const to: Vec3 = [6, 6, 4];
      const next = m.moved(own, n, to, place(2));
      expect(next.length, m.id).toBe(m.points);
      expect(
        next.map((p) => p[2]),
        m.id,
      ).toEqual(next.map(() => 4));
      // A handle goes where it is taken, but for what is held perpendicular.
      if (!(m.id === "bidirectional" && n > 1)) expect(m.handles(next, place(2))[n], m.id).toEqual(to);
    });
  }
});
