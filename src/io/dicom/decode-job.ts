import type { DecodeJob } from "../series.ts";
import { frameBytes } from "./frames.ts";
import type { SeriesPlan } from "./plan.ts";

/** What a worker needs to decode frame k of a plan; `bytes` are those of its file. */
export function decodeJob(plan: SeriesPlan, bytes: Uint8Array, k: number): DecodeJob {
  const { image, index, lut } = plan.frames[k];
  const { frames: _, ...format } = image.format;
  return { ...format, bytes: frameBytes(bytes, image.table, index), ...plan.scale(k), ...(lut ? { lut } : {}) };
}
