import type { Vec3 } from "../grid.ts";
import type { Volume } from "../volume.ts";
import { type Beyond, cropImage, cropMask, type Extent, extentDims } from "./crop.ts";
import { type Axis, isKept, type Lattice, positionOf } from "./lattice.ts";
import { resampleAxis, type Taps } from "./resample-axis.ts";
import { SPLINE_REACH, splinePrefilter } from "./spline-prefilter.ts";

export type Method = "nearest" | "linear" | "cubic";

/** A partial volume this little below the threshold still counts: 0.5 computed as 0.4999999 is 0.5. */
const PARTIAL_VOLUME_EPSILON = 1e-6;
/** A position this near the middle between two voxels is the middle, and goes to the upper one. */
const TIE_EPSILON = 1e-6;

const axisNumbers = [0, 1, 2] as const;

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
  beyond: Beyond = "nearest",
  padding?: Volume["padding"],
): Float64Array {
  const source = sourceExtent(lattice, method, extent);
  let box = cropImage(data, dims, source, beyond, padding);
  let size = extentDims(source);
  for (const a of axisNumbers) {
    if (isKept(lattice[a])) continue;
    if (method === "cubic") splinePrefilter(box, size, a);
    box = resampleAxis(box, size, a, tapsOf(lattice[a], method, extent.lo[a], extent.hi[a], source.lo[a]));
    size = replaced(size, a, extent.hi[a] - extent.lo[a]);
  }
  return box;
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
  const source = sourceExtent(lattice, method, extent);
  const mask = cropMask(labels, dims, label, source);
  if (lattice.every(isKept)) return mask;
  let box: Float64Array = Float64Array.from(mask);
  let size = extentDims(source);
  for (const a of axisNumbers) {
    if (isKept(lattice[a])) continue;
    box = resampleAxis(box, size, a, tapsOf(lattice[a], method, extent.lo[a], extent.hi[a], source.lo[a]));
    size = replaced(size, a, extent.hi[a] - extent.lo[a]);
  }
  const least = (method === "nearest" ? 0.5 : threshold) - PARTIAL_VOLUME_EPSILON;
  const out = new Uint8Array(box.length);
  for (let i = 0; i < out.length; i++) if (box[i] >= least) out[i] = 1;
  return out;
}

const replaced = (v: Vec3, axis: 0 | 1 | 2, value: number): Vec3 => [
  axis === 0 ? value : v[0],
  axis === 1 ? value : v[1],
  axis === 2 ? value : v[2],
];

/** First old voxel that new voxel j reads. */
function baseOf(axis: Axis, method: Method, j: number): number {
  const x = positionOf(axis, j);
  if (method === "nearest") return Math.floor(x + 0.5 + TIE_EPSILON);
  return Math.floor(x) - (method === "cubic" ? 1 : 0);
}

const orders = { nearest: 1, linear: 2, cubic: 4 } as const;

/** The old voxels, also outside the image, that a box of the new image depends on. */
function sourceExtent(lattice: Lattice, method: Method, { lo, hi }: Extent): Extent {
  const margin = method === "cubic" ? SPLINE_REACH : 0;
  const ends = lattice.map((axis, a) =>
    isKept(axis)
      ? [lo[a], hi[a]]
      : [baseOf(axis, method, lo[a]) - margin, baseOf(axis, method, hi[a] - 1) + orders[method] + margin],
  );
  return { lo: [ends[0][0], ends[1][0], ends[2][0]], hi: [ends[0][1], ends[1][1], ends[2][1]] };
}

function tapsOf(axis: Axis, method: Method, lo: number, hi: number, offset: number): Taps {
  const order = orders[method];
  const base = new Int32Array(hi - lo);
  const weights = new Float64Array((hi - lo) * order);
  for (let j = lo; j < hi; j++) {
    const first = baseOf(axis, method, j);
    const t = positionOf(axis, j) - Math.floor(positionOf(axis, j));
    const w = (j - lo) * order;
    base[j - lo] = first - offset;
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
  }
  return { order, base, weights };
}
