import { didYouMean } from "#io/nearest.ts";
import type { Finding, ImportedSegment, ImportedSegmentation, Series } from "#io/series.ts";
import type { Given } from "./arguments.ts";
import { refusal } from "./exit.ts";
import type { Log } from "./log.ts";
import { isPattern, matches } from "./pattern.ts";
import { atMostWarning, type Study } from "./study.ts";

/** A region to be measured on its series. */
export type Region = {
  readonly series: Series;
  readonly segmentation: ImportedSegmentation;
  readonly segment: ImportedSegment;
  readonly name: string;
  /** Its number in its file, else its place there, from 1. */
  readonly label: number;
  /** What the reader said of this region, or of the whole file. */
  readonly findings: readonly Finding[];
};

/** All regions of a study, in the order of its masks. */
export const regionsOf = (study: Study): Region[] =>
  study.segmentations.flatMap((segmentation) => {
    const series = study.series.find((s) => s.id === segmentation.seriesId);
    if (!series) return [];
    return segmentation.segments.map((segment, i) => ({
      series,
      segmentation,
      segment,
      name: segment.name,
      label: segment.number ?? i + 1,
      findings: segmentation.findings.filter((f) => f.fields.roi === undefined || f.fields.roi === segment.name),
    }));
  });

/**
 * The regions that `only` names (all, if it names none) less those that `except` names; names, numbers, and patterns
 * with * and ?. Throws a refusal with the names there are where nothing is called so.
 */
export function chooseRegions(
  regions: readonly Region[],
  only: readonly string[],
  except: readonly string[],
  findings: readonly Finding[],
): Region[] {
  for (const pattern of only) {
    if (regions.some((r) => isMeant(r, pattern))) continue;
    const names = [...new Set(regions.map((r) => r.name))];
    const said = findings.find((f) => f.fields.roi === pattern);
    const hint = said ? ` ${said.detail}` : didYouMean(pattern, names);
    const list = `There are: ${names.map((n) => `"${n}"`).join(", ") || "none"}.`;
    throw refusal("region_unknown", `No region is called "${pattern}"${hint || "."} ${list}`, { regions: names });
  }
  const chosen = regions.filter((r) => only.length === 0 || only.some((pattern) => isMeant(r, pattern)));
  const kept = chosen.filter((r) => !except.some((pattern) => isMeant(r, pattern)));
  if (kept.length === 0) {
    throw refusal("no_region", chosen.length > 0 ? "--exclude leaves no region." : "The mask holds no region.");
  }
  return kept;
}

function isMeant({ name, segment }: Region, pattern: string): boolean {
  if (name === pattern || String(segment.number) === pattern) return true;
  return isPattern(pattern) && matches(pattern, name);
}

/**
 * The regions that the command line chooses of a study, told to the log with what was said of them. Throws a refusal
 * where there is no mask, or several and none was named.
 */
export function regionsFor(study: Study, given: Given, log: Log): Region[] {
  const { segmentations } = study;
  if (segmentations.length === 0) {
    const said = study.refusals.filter((r) => r.finding.level === "error").map((r) => ` ${r.finding.detail}`);
    throw refusal("no_mask", `No segmentation lies with the images; give one with --mask.${said.join("")}`);
  }
  if (given.all("mask").length === 0 && segmentations.length > 1) {
    const list = segmentations.map((s) => `  ${s.path} (${s.kind} "${s.label}")`).join("\n");
    throw refusal(
      "several_masks",
      `${segmentations.length} segmentations lie with the images; say which with --mask, or its images with --series:\n${list}`,
    );
  }
  const findings = segmentations.flatMap((s) => s.findings);
  const regions = chooseRegions(regionsOf(study), given.all("roi"), given.all("exclude"), findings);
  for (const { name, label, segment, segmentation, series } of regions) {
    const fields = { region: name, label, voxels: segment.voxels, series: series.id, mask: segmentation.path };
    log.say("info", "region", `Region "${name}": ${segment.voxels} voxels`, fields);
  }
  for (const f of new Set(regions.flatMap((r) => r.findings))) {
    log.say(atMostWarning(f.level), "finding", f.detail, { code: f.code, ...f.fields });
  }
  return regions;
}
