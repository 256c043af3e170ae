import type { Vec3 } from "../grid.ts";
import type { Volume } from "../volume.ts";
import { resampleInWasm, resampleMaskInWasm } from "../wasm/resample.ts";
import { resampleSplineInWasm } from "../wasm/resample-spline.ts";
import { type Beyond, cropImage, cropMask, type Extent, extentDims, standIn } from "./crop.ts";
import { type Axis, isKept, type Lattice, positionOf } from "./lattice.ts";
import { inForm, type NumberForm } from "./number-form.ts";
import { resampleAxis, type Taps } from "./resample-axis.ts";
import { SPLINE_REACH, type Spline, splinePrefilter } from "./spline-prefilter.ts";

export type Method = "nearest" | "linear" | "cubic";

/** A partial volume this little below the threshold still counts: 0.5 computed as 0.4999999 is 0.5. */
const PARTIAL_VOLUME_EPSILON = 1e-6;
/** A position this near the middle between two voxels is the middle, and goes to the upper one. */
const TIE_EPSILON = 1e-6;

/** Slices are the first to be resampled, then their rows, then the rows' voxels: two slices are held, not a box. */
const slowestFirst = [2, 1, 0] as const;

/** What lies beyond the image, which of its values stand for none, and what form the new ones have. */
type How = { readonly beyond?: Beyond; readonly padding?: Volume["padding"]; readonly form?: NumberForm };

/**
 * The box `extent` of the interpolated image. It is what cutting the box from the whole interpolated image would
 * give, at the cost of the box: positions come from the whole image's lattice, and the voxels around the box that
 * the method reaches are read too. Beyond the image the nearest voxel is repeated, or the image is mirrored (as ITK's
 * spline has it). IBSI-1 §2.4 (VTM2).
 */
export function interpolateImage(
  data: Float32Array | Float64Array,
  dims: Vec3,
  lattice: Lattice,
  method: Method,
  extent: Extent,
  { beyond = "nearest", padding, form = "exact" }: How = {},
): Float64Array {
  const source = sourceExtent(lattice, method, extent, beyond);
  const size = extentDims(source);
  const taps = allTaps(lattice, method, extent, source, beyond);
  const mirrored = beyond === "mirror";
  const splines = lattice.map((axis, a): Spline | null =>
    method === "cubic" && !isKept(axis)
      ? { first: mirrored && source.lo[a] === 0, last: mirrored && source.hi[a] === axis.count }
      : null,
  );
  const inWasm = (from: Float32Array | Float64Array, fromDims: Vec3, places: readonly Int32Array[]) =>
    splines.some((spline) => spline !== null)
      ? resampleSplineInWasm(from, fromDims, places, taps, splines, form)
      : resampleInWasm(from, fromDims, places, taps, form);
  if (padding === undefined) {
    const done = inWasm(data, dims, placesOf(source, dims, beyond));
    if (done !== null) return done;
  }
  const box = cropImage(data, dims, source, beyond, padding);
  const whole: Extent = { lo: [0, 0, 0], hi: size };
  const done = padding === undefined ? null : inWasm(box, size, placesOf(whole, size, beyond));
  return done ?? inForm(form, resampleBox(box, size, lattice, taps, splines));
}

/** The box `extent` of the interpolated mask of a label: 1 where the partial volume reaches the threshold. */
export function interpolateMask(
  labels: Uint8Array,
  dims: Vec3,
  label: number,
  lattice: Lattice,
  method: "nearest" | "linear",
  threshold: number,
  extent: Extent,
): Uint8Array {
  const source = sourceExtent(lattice, method, extent, "nearest");
  if (lattice.every(isKept)) return cropMask(labels, dims, label, source);
  const taps = allTaps(lattice, method, extent, source, "nearest");
  const least = (method === "nearest" ? 0.5 : threshold) - PARTIAL_VOLUME_EPSILON;
  const done = resampleMaskInWasm(labels, dims, { label, least }, placesOf(source, dims, "nearest"), taps);
  if (done !== null) return done;
  const mask = Float64Array.from(cropMask(labels, dims, label, source));
  const box = resampleBox(mask, extentDims(source), lattice, taps, [null, null, null]);
  return Uint8Array.from(box, (part) => (part >= least ? 1 : 0));
}

function resampleBox(
  box: Float64Array,
  dims: Vec3,
  lattice: Lattice,
  taps: readonly Taps[],
  splines: readonly (Spline | null)[],
): Float64Array {
  const size: [number, number, number] = [...dims];
  let from = box;
  for (const a of slowestFirst) {
    if (isKept(lattice[a])) continue;
    const spline = splines[a];
    if (spline !== null) splinePrefilter(from, size, a, spline);
    from = resampleAxis(from, size, a, taps[a]);
    size[a] = taps[a].at.length / taps[a].order;
  }
  return from;
}

/** First old voxel that new voxel j reads. */
function baseOf(axis: Axis, method: Method, j: number): number {
  const x = positionOf(axis, j);
  if (isKept(axis)) return j;
  if (method === "nearest") return Math.floor(x + 0.5 + TIE_EPSILON);
  return Math.floor(x) - (method === "cubic" ? 1 : 0);
}

const orders = { nearest: 1, linear: 2, cubic: 4 } as const;

/**
 * The old voxels, also outside the image, that a box of the new image depends on. A spline knows what lies beyond the
 * image: of outermost voxels that go on for ever it is given those that are read, of a mirrored image none.
 */
function sourceExtent(lattice: Lattice, method: Method, { lo, hi }: Extent, beyond: Beyond): Extent {
  const of = lattice.map((axis, a) => {
    if (isKept(axis)) return [lo[a], hi[a]];
    const first = baseOf(axis, method, lo[a]);
    const end = baseOf(axis, method, hi[a] - 1) + orders[method];
    if (method !== "cubic") return [first, end];
    const inImage = [Math.max(0, first - SPLINE_REACH), Math.min(axis.count, end + SPLINE_REACH)];
    return beyond === "mirror" ? inImage : [Math.min(first, inImage[0]), Math.max(end, inImage[1])];
  });
  return { lo: [of[0][0], of[1][0], of[2][0]], hi: [of[0][1], of[1][1], of[2][1]] };
}

/** For each axis of a box the places in the image that its voxels, which may lie outside, take their values from. */
const placesOf = ({ lo, hi }: Extent, dims: Vec3, beyond: Beyond): Int32Array[] =>
  dims.map((n, a) => Int32Array.from({ length: hi[a] - lo[a] }, (_, k) => standIn(lo[a] + k, n, beyond)));

/** Taps of all axes; those of a spline that lie beyond a mirrored image are those within it. */
const allTaps = (lattice: Lattice, method: Method, { lo, hi }: Extent, source: Extent, beyond: Beyond): Taps[] =>
  lattice.map((axis, a) => {
    const taps = tapsOf(axis, isKept(axis) ? "nearest" : method, lo[a], hi[a], source.lo[a]);
    if (beyond !== "mirror" || method !== "cubic" || isKept(axis)) return taps;
    const from = source.lo[a];
    return { ...taps, at: taps.at.map((p) => standIn(p + from, axis.count, beyond) - from) };
  });

function tapsOf(axis: Axis, method: Method, lo: number, hi: number, offset: number): Taps {
  const order = orders[method];
  const at = new Int32Array((hi - lo) * order);
  const weights = new Float64Array(at.length);
  for (let j = lo; j < hi; j++) {
    const first = baseOf(axis, method, j) - offset;
    const t = positionOf(axis, j) - Math.floor(positionOf(axis, j));
    const w = (j - lo) * order;
    for (let k = 0; k < order; k++) at[w + k] = first + k;
    if (method === "nearest") weights[w] = 1;
    else if (method === "linear") {
      weights[w] = 1 - t;
      weights[w + 1] = t;
    } else {
      const s = 1 - t;
      weights[w] = (s * s * s) / 6;
      weights[w + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
      weights[w + 2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
      weights[w + 3] = (t * t * t) / 6;
    }
    // A voxel that does not count is not read: it may have no value.
    if (t === 0) at[w + order - 1] = first;
  }
  return { order, at, weights };
}
