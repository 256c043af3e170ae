import { RadiomicaError } from "../errors.ts";
import type { Grid, Vec3 } from "../grid.ts";
import type { ExtractionInput } from "../plan/extraction.ts";
import { cropMask, type Extent, extentDims, labelExtent } from "../process/crop.ts";
import type { Volume } from "../volume.ts";
import { isIdentity, type Pose, STILL } from "./pose.ts";
import { resampled } from "./resample.ts";

/** What perturbations work on: the whole image, and a box of it around the region that they may change. */
export type Scene = {
  readonly grid: Grid;
  /** The whole image. Never the caller's own memory once something has changed it. */
  readonly image: Float32Array;
  /** The caller's image. */
  readonly source: Float32Array;
  /** Values that stand for no value, as in the volume. */
  readonly padding: Volume["padding"];
  readonly extent: Extent;
  /** The region, 1 inside, in the box `extent`. */
  readonly mask: Uint8Array;
  /** Movements not carried out yet: a rotation and a translation interpolate once, not twice. */
  readonly pose: Pose;
};

/**
 * The scene of a region. `marginMm`: how far around the region the image is perturbed; null is the whole image, which a
 * filter of wide support needs. Throws RadiomicaError "EmptyRoi".
 */
export function sceneOf({ image, labels, label }: ExtractionInput, marginMm: number | null): Scene {
  const { grid, data } = image;
  const tight = labelExtent(labels, grid.dims, label);
  if (tight === null) throw new RadiomicaError("EmptyRoi", `Label ${label} does not occur in the mask.`, { label });
  const extent = marginMm === null ? { lo: [0, 0, 0] as const, hi: grid.dims } : grownExtent(tight, marginMm, grid);
  const mask = cropMask(labels, grid.dims, label, extent);
  return { grid, image: data, source: data, padding: image.padding, extent, mask, pose: STILL };
}

/** The scene's image to write to: a copy only where it still is the caller's, so that a chain copies it once. */
export const writableImage = ({ image, source }: Scene): Float32Array => (image === source ? image.slice() : image);

/** A box with a margin in mm, within the image. */
export function grownExtent({ lo, hi }: Extent, mm: number, { dims, spacing }: Grid): Extent {
  const by = (a: 0 | 1 | 2) => Math.ceil(mm / spacing[a]);
  const low = (a: 0 | 1 | 2) => Math.max(0, lo[a] - by(a));
  const high = (a: 0 | 1 | 2) => Math.min(dims[a], hi[a] + by(a));
  return { lo: [low(0), low(1), low(2)], hi: [high(0), high(1), high(2)] };
}

/** The scene with its movements carried out; the one given is used up. Throws "Unsupported" where the region leaves its box. */
export function settled(scene: Scene): Scene {
  if (isIdentity(scene.pose)) return scene;
  const { image, mask } = resampled(scene);
  // What interpolation made of padding has no value either.
  if (scene.padding) for (let i = 0; i < image.length; i++) if (Number.isNaN(image[i])) image[i] = scene.padding[0];
  const out = writableImage(scene);
  paste(image, scene.grid.dims, scene.extent, out);
  refuseBeyondBox(mask, scene);
  return { ...scene, image: out, mask, pose: STILL };
}

/** What `extract` measures: the perturbed image and a label map in which the region alone stands, as `label`. */
export function inputOf(scene: Scene, input: ExtractionInput): ExtractionInput {
  const { image, label } = input;
  const { grid, extent, mask, image: data } = settled(scene);
  if (!mask.includes(1)) throw new RadiomicaError("EmptyRoi", "The perturbation leaves nothing of the region.");
  const labels = new Uint8Array(data.length);
  paste(label === 1 ? mask : mask.map((v) => v * label), grid.dims, extent, labels);
  return { ...input, image: { ...image, data }, labels };
}

function paste<T extends Float32Array | Uint8Array>(
  box: ArrayLike<number>,
  [nx, ny]: Vec3,
  extent: Extent,
  out: T,
): void {
  const { lo, hi } = extent;
  let from = 0;
  for (let z = lo[2]; z < hi[2]; z++) {
    for (let y = lo[1]; y < hi[1]; y++) {
      const row = nx * (y + ny * z);
      for (let x = lo[0]; x < hi[0]; x++) out[row + x] = box[from++];
    }
  }
}

/** A region that reaches a face of its box, where the image goes on, has been cut off. */
export function refuseBeyondBox(mask: Uint8Array, { extent, grid }: Pick<Scene, "extent" | "grid">): void {
  const [nx, ny, nz] = extentDims(extent);
  const open = (a: 0 | 1 | 2, low: boolean) => (low ? extent.lo[a] > 0 : extent.hi[a] < grid.dims[a]);
  const faces = [open(0, true), open(0, false), open(1, true), open(1, false), open(2, true), open(2, false)];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const x = i % nx;
    const y = Math.floor(i / nx) % ny;
    const z = Math.floor(i / (nx * ny));
    const at = [x === 0, x === nx - 1, y === 0, y === ny - 1, z === 0, z === nz - 1];
    if (at.some((touches, f) => touches && faces[f])) {
      throw new RadiomicaError(
        "Unsupported",
        "The perturbed region leaves the box that is perturbed; enlarge its margin.",
      );
    }
  }
}
