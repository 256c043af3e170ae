import type { LoadHost, Preview } from "../series.ts";
import { decodeJob } from "./decode-job.ts";
import { type ImageFile, imageFrames } from "./image-frames.ts";
import { planSeries, type SeriesPlan } from "./plan.ts";
import { tags } from "./tags.table.ts";

/** Frame k of a plan, to be looked at while the rest arrives. */
export function previewOf({ frames, scale }: SeriesPlan, k: number, values: Float32Array): Preview {
  const { image, windows, pixelSpacing, slope } = frames[k];
  const { columns, rows, photometric } = image.format;
  const [window] = windows;
  const factor = scale(k).slope / slope; // 1, but for SUV
  const text = (tag: string) => image.file.dataset.string(tag) ?? "";
  return {
    columns,
    rows,
    values,
    window: window ? { center: window.center * factor, width: window.width * factor } : null,
    inverted: photometric === "MONOCHROME1",
    aspect: pixelSpacing ? pixelSpacing[0] / pixelSpacing[1] : 1,
    name: text(tags.SeriesDescription) || text(tags.Modality),
  };
}

/** The middle frame of a file by itself; null where it cannot be shown, of which the load itself will speak. */
export async function firstPreview(image: ImageFile, host: LoadHost): Promise<Preview | null> {
  try {
    const [plan] = planSeries(imageFrames(image));
    const k = plan.frames.length >> 1;
    const values = host.allocate(image.format.rows * image.format.columns);
    await host.decode(decodeJob(plan, await image.open(), k), values, host.signal);
    return previewOf(plan, k, values);
  } catch {
    return null;
  }
}
