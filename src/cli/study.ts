import { totalmem } from "node:os";
import type { SuvRequest } from "#io/dicom/suv-request.ts";
import { load } from "#io/load.ts";
import { loadMask } from "#io/load-mask.ts";
import { gridFigures } from "#io/readers/grid-match.ts";
import type { ImportedSegmentation, Refusal, Series } from "#io/series.ts";
import { loadHostOf } from "#workers/load-host.ts";
import type { Pool } from "#workers/protocol.ts";
import type { Given } from "./arguments.ts";
import { type CliError, refusal, usageError } from "./exit.ts";
import { filesUnder, realPaths } from "./files.ts";
import type { Level, Log } from "./log.ts";

/** What `--image`, `--mask` and `--series` name, loaded. */
export type Study = {
  readonly series: readonly Series[];
  readonly segmentations: readonly ImportedSegmentation[];
  readonly refusals: readonly Refusal[];
};
export type StudyRequest = {
  readonly images: readonly string[];
  readonly masks: readonly string[];
  readonly series?: string;
  /** Which SUV a PET is to be, and what is supplied for it. */
  readonly suv?: SuvRequest;
  /** From which share on a voxel of a fractional segmentation is inside. */
  readonly fraction?: number;
};

/** What `--fraction` gives; undefined where it is left out. Throws a usage error. */
export function fractionOf(given: Given): number | undefined {
  const text = given.one("fraction");
  if (text === undefined) return undefined;
  const share = Number(text);
  if (share > 0 && share <= 1) return share;
  throw usageError(`--fraction is a number above 0 and up to 1; it is "${text}".`);
}

/** Sentences of one kind that stand in a message; the log has them all. */
const SHOWN = 5;

/**
 * Loads images, then masks against them. Without masks: the segmentations that came with the images. Nothing of the
 * data is refused here but what cannot be loaded at all, a series that is not there, and a mask that fits no image.
 */
export async function openStudy(request: StudyRequest, pool: Pool, log: Log, signal: AbortSignal): Promise<Study> {
  const masks = await realPaths(request.masks.filter((mask) => !request.images.includes(mask)));
  const files = (await Promise.all(request.images.map((path) => filesUnder("--image", path, masks)))).flat();
  const maskFiles = (await Promise.all(request.masks.map((path) => filesUnder("--mask", path)))).flat();
  const named = new Set(request.masks);
  if (files.length === 0) throw refusal("no_image", `There is no file in ${request.images.join(", ")}.`);
  if (request.masks.length > 0 && maskFiles.length === 0) {
    throw refusal("no_mask", `There is no file in ${request.masks.join(", ")}.`);
  }
  const host = loadHostOf(pool, {
    signal,
    maxBytes: Math.max(2 ** 30, totalmem() / 2),
    ...(request.suv ? { suv: request.suv } : {}),
    ...(request.fraction === undefined ? {} : { fraction: request.fraction }),
    onProgress: ({ phase, done, total }) => log.progress(phase, done, total),
  });
  const loaded = await load(files, host);
  tellRefusals(log, loaded.refusals);
  if (loaded.series.length === 0) {
    throw refusal("no_image", `No image could be loaded. ${reasons(loaded.refusals)}`.trim());
  }
  const series = chosenSeries(loaded.series, request.series);
  for (const s of series) tellSeries(log, s);
  if (request.suv && series.every((s) => !s.suv)) {
    throw refusal("no_pet", "--suv and the values beside it are for PET, and there is none here.");
  }
  const ids = new Set(series.map((s) => s.id));
  if (maskFiles.length === 0) {
    return { ...loaded, series, segmentations: loaded.segmentations.filter((s) => ids.has(s.seriesId)) };
  }
  const segmentations: ImportedSegmentation[] = [];
  const refusals = [...loaded.refusals];
  for (const file of maskFiles) {
    const result = await loadMask(file, series, host);
    refusals.push(...result.refusals);
    segmentations.push(...result.segmentations);
    const bad = result.refusals.filter((r) => r.finding.level === "error");
    // In a folder that was given for its masks, images and notes may lie as well.
    if (!named.has(file.path) && bad.every((r) => isNoMask(r))) tellRefusals(log, bad);
    else if (bad.length > 0) throw maskRefusal(file.path, bad, series);
  }
  if (segmentations.length === 0) throw refusal("no_mask", `There is no mask in ${request.masks.join(", ")}.`);
  return { series, segmentations, refusals };
}

const isNoMask = ({ finding }: Refusal): boolean => finding.code === "ignored_file" || finding.code === "not_dicom";

function maskRefusal(path: string, bad: readonly Refusal[], series: readonly Series[]): CliError {
  const choose = bad.some((r) => /Say which\.$/.test(r.finding.detail)) ? ` ${listed(series)}` : "";
  return refusal("mask_refused", `${reasons(bad)}${choose}`, { code: bad[0].finding.code, path });
}

/** The one series that is asked for, or all. */
function chosenSeries(series: readonly Series[], wanted: string | undefined): readonly Series[] {
  if (wanted === undefined) return series;
  const exact = series.filter((s) => s.id === wanted);
  const found =
    exact.length > 0 ? exact : series.filter((s) => s.seriesInstanceUid === wanted || s.description === wanted);
  if (found.length === 1) return found;
  const why =
    found.length === 0
      ? `There is no series "${wanted}" here.`
      : `"${wanted}" names ${found.length} series; give the one that is meant by its id.`;
  throw refusal("series_unknown", `${why} ${listed(found.length === 0 ? series : found)}`);
}

/** The series by name, for a message. */
export const listed = (series: readonly Series[]): string =>
  `Series (--series UID):\n${series.map((s) => `  ${seriesLine(s)}`).join("\n")}`;

export const seriesLine = (s: Series): string =>
  `${s.id}  ${s.modality} "${s.description}", ${gridFigures(s.image.grid)}, ${s.image.unit === "1" ? "no unit" : s.image.unit}`;

const reasons = (refusals: readonly Refusal[]): string => {
  const sentences = refusals.slice(0, SHOWN).map((r) => `${r.path}: ${r.finding.detail}`);
  const more = refusals.length - sentences.length;
  return [...sentences, ...(more > 0 ? [`… and ${more} more.`] : [])].join("\n");
};

function tellSeries(log: Log, series: Series): void {
  const { id, modality, description, use, image, findings } = series;
  const { dims, spacing } = image.grid;
  const message = `${modality} "${description}": ${gridFigures(image.grid)}, ${image.unit}`;
  log.say("info", "series", message, { series: id, modality, dims, spacing, unit: image.unit, use });
  for (const f of findings) {
    log.say(atMostWarning(f.level), "finding", f.detail, { series: id, code: f.code, ...f.fields });
  }
}

function tellRefusals(log: Log, refusals: readonly Refusal[]): void {
  for (const { path, finding } of refusals) {
    log.say(atMostWarning(finding.level), "file_refused", `${path}: ${finding.detail}`, { path, code: finding.code });
  }
}

/** Level "error" is kept for what ends the command. */
export const atMostWarning = (level: Level): Level => (level === "error" ? "warning" : level);
