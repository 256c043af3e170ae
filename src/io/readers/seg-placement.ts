import { type Grid, type Vec3, worldToIndex } from "#engine/grid.ts";
import type { Finding, Series } from "../series.ts";
import { plural } from "./find-series.ts";
import type { FramePlane, SegFrame } from "./seg-frames.ts";
import { type SliceFinder, sliceFinder } from "./slice-finder.ts";

/** A frame on a slice: for each voxel column i (row j) of the series the frame's column (row), or −1 for none. */
export type PlacedFrame = {
  readonly index: number;
  readonly columns: Int32Array;
  readonly rows: Int32Array;
};

/** How the frames of a segmentation lie on a series. `slices` gives, for frames of one segment, slice → frames. */
export type Placement =
  | {
      readonly kind: "same" | "resampled";
      readonly findings: readonly Finding[];
      readonly slices: (frames: readonly SegFrame[]) => Map<number, PlacedFrame[]>;
    }
  | { readonly kind: "none"; readonly why: string };

/** Farthest a pixel may lie from a voxel's centre and still be that voxel, in voxels. */
const LATTICE_TOLERANCE = 0.1;
/** Cosine from which two directions count as the same. */
const SAME_DIRECTION = 1 - 1e-4;

/** Lays the frames of a segmentation on a series: by whole voxels where the lattices agree, else by nearest pixel. */
export function placeFrames(frames: readonly SegFrame[], rows: number, columns: number, series: Series): Placement {
  const finder = sliceFinder(series);
  const size: Size = { rows, columns, nx: series.image.grid.dims[0], ny: series.image.grid.dims[1] };
  const shifts = frames.map((frame) => shiftOf(frame, size, finder));
  if (shifts.every((s) => s !== "other lattice")) return onLattice(frames, shifts, size);

  const d = series.image.grid.direction;
  const planes = frames.flatMap((f) => f.plane ?? []);
  if (planes.length < frames.length) {
    return { kind: "none", why: "its frames have no position, and no image of their size is open that they belong to" };
  }
  const turned = planes.some(
    (p) => dot(p.rowDirection, d, 0) < SAME_DIRECTION || dot(p.columnDirection, d, 3) < SAME_DIRECTION,
  );
  if (turned) return { kind: "none", why: "its frames are turned against the slices of the images" };
  if (series.use !== "volume") {
    return { kind: "none", why: "its voxels are not those of the images, whose slices are uneven" };
  }
  return byNearest(frames, series, finder, size);
}

type Size = { readonly rows: number; readonly columns: number; readonly nx: number; readonly ny: number };

/** For each of `n` voxels the pixel that `at` names, where there is one of `count`. */
const mapping = (n: number, count: number, at: (voxel: number) => number): Int32Array =>
  Int32Array.from({ length: n }, (_, voxel) => {
    const pixel = at(voxel);
    return pixel >= 0 && pixel < count ? pixel : -1;
  });

type Shift = { readonly k: number; readonly i: number; readonly j: number };

function shiftOf(frame: SegFrame, size: Size, finder: SliceFinder): Shift | "no slice" | "other lattice" {
  const { rows, columns } = size;
  const { plane } = frame;
  if (plane === null) {
    const k = finder.byImage(frame.images);
    return k !== undefined && rows === size.ny && columns === size.nx ? { k, i: 0, j: 0 } : "other lattice";
  }
  const k = finder.find(plane.position, frame.images);
  if (k === undefined) {
    // Beyond the slices that are open there is nothing to compare with; between them the lattice is another.
    return finder.outside(plane.position) ? "no slice" : "other lattice";
  }
  const [i0, j0] = finder.inPlane(plane.position, k);
  const i = Math.round(i0);
  const j = Math.round(j0);
  const near = (column: number, row: number): boolean => {
    const position = pixelPosition(plane, column, row);
    const [x, y] = finder.inPlane(position, k);
    return (
      Math.abs(x - i - column) <= LATTICE_TOLERANCE &&
      Math.abs(y - j - row) <= LATTICE_TOLERANCE &&
      Math.abs(finder.off(position, k)) <= LATTICE_TOLERANCE
    );
  };
  return near(0, 0) && near(columns - 1, 0) && near(0, rows - 1) ? { k, i, j } : "other lattice";
}

function pixelPosition(plane: FramePlane, column: number, row: number): Vec3 {
  const a = column * plane.columnSpacing;
  const b = row * plane.rowSpacing;
  const at = (n: 0 | 1 | 2) => plane.position[n] + a * plane.rowDirection[n] + b * plane.columnDirection[n];
  return [at(0), at(1), at(2)];
}

function onLattice(
  frames: readonly SegFrame[],
  shifts: readonly (Shift | "no slice" | "other lattice")[],
  { rows, columns, nx, ny }: Size,
): Placement {
  const byFrame = new Map(frames.map((frame, n) => [frame, shifts[n]]));
  // Nearly always all frames have the same shift.
  const shifted = new Map<string, Omit<PlacedFrame, "index">>();
  const maps = ({ i, j }: Shift): Omit<PlacedFrame, "index"> => {
    const known = shifted.get(`${i} ${j}`);
    if (known) return known;
    const made = { columns: mapping(nx, columns, (v) => v - i), rows: mapping(ny, rows, (v) => v - j) };
    shifted.set(`${i} ${j}`, made);
    return made;
  };
  const lost = shifts.filter((s) => typeof s === "string").length;
  if (lost === frames.length) return { kind: "none", why: "none of its frames lies on a slice of the images" };
  const detail = `${plural(lost, "frame")} left out: above or below the slices that are open. The segments may be cut.`;
  return {
    kind: "same",
    findings: lost > 0 ? [{ level: "warning", code: "other_grid", detail, fields: { count: lost } }] : [],
    slices(own) {
      const slices = new Map<number, PlacedFrame[]>();
      for (const frame of own) {
        const shift = byFrame.get(frame);
        if (shift === undefined || typeof shift === "string") continue;
        slices.set(shift.k, [...(slices.get(shift.k) ?? []), { index: frame.index, ...maps(shift) }]);
      }
      return slices;
    },
  };
}

function byNearest(frames: readonly SegFrame[], series: Series, finder: SliceFinder, size: Size): Placement {
  const { grid } = series.image;
  const placed = frames.flatMap((frame) => {
    const { plane } = frame;
    return plane ? [{ frame, along: finder.along(plane.position), ...nearest(frame.index, plane, grid, size) }] : [];
  });
  const heights = placed.map((p) => p.along).sort((a, b) => a - b);
  const steps = heights.slice(1).map((h, n) => h - heights[n]);
  const stated = frames[0].plane?.sliceSpacing;
  const thickness = stated ? stated / grid.spacing[2] : Math.min(...steps.filter((s) => s > 1e-3), grid.dims[2]);
  const detail =
    "The segmentation has other voxels than the images; each voxel took the value of the nearest one. Its border is approximate.";
  return {
    kind: "resampled",
    findings: [{ level: "warning", code: "resampled", detail, fields: {} }],
    slices(own) {
      const mine = placed.filter((p) => own.includes(p.frame));
      const slices = new Map<number, PlacedFrame[]>();
      for (let k = 0; k < grid.dims[2]; k++) {
        let best: (typeof mine)[number] | undefined;
        for (const p of mine) if (!best || Math.abs(p.along - k) < Math.abs(best.along - k)) best = p;
        if (best && Math.abs(best.along - k) <= thickness / 2 + 1e-6) slices.set(k, [best]);
      }
      return slices;
    },
  };
}

function nearest(index: number, plane: FramePlane, grid: Grid, { rows, columns, nx, ny }: Size): PlacedFrame {
  const [i0, j0] = worldToIndex(grid, plane.position);
  const across = plane.columnSpacing / grid.spacing[0];
  const down = plane.rowSpacing / grid.spacing[1];
  return {
    index,
    columns: mapping(nx, columns, (i) => Math.round((i - i0) / across)),
    rows: mapping(ny, rows, (j) => Math.round((j - j0) / down)),
  };
}

const dot = (v: Vec3, direction: readonly number[], from: number): number =>
  v[0] * direction[from] + v[1] * direction[from + 1] + v[2] * direction[from + 2];
