import type { Series } from "#io/series.ts";

/**
 * A file name from the series' description and date; never from the patient's name or ID. What file systems refuse
 * becomes a hyphen.
 */
export function fileName(
  series: Pick<Series, "description" | "modality"> & { readonly study: Pick<Series["study"], "studyDate"> },
  what: string,
  extension: string,
): string {
  const parts = [series.description || series.modality, series.study.studyDate, what];
  const base = parts.map(clean).filter(Boolean).join("_");
  return `${base || "radiomica"}.${extension}`;
}

const clean = (text: string) =>
  text
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}.+-]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 60);
