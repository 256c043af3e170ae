import { type DiscWork, discsInWasm } from "../wasm/sphere-discs.ts";
import {
  addDiscs,
  type DiscArrays,
  type DiscLayout,
  type DiscLengths,
  discLengths,
  divideSums,
  layDiscs,
  type Sphere,
  sphereOf,
} from "./sphere-discs.ts";

type Three = readonly [number, number, number];

/** An image, the box `extent` of an array of `dims`, x fastest; and the radius in mm of the spheres. */
export type SphereInput = {
  readonly data: Float32Array | Float64Array;
  readonly dims: Three;
  readonly extent: { readonly lo: Three; readonly hi: Three };
  readonly spacing: Three;
  readonly radius: number;
};

/**
 * The means around `count` voxels of a row of the region's box, from index `index` in it on: `means` from `at` on, the
 * greatest of them, or NaN where one is not finite. Also of voxels between that the mask leaves out.
 */
export type TakeMeans = (index: number, count: number, greatest: number, means: Float64Array, at: number) => void;

/** The voxels of a region: 1 in `mask`, whose voxel (0, 0, 0) is the image's at `offset`. */
export type Centres = { readonly mask: Uint8Array; readonly dims: Three; readonly offset: Three };

/** Bytes of sums that are kept at a time, about: they stay in a core's cache. */
const KEPT = 2 ** 19;

/**
 * Means of an image over the voxels whose centres lie within the radius of a voxel's centre, for the voxels of a region.
 * IBSI-1 §3.2. Voxels of a sphere outside the image do not exist and are left out of the mean. They are told by rows,
 * in no certain order.
 */
export function sphereMeans(input: SphereInput, centres: Centres, take: TakeMeans): void {
  const { mask, dims, offset } = centres;
  const { data, extent } = input;
  const [mx, my, mz] = dims;
  const [nx, ny, nz] = extent.hi.map((hi, a) => hi - extent.lo[a]);
  const sphere = sphereOf(input.spacing, input.radius, [nx, ny, nz]);
  const [, ry, rz] = sphere.reach;
  const depth = 2 * rz + 1;
  // An odd number of eights: rows that lie below each other then do not compete for the same lines of the cache.
  const stride = 8 * (Math.ceil(mx / 8) | 1);
  const block = Math.min(my, Math.max(8, Math.floor(KEPT / (8 * stride * depth))));
  // Rows are copied together, with what lies between them, unless that is more than they.
  const pitch = input.dims[0] <= 2 * nx ? input.dims[0] : nx;
  const layout = { reach: sphere.reach, pitch, width: nx, left: offset[0], stride, block };
  const lengths = discLengths(sphere, layout);
  const single = data instanceof Float32Array;
  const { arrays, add, divide } = discsInWasm(lengths, layout, single) ?? plainDiscs(lengths, layout, single);
  layDiscs(sphere, layout, arrays);
  const { sums } = arrays;
  sums.fill(0);
  const spans = rowSpans(mask, dims);
  const countVoxels = voxelCounter(sphere, [nx, ny, nz], arrays.counts);
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
        const top = y0 + offset[1] - ry;
        const [iy0, iy1] = [Math.max(0, top), Math.min(ny, top + count + 2 * ry)];
        load(iy0, iy1, iz, pitch * (iy0 - top));
        add({ count, first: iy0 - top, end: iy1 - top, from, to });
      }
      // A sphere is whole after its last slice, or the image's.
      for (let done = z - rz; done < (iz === end - 1 ? mz : z - rz + 1); done++) if (done >= 0) emit(done, y0, count);
    }
  }

  /** Copies rows [iy0, iy1) of slice iz of the image. */
  function load(iy0: number, iy1: number, iz: number, to: number): void {
    const [x0, y0, z0] = extent.lo;
    const start = (iy: number) => x0 + input.dims[0] * (y0 + iy + input.dims[1] * (z0 + iz));
    const step = pitch === nx && nx < input.dims[0] ? 1 : iy1 - iy0;
    for (let iy = iy0; iy < iy1; iy += step)
      arrays.values.set(data.subarray(start(iy), start(iy + step - 1) + nx), to + pitch * (iy - iy0));
  }

  function emit(z: number, y0: number, count: number): void {
    for (let y = y0; y < y0 + count; y++) {
      const row = y + my * z;
      const lo = spans[2 * row];
      const hi = spans[2 * row + 1];
      if (lo === hi) continue;
      countVoxels(y + offset[1], z + offset[2], lo + offset[0], hi + offset[0]);
      const at = slotOf(z) + (y - y0) * stride + lo;
      take(mx * row + lo, hi - lo, divide(at, hi - lo), sums, at);
    }
    sums.fill(0, slotOf(z), slotOf(z) + block * stride);
  }
}

function plainDiscs(lengths: DiscLengths, layout: DiscLayout, single: boolean): DiscWork {
  const arrays: DiscArrays = {
    values: single ? new Float32Array(lengths.values) : new Float64Array(lengths.values),
    line: new Float64Array(lengths.line),
    wide: new Float64Array(lengths.wide),
    offsets: new Int32Array(lengths.offsets),
    ends: new Int32Array(lengths.ends),
    spans: new Int32Array(lengths.spans),
    slots: new Int32Array(lengths.slots),
    sums: new Float64Array(lengths.sums),
    counts: new Float64Array(lengths.counts),
  };
  return {
    arrays,
    add: (part) => addDiscs(arrays, layout, part),
    divide: (at, count) => divideSums(arrays, at, count),
  };
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
type VoxelCounter = (iy: number, iz: number, from: number, to: number) => void;

function voxelCounter({ reach: [rx, ry, rz], discs }: Sphere, [nx, ny, nz]: Three, out: Float64Array): VoxelCounter {
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
  /** What all of `out` holds, if it holds one number. */
  let held = 0;
  return (iy, iz, from, to) => {
    const inside = iy >= ry && iy + ry < ny && iz >= rz && iz + rz < nz;
    const rows = inside && inner !== null ? inner : rowsAt(iy, iz);
    let whole = 0;
    for (let half = 0; half <= rx; half++) whole += rows[half] * (2 * half + 1);
    if (held !== whole) out.fill(whole);
    held = whole;
    // Where rows reach beyond the image's ends.
    if (from >= rx && to <= nx - rx) return;
    held = 0;
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
