import type { Vec3 } from "../grid.ts";
import type { Volume } from "../volume.ts";
import { labelBoxInWasm } from "../wasm/label-box.ts";

/** A box of voxel indices: `lo` inclusive, `hi` exclusive. */
export type Extent = { readonly lo: Vec3; readonly hi: Vec3 };

export const extentDims = ({ lo, hi }: Extent): Vec3 => [hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]];

/**
 * The tight box of a label, or null where the label does not occur. The only pass over the whole label map, so it
 * reads sixteen voxels at a time where they are background. `within`: the slices [z0, z1) outside which the label is
 * known not to occur; left out, all are read.
 */
export function labelExtent(
  labels: Uint8Array,
  dims: Vec3,
  label: number,
  within: readonly [number, number] = [0, dims[2]],
): Extent | null {
  const [nx, ny] = dims;
  const nz = Math.min(dims[2], within[1]);
  const found = labelBoxInWasm(labels, dims, label, Math.max(0, within[0]), nz);
  if (found !== null) {
    const [x0, x1, y0, y1, z0, z1] = found;
    return z1 < 0 ? null : { lo: [x0, y0, z0], hi: [x1 + 1, y1 + 1, z1 + 1] };
  }
  const stop = nx * ny * nz;
  let x0 = nx;
  let x1 = -1;
  let y0 = ny;
  let y1 = -1;
  let z0 = nz;
  let z1 = -1;
  const words = wordsOf(labels);
  let at = nextLabel(words, label, nx * ny * Math.max(0, within[0]), stop);
  while (at < stop) {
    const row = Math.floor(at / nx);
    const start = row * nx;
    const y = row % ny;
    const z = (row - y) / ny;
    if (z0 === nz) z0 = z;
    z1 = z;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
    if (at - start < x0) x0 = at - start;
    let x = nx - 1;
    while (x > x1 && labels[start + x] !== label) x--;
    x1 = x;
    at = nextLabel(words, label, start + nx, stop);
  }
  return z1 < 0 ? null : { lo: [x0, y0, z0], hi: [x1 + 1, y1 + 1, z1 + 1] };
}

/** A label map, and its bytes from `first` on as words of four: `first` is the first voxel at a whole word of the buffer. */
type Words = { readonly labels: Uint8Array; readonly words: Int32Array; readonly first: number };

function wordsOf(labels: Uint8Array): Words {
  const first = Math.min(labels.length, -labels.byteOffset & 3);
  return {
    labels,
    words: new Int32Array(labels.buffer, labels.byteOffset + first, (labels.length - first) >> 2),
    first,
  };
}

/** Index of the next voxel with a label (not 0) in [from, n); n or more where there is none. */
function nextLabel({ labels, words, first }: Words, label: number, from: number, n: number): number {
  let i = from;
  while (i < n && (i < first || ((i - first) & 3) !== 0)) {
    if (labels[i] === label) return i;
    i++;
  }
  let w = (i - first) >> 2;
  for (const last = ((n - first) >> 2) - 3; w < last; w += 4) {
    if ((words[w] | words[w + 1] | words[w + 2] | words[w + 3]) === 0) continue;
    const start = first + 4 * w;
    for (let k = start; k < start + 16; k++) if (labels[k] === label) return k;
  }
  for (let k = Math.max(from, first + 4 * w); k < n; k++) if (labels[k] === label) return k;
  return n;
}

/** The tight box of the voxels that are 1 in a mask, or null for an empty mask. */
export const maskExtent = (mask: Uint8Array, dims: Vec3): Extent | null => labelExtent(mask, dims, 1);

/** What lies beyond an image: its nearest voxel again, or its mirror image about the outermost voxel's centre. */
export type Beyond = "nearest" | "mirror";

/** Index of the voxel of an axis of n that stands for index i. */
export function standIn(i: number, n: number, beyond: Beyond): number {
  if (i >= 0 && i < n) return i;
  if (beyond === "nearest" || n === 1) return i < 0 ? 0 : n - 1;
  const period = 2 * n - 2;
  const j = ((i % period) + period) % period;
  return j < n ? j : period - j;
}

/** Copies a box of an image to float64, also where it reaches beyond the image. Voxels without a value become NaN. */
export function cropImage(
  data: Float32Array | Float64Array,
  [nx, ny, nz]: Vec3,
  extent: Extent,
  beyond: Beyond = "nearest",
  padding?: Volume["padding"],
): Float64Array {
  const { lo, hi } = extent;
  const [cx, cy, cz] = extentDims(extent);
  const out = new Float64Array(cx * cy * cz);
  const inside = lo[0] >= 0 && hi[0] <= nx;
  let o = 0;
  for (let z = lo[2]; z < hi[2]; z++) {
    const zz = standIn(z, nz, beyond);
    for (let y = lo[1]; y < hi[1]; y++) {
      const yy = standIn(y, ny, beyond);
      const row = nx * (yy + ny * zz);
      if (inside) {
        // A plain loop: `set` between arrays of two types is several times slower.
        for (let at = row + lo[0], end = row + hi[0]; at < end; at++) out[o++] = data[at];
      } else {
        for (let x = lo[0]; x < hi[0]; x++) out[o++] = data[row + standIn(x, nx, beyond)];
      }
    }
  }
  if (padding !== undefined) {
    const [low, high] = padding;
    for (let i = 0; i < out.length; i++) if (out[i] >= low && out[i] <= high) out[i] = Number.NaN;
  }
  return out;
}

/** Copies a box of a label map as a mask: 1 where it holds the label. Outside the map its nearest voxel is repeated. */
export function cropMask(labels: Uint8Array, [nx, ny, nz]: Vec3, label: number, extent: Extent): Uint8Array {
  const { lo, hi } = extent;
  const [cx, cy, cz] = extentDims(extent);
  const out = new Uint8Array(cx * cy * cz);
  const inside = lo[0] >= 0 && hi[0] <= nx;
  let o = 0;
  for (let z = lo[2]; z < hi[2]; z++) {
    const zz = z < 0 ? 0 : z >= nz ? nz - 1 : z;
    for (let y = lo[1]; y < hi[1]; y++) {
      const yy = y < 0 ? 0 : y >= ny ? ny - 1 : y;
      const row = nx * (yy + ny * zz);
      if (inside) {
        for (let at = row + lo[0], end = row + hi[0]; at < end; at++) out[o++] = labels[at] === label ? 1 : 0;
        continue;
      }
      for (let x = lo[0]; x < hi[0]; x++) {
        if (labels[row + (x < 0 ? 0 : x >= nx ? nx - 1 : x)] === label) out[o] = 1;
        o++;
      }
    }
  }
  return out;
}

/** Number of voxels that are 1 in a mask (of 0 and 1). Four at a time: the bytes of a word are counted beside each other. */
export function countOnes(mask: Uint8Array): number {
  let n = 0;
  let i = 0;
  for (; i < mask.length && ((mask.byteOffset + i) & 3) !== 0; i++) n += mask[i];
  const words = new Uint32Array(mask.buffer, mask.byteOffset + i, (mask.length - i) >> 2);
  // 128 words leave no byte above 128.
  for (let w = 0; w < words.length; w += 128) {
    const end = Math.min(words.length, w + 128);
    let sum = 0;
    for (let k = w; k < end; k++) sum = (sum + words[k]) | 0;
    n += (sum & 255) + ((sum >>> 8) & 255) + ((sum >>> 16) & 255) + (sum >>> 24);
  }
  for (i += 4 * words.length; i < mask.length; i++) n += mask[i];
  return n;
}
