import { extname } from "node:path";
import { isRadiomicaError } from "#engine/errors.ts";
import { type PerturbationId, type PlanSettings, perturbationPlan, robustnessOf } from "#engine/perturb/index.ts";
import type { Series } from "#io/series.ts";
import { APP_VERSION } from "#io/version.ts";
import { provenanceOf } from "#io/writers/provenance.ts";
import { robustnessCsv, robustnessJson } from "#io/writers/robustness.ts";
import { perturbPlan } from "#workers/perturb-plan.ts";
import { allocateUint8 } from "#workers/shared.ts";
import { type Given, whole } from "../arguments.ts";
import { checkWritable, writeAtomically } from "../atomic-file.ts";
import type { Configuration } from "../configuration.ts";
import { readConfigurations } from "../configurations.ts";
import { cancelled, refusal, usageError } from "../exit.ts";
import { refuseInputAsOutput } from "../files.ts";
import { isMeantFor, recipeFor } from "../measure.ts";
import { perturbationOptions, planOf } from "../perturbation-options.ts";
import { referenceIn } from "../reference.ts";
import { type Region, regionsFor } from "../regions.ts";
import { openStudy } from "../study.ts";
import { suvOptions, suvRequestOf } from "../suv.ts";
import { options } from "../texts.ts";
import { judgeData, judgeRecipes } from "../verdicts.ts";
import type { Command, Context } from "./command.ts";

export const robustness: Command = {
  name: "robustness",
  summary: "how far each feature is to be trusted: measured again and again under perturbations",
  usage: "--image DIR|FILE --mask FILE [--config FILE|PRESET] --out FILE.csv|FILE.json [PERTURBATIONS] [OPTIONS]",
  about:
    "Disturbs image and region as a new scan or another reader would (Zwanenburg 2019) and measures them each time. For each feature: ICC(1,1) over the regions, within-subject standard deviation and coefficient of variation, repeatability coefficient, with 95 % intervals, and a light: green where the whole interval of the ICC is above 0.9, red where it reaches below 0.5. An ICC needs two regions or more. JSON holds every measurement besides.",
  options: [
    options.image,
    options.mask,
    options.config,
    options.out,
    ...perturbationOptions,
    options.overwrite,
    options.roi,
    options.exclude,
    options.series,
    ...suvOptions,
    options.accept,
    options.threads,
    options.paths,
  ],
  examples: [
    {
      say: "every lesion of a plan under all perturbations",
      line: "radiomica robustness --image CT/ --mask RS.dcm --roi 'GTV*' --config recipe.json --out table.csv",
    },
    {
      say: "noise, then a turn, then another contour: every combination, with every value",
      line: "radiomica robustness -i CT/ -m RS.dcm -c ct --noise 3 --rotation=-4,4 --contour 5 --chain -o all.json",
    },
  ],
  run,
};

async function run(given: Given, { host, log }: Context): Promise<void> {
  if (given.all("image").length === 0) throw usageError("--image is missing: --image DIR|FILE");
  const path = given.one("out");
  if (path === undefined) throw usageError("--out is missing: --out FILE.csv or --out FILE.json");
  const format = extname(path).slice(1).toLowerCase();
  if (format !== "csv" && format !== "json") throw usageError(`--out: "${path}" ends in neither .csv nor .json.`);
  const settings = planOf(given);
  const size = planSize(settings);
  const config = oneOf(await readConfigurations(given.all("config"), log));
  const threads = given.has("threads") ? whole("--threads", given.one("threads") ?? "", 1, 256) : host.threads;
  const overwrite = given.has("overwrite");
  await checkWritable(path, overwrite);
  await refuseInputAsOutput(given, path);
  const accepted = given.all("accept");
  const pool = host.createPool(threads);
  try {
    const masks = { masks: given.all("mask"), series: given.one("series"), suv: suvRequestOf(given) };
    const study = await openStudy({ images: given.all("image"), ...masks }, pool, log, host.signal);
    const regions = regionsFor(study, given, log).filter((region) => isMeantFor(config, region));
    if (regions.length === 0) throw refusal("region_unknown", `No region has the number ${config.label}.`);
    judgeData(regions, accepted, log);
    judgeRecipes(regions, [config], accepted, log);
    for (const series of new Set(regions.map((r) => r.series))) refuseAcross(settings, series);
    if (regions.length === 1) {
      const what = "There is one region: an ICC needs two or more, and the table has none.";
      log.say("warning", "one_region", what, { region: regions[0].name });
    }
    const subjects = regions.map((region) => {
      const { series, segment } = region;
      const recipe = recipeFor(config, series);
      const labels = allocateUint8(series.image.data.length);
      labels.set(segment.mask);
      const reference = referenceIn(study.segmentations, series, recipe);
      return { name: region.name, recipe, input: { image: series.image, labels, label: 1, ...reference } };
    });
    const begun = performance.now();
    const isFiltered = subjects.some(({ recipe }) => recipe.filter !== undefined);
    const plan = isFiltered ? { ...settings, marginMm: null } : settings;
    const found = await perturbPlan(pool, subjects, plan, {
      signal: host.signal,
      onProgress: (done, total, what) => log.progress("measuring", done, total, what),
    }).catch((error: unknown) => {
      // The noise of an image that has none, a region that leaves its image: of the data, and not a fault.
      if (isRadiomicaError(error, "Unsupported")) throw refusal("not_perturbed", error.message);
      throw error;
    });
    const seconds = Number(((performance.now() - begun) / 1000).toFixed(3));
    const counts = { regions: regions.length, perturbations: size, measurements: regions.length * (size + 1) };
    log.say("info", "measured", `${counts.measurements} measurements of ${size} perturbations`, { ...counts, seconds });
    const provenance = await Promise.all(
      regions.map((region, s) => provenanceFor(region, config, subjects[s], host.now(), given.has("paths"))),
    );
    const lines = found.table.features.map((feature) => ({ feature, robustness: robustnessOf(feature) }));
    const record = { plan, noise: found.noise, provenance, unit: regions[0].series.image.unit };
    const content = format === "csv" ? robustnessCsv(lines, record) : robustnessJson(lines, found.table, record);
    if (host.signal.aborted) throw cancelled();
    await writeAtomically(path, content, { overwrite, signal: host.signal });
    log.say("info", "written", `${lines.length} features written to ${path}`, { path, features: lines.length });
  } finally {
    pool.close();
  }
}

/** How many perturbations there are. Wrong amounts are the command line's fault. */
function planSize(settings: PlanSettings): number {
  try {
    return perturbationPlan(settings, { noise: 1 }).length;
  } catch (error) {
    if (isRadiomicaError(error, "InvalidRecipe")) throw usageError(error.message);
    throw error;
  }
}

function oneOf(configurations: readonly Configuration[]): Configuration {
  const [config, ...others] = configurations;
  if (others.length > 0) throw usageError("Give one configuration: a table is of one set of settings.");
  if (config.images !== undefined) {
    throw usageError(`"${config.name}" is a bank of filters. Give one image: a recipe with one "filter", or without.`);
  }
  return config;
}

/** Slices that form no volume cannot be moved or grown across, nor cut into supervoxels. */
function refuseAcross({ chains, translation }: PlanSettings, { use, image, description }: Series): void {
  if (use === "volume" || image.grid.dims[2] === 1) return;
  const asked = new Set(chains.flat());
  const wrong = (["volume", "contour"] satisfies PerturbationId[]).filter((id) => asked.has(id));
  const moved = asked.has("translation") && translation.axes === "3D" ? ["translation without --2d"] : [];
  const all = [...moved, ...wrong];
  if (all.length === 0) return;
  const detail = `The slices of "${description}" form no volume: ${all.join(", ")} would work across them. Ask for --noise, --rotation or --translation with --2d.`;
  throw refusal("slices_only", detail);
}

function provenanceFor(
  { series, segment, segmentation, name, label, findings }: Region,
  config: Configuration,
  { recipe, input }: { recipe: Parameters<typeof provenanceOf>[0]["recipe"]; input: { labels: Uint8Array } },
  now: Date,
  includePaths: boolean,
) {
  return provenanceOf({
    series,
    labels: input.labels,
    label: 1,
    name,
    recipe,
    now,
    appVersion: APP_VERSION,
    source: `${segmentation.kind} ${segmentation.id.replace(/^nifti:/, "")}, sha256 ${segmentation.sha256}`,
    regionFindings: findings,
    recipeName: config.name,
    includePaths,
  }).then((found) => ({ ...found, region: { ...found.region, label, voxels: segment.voxels } }));
}
