import { indexToWorld, worldToIndex } from "#engine/grid.ts";
import type { DecodeFrame, DecodeJob, Series } from "#io/series.ts";
import type { Stored } from "./expected.ts";

/** A check that was made: what was compared, and whether it held. */
export type Check = { readonly holds: boolean; readonly text: string };

export const held = (holds: boolean, text: string): Check => ({ holds, text });

/** Smallest, greatest and mean of what was decoded, before any transform; null where there is none (colour). */
export class StoredValues {
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;
  private sum = 0;
  private count = 0;

  add(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) {
      if (values[i] < this.low) this.low = values[i];
      if (values[i] > this.high) this.high = values[i];
      this.sum += values[i];
    }
    this.count += values.length;
  }

  get stored(): Stored | null {
    return this.count === 0 ? null : { min: this.low, max: this.high, mean: this.sum / this.count };
  }
}

/** A decoder that decodes each frame a second time with no slope, table or palette, and keeps what it sees. */
export const watching =
  (decode: DecodeFrame, seen: StoredValues): DecodeFrame =>
  async (job, out, signal) => {
    await decode(job, out, signal);
    if (job.samplesPerPixel !== 1) return;
    const { lut: _, palette: __, padding: ___, ...rest } = job as DecodeJob & { padding?: unknown };
    const plain = new Float32Array(out.length);
    await decode({ ...rest, slope: 1, intercept: 0 }, plain, signal);
    seen.add(plain);
  };

/** Stored values against those of another program; lossy decoders differ in the last grey levels. */
export function checkStored(found: Stored | null, wanted: Stored, lossy: boolean): Check {
  if (found === null) return held(false, "no stored values");
  const level = lossy ? 2 : 0;
  const rounding = Math.max(1e-5 * Math.abs(wanted.max), 5e-6);
  const off = Math.max(Math.abs(found.min - wanted.min), Math.abs(found.max - wanted.max));
  const meanOff = Number.isFinite(wanted.mean) ? Math.abs(found.mean - wanted.mean) : 0;
  const holds = off <= level + rounding && meanOff <= (lossy ? 0.5 : 1e-5 * Math.abs(wanted.mean) + 1e-3);
  const figures = `${short(found.min)}..${short(found.max)}, mean ${short(found.mean)}`;
  if (holds) return held(true, `stored values ${figures}${lossy ? " (within 2 levels)" : ""}`);
  return held(
    false,
    `stored values ${figures}, expected ${short(wanted.min)}..${short(wanted.max)}, ${short(wanted.mean)}`,
  );
}

/**
 * Voxel for voxel in the space of the patient: each of the copy's voxels lies on one of ours and has its value.
 * `slicesOff`: by how many slices the copy is known to lie too far along its third axis.
 */
export function checkCopy(ours: Series, copy: Series, tolerance: number, slicesOff = 0): Check {
  const [mx, my, mz] = copy.image.grid.dims;
  const [nx, ny, nz] = ours.image.grid.dims;
  if (mx * my * mz !== nx * ny * nz) return held(false, `${nx}×${ny}×${nz} voxels, the copy has ${mx}×${my}×${mz}`);
  let off = 0;
  let shift = 0;
  for (let k = 0; k < mz; k++) {
    for (let j = 0; j < my; j++) {
      for (let i = 0; i < mx; i++) {
        const at = worldToIndex(ours.image.grid, indexToWorld(copy.image.grid, [i, j, k - slicesOff]));
        const near = at.map(Math.round);
        shift = Math.max(shift, ...at.map((v, a) => Math.abs(v - near[a])));
        const [x, y, z] = near;
        if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) return held(false, "the copy lies elsewhere");
        const difference = ours.image.data[x + nx * (y + ny * z)] - copy.image.data[i + mx * (j + my * k)];
        off = Math.max(off, Math.abs(difference));
      }
    }
  }
  const moved = slicesOff === 0 ? "" : `, the copy moved back by ${slicesOff} slices`;
  const text = `NIfTI copy: ${mx * my * mz} voxels in place (within ${short(shift)} voxel), greatest difference ${short(off)}${moved}`;
  // Values of two programs in float32 differ in their last bit.
  const rounding = 1.2e-7 * Math.max(...ours.range.map(Math.abs));
  return held(off <= Math.max(tolerance, rounding) && shift < 0.02, text);
}

export const short = (value: number): string => String(Number(value.toPrecision(6)));
