import { RadiomicaError } from "#engine/errors.ts";
import { voxelCount } from "#engine/grid.ts";
import { decodeSeries } from "./dicom/decode-series.ts";
import { type ImageFrame, imageFrames } from "./dicom/image-frames.ts";
import { planSeries, type SeriesPlan } from "./dicom/plan.ts";
import { RTSTRUCT } from "./dicom/sop-classes.table.ts";
import { type Sorted, sortFiles } from "./intake.ts";
import { takeNiftis } from "./nifti-intake.ts";
import { readRtstruct } from "./readers/rtstruct.ts";
import { readSeg } from "./readers/seg.ts";
import { finding, isRefusal, refuse } from "./refusal.ts";
import type { ImportedSegmentation, LoadHost, LoadResult, Refusal, Series, SourceFile } from "./series.ts";

const DEFAULT_MAX_BYTES = 4 * 2 ** 30;

/**
 * Loads whatever was dropped: DICOM, NIfTI, ZIP. Nothing is thrown for a bad file (it stands in `refusals`); only
 * cancelling rejects, with "Cancelled". All headers are read and judged before the first voxel is allocated.
 */
export async function load(files: readonly SourceFile[], host: LoadHost): Promise<LoadResult> {
  const sorted = await sortFiles(files, host);
  const refusals = [...sorted.refusals];
  const frames = sorted.images.flatMap((image) => imageFrames(image));
  const budget = { left: host.maxBytes ?? DEFAULT_MAX_BYTES };
  const dicom = markPatients(await decodeAll(frames, host, budget, refusals));
  const open = host.openSeries ?? [];
  const nifti = await takeNiftis(sorted.niftis, [...dicom, ...open], host, budget, refusals);
  const series = [...dicom, ...nifti.series];
  const segmentations = await readSegmentations(sorted, [...series, ...open], host, refusals);
  return {
    series,
    segmentations: [...segmentations, ...nifti.segmentations],
    ...(sorted.reports.length > 0 ? { reports: sorted.reports } : {}),
    ...(sorted.registrations.length > 0 ? { registrations: sorted.registrations } : {}),
    refusals: series.length > 0 ? refusals.map(demoteLitter) : refusals,
  };
}

/** A viewer's programs and notes on a medium are no mistake of the user's, once images were found beside them. */
function demoteLitter(refusal: Refusal): Refusal {
  const isOther = refusal.finding.code === "not_dicom" && /\.[a-z]{2,5}$/i.test(refusal.path);
  if (!isOther || /\.(dcm|dicom|ima|nii|gz|zip)$/i.test(refusal.path)) return refusal;
  return { ...refusal, finding: { ...refusal.finding, level: "info" } };
}

/** Plans and decodes; a file that fails is taken out, and its series judged again without it. */
async function decodeAll(
  frames: readonly ImageFrame[],
  host: LoadHost,
  budget: { left: number },
  refusals: Refusal[],
): Promise<Series[]> {
  const open = new Set(host.openSeries?.map((s) => s.id));
  const queue = planSeries(frames, host.suv);
  const done: Series[] = [];
  let total = queue.reduce((sum, plan) => sum + plan.frames.length, 0);
  let decoded = 0;
  for (let plan = queue.shift(); plan; plan = queue.shift()) {
    if (host.signal?.aborted) throw new RadiomicaError("Cancelled", "Loading was cancelled.");
    const bytes = 4 * voxelCount(plan.grid);
    if (bytes > budget.left) {
      refusals.push(tooLarge(plan, bytes, budget.left));
      continue;
    }
    const result = await decodeSeries(freshId(plan, open), host, () => {
      host.onProgress?.({ phase: "decoding", done: ++decoded, total });
    });
    if ("series" in result) {
      budget.left -= bytes;
      done.push(result.series);
      open.add(result.series.id);
      continue;
    }
    refusals.push(...result.failures);
    const bad = new Set(result.failures.map((f) => f.path));
    const rest = plan.frames.filter((f) => !bad.has(f.image.file.path));
    const again = rest.length > 0 ? planSeries(rest, host.suv) : [];
    total += rest.length;
    queue.unshift(...again);
  }
  return done;
}

function freshId(plan: SeriesPlan, taken: ReadonlySet<string>): SeriesPlan {
  let id = plan.id;
  for (let i = 2; taken.has(id); i++) id = `${plan.id}~${i}`;
  return { ...plan, id };
}

function tooLarge(plan: SeriesPlan, bytes: number, left: number): Refusal {
  const megabytes = (n: number) => Math.round(n / 2 ** 20);
  const [nx, ny, nz] = plan.grid.dims;
  const detail = `This series (${nx} × ${ny} × ${nz}) takes ${megabytes(bytes)} MB, but only ${megabytes(left)} MB are left for images. Close other series, or drop fewer files at a time.`;
  return refuse(plan.frames[0].image.file.path, "too_large", detail, { bytes, left, files: plan.frames.length });
}

/** Says on every series that the drop held more than one patient. */
function markPatients(series: readonly Series[]): Series[] {
  const patients = new Set(series.map((s) => `${s.study.patientId}\n${s.study.patientName}`));
  if (patients.size < 2) return [...series];
  const detail = `These files are of ${patients.size} patients; each series names its own.`;
  const note = finding("info", "mixed_patients", detail, { patients: patients.size });
  return series.map((s) => ({ ...s, findings: [...s.findings, note] }));
}

async function readSegmentations(
  { segmentations }: Sorted,
  series: readonly Series[],
  host: LoadHost,
  refusals: Refusal[],
): Promise<ImportedSegmentation[]> {
  const read: ImportedSegmentation[] = [];
  for (const [i, { file, sha256 }] of segmentations.entries()) {
    if (host.signal?.aborted) throw new RadiomicaError("Cancelled", "Loading was cancelled.");
    host.onProgress?.({ phase: "segmentations", done: i, total: segmentations.length });
    try {
      const result = file.sopClassUid === RTSTRUCT ? readRtstruct(file, series) : readSeg(file, series, host.fraction);
      if (isRefusal(result)) refusals.push(result);
      else read.push({ ...result, sha256 });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      refusals.push(refuse(file.path, "parse_error", `The segmentation could not be read (${why}).`));
    }
  }
  return read;
}
