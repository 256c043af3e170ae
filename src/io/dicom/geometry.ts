import type { Grid, Vec3 } from "#engine/grid.ts";
import { finding } from "../refusal.ts";
import type { Finding } from "../series.ts";

/** Where one slice lies, as its header says. */
export type SlicePlace = {
  readonly position: Vec3 | null;
  readonly orientation: readonly number[] | null;
  readonly pixelSpacing: readonly [number, number] | null;
  readonly thickness: number | null;
};

/** The verdict on a stack of slices of one size and orientation. */
export type Stack = {
  /** Indices of the slices in the order of the grid's k axis. */
  readonly order: readonly number[];
  readonly grid: Grid;
  readonly use: "volume" | "slices";
  readonly findings: readonly Finding[];
};

/** Off an even lattice by less than this part of a step, positions count as rounded, not as uneven. */
const ROUNDING = 0.01;
/** Up to this part of a step the stack is still a volume, with a warning. */
const UNEVEN = 0.05;
/** Lateral drift of the stack, in pixels, above which it is sheared (gantry tilt). */
const SHEAR_PIXELS = 0.5;

/**
 * Orders slices along the normal of their plane (k follows i × j) and judges whether they make a volume: an even step,
 * no shear. Slice Thickness is never taken for the step. Positions must be distinct (see `series.ts`).
 */
export function stackSlices(slices: readonly SlicePlace[], columns: number, rows: number): Stack {
  const axes = unitAxes(slices[0].orientation);
  const findings: Finding[] = [];
  const spacing = slices[0].pixelSpacing;
  if (!spacing) {
    const detail =
      "The file gives no pixel size: distances, areas and volumes are in pixels, and texture distances have no scale.";
    findings.push(finding("warning", "no_pixel_spacing", detail));
  }
  const [rowStep, columnStep] = spacing ?? [1, 1];
  const flat = (order: readonly number[], origin: Vec3, direction: readonly number[]): Stack => ({
    order,
    grid: { dims: [columns, rows, slices.length], spacing: [columnStep, rowStep, 1], origin, direction },
    use: "slices",
    findings,
  });
  if (!axes || slices.some((s) => s.position === null)) {
    const detail =
      "The position of the images in the patient is missing or malformed: they can be measured one by one, not as a volume.";
    findings.push(finding("warning", "no_position", detail));
    return flat(
      slices.map((_, i) => i),
      [0, 0, 0],
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
    );
  }
  const { normal, direction } = axes;
  const along = slices.map((s) => dot(s.position as Vec3, normal));
  const order = slices.map((_, i) => i).sort((a, b) => along[a] - along[b]);
  const first = slices[order[0]].position as Vec3;
  if (slices.length === 1) {
    const detail = "One slice: it can be measured in 2D; volumes and 3D textures need a stack.";
    findings.push(finding("info", "single_slice", detail));
    return flat(order, first, direction);
  }
  const sorted = order.map((i) => along[i]);
  const last = slices[order[order.length - 1]].position as Vec3;
  const step = (sorted[sorted.length - 1] - sorted[0]) / (sorted.length - 1);
  const judged = [judgeSteps(sorted, step), judgeShear(first, last, normal, Math.min(rowStep, columnStep))];
  const even = judged.every((j) => j === null || j.level !== "error");
  // Verdicts of level "error" end here as warnings: the slices are good, the volume is not.
  for (const j of judged) if (j) findings.push(j.level === "error" ? { ...j, level: "warning" } : j);
  findings.push(...judgeThickness(slices[0].thickness, step));
  return {
    order,
    grid: {
      dims: [columns, rows, slices.length],
      spacing: [columnStep, rowStep, step],
      origin: first,
      direction,
    },
    use: even && spacing ? "volume" : "slices",
    findings,
  };
}

/** Steps between neighbours against an even lattice; level "error" where there is no volume. */
function judgeSteps(sorted: readonly number[], step: number): Finding | null {
  const steps = sorted.slice(1).map((p, i) => p - sorted[i]);
  const smallest = Math.min(...steps);
  const greatest = Math.max(...steps);
  const off = Math.max(...sorted.map((p, i) => Math.abs(p - (sorted[0] + i * step))));
  if (off <= Math.max(ROUNDING * step, 0.01)) return null;
  const figures = { smallest: round(smallest), greatest: round(greatest), slices: sorted.length };
  if (off <= UNEVEN * step) {
    const detail = `The steps between slices vary a little (${figures.smallest} to ${figures.greatest} mm); the mean, ${round(step)} mm, is used.`;
    return finding("warning", "uneven_spacing", detail, figures);
  }
  const median = [...steps].sort((a, b) => a - b)[(steps.length - 1) >> 1];
  const multiples = steps.map((s) => Math.round(s / median));
  const missing = multiples.reduce((sum, m) => sum + Math.max(0, m - 1), 0);
  const isGap = steps.every((s, i) => multiples[i] >= 1 && Math.abs(s - multiples[i] * median) <= UNEVEN * median);
  if (isGap && missing <= sorted.length) {
    const where = multiples.findIndex((m) => m > 1) + 1;
    const detail = `${missing} slice(s) are missing: the step is ${round(median)} mm, but ${figures.greatest} mm after slice ${where}. The slices can be measured one by one, not as a volume.`;
    return finding("error", "missing_slice", detail, { ...figures, missing, step: round(median), after: where });
  }
  const detail = `The steps between slices are uneven (${figures.smallest} to ${figures.greatest} mm). The slices can be measured one by one, not as a volume.`;
  return finding("error", "uneven_spacing", detail, figures);
}

/** A stack whose slices drift sideways is not a box: measuring it as one would shear the patient. */
function judgeShear(first: Vec3, last: Vec3, normal: Vec3, pixel: number): Finding | null {
  const way: Vec3 = [last[0] - first[0], last[1] - first[1], last[2] - first[2]];
  const length = Math.hypot(...way);
  const drift = Math.sqrt(Math.max(0, length ** 2 - dot(way, normal) ** 2));
  if (drift <= SHEAR_PIXELS * pixel) return null;
  const tilt = (Math.asin(Math.min(1, drift / length)) * 180) / Math.PI;
  const detail = `The slices are tilted by ${round(tilt)}° against the direction they are stacked in (gantry tilt). They can be measured one by one, not as a volume.`;
  return finding("error", "gantry_tilt", detail, { tilt: round(tilt), drift: round(drift) });
}

function judgeThickness(thickness: number | null, step: number): Finding[] {
  if (thickness === null || thickness <= 0 || Math.abs(thickness - step) <= 0.01 * step) return [];
  const how = thickness > step ? "they overlap" : "there are gaps between them";
  const detail = `Slices are ${round(thickness)} mm thick and ${round(step)} mm apart: ${how}. The step is used, not the thickness.`;
  return [finding("info", "thickness_differs", detail, { thickness: round(thickness), step: round(step) })];
}

/** Orthonormal axes from direction cosines, k = i × j; null when they are not two perpendicular unit vectors. */
export function unitAxes(orientation: readonly number[] | null): { normal: Vec3; direction: number[] } | null {
  if (orientation?.length !== 6) return null;
  const row = unit(orientation.slice(0, 3));
  const column = unit(orientation.slice(3, 6));
  if (!row || !column || Math.abs(dot(row, column)) > 1e-3) return null;
  // Rounded cosines are squared up: the row stays, the column gives way.
  const lean = dot(row, column);
  const square = unit([column[0] - lean * row[0], column[1] - lean * row[1], column[2] - lean * row[2]]);
  if (!square) return null;
  const normal = cross(row, square);
  return { normal, direction: [...row, ...square, ...normal] };
}

function unit(v: readonly number[]): Vec3 | null {
  const length = Math.hypot(...v);
  return Math.abs(length - 1) > 0.01 ? null : [v[0] / length, v[1] / length, v[2] / length];
}

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Three significant decimals, for sentences. */
const round = (value: number): number => Number(value.toPrecision(4));
