import type { Vec3 } from "#engine/grid.ts";
import { clamp } from "./shapes.ts";

/**
 * An axial volume that anatomy is painted on: x to the patient's left, y to the back, z to the head, x fastest.
 * `values` are HU (or signal), `tissue` says what most of a voxel is.
 */
export type Canvas = {
  readonly size: Vec3;
  readonly spacing: Vec3;
  /** Centre of voxel (0, 0, 0), mm. */
  readonly origin: Vec3;
  readonly values: Float32Array;
  readonly tissue: Uint8Array;
  /** Share of each voxel that the shape being stamped covers; zero between shapes. */
  readonly stamp: Float32Array;
  /** The box that holds all of the stamp: first and last + 1 along x, y, z. */
  readonly touched: Int32Array;
};

export function canvas(size: Vec3, spacing: Vec3, origin: Vec3, background: number): Canvas {
  const length = size[0] * size[1] * size[2];
  return {
    size,
    spacing,
    origin,
    values: new Float32Array(length).fill(background),
    tissue: new Uint8Array(length),
    stamp: new Float32Array(length),
    touched: untouched(),
  };
}

const untouched = (): Int32Array => Int32Array.of(1e9, 0, 1e9, 0, 1e9, 0);

/** Says that the stamp was written within a box of voxels. */
export function touch(on: Canvas, x0: number, x1: number, y0: number, y1: number, z0: number, z1: number): void {
  const t = on.touched;
  if (x0 >= x1 || y0 >= y1 || z0 >= z1) return;
  t[0] = Math.min(t[0], x0);
  t[1] = Math.max(t[1], x1);
  t[2] = Math.min(t[2], y0);
  t[3] = Math.max(t[3], y1);
  t[4] = Math.min(t[4], z0);
  t[5] = Math.max(t[5], z1);
}

/** Position of voxel index `n` along `axis`, mm. */
export const position = (on: Canvas, axis: 0 | 1 | 2, n: number): number => on.origin[axis] + n * on.spacing[axis];

/** The voxels within `reach` of [low, high], as [first, last + 1] along an axis. */
export function span(on: Canvas, axis: 0 | 1 | 2, low: number, high: number, reach: number): [number, number] {
  const first = Math.ceil((low - reach - on.origin[axis]) / on.spacing[axis]);
  const last = Math.floor((high + reach - on.origin[axis]) / on.spacing[axis]);
  return [Math.max(0, first), Math.min(on.size[axis], last + 1)];
}

/** A point of a tube: position and radius. */
export type Bead = readonly [x: number, y: number, z: number, r: number];

/**
 * Stamps a tapering capsule. Slices are thick, so each voxel is the mean of `layers` samples through its height;
 * a tube thinner than a voxel is dimmed, as partial volume does.
 */
export function stampCapsule(on: Canvas, a: Bead, b: Bead, layers = 3): void {
  const { stamp, spacing, size } = on;
  const width = spacing[0];
  const rMax = Math.max(a[3], b[3]) + width;
  const [x0, x1] = span(on, 0, Math.min(a[0], b[0]), Math.max(a[0], b[0]), rMax);
  const [y0, y1] = span(on, 1, Math.min(a[1], b[1]), Math.max(a[1], b[1]), rMax);
  const [z0, z1] = span(on, 2, Math.min(a[2], b[2]), Math.max(a[2], b[2]), rMax + spacing[2] / 2);
  touch(on, x0, x1, y0, y1, z0, z1);
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const dz = b[2] - a[2];
  const inverse = 1 / Math.max(1e-9, dx * dx + dy * dy + dz * dz);
  for (let k = z0; k < z1; k++) {
    const zc = position(on, 2, k);
    for (let j = y0; j < y1; j++) {
      const py = position(on, 1, j) - a[1];
      let index = x0 + size[0] * (j + size[1] * k);
      for (let i = x0; i < x1; i++, index++) {
        const px = position(on, 0, i) - a[0];
        let sum = 0;
        for (let s = 0; s < layers; s++) {
          const pz = zc + ((s + 0.5) / layers - 0.5) * spacing[2] - a[2];
          const t = clamp((px * dx + py * dy + pz * dz) * inverse, 0, 1);
          const r = a[3] + (b[3] - a[3]) * t;
          const ex = px - t * dx;
          const ey = py - t * dy;
          const ez = pz - t * dz;
          const depth = r - Math.sqrt(ex * ex + ey * ey + ez * ez);
          const share = clamp(depth / width + 0.5, 0, 1);
          sum += r < width / 2 ? share * ((2 * r) / width) : share;
        }
        const share = sum / layers;
        if (share > stamp[index]) stamp[index] = share;
      }
    }
  }
}

export function stampTube(on: Canvas, beads: readonly Bead[], layers = 3): void {
  for (let n = 1; n < beads.length; n++) stampCapsule(on, beads[n - 1], beads[n], layers);
}

/** Stamps any shape given by its depth in mm at (x, y, z), inside a box [x0, x1, y0, y1, z0, z1] in mm. */
export function stampShape(
  on: Canvas,
  box: readonly [number, number, number, number, number, number],
  depth: (x: number, y: number, z: number) => number,
  layers = 1,
): void {
  const { stamp, spacing, size } = on;
  const [x0, x1] = span(on, 0, box[0], box[1], spacing[0]);
  const [y0, y1] = span(on, 1, box[2], box[3], spacing[1]);
  const [z0, z1] = span(on, 2, box[4], box[5], spacing[2]);
  touch(on, x0, x1, y0, y1, z0, z1);
  for (let k = z0; k < z1; k++) {
    const zc = position(on, 2, k);
    for (let j = y0; j < y1; j++) {
      const y = position(on, 1, j);
      let index = x0 + size[0] * (j + size[1] * k);
      for (let i = x0; i < x1; i++, index++) {
        const x = position(on, 0, i);
        let sum = 0;
        for (let s = 0; s < layers; s++) {
          const z = zc + ((s + 0.5) / layers - 0.5) * spacing[2];
          sum += clamp(depth(x, y, z) / spacing[0] + 0.5, 0, 1);
        }
        if (sum / layers > stamp[index]) stamp[index] = sum / layers;
      }
    }
  }
}

/** Paints what is stamped with `value` (or a value per position) and clears the stamp. */
export function paint(
  on: Canvas,
  tissue: number,
  value: number | ((x: number, y: number, z: number) => number),
  only?: (tissue: number) => boolean,
): void {
  const { size, stamp, values, tissue: tissues } = on;
  const [x0, x1, y0, y1, z0, z1] = on.touched;
  on.touched.set(untouched());
  for (let k = z0; k < z1; k++) {
    for (let j = y0; j < y1; j++) {
      let index = x0 + size[0] * (j + size[1] * k);
      for (let i = x0; i < x1; i++, index++) {
        const share = stamp[index];
        if (share === 0) continue;
        stamp[index] = 0;
        if (only && !only(tissues[index])) continue;
        const v = typeof value === "number" ? value : value(position(on, 0, i), position(on, 1, j), position(on, 2, k));
        values[index] += share * (v - values[index]);
        if (share >= 0.5) tissues[index] = tissue;
      }
    }
  }
}
