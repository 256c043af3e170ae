import { gunzip, isGzip } from "./archive.ts";
import { load } from "./load.ts";
import { isNifti } from "./readers/nifti.ts";
import { readNiftiMask } from "./readers/nifti-mask.ts";
import { isRefusal, refuse } from "./refusal.ts";
import type { ImportedSegmentation, LoadHost, Refusal, Series, SourceFile } from "./series.ts";
import { sha256 } from "./sha256.ts";

const LIMIT = 16 * 2 ** 30;

/**
 * Loads a file that is said to hold regions: RTSTRUCT, SEG, a NIfTI label map, or a ZIP of such. Unlike a drop, where
 * the loader judges by itself what is a mask, everything that is none is refused.
 */
export async function loadMask(
  file: SourceFile,
  series: readonly Series[],
  host: LoadHost,
): Promise<{ readonly segmentations: readonly ImportedSegmentation[]; readonly refusals: readonly Refusal[] }> {
  const only = (result: ImportedSegmentation | Refusal) =>
    isRefusal(result) ? { segmentations: [], refusals: [result] } : { segmentations: [result], refusals: [] };
  const read = await file.bytes();
  const bytes = isGzip(read) ? gunzip(file.path, read, { left: LIMIT, limit: LIMIT }) : read;
  if (isRefusal(bytes)) return only(bytes);
  if (isNifti(bytes)) {
    return only(readNiftiMask({ path: file.path, bytes, sha256: await (host.hash ?? sha256)(read) }, series));
  }
  const { segmentations, refusals } = await load([{ ...file, bytes: async () => read }], {
    ...host,
    openSeries: series,
  });
  if (segmentations.length > 0 || refusals.some((r) => r.finding.level === "error")) return { segmentations, refusals };
  return only(
    refuse(file.path, "ignored_file", "The file holds no regions: it is no RTSTRUCT, SEG or NIfTI label map."),
  );
}
