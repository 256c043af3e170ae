import type { Grid, Vec3 } from "../grid.ts";
import { distanceMm, measure, sizedFigure } from "./measure.ts";

/**
 * Two axes of a lesion, the second perpendicular to the first, as RECIST 1.1 measures it by hand (Eisenhauer 2009,
 * doi:10.1016/j.ejca.2008.10.026). Points: both ends of the first axis, both ends of the second. The longer one is
 * called long, whichever was drawn first.
 */
export const bidirectional = measure({
  id: "bidirectional",
  points: 4,
  figures: ([a, b, c, d], place) => {
    const { grid } = place.image;
    const [first, second] = [distanceMm(a, b, grid), distanceMm(c, d, grid)];
    return [
      sizedFigure(place, "long_axis", "mm", Math.max(first, second)),
      sizedFigure(place, "short_axis", "mm", Math.min(first, second)),
    ];
  },
  outlines: (points) => [
    { points: points.slice(0, 2), closed: false },
    { points: points.slice(2, 4), closed: false },
  ],
  moved: (points, handle, to, { image: { grid } }) => {
    const next = points.with(handle, to);
    const [a, b, c, d] = next;
    if (!c || !d) return next;
    // The end that is held is drawn to the perpendicular through the other one.
    if (handle === 3) return [a, b, c, across(a, b, c, d, grid)];
    if (handle === 2) return [a, b, across(a, b, d, c, grid), d];
    return [a, b, ...turned(a, b, c, d, grid)];
  },
});

const minus = (a: Vec3, b: Vec3, { spacing }: Grid): Vec3 => [
  (a[0] - b[0]) * spacing[0],
  (a[1] - b[1]) * spacing[1],
  (a[2] - b[2]) * spacing[2],
];
const plus = (a: Vec3, mm: Vec3, { spacing }: Grid): Vec3 => [
  a[0] + mm[0] / spacing[0],
  a[1] + mm[1] / spacing[1],
  a[2] + mm[2] / spacing[2],
];
const dot = (a: Vec3, b: Vec3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (a: Vec3, s: number): Vec3 => [a[0] * s, a[1] * s, a[2] * s];

/** The point nearest to `to` on the line through `from` perpendicular to a–b. */
function across(a: Vec3, b: Vec3, from: Vec3, to: Vec3, grid: Grid): Vec3 {
  const axis = minus(b, a, grid);
  const square = dot(axis, axis);
  if (square === 0) return to;
  const way = minus(to, from, grid);
  const along = times(axis, dot(way, axis) / square);
  return plus(from, [way[0] - along[0], way[1] - along[1], way[2] - along[2]], grid);
}

/** The second axis perpendicular again, of the same length about the same middle, once the first has turned. */
function turned(a: Vec3, b: Vec3, c: Vec3, d: Vec3, grid: Grid): [Vec3, Vec3] {
  const length = distanceMm(c, d, grid);
  const middle = plus(c, times(minus(d, c, grid), 0.5), grid);
  const way = minus(across(a, b, middle, d, grid), middle, grid);
  const size = Math.hypot(...way);
  if (size === 0) return [c, d];
  const half = times(way, length / 2 / size);
  return [plus(middle, times(half, -1), grid), plus(middle, half, grid)];
}
