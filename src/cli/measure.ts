import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";
import { familiesOf } from "#engine/features/index.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import type { DiagnosticRow, Extraction, ExtractionInput } from "#engine/plan/extraction.ts";
import { withImageDiagnostics } from "#engine/plan/image-diagnostics.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { ImportedSegmentation, Series } from "#io/series.ts";
import { APP_VERSION } from "#io/version.ts";
import { type MeasuredSegment, provenanceOf, recipeHash } from "#io/writers/provenance.ts";
import { extractBankInParts } from "#workers/extract-bank-in-parts.ts";
import { extractInParts } from "#workers/extract-in-parts.ts";
import type { JobOptions, Pool } from "#workers/protocol.ts";
import { allocateUint8 } from "#workers/shared.ts";
import type { BankImage, Configuration } from "./configuration.ts";
import type { Log } from "./log.ts";
import { referenceIn } from "./reference.ts";
import type { Region } from "./regions.ts";

/** The settings of a configuration for an image. */
export const recipeFor = ({ recipe }: Configuration, { modality, image, use }: Series): Recipe =>
  recipe ?? defaultRecipe(modality, image.unit, image.grid, use);

type Job = {
  readonly region: Region;
  readonly config: Configuration;
  readonly recipe: Recipe;
  /** How many threads there are for it. */
  readonly threads: number;
};
type Context = {
  readonly pool: Pool;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly now: Date;
  readonly includePaths: boolean;
  /** All masks, also those that are not measured: a normalisation may name one. */
  readonly segmentations: readonly ImportedSegmentation[];
};

/**
 * Measures every region with every configuration, as many at a time as there are threads; results stand in the order
 * of regions, then configurations, then a configuration's images. The first failure ends the others.
 */
export async function measureAll(
  regions: readonly Region[],
  configurations: readonly Configuration[],
  context: Context,
): Promise<MeasuredSegment[]> {
  const pairs = regions.flatMap((region) =>
    configurations.filter((config) => isMeantFor(config, region)).map((config) => ({ region, config })),
  );
  const threads = Math.floor(context.pool.size / pairs.length);
  const jobs = pairs.map((pair): Job => ({ ...pair, recipe: recipeFor(pair.config, pair.region.series), threads }));
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const describe = imageDescriptions(context.pool, signal);
  const shares = jobs.map(() => 0);
  const results: MeasuredSegment[][] = [];
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
  return results.flat();
}

/** A parameter file names a region by its number; a structure set has names only. */
export const isMeantFor = ({ label }: Configuration, { segmentation, segment }: Region): boolean =>
  label === undefined || segmentation.kind === "RTSTRUCT" || segment.number === label;

async function measureOne(
  job: Job,
  { pool, log, signal, now, includePaths, segmentations }: Context,
  describe: (series: Series, recipe: Recipe) => Promise<readonly DiagnosticRow[]>,
  onProgress: (done: number, total: number, what: string) => void,
): Promise<MeasuredSegment[]> {
  const { region, config, recipe } = job;
  const { series, segment, segmentation, name, label } = region;
  const labels = allocateUint8(series.image.data.length);
  labels.set(segment.mask);
  const begun = performance.now();
  const mask = { labels, ...referenceIn(segmentations, series, recipe) };
  const images = await imagesOf(job, pool, mask, { signal, onProgress }).catch((error: unknown) => {
    throw named(error, `Region "${name}", settings "${config.name}"`);
  });
  const ofImage = await describe(series, recipe);
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
  const measured = await Promise.all(
    images.map(async (image): Promise<MeasuredSegment> => {
      const extraction = withImageDiagnostics(image.extraction, ofImage);
      const own = { recipe: extraction.recipe, recipeSha256: await recipeHash(extraction.recipe) };
      // The mask held one region as 1; in its file it has a number of its own.
      return { ...image, extraction, provenance: { ...provenance, ...own, region: { ...provenance.region, label } } };
    }),
  );
  const rows = measured.flatMap(({ extraction }) => extraction.rows);
  const missing = rows.filter((row) => "reason" in row).length;
  const { voxels } = provenance.region;
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(3));
  const count = measured.length > 1 ? ` (${measured.length} images)` : "";
  const message = `"${name}" with "${config.name}"${count}: ${voxels} voxels, ${rows.length - missing} values${missing > 0 ? `, ${missing} reasons why there is none` : ""}`;
  const fields = { region: name, config: config.name, images: measured.length, voxels, missing, seconds };
  log.say("info", "measured", message, fields);
  for (const { extraction, filter } of measured) {
    const of = filter === undefined ? "" : ` (${filter})`;
    for (const w of extraction.warnings) {
      const about = { region: name, config: config.name, code: w.code };
      log.say(
        "warning",
        "extraction",
        `"${name}"${of}: ${w.detail}`,
        filter === undefined ? about : { ...about, filter },
      );
    }
  }
  return measured;
}

type Image = Pick<MeasuredSegment, "extraction" | "filter">;

/** The image of a recipe, or the images of its bank: interpolated once, and filters share what they can. */
async function imagesOf(
  { region: { series }, config, recipe, threads }: Job,
  pool: Pool,
  mask: Pick<ExtractionInput, "labels" | "reference">,
  options: JobOptions,
): Promise<Image[]> {
  const input = { image: series.image, ...mask, label: 1 };
  const { images } = config;
  if (images === undefined) {
    const measured =
      threads > 1 ? extractInParts(pool, input, recipe, options) : pool.run("extract", { input, recipe }, options);
    return [{ extraction: await measured }];
  }
  const bank = images.map(({ filter }) => filter);
  const every = familiesOf(recipe.profile ?? "IBSI").map(({ id }) => id);
  const families = images.map((image) => image.families ?? every);
  const found = await extractBankInParts(pool, { input, recipe, bank, families }, threads, options);
  return found.map(({ extraction, label }, n) => ({
    extraction: asked(extraction, images[n]),
    filter: images[n].label ?? label,
  }));
}

/** The rows that a parameter file asks for. */
const asked = (extraction: Extraction, { features }: BankImage): Extraction =>
  features === undefined ? extraction : { ...extraction, rows: extraction.rows.filter((row) => features.has(row.id)) };

/** Diagnostics of whole images, each computed once: regions share them. */
function imageDescriptions(pool: Pool, signal: AbortSignal) {
  const known = new Map<string, Promise<readonly DiagnosticRow[]>>();
  return (series: Series, recipe: Recipe): Promise<readonly DiagnosticRow[]> => {
    const { profile, interpolation, pyradiomics, normalisation } = recipe;
    const key = `${series.id} ${JSON.stringify({ profile, interpolation, pyradiomics, normalisation })}`;
    const found = known.get(key) ?? pool.run("describe", { image: series.image, recipe }, { signal });
    known.set(key, found);
    return found;
  };
}

function named(error: unknown, what: string): unknown {
  if (!isRadiomicaError(error) || error.tag === "Cancelled") return error;
  return new RadiomicaError(error.tag, `${what}: ${error.message}`, { ...error.fields }, error);
}
