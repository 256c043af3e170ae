import { discsInWasm } from "../wasm/sphere-discs.ts";
import {
  addDiscs,
  type DiscArrays,
  type DiscLayout,
  type DiscLengths,
  type DiscPart,
  discLengths,
  layDiscs,
  type Sphere,
  sphereOf,
} from "./sphere-discs.ts";

type Three = readonly [number, number, number];

/** An image, x fastest, and the radius in mm of the spheres. */
export type SphereInput = {
  readonly intensities: Float64Array;
  readonly dims: Three;
  readonly spacing: Three;
  readonly radius: number;
};

/** The voxels of a region: 1 in `mask`, whose voxel (0, 0, 0) is the image's at `offset`. */
export type Centres = { readonly mask: Uint8Array; readonly dims: Three; readonly offset: Three };

/** Bytes of sums that are kept at a time, about: they stay in a core's cache. */
const KEPT = 2 ** 19;

/**
 * Means of an image over the voxels whose centres lie within the radius of a voxel's centre, for the voxels of a region.
 * IBSI-1 §3.2. Voxels of a sphere outside the image do not exist and are left out of the mean. They are told by rows, in
 * no certain order: `take` gets the means around `count` voxels of the region's box from `index` on, also of those
 * between that the mask leaves out.
 */
export function sphereMeans(
  input: SphereInput,
  centres: Centres,
  take: (index: number, means: Float64Array, count: number) => void,
): void {
  const { mask, dims, offset } = centres;
  const [mx, my, mz] = dims;
  const [nx, ny, nz] = input.dims;
  const sphere = sphereOf(input.spacing, input.radius, input.dims);
  const [, ry, rz] = sphere.reach;
  const depth = 2 * rz + 1;
  // An odd number of eights: rows that lie below each other then do not compete for the same lines of the cache.
  const stride = 8 * (Math.ceil(mx / 8) | 1);
  const block = Math.min(my, Math.max(8, Math.floor(KEPT / (8 * stride * depth))));
  const layout = { reach: sphere.reach, pitch: nx, left: offset[0], stride, block };
  const lengths = discLengths(sphere, layout);
  const { arrays, add } = discsInWasm(lengths, layout) ?? plainDiscs(lengths, layout);
  layDiscs(sphere, layout, arrays);
  const { sums } = arrays;
  sums.fill(0);
  const spans = rowSpans(mask, dims);
  const countVoxels = voxelCounter(sphere, input.dims);
  const means = new Float64Array(mx);
  const slotOf = (z: number) => (z % depth) * block * stride;
  const first = Math.max(0, offset[2] - rz);
  const end = Math.min(nz, offset[2] + mz + rz);
  for (let y0 = 0; y0 < my; y0 += block) {
    const count = Math.min(block, my - y0);
    for (let iz = first; iz < end; iz++) {
      const z = iz - offset[2];
      for (let dz = 0; dz <= rz; dz++) {
        arrays.slots[2 * dz] = z + dz >= 0 && z + dz < mz ? slotOf(z + dz) : -1;
        arrays.slots[2 * dz + 1] = z - dz >= 0 && z - dz < mz ? slotOf(z - dz) : -1;
      }
      const [from, to] = wantedSpans(
        spans,
        dims,
        y0,
        count,
        Math.max(0, z - rz),
        Math.min(mz, z + rz + 1),
        arrays.spans,
      );
      if (from < to) {
        // The rows that are in the image lie one behind the other.
        const top = y0 + offset[1] - ry;
        const [iy0, iy1] = [Math.max(0, top), Math.min(ny, top + count + 2 * ry)];
        arrays.values.set(input.intensities.subarray(nx * (iy0 + ny * iz), nx * (iy1 + ny * iz)), nx * (iy0 - top));
        add({ count, first: iy0 - top, end: iy1 - top, from, to });
      }
      // A sphere is whole after its last slice, or the image's.
      for (let done = z - rz; done < (iz === end - 1 ? mz : z - rz + 1); done++) if (done >= 0) emit(done, y0, count);
    }
  }

  function emit(z: number, y0: number, count: number): void {
    for (let y = y0; y < y0 + count; y++) {
      const row = y + my * z;
      const lo = spans[2 * row];
      const hi = spans[2 * row + 1];
      if (lo === hi) continue;
      countVoxels(y + offset[1], z + offset[2], lo + offset[0], hi + offset[0], means);
      const at = slotOf(z) + (y - y0) * stride + lo;
      for (let k = 0; k < hi - lo; k++) means[k] = sums[at + k] / means[k];
      take(mx * row + lo, means, hi - lo);
    }
    sums.fill(0, slotOf(z), slotOf(z) + block * stride);
  }
}

function plainDiscs(lengths: DiscLengths, layout: DiscLayout) {
  const arrays: DiscArrays = {
    values: new Float64Array(lengths.values),
    line: new Float64Array(lengths.line),
    wide: new Float64Array(lengths.wide),
    offsets: new Int32Array(lengths.offsets),
    ends: new Int32Array(lengths.ends),
    spans: new Int32Array(lengths.spans),
    slots: new Int32Array(lengths.slots),
    sums: new Float64Array(lengths.sums),
  };
  return { arrays, add: (part: DiscPart) => addDiscs(arrays, layout, part) };
}

/** Of each row of a mask, the columns [from, to) between which all its voxels lie; 0 and 0 for none. */
function rowSpans(mask: Uint8Array, [mx, my, mz]: Three): Int32Array {
  const spans = new Int32Array(2 * my * mz);
  for (let row = 0; row < my * mz; row++) {
    const start = mx * row;
    let lo = 0;
    while (lo < mx && mask[start + lo] === 0) lo++;
    if (lo === mx) continue;
    let hi = mx;
    while (mask[start + hi - 1] === 0) hi--;
    spans[2 * row] = lo;
    spans[2 * row + 1] = hi;
  }
  return spans;
}

/**
 * Writes to `out` the columns that slices [z0, z1) want of each of `count` rows from y0 on, and returns the columns that
 * hold them all, as multiples of 8.
 */
function wantedSpans(
  spans: Int32Array,
  [mx, my]: Three,
  y0: number,
  count: number,
  z0: number,
  z1: number,
  out: Int32Array,
): [from: number, to: number] {
  let from = mx;
  let to = 0;
  for (let y = 0; y < count; y++) {
    let lo = mx;
    let hi = 0;
    for (let z = z0; z < z1; z++) {
      const row = 2 * (y0 + y + my * z);
      if (spans[row + 1] === 0) continue;
      if (spans[row] < lo) lo = spans[row];
      if (spans[row + 1] > hi) hi = spans[row + 1];
    }
    out[2 * y] = lo;
    out[2 * y + 1] = hi;
    if (lo < from) from = lo;
    if (hi > to) to = hi;
  }
  return [from & ~7, (to + 7) & ~7];
}

/** Writes to `out` how many voxels of the image exist of the spheres around its voxels (x, iy, iz), x in [from, to). */
type VoxelCounter = (iy: number, iz: number, from: number, to: number, out: Float64Array) => void;

function voxelCounter({ reach: [rx, ry, rz], discs }: Sphere, [nx, ny, nz]: Three): VoxelCounter {
  /** How many rows of each half width exist of the sphere around a voxel. */
  const rowsAt = (iy: number, iz: number): Int32Array => {
    const rows = new Int32Array(rx + 1);
    for (let z = Math.max(0, iz - rz); z < Math.min(nz, iz + rz + 1); z++) {
      discs[Math.abs(z - iz)].forEach((half, dy) => {
        if (iy + dy < ny) rows[half]++;
        if (dy > 0 && iy - dy >= 0) rows[half]++;
      });
    }
    return rows;
  };
  const inner = ny > 2 * ry && nz > 2 * rz ? rowsAt(ry, rz) : null;
  return (iy, iz, from, to, out) => {
    const inside = iy >= ry && iy + ry < ny && iz >= rz && iz + rz < nz;
    const rows = inside && inner !== null ? inner : rowsAt(iy, iz);
    const whole = rows.reduce((sum, n, half) => sum + n * (2 * half + 1), 0);
    for (let k = 0; k < to - from; k++) out[k] = whole;
    // Where rows reach beyond the image's ends.
    for (let x = from; x < Math.min(to, rx); x++) for (let w = x + 1; w <= rx; w++) out[x - from] -= rows[w] * (w - x);
    for (let x = Math.max(from, nx - rx); x < to; x++)
      for (let w = nx - x; w <= rx; w++) out[x - from] -= rows[w] * (w - (nx - 1 - x));
  };
}

/** How many voxels have their centres within `radius` mm of a voxel's centre, where the image does not end. */
export function sphereVoxels(spacing: Three, radius: number): number {
  const { discs } = sphereOf(spacing, radius, [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
  return discs.reduce(
    (sum, disc, dz) => sum + (dz > 0 ? 2 : 1) * disc.reduce((n, half, dy) => n + (dy > 0 ? 2 : 1) * (2 * half + 1), 0),
    0,
  );
}
