import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import type { DiagnosticRow, Extraction } from "#engine/plan/extraction.ts";
import { withImageDiagnostics } from "#engine/plan/image-diagnostics.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { APP_VERSION } from "#io/version.ts";
import { type MeasuredSegment, provenanceOf } from "#io/writers/provenance.ts";
import { extractInParts } from "#workers/extract-in-parts.ts";
import type { Pool } from "#workers/protocol.ts";
import { allocateUint8 } from "#workers/shared.ts";
import type { Configuration } from "./configurations.ts";
import type { Log } from "./log.ts";
import type { Region } from "./regions.ts";

/** The settings of a configuration for an image. */
export const recipeFor = ({ recipe }: Configuration, { modality, image, use }: Series): Recipe =>
  recipe ?? defaultRecipe(modality, image.unit, image.grid, use);

type Job = {
  readonly region: Region;
  readonly config: Configuration;
  readonly recipe: Recipe;
  /** Fewer jobs than threads: each may be shared out. */
  readonly alone: boolean;
};
type Context = {
  readonly pool: Pool;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly now: Date;
  readonly includePaths: boolean;
};

/**
 * Measures every region with every configuration, as many at a time as there are threads; results stand in the order
 * of regions, then configurations. The first failure ends the others.
 */
export async function measureAll(
  regions: readonly Region[],
  configurations: readonly Configuration[],
  context: Context,
): Promise<MeasuredSegment[]> {
  const alone = regions.length * configurations.length < context.pool.size;
  const jobs = regions.flatMap((region) =>
    configurations.map((config): Job => ({ region, config, recipe: recipeFor(config, region.series), alone })),
  );
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const describe = imageDescriptions(context.pool, signal);
  const shares = jobs.map(() => 0);
  const results: MeasuredSegment[] = [];
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < jobs.length; n = next++) {
      const onProgress = (done: number, total: number, what: string) => {
        shares[n] = total > 0 ? done / total : 0;
        tell(`${jobs[n].region.name}${what ? `, ${what}` : ""}`);
      };
      results[n] = await measureOne(jobs[n], { ...context, signal }, describe, onProgress);
      shares[n] = 1;
    }
  };
  const tell = (what: string) => {
    const done = shares.reduce((sum, share) => sum + share, 0);
    context.log.progress("measuring", Math.round(100 * done), 100 * jobs.length, what);
  };
  const workers = Array.from({ length: Math.min(context.pool.size, jobs.length) }, worker);
  try {
    await Promise.all(workers);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(workers);
    throw error;
  }
  return results;
}

async function measureOne(
  { region, config, recipe, alone }: Job,
  { pool, log, signal, now, includePaths }: Context,
  describe: (series: Series, recipe: Recipe) => Promise<readonly DiagnosticRow[]>,
  onProgress: (done: number, total: number, what: string) => void,
): Promise<MeasuredSegment> {
  const { series, segment, segmentation, name, label } = region;
  const labels = allocateUint8(series.image.data.length);
  labels.set(segment.mask);
  const begun = performance.now();
  const input = { image: series.image, labels, label: 1 };
  const options = { signal, onProgress };
  const { families } = config;
  const job =
    alone && !families
      ? extractInParts(pool, input, recipe, options)
      : pool.run("extract", { input, recipe, families }, options);
  const measured = await job.catch((error: unknown) => {
    throw named(error, `Region "${name}", settings "${config.name}"`);
  });
  const extraction = asked(withImageDiagnostics(measured, await describe(series, recipe)), config);
  const provenance = await provenanceOf({
    series,
    labels,
    label: 1,
    name,
    recipe,
    now,
    appVersion: APP_VERSION,
    source: `${segmentation.kind} ${segmentation.id.replace(/^nifti:/, "")}, sha256 ${segmentation.sha256}`,
    regionFindings: region.findings,
    recipeName: config.name,
    includePaths,
  });
  const missing = extraction.rows.filter((row) => "reason" in row).length;
  const { voxels } = provenance.region;
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(3));
  const settings = config.image === undefined ? config.name : `${config.name} (${config.image})`;
  const message = `"${name}" with "${settings}": ${voxels} voxels, ${extraction.rows.length - missing} values${missing > 0 ? `, ${missing} reasons why there is none` : ""}`;
  log.say("info", "measured", message, { region: name, config: settings, voxels, missing, seconds });
  for (const w of extraction.warnings) {
    log.say("warning", "extraction", `"${name}": ${w.detail}`, { region: name, config: config.name, code: w.code });
  }
  // The mask held one region as 1; in its file it has a number of its own.
  return {
    extraction,
    provenance: { ...provenance, region: { ...provenance.region, label } },
    ...(config.image === undefined ? {} : { filter: config.image }),
  };
}

/** The rows that a parameter file asks for. */
const asked = (extraction: Extraction, { features }: Configuration): Extraction =>
  features === undefined ? extraction : { ...extraction, rows: extraction.rows.filter((row) => features.has(row.id)) };

/** Diagnostics of whole images, each computed once: regions share them. */
function imageDescriptions(pool: Pool, signal: AbortSignal) {
  const known = new Map<string, Promise<readonly DiagnosticRow[]>>();
  return (series: Series, recipe: Recipe): Promise<readonly DiagnosticRow[]> => {
    const { profile, interpolation, filter, pyradiomics } = recipe;
    const key = `${series.id} ${JSON.stringify({ profile, interpolation, filter, pyradiomics })}`;
    const found = known.get(key) ?? pool.run("describe", { image: series.image, recipe }, { signal });
    known.set(key, found);
    return found;
  };
}

function named(error: unknown, what: string): unknown {
  if (!isRadiomicaError(error) || error.tag === "Cancelled") return error;
  return new RadiomicaError(error.tag, `${what}: ${error.message}`, { ...error.fields }, error);
}
