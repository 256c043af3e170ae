import { finding } from "../refusal.ts";
import type { Finding, IntensityUnit } from "../series.ts";
import type { ImageFrame } from "./image-frames.ts";
import { tags } from "./tags.table.ts";

/** How PET values become SUV: a factor for each frame, or why there is none. */
export type SuvScale = {
  readonly unit: IntensityUnit;
  readonly factors: readonly number[] | null;
  readonly sentence: string;
  readonly findings: readonly Finding[];
};

/** SUVbw of a PET series; see the file's tests for the cases. */
export function suvScale(frames: readonly ImageFrame[]): SuvScale {
  const units = frames[0].image.file.dataset.string(tags.Units) ?? "";
  if (units === "GML") return { unit: "SUV", factors: frames.map(() => 1), sentence: "SUV as stored", findings: [] };
  const detail = "SUV was not computed.";
  return {
    unit: units === "BQML" ? "Bq/ml" : units === "CNTS" ? "counts" : "arbitrary",
    factors: null,
    sentence: "",
    findings: [finding("warning", "suv_missing", detail)],
  };
}
