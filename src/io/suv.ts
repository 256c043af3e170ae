import { rangeOf } from "./dicom/decode-series.ts";
import { suvScale } from "./dicom/suv.ts";
import type { SuvRequest } from "./dicom/suv-request.ts";
import type { Finding, Series } from "./series.ts";

/** What is said of a PET's SUV; the other findings of a series stand whatever SUV it is. */
const ofSuv: ReadonlySet<Finding["code"]> = new Set(["suv_missing", "suv_computed", "suv_supplied", "suv_other"]);

/**
 * A PET with its values as another SUV, or with what a person supplies, in memory of its own: the very values that
 * loading it so would give. Where stored values are whole numbers they are found again exactly, and multiplied anew. A
 * series without a PET's facts is returned as it is.
 */
export function withSuv(series: Series, request: SuvRequest, allocate: (voxels: number) => Float32Array): Series {
  const { suv, image } = series;
  if (!suv) return series;
  const { unit, factors, sentence, findings, missing, supplied } = suvScale(suv.facts, request);
  const slopes = suv.facts.frames.map(({ slope }, k) => slope * (factors?.[k] ?? 1));
  const data = allocate(image.data.length);
  const size = image.grid.dims[0] * image.grid.dims[1];
  for (let k = 0; k < slopes.length; k++) {
    const from = image.data.subarray(k * size, (k + 1) * size);
    rescale(from, suv.slopes[k], slopes[k], suv.facts, k, data.subarray(k * size, (k + 1) * size));
  }
  const ratio = slopes[0] / suv.slopes[0];
  const valued = values(image.data, image.padding, data);
  return {
    ...series,
    image: { ...image, data, unit, ...(valued.padding ? { padding: valued.padding } : {}) },
    range: valued.range,
    windows: series.windows.map((w) => ({ ...w, center: w.center * ratio, width: w.width * ratio })),
    findings: [...series.findings.filter((f) => !ofSuv.has(f.code)), ...findings],
    valueChain: factors ? `${suv.storedChain}; ${sentence}` : suv.storedChain,
    suv: { ...suv, request, type: factors ? request.type : null, missing, supplied, slopes },
  };
}

function rescale(
  from: Float32Array,
  before: number,
  after: number,
  { whole, rescaled, frames }: { whole: boolean; rescaled: boolean; frames: readonly { intercept: number }[] },
  k: number,
  out: Float32Array,
): void {
  if (before === after || before === 0) {
    out.set(from);
    return;
  }
  const ratio = after / before;
  // SUV is computed of values without an intercept only.
  const exact = whole && rescaled && frames[k].intercept === 0;
  for (let i = 0; i < from.length; i++) out[i] = exact ? Math.round(from[i] / before) * after : from[i] * ratio;
}

/** Range of the new values, and the ends of those that stand for "no value", by where they lay before. */
function values(
  before: Float32Array,
  padding: Series["image"]["padding"],
  after: Float32Array,
): Pick<Series, "range"> & { readonly padding?: readonly [number, number] } {
  if (!padding) return { range: rangeOf(after) };
  const none: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const some: [number, number] = [...none];
  for (let i = 0; i < after.length; i++) {
    const ends = before[i] >= padding[0] && before[i] <= padding[1] ? none : some;
    if (after[i] < ends[0]) ends[0] = after[i];
    if (after[i] > ends[1]) ends[1] = after[i];
  }
  return { range: some[0] > some[1] ? rangeOf(after) : some, ...(none[0] > none[1] ? {} : { padding: none }) };
}
