import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";
import { type ArchiveBudget, gunzip, isGzip, isZip, zipEntries } from "./archive.ts";
import { isLossyStream } from "./dicom/codestream.ts";
import type { DicomFile } from "./dicom/dataset.ts";
import { frameBytes, frameTable } from "./dicom/frames.ts";
import type { ImageFile } from "./dicom/image-frames.ts";
import { isMosaic, unfoldMosaic } from "./dicom/mosaic.ts";
import { parseDicom } from "./dicom/parse.ts";
import { detachHeader } from "./dicom/parsed-dataset.ts";
import { pixelFormat } from "./dicom/pixel-format.ts";
import { firstPreview } from "./dicom/preview.ts";
import {
  isStructuredReport,
  isWholeSlide,
  MEDIA_DIRECTORY,
  nonImageName,
  RTSTRUCT,
  SEGMENTATIONS,
} from "./dicom/sop-classes.table.ts";
import { tags } from "./dicom/tags.table.ts";
import { rescaleFault } from "./dicom/value-tags.ts";
import type { MeasurementReport } from "./measurement-report.ts";
import { REGISTRATION, readRegistration } from "./readers/registration.ts";
import { readReport } from "./readers/report.ts";
import { isFinding, isRefusal, refuse } from "./refusal.ts";
import type { Registration } from "./registration.ts";
import type { LoadHost, Refusal, SourceFile } from "./series.ts";
import { isVolumeFile } from "./volume-file.ts";

/** A file that was read whole, and its SHA-256 (hex). */
export type ReadFile = { readonly path: string; readonly bytes: Uint8Array; readonly sha256: string };

/** What a drop holds, sorted by kind; nothing is decoded yet. */
export type Sorted = {
  readonly images: ImageFile[];
  readonly segmentations: { readonly file: DicomFile; readonly sha256: string }[];
  readonly niftis: ReadFile[];
  readonly reports: MeasurementReport[];
  readonly registrations: Registration[];
  readonly refusals: Refusal[];
};

/** Most bytes that the archives of one drop may unpack to. */
const ARCHIVE_LIMIT = 16 * 2 ** 30;
/** File bytes kept from reading to decoding; what is beyond is read a second time. */
const KEEP_BYTES = 512 * 2 ** 20;
/** Bytes read at the same time. */
const READ_AHEAD = 64 * 2 ** 20;
/** Archives within archives. */
const MAX_DEPTH = 2;
/** Files that operating systems and media sets leave about. */
const LITTER = /(^|\/)(\.[^/]*|DICOMDIR|Thumbs\.db|desktop\.ini)$|(^|\/)__MACOSX\//i;

type Queued = { readonly file: SourceFile; readonly depth: number };
type State = Sorted & {
  readonly host: LoadHost;
  readonly budget: ArchiveBudget;
  /** SOP instance UID (or hash) → path and hash of the first file that had it. */
  readonly seen: Map<string, { path: string; sha256: string }>;
  kept: number;
};

/**
 * Reads, hashes and parses all files, archives unpacked. One bad file becomes a refusal; only cancelling throws.
 * Files of the same SOP instance, in the drop or already open, are taken once.
 */
export async function sortFiles(files: readonly SourceFile[], host: LoadHost): Promise<Sorted> {
  const state: State = {
    host,
    images: [],
    segmentations: [],
    niftis: [],
    reports: [],
    registrations: [],
    refusals: [],
    budget: { left: ARCHIVE_LIMIT, limit: ARCHIVE_LIMIT },
    seen: new Map(),
    kept: 0,
  };
  for (const series of host.openSeries ?? []) {
    for (const { sopInstanceUid, path, sha256 } of series.slices) {
      if (sopInstanceUid) state.seen.set(sopInstanceUid, { path, sha256 });
    }
  }
  let previewed = false;
  const queue = wanted(files, 0);
  for (let at = 0; at < queue.length; ) {
    if (host.signal?.aborted) throw new RadiomicaError("Cancelled", "Loading was cancelled.");
    host.onProgress?.({ phase: "reading", done: at, total: queue.length });
    const batch = nextBatch(queue, at);
    // Read and hashed side by side, sorted one after the other: the result does not depend on timing.
    const read = await Promise.all(batch.map(({ file }) => readFile(file, host)));
    for (const [i, result] of read.entries()) {
      if (isRefusal(result)) state.refusals.push(result);
      else {
        const { file, depth } = batch[i];
        const inner = isGzip(result.bytes) ? await unpacked(state, result) : null;
        queue.push(...wanted(sortOne(state, file, result, inner, depth), depth + 1));
      }
    }
    at += batch.length;
    if (host.onPreview && !previewed && state.images.length > 0) {
      previewed = true;
      // Beside the reading, which does not wait for it.
      void firstPreview(state.images[0], host).then((preview) => preview && host.onPreview?.(preview));
    }
  }
  host.onProgress?.({ phase: "reading", done: queue.length, total: queue.length });
  return state;
}

const wanted = (files: readonly SourceFile[], depth: number): Queued[] =>
  files.filter((f) => !LITTER.test(f.path)).map((file) => ({ file, depth }));

function nextBatch(queue: readonly Queued[], at: number): readonly Queued[] {
  let end = at;
  let bytes = 0;
  while (end < queue.length && (end === at || (bytes < READ_AHEAD && end - at < 16))) bytes += queue[end++].file.size;
  return queue.slice(at, end);
}

async function readFile(file: SourceFile, host: LoadHost): Promise<ReadFile | Refusal> {
  const { path } = file;
  try {
    const bytes = await file.bytes();
    return { path, bytes, sha256: await (host.hash ?? hashHere)(bytes) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(path, "parse_error", `The file could not be read (${why}). Copy it to this computer and try again.`);
  }
}

/** SHA-256 by the platform; "" where it has none (pages served without TLS). */
async function hashHere(bytes: Uint8Array): Promise<string> {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** What a gzip file holds; the budget of the drop is charged with it. */
async function unpacked({ host, budget }: State, { path, bytes }: ReadFile): Promise<Uint8Array | Refusal> {
  if (!host.gunzip) return gunzip(path, bytes, budget);
  try {
    const inner = await host.gunzip(path, bytes, budget.left);
    if (!isRefusal(inner)) budget.left -= inner.length;
    return inner;
  } catch (error) {
    if (isRadiomicaError(error, "Cancelled")) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return refuse(path, "parse_error", `The file could not be unpacked (${why}).`);
  }
}

/** Sorts one file into `state`; answers the files inside it, if it is an archive. `inner`: of a gzip file. */
function sortOne(
  state: State,
  source: SourceFile,
  read: ReadFile,
  inner: Uint8Array | Refusal | null,
  depth: number,
): SourceFile[] {
  const { path, bytes, sha256 } = read;
  if (isZip(bytes)) {
    const inner = depth < MAX_DEPTH ? zipEntries(path, bytes, state.budget) : tooDeep(path);
    if (!isRefusal(inner)) return inner;
    state.refusals.push(inner);
    return [];
  }
  if (inner) {
    if (isRefusal(inner)) state.refusals.push(inner);
    else if (isVolumeFile(inner)) state.niftis.push({ path, sha256, bytes: inner });
    else return [{ path: path.replace(/\.gz$/i, ""), size: inner.length, bytes: async () => inner }];
    return [];
  }
  if (isVolumeFile(bytes)) {
    if (!isDuplicate(state, read.sha256, read)) state.niftis.push(read);
    return [];
  }
  const refusal = sortDicom(state, source, read);
  if (refusal) state.refusals.push(refusal);
  return [];
}

const tooDeep = (path: string): Refusal =>
  refuse(path, "archive_limit", "An archive within an archive within an archive is not opened. Unpack it first.");

function sortDicom(state: State, source: SourceFile, { path, bytes, sha256 }: ReadFile): Refusal | null {
  const file = parseDicom(path, bytes);
  if (isRefusal(file)) return file;
  if (file.sopClassUid === MEDIA_DIRECTORY) return null;
  if (isStructuredReport(file.sopClassUid)) {
    const report = readReport(file);
    if (!isRefusal(report)) {
      if (!isDuplicate(state, file.sopInstanceUid || sha256, { path, sha256 })) state.reports.push(report);
      return null;
    }
  }
  if (file.sopClassUid === REGISTRATION) {
    const registration = readRegistration(file);
    if (isRefusal(registration)) return registration;
    if (!isDuplicate(state, file.sopInstanceUid || sha256, { path, sha256 })) state.registrations.push(registration);
    return null;
  }
  const what = nonImageName(file.sopClassUid);
  if (what) {
    return refuse(path, "ignored_file", `The file is ${what}; it holds no image and was left aside.`, { what }, "info");
  }
  if (isDuplicate(state, file.sopInstanceUid || sha256, { path, sha256 })) return null;
  if (file.sopClassUid === RTSTRUCT || SEGMENTATIONS.includes(file.sopClassUid)) {
    state.segmentations.push({ file, sha256 });
    return null;
  }
  if (isWholeSlide(file.sopClassUid)) {
    return refuse(path, "unsupported", "Whole-slide microscopy is not supported: its frames are tiles, not slices.");
  }
  if (!file.pixelData) return noPixels(file);
  const format = pixelFormat(file);
  if (isFinding(format)) return { path, finding: format };
  const fault = rescaleFault(file);
  if (fault) return { path, finding: fault };
  const table = frameTable(file, format);
  if (isFinding(table)) return { path, finding: table };
  if (isMosaic(file.dataset)) {
    const unfolded = unfoldMosaic(file, format, table);
    if (!unfolded) return foldedMosaic(path);
    state.images.push({ ...keep(state, source, file), ...unfolded, sha256, lossy: false });
    return null;
  }
  const lossy = table.bitsPerFrame === null && isLossyStream(frameBytes(file.bytes, table, 0)) === true;
  state.images.push({ ...keep(state, source, file), format, table, sha256, lossy });
  return null;
}

function foldedMosaic(path: string): Refusal {
  const detail =
    "A Siemens mosaic, whose tiles are the slices of a volume, cannot be taken apart: it is compressed, or their size is not in the file. Export it as single slices.";
  return refuse(path, "unsupported", detail);
}

function noPixels(file: DicomFile): Refusal {
  const modality = file.dataset.string(tags.Modality) ?? "";
  const of = modality ? ` (modality ${modality})` : "";
  const detail = `The file${of} holds no pixel data: there is no image in it. Export the images themselves.`;
  return refuse(file.path, "no_pixel_data", detail, { modality });
}

/** Below the limit the bytes stay; above it only the header does, and the file is read again to be decoded. */
function keep(state: State, source: SourceFile, file: DicomFile): Pick<ImageFile, "file" | "open"> {
  if (state.kept + file.bytes.length <= KEEP_BYTES) {
    state.kept += file.bytes.length;
    return { file, open: async () => file.bytes };
  }
  const open = async () => {
    const again = parseDicom(source.path, await source.bytes());
    if (isRefusal(again)) throw new Error(again.finding.detail);
    return again.bytes;
  };
  return { file: detachHeader(file), open };
}

/** True when this instance was taken already; a finding says so, as a warning when the contents differ. */
function isDuplicate(state: State, id: string, { path, sha256 }: { path: string; sha256: string }): boolean {
  const known = state.seen.get(id);
  if (!known) {
    if (id) state.seen.set(id, { path, sha256 });
    return false;
  }
  const same = known.sha256 === sha256;
  const detail = same
    ? `The same file was loaded already (${known.path}).`
    : `The same object was loaded already from ${known.path}, but with other contents; this copy was left aside.`;
  state.refusals.push(refuse(path, "duplicate_file", detail, { first: known.path }, same ? "info" : "warning"));
  return true;
}
