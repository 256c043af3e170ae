import { RadiomicaError } from "../errors.ts";
import type { Vec3 } from "../grid.ts";
import { countOnes, cropImage, type Extent, extentDims, maskExtent } from "../process/crop.ts";
import { perturbation } from "./perturbation.ts";
import { grownExtent, refuseBeyondBox, type Scene, settled } from "./scene.ts";
import { type Supervoxels, slic } from "./slic.ts";

/** From this overlap a supervoxel always belongs to the region, and below the other never (Zwanenburg 2019). */
const ALWAYS = 0.9;
const NEVER = 0.2;
/** The image around the region that is cut into supervoxels, mm. */
const AROUND_MM = 25;
/** A small region is cut into more supervoxels than its volume would give, or its contour would be a lottery. */
const PIECES = 10;
/** Fewer voxels are no supervoxel. */
const LEAST_VOXELS = 8;

/**
 * Draws the region anew along supervoxels of the image: each is taken with the probability of its overlap with the region,
 * from 0.9 on always, below 0.2 never, the one of most overlap in any case (Zwanenburg 2019,
 * doi:10.1038/s41598-018-36938-4). `volumeMm3` is a supervoxel's volume, at most a tenth of the region's. No morphological
 * closing follows: supervoxels leave no gaps that are not meant.
 */
export const contour = perturbation({
  id: "contour",
  initial: { repetitions: 10, volumeMm3: 500, compactness: 0.05 },
  problem: ({ repetitions, volumeMm3, compactness }) =>
    repetitions < 1 || !Number.isInteger(repetitions)
      ? `contour repetitions must be a whole number from 1; it is ${repetitions}`
      : !(volumeMm3 > 0 && compactness > 0 && Number.isFinite(volumeMm3 + compactness))
        ? "volume and compactness of supervoxels must be above 0"
        : null,
  variants: ({ repetitions, volumeMm3, compactness }) =>
    Array.from({ length: repetitions }, (_, repetition) => ({ repetition, volumeMm3, compactness })),
  label: (_, n) => `contour ${n + 1}`,
  apply: (scene, { volumeMm3, compactness }, random) => {
    const still = settled(scene);
    const { labels, count } = supervoxelsAround(still, volumeMm3, compactness);
    const shares = overlaps(labels, count, still.mask);
    const most = shares.reduce((a, b) => Math.max(a, b), 0);
    const taken = shares.map((overlap) => {
      if (overlap < NEVER && overlap < most) return 0;
      return overlap >= ALWAYS || overlap === most || random() < overlap ? 1 : 0;
    });
    const mask = new Uint8Array(still.mask.length);
    for (let i = 0; i < mask.length; i++) if (labels[i] >= 0) mask[i] = taken[labels[i]];
    refuseBeyondBox(mask, still);
    return { ...still, mask };
  },
});

/** Supervoxels of the region's surroundings, numbered in the scene's box; −1 beyond. */
export function supervoxelsAround(
  { grid, image, extent, mask }: Scene,
  volumeMm3: number,
  compactness: number,
): Supervoxels {
  const dims = extentDims(extent);
  const tight = maskExtent(mask, dims);
  if (tight === null) throw new RadiomicaError("EmptyRoi", "The region is empty.");
  const box = grownExtent(tight, AROUND_MM, { ...grid, dims });
  const size = extentDims(box);
  const inImage = moved(box, extent.lo);
  const intensities = softened(scaled(cropImage(image, grid.dims, inImage), insideOf(mask, dims, box, size)), size);
  const [dx, dy, dz] = grid.spacing;
  const voxel = dx * dy * dz;
  const target = Math.max(LEAST_VOXELS * voxel, Math.min(volumeMm3, (countOnes(mask) * voxel) / PIECES));
  const found = slic(intensities, size, grid.spacing, { volumeMm3: target, compactness });
  const labels = new Int32Array(mask.length).fill(-1);
  eachVoxel(dims, box, size, (at, i) => {
    labels[at] = found.labels[i];
  });
  return { labels, count: found.count };
}

const moved = ({ lo, hi }: Extent, by: Vec3): Extent => ({
  lo: [lo[0] + by[0], lo[1] + by[1], lo[2] + by[2]],
  hi: [hi[0] + by[0], hi[1] + by[1], hi[2] + by[2]],
});

function eachVoxel([nx, ny]: Vec3, { lo }: Extent, [sx, sy, sz]: Vec3, visit: (at: number, i: number) => void): void {
  let i = 0;
  for (let z = 0; z < sz; z++) {
    for (let y = 0; y < sy; y++) {
      const row = lo[0] + nx * (y + lo[1] + ny * (z + lo[2]));
      for (let x = 0; x < sx; x++) visit(row + x, i++);
    }
  }
}

function insideOf(mask: Uint8Array, dims: Vec3, box: Extent, size: Vec3): Uint8Array {
  const out = new Uint8Array(size[0] * size[1] * size[2]);
  eachVoxel(dims, box, size, (at, i) => {
    out[i] = mask[at];
  });
  return out;
}

/** Intensities over 0 … 1 of the region's own range and a tenth of it to both sides; what lies beyond is at the ends. */
function scaled(values: Float64Array, inside: Uint8Array): Float64Array {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (inside[i] === 0) continue;
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  const room = 0.1 * (high - low);
  const range = high - low + 2 * room;
  // A flat region: only what is below or above it tells the two apart.
  if (!(range > 0)) return values.map((v) => (v < low ? 0 : v > high ? 1 : 0.5));
  return values.map((v) => Math.min(1, Math.max(0, (v - low + room) / range)));
}

/** Blurred by (1 2 1)/4 along each axis, so that supervoxels follow edges and not the noise. */
function softened(values: Float64Array, dims: Vec3): Float64Array {
  let from = values;
  let stride = 1;
  for (const n of dims) {
    const to = new Float64Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const place = Math.floor(i / stride) % n;
      const before = place > 0 ? from[i - stride] : from[i];
      const after = place < n - 1 ? from[i + stride] : from[i];
      to[i] = 0.25 * before + 0.5 * from[i] + 0.25 * after;
    }
    from = to;
    stride *= n;
  }
  return from;
}

function overlaps(labels: Int32Array, count: number, mask: Uint8Array): number[] {
  const all = new Float64Array(count);
  const inside = new Float64Array(count);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < 0) continue;
    all[labels[i]]++;
    inside[labels[i]] += mask[i];
  }
  return Array.from(all, (n, c) => (n === 0 ? 0 : inside[c] / n));
}
