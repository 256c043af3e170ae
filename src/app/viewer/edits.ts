import { levelTrace } from "#engine/edit/level-trace.ts";
import { cutOutline, type ScissorsMode, slicesWithin } from "#engine/edit/scissors.ts";
import { type Grid, type Vec3, worldToIndex } from "#engine/grid.ts";
import { fillHoles, fillLength, floodInside } from "#engine/kernels/fill-holes.ts";
import { grow, growLength } from "#engine/kernels/grow.ts";
import { blendShapes, signedDistance } from "#engine/kernels/interpolate-slices.ts";
import { paintStroke } from "#engine/kernels/paint.ts";
import { fillPolygon } from "#engine/kernels/polygon-fill.ts";

/** A label map and the segment that is drawn. */
export type Canvas = { readonly grid: Grid; readonly labels: Uint8Array; readonly label: number };
export type Axis = 0 | 1 | 2;

/** A slice across `axis` as a plane: pixel (x, y) is voxel `first + x·su + y·sv`. */
type Slice = {
  readonly nx: number;
  readonly ny: number;
  readonly first: number;
  readonly su: number;
  readonly sv: number;
  readonly u: Axis;
  readonly v: Axis;
};

export function sliceOf(grid: Grid, axis: Axis, slice: number): Slice {
  const strides = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  const [u, v] = ([0, 1, 2] as const).filter((a) => a !== axis);
  return { nx: grid.dims[u], ny: grid.dims[v], first: slice * strides[axis], su: strides[u], sv: strides[v], u, v };
}

/** The slices (k) of the volume that a plane at `slice` across `axis` crosses. */
export const crossed = (grid: Grid, axis: Axis, slice: number): number[] =>
  axis === 2 ? [slice] : Array.from({ length: grid.dims[2] }, (_, k) => k);

/** The pixels of a slice that carry the label, as a mask. */
export function maskOf({ labels, label }: Canvas, s: Slice): Uint8Array {
  const mask = new Uint8Array(s.nx * s.ny);
  for (let y = 0; y < s.ny; y++)
    for (let x = 0; x < s.nx; x++) if (labels[s.first + x * s.su + y * s.sv] === label) mask[x + s.nx * y] = 1;
  return mask;
}

/** Gives the mask's pixels the label (or takes it from them); returns how many changed. */
function write(canvas: Canvas, s: Slice, mask: Uint8Array, mode: "add" | "subtract", onlyFree = false): number {
  const { labels, label } = canvas;
  let count = 0;
  for (let y = 0; y < s.ny; y++) {
    for (let x = 0; x < s.nx; x++) {
      if (mask[x + s.nx * y] === 0) continue;
      const at = s.first + x * s.su + y * s.sv;
      if (mode === "add" ? labels[at] === label || (onlyFree && labels[at] !== 0) : labels[at] !== label) continue;
      labels[at] = mode === "add" ? label : 0;
      count++;
    }
  }
  return count;
}

/** Makes the label in a slice what the mask holds; returns how many voxels changed. */
export function reshape(canvas: Canvas, axis: Axis, slice: number, mask: Uint8Array): number {
  const s = sliceOf(canvas.grid, axis, slice);
  const gone = maskOf(canvas, s).map((inside, p) => (inside === 1 && mask[p] === 0 ? 1 : 0));
  return write(canvas, s, gone, "subtract") + write(canvas, s, mask, "add");
}

export type Brush = {
  /** Radius in mm. */
  readonly radius: number;
  /** Across this axis the stroke stays in its slice; null: a ball. */
  readonly within: Axis | null;
  readonly erase: boolean;
  /** Only values in this range are painted; null: any. */
  readonly range: readonly [number, number] | null;
  /** 1 for labels that must not be painted over (256 values). */
  readonly locked: Uint8Array;
};

/** Paints from one patient position to another; returns the slices (k) where something changed can be, or none. */
export function paint(canvas: Canvas, data: Float32Array, from: Vec3, to: Vec3, brush: Brush): number[] {
  const { grid, labels, label } = canvas;
  const a = [...worldToIndex(grid, from)] as [number, number, number];
  const b = [...worldToIndex(grid, to)] as [number, number, number];
  const { dims, spacing } = grid;
  if (brush.within !== null) a[brush.within] = b[brush.within] = Math.round(b[brush.within]);
  const reach = (axis: number) => (axis === brush.within ? 0 : brush.radius / spacing[axis]);
  const low = dims.map((_, x) => Math.max(0, Math.ceil(Math.min(a[x], b[x]) - reach(x))));
  const high = dims.map((n, x) => Math.min(n - 1, Math.floor(Math.max(a[x], b[x]) + reach(x))));
  const [bottom, top] = brush.range ?? [0, 0];
  const count = paintStroke(
    labels,
    data,
    dims[0],
    dims[1],
    ...spacing,
    ...a,
    ...b,
    brush.radius,
    low[0],
    high[0],
    low[1],
    high[1],
    low[2],
    high[2],
    brush.erase ? label : -1,
    brush.erase ? 0 : label,
    brush.locked,
    brush.range ? 1 : 0,
    bottom,
    top,
  );
  return count === 0 ? [] : Array.from({ length: high[2] - low[2] + 1 }, (_, k) => low[2] + k);
}

/** Fills a closed contour (patient coordinates, in a slice across `axis`): even-odd at voxel centres. */
export function fillContour(
  canvas: Canvas,
  axis: Axis,
  slice: number,
  contour: readonly Vec3[],
  mode: "add" | "subtract",
): number {
  const s = sliceOf(canvas.grid, axis, slice);
  return write(canvas, s, insideContour(canvas.grid, s, contour), mode);
}

function insideContour(grid: Grid, s: Slice, contour: readonly Vec3[]): Uint8Array {
  const xs = new Float64Array(contour.length);
  const ys = new Float64Array(contour.length);
  contour.forEach((point, n) => {
    const index = worldToIndex(grid, point);
    xs[n] = index[s.u];
    ys[n] = index[s.v];
  });
  const mask = new Uint8Array(s.nx * s.ny);
  fillPolygon(xs, ys, contour.length, s.nx, s.ny, mask);
  return mask;
}

/** Scissors: cuts or fills along an outline, through the slices within half of `depth` mm (null: all). */
export function cutContour(
  canvas: Canvas,
  axis: Axis,
  slice: number,
  contour: readonly Vec3[],
  mode: ScissorsMode,
  depth: number | null,
): number {
  const { grid, labels, label } = canvas;
  const outline = insideContour(grid, sliceOf(grid, axis, slice), contour);
  if (!outline.includes(1)) return 0;
  const [from, to] = slicesWithin(slice, grid.spacing[axis], grid.dims[axis], depth);
  return cutOutline(labels, grid.dims, label, outline, axis, from, to, mode);
}

/** What the level tracer takes at a voxel, in its slice: the pixels, or null where nothing is enclosed. */
export function tracedAt(grid: Grid, data: Float32Array, axis: Axis, voxel: Vec3): Uint8Array | null {
  const s = sliceOf(grid, axis, voxel[axis]);
  const values = new Float32Array(s.nx * s.ny);
  for (let y = 0; y < s.ny; y++)
    for (let x = 0; x < s.nx; x++) values[x + s.nx * y] = data[s.first + x * s.su + y * s.sv];
  return levelTrace(values, s.nx, s.ny, voxel[s.u] + s.nx * voxel[s.v]);
}

/** Adds or takes away what the level tracer finds. */
export function addTraced(
  canvas: Canvas,
  data: Float32Array,
  axis: Axis,
  voxel: Vec3,
  mode: "add" | "subtract",
): number {
  const mask = tracedAt(canvas.grid, data, axis, voxel);
  return mask ? write(canvas, sliceOf(canvas.grid, axis, voxel[axis]), mask, mode) : 0;
}

/** Fills what the label encloses around a voxel, in its slice; 0 where it encloses nothing. */
export function fillEnclosed(canvas: Canvas, axis: Axis, voxel: Vec3): number {
  const s = sliceOf(canvas.grid, axis, voxel[axis]);
  const size = fillLength(s.nx, s.ny);
  const reached = new Uint8Array(size);
  const seed = voxel[s.u] + s.nx * voxel[s.v];
  if (floodInside(maskOf(canvas, s), s.nx, s.ny, seed, new Uint32Array(size), reached) === 0) return 0;
  return write(canvas, s, reached, "add");
}

/** Fills the holes of the label in every slice across `axis`; voxels of other segments stay theirs. */
export function fillAllHoles(canvas: Canvas, axis: Axis): number {
  let count = 0;
  for (let slice = 0; slice < canvas.grid.dims[axis]; slice++) {
    const s = sliceOf(canvas.grid, axis, slice);
    const mask = maskOf(canvas, s);
    if (!mask.includes(1)) continue;
    const size = fillLength(s.nx, s.ny);
    if (fillHoles(mask, s.nx, s.ny, new Uint32Array(size), new Uint8Array(size)) === 0) continue;
    count += write(canvas, s, mask, "add", true);
  }
  return count;
}

export type Growth = {
  readonly low: number;
  readonly high: number;
  /** Greatest distance from the seed, mm. */
  readonly radius: number;
  /** Across this axis the region stays in the seed's slice; null: through the volume. */
  readonly within: Axis | null;
};

/** Grows from a voxel over intensities in [low, high] and adds what is not another segment's. */
export function growFrom(canvas: Canvas, data: Float32Array, seed: Vec3, growth: Growth): number {
  const { dims, spacing } = canvas.grid;
  const low = dims.map((_, a) =>
    growth.within === a ? seed[a] : Math.max(0, seed[a] - Math.floor(growth.radius / spacing[a])),
  );
  const size = dims.map((n, a) =>
    growth.within === a ? 1 : Math.min(n - 1, seed[a] + Math.floor(growth.radius / spacing[a])) - low[a] + 1,
  );
  const [nx, ny, nz] = size;
  const sy = dims[0];
  const sz = dims[0] * dims[1];
  const first = low[0] + sy * low[1] + sz * low[2];
  const out = new Uint8Array(growLength(nx, ny, nz));
  const queue = new Uint32Array(growLength(nx, ny, nz));
  const [si, sj, sk] = seed.map((s, a) => s - low[a]);
  const [dx, dy, dz] = spacing;
  grow(data, first, sy, sz, nx, ny, nz, dx, dy, dz, si, sj, sk, growth.low, growth.high, growth.radius, queue, out);
  let count = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const at = first + i + sy * j + sz * k;
        if (out[i + nx * (j + ny * k)] === 0 || canvas.labels[at] !== 0) continue;
        canvas.labels[at] = canvas.label;
        count++;
      }
    }
  }
  return count;
}

/** Fills the slices between drawn ones (across `axis`) with shapes between theirs; only voxels that are nobody's. */
export function interpolate(canvas: Canvas, axis: Axis): number {
  const { grid } = canvas;
  let count = 0;
  let before: { slice: number; shape: Shape } | null = null;
  for (let slice = 0; slice < grid.dims[axis]; slice++) {
    const s = sliceOf(grid, axis, slice);
    const mask = maskOf(canvas, s);
    if (!mask.includes(1)) continue;
    const shape = shapeOf(mask, s, grid.spacing[s.u], grid.spacing[s.v]);
    if (before && slice - before.slice > 1) {
      const a = before.shape;
      for (let between = before.slice + 1; between < slice; between++) {
        const t = (between - before.slice) / (slice - before.slice);
        const out = new Uint8Array(s.nx * s.ny);
        blendShapes(a.distance, shape.distance, s.nx, s.ny, t, a.x, a.y, shape.x, shape.y, out);
        count += write(canvas, sliceOf(grid, axis, between), out, "add", true);
      }
    }
    before = { slice, shape };
  }
  return count;
}

type Shape = { readonly distance: Float64Array; readonly x: number; readonly y: number };

function shapeOf(mask: Uint8Array, { nx, ny }: Slice, dx: number, dy: number): Shape {
  let n = 0;
  let x = 0;
  let y = 0;
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] === 0) continue;
    n++;
    x += p % nx;
    y += Math.floor(p / nx);
  }
  return { distance: signedDistance(mask, nx, ny, dx, dy), x: x / n, y: y / n };
}

/** Voxel at the centre of mass of a label (nearest voxel), or null where it has none. */
export function centreOf({ grid, labels, label }: Canvas): Vec3 | null {
  const [nx, ny, nz] = grid.dims;
  let n = 0;
  const sum = [0, 0, 0];
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (labels[at] !== label) continue;
        n++;
        sum[0] += i;
        sum[1] += j;
        sum[2] += k;
      }
  return n === 0 ? null : [Math.round(sum[0] / n), Math.round(sum[1] / n), Math.round(sum[2] / n)];
}
