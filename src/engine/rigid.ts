import type { Grid, Vec3 } from "./grid.ts";

/** A rotation (row-major, 9 numbers) and then a shift in mm: where a point of one frame lies in another. */
export type Rigid = { readonly rotation: readonly number[]; readonly shift: Vec3 };

const TOLERANCE = 1e-3;

/** From a 4 × 4 matrix, row-major; null where it turns lengths or handedness, or is no matrix of a transformation. */
export function rigidOf(matrix: readonly number[]): Rigid | null {
  if (matrix.length !== 16 || !matrix.every((x) => Number.isFinite(x))) return null;
  const m = (r: number, c: number) => matrix[4 * r + c];
  if ([0, 1, 2].some((c) => Math.abs(m(3, c)) > TOLERANCE) || Math.abs(m(3, 3) - 1) > TOLERANCE) return null;
  const rotation = [0, 1, 2].flatMap((r) => [m(r, 0), m(r, 1), m(r, 2)]);
  const column = (c: number) => [rotation[c], rotation[3 + c], rotation[6 + c]];
  for (let a = 0; a < 3; a++) {
    for (let b = a; b < 3; b++) {
      const dot = column(a).reduce((sum, x, i) => sum + x * column(b)[i], 0);
      if (Math.abs(dot - (a === b ? 1 : 0)) > TOLERANCE) return null;
    }
  }
  const [a, b, c, d, e, f, g, h, i] = rotation;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return determinant > 0 ? { rotation: squared(rotation), shift: [m(0, 3), m(1, 3), m(2, 3)] } : null;
}

/** Numbers that were rounded in a file made a rotation again: the first row keeps its way, the others give way. */
function squared(r: readonly number[]): number[] {
  const unit = (v: readonly number[]): number[] => v.map((x) => x / Math.hypot(...v));
  const [x0, y0, z0] = unit(r.slice(0, 3));
  const lean = r[3] * x0 + r[4] * y0 + r[5] * z0;
  const [x1, y1, z1] = unit([r[3] - lean * x0, r[4] - lean * y0, r[5] - lean * z0]);
  return [x0, y0, z0, x1, y1, z1, y0 * z1 - z0 * y1, z0 * x1 - x0 * z1, x0 * y1 - y0 * x1];
}

export const identity: Rigid = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], shift: [0, 0, 0] };

const turned = ({ rotation: r }: Rigid, [x, y, z]: Vec3): Vec3 => [
  r[0] * x + r[1] * y + r[2] * z,
  r[3] * x + r[4] * y + r[5] * z,
  r[6] * x + r[7] * y + r[8] * z,
];

/** Where a point goes. */
export function moved(rigid: Rigid, point: Vec3): Vec3 {
  const [x, y, z] = turned(rigid, point);
  return [x + rigid.shift[0], y + rigid.shift[1], z + rigid.shift[2]];
}

/** First `first`, then `then`. */
export function followedBy(first: Rigid, then: Rigid): Rigid {
  const columns = [0, 1, 2].map((c) => turned(then, [first.rotation[c], first.rotation[3 + c], first.rotation[6 + c]]));
  return {
    rotation: [0, 1, 2].flatMap((r) => columns.map((column) => column[r])),
    shift: moved(then, first.shift),
  };
}

/** The way back. */
export function inverse({ rotation: r, shift }: Rigid): Rigid {
  const back = { rotation: [r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]], shift: [0, 0, 0] as const };
  const [x, y, z] = turned(back, shift);
  return { rotation: back.rotation, shift: [-x, -y, -z] };
}

/** The same voxels where the transformation takes them. */
export function movedGrid(rigid: Rigid, grid: Grid): Grid {
  const d = grid.direction;
  const axis = (a: number): Vec3 => turned(rigid, [d[3 * a], d[3 * a + 1], d[3 * a + 2]]);
  return { ...grid, origin: moved(rigid, grid.origin), direction: [...axis(0), ...axis(1), ...axis(2)] };
}
