import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";
import { finding, refuse } from "../refusal.ts";
import type { LoadHost, Refusal, Series } from "../series.ts";
import { checkCodestream } from "./codestream-check.ts";
import { decodeJob } from "./decode-job.ts";
import type { ImageFile } from "./image-frames.ts";
import { type SeriesPlan, studyInfo } from "./plan.ts";
import { previewOf } from "./preview.ts";
import { tags } from "./tags.table.ts";

/** A decoded series, or the files that could not be decoded. */
export type Decoded = { readonly series: Series } | { readonly failures: readonly Refusal[] };

/**
 * Decodes the frames of a plan into one volume, a few at a time, each file opened once. Throws "Cancelled" when the
 * host's signal says so; a damaged frame is a failure of its file.
 */
export async function decodeSeries(plan: SeriesPlan, host: LoadHost, onFrame: () => void): Promise<Decoded> {
  const { grid, frames } = plan;
  const size = grid.dims[0] * grid.dims[1];
  const fault = await firstFault(plan);
  if (fault) return { failures: [fault] };
  const data = host.allocate(size * grid.dims[2]);
  const failures = new Map<string, Refusal>();
  const open = fileOpener(plan);
  // Frames of one file follow each other, so that few files are open at a time.
  const files = [...new Set(frames.map((f) => f.image))];
  const tasks = frames
    .map((frame, k) => ({ frame, k, file: files.indexOf(frame.image) }))
    .sort((a, b) => a.file - b.file || a.frame.index - b.frame.index);
  let next = 0;
  // Slice by slice, so that the page is not held up by one pass over all.
  const range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  async function run(): Promise<void> {
    while (next < tasks.length) {
      const { frame, k } = tasks[next++];
      if (host.signal?.aborted) throw new RadiomicaError("Cancelled", "Loading was cancelled.");
      try {
        const bytes = await open(frame.image);
        const values = data.subarray(k * size, (k + 1) * size);
        await host.decode(decodeJob(plan, bytes, k), values, host.signal);
        const [low, high] = rangeOf(values);
        range[0] = Math.min(range[0], low);
        range[1] = Math.max(range[1], high);
        host.onPreview?.(previewOf(plan, k, values));
      } catch (error) {
        if (isRadiomicaError(error, "Cancelled")) throw error;
        const { path } = frame.image.file;
        if (!failures.has(path)) failures.set(path, decodeFailure(path, frame.index, error));
      }
      onFrame();
    }
  }

  await Promise.all(Array.from({ length: Math.min(host.concurrency ?? 4, tasks.length) }, run));
  if (failures.size > 0) return { failures: [...failures.values()] };
  return { series: toSeries(plan, data, range) };
}

/** What is wrong with the first frame's compressed data at a glance: no memory is taken for what cannot be decoded. */
async function firstFault(plan: SeriesPlan): Promise<Refusal | null> {
  const [{ image, index }] = plan.frames;
  try {
    checkCodestream(decodeJob(plan, await image.open(), 0));
    return null;
  } catch (error) {
    return decodeFailure(image.file.path, index, error);
  }
}

/** Opens each file once and lets its bytes go after its last frame. */
function fileOpener({ frames }: SeriesPlan): (image: ImageFile) => Promise<Uint8Array> {
  const left = new Map<ImageFile, number>();
  for (const { image } of frames) left.set(image, (left.get(image) ?? 0) + 1);
  const opened = new Map<ImageFile, Promise<Uint8Array>>();
  return (image) => {
    const bytes = opened.get(image) ?? image.open();
    const rest = (left.get(image) ?? 1) - 1;
    left.set(image, rest);
    if (rest > 0) opened.set(image, bytes);
    else opened.delete(image);
    return bytes;
  };
}

function decodeFailure(path: string, index: number, error: unknown): Refusal {
  const code = isRadiomicaError(error, "Unsupported") ? "unsupported" : "decode_failed";
  const why = error instanceof Error ? error.message : String(error);
  return refuse(path, code, why, { ...(isRadiomicaError(error) ? error.fields : {}), frame: index + 1 });
}

function toSeries(plan: SeriesPlan, data: Float32Array, whole: Series["range"]): Series {
  const { frames, grid, unit } = plan;
  const [first] = frames;
  const { dataset } = first.image.file;
  const text = (tag: string) => dataset.string(tag) ?? "";
  const description = text(tags.SeriesDescription);
  const { slope } = plan.scale(0);
  const factor = slope / first.slope; // 1, but for SUV
  const { range, padding, findings } = judgePadding(plan, data, whole);
  return {
    id: plan.id,
    seriesInstanceUid: text(tags.SeriesInstanceUID),
    frameOfReferenceUid: text(tags.FrameOfReferenceUID),
    study: studyInfo(dataset),
    modality: text(tags.Modality) || "OT",
    description: plan.label ? `${description} (${plan.label})`.trim() : description,
    number: dataset.number(tags.SeriesNumber) ?? null,
    protocol: text(tags.ProtocolName),
    manufacturer: text(tags.Manufacturer),
    bodyPart: text(tags.BodyPartExamined),
    use: plan.use,
    findings: [...plan.findings, ...findings],
    image: { grid, data, unit, ...(padding ? { padding } : {}), ...(plan.use === "slices" ? { flat: true } : {}) },
    slices: frames.map(({ image, index, instanceNumber, position }) => ({
      path: image.file.path,
      sha256: image.sha256,
      sopClassUid: image.file.sopClassUid,
      sopInstanceUid: image.file.sopInstanceUid,
      frame: image.mosaic ? 1 : index + 1,
      instanceNumber,
      ...(position ? { position } : {}),
    })),
    windows: first.windows.map((w) => ({ ...w, center: w.center * factor, width: w.width * factor })),
    inverted: first.image.format.photometric === "MONOCHROME1",
    range,
    valueChain: plan.valueChain,
    ...(plan.suv ? { suv: plan.suv } : {}),
    ...(plan.phase ? { phase: plan.phase } : {}),
  };
}

type Padded = Pick<Series, "range" | "findings"> & Pick<Series["image"], "padding">;

/** Air, in HU: a scanner that pads with it, or clips at it, writes the same value for both. */
const AIR = -1024;

/** Range of a series without the voxels that its files declare to have no value, and what is to be said of them. */
function judgePadding({ frames, scale, unit }: SeriesPlan, data: Float32Array, whole: Series["range"]): Padded {
  const plain = { range: whole, findings: [] };
  if (frames.every((f) => f.padding === null) || frames.some((f) => f.lut || f.image.format.palette)) return plain;
  const size = data.length / frames.length;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let count = 0;
  for (const [k, { padding }] of frames.entries()) {
    const { slope, intercept } = scale(k);
    const ends = (padding ?? []).map((v) => Math.fround(v * slope + intercept));
    // Without padding nothing lies between the two.
    const [from, to] = [Math.min(...ends), Math.max(...ends)];
    for (let i = k * size; i < (k + 1) * size; i++) {
      const value = data[i];
      if (value >= from && value <= to) {
        count++;
        if (value < least) least = value;
        if (value > most) most = value;
        continue;
      }
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (count === 0) return plain;
  const what = least === most ? String(least) : `${least} to ${most}`;
  const detail = `${count} of ${data.length} voxels have no value: the file fills them with ${what} (${unit}). They do not count in the range; keep regions off them.`;
  const note = finding("info", "padding", detail, { count, voxels: data.length, value: what });
  // Air inside the body cannot be told from padding then: both are measured, as the air they say they are.
  if (unit === "HU" && least >= AIR) return plain;
  return { range: low > high ? plain.range : [low, high], padding: [least, most], findings: [note] };
}

export function rangeOf(data: Float32Array): readonly [number, number] {
  let low = data[0];
  let high = data[0];
  for (let i = 1; i < data.length; i++) {
    const value = data[i];
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}
