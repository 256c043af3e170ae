import { isRadiomicaError } from "#engine/errors.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import { completeParams, filterById } from "#engine/filters/index.ts";
import { bankLabels } from "#engine/plan/extract-bank.ts";
import type { Recipe } from "#engine/recipe.ts";
import { readFilters, recipeOf } from "#io/readers/recipe.ts";
import type { Series } from "#io/series.ts";
import { APP_VERSION } from "#io/version.ts";
import { quantityCode, unitCode } from "#io/writers/parametric-map.ts";
import { imageProvenance, recipeHash } from "#io/writers/provenance.ts";
import { type Given, whole } from "../arguments.ts";
import { type Configuration, withoutFilter } from "../configuration.ts";
import { readConfigurations } from "../configurations.ts";
import { cancelled, refusal, usageError } from "../exit.ts";
import type { Log } from "../log.ts";
import { mapPaths, mapTarget, openMaps } from "../map-output.ts";
import { recipeFor } from "../measure.ts";
import { listed, openStudy } from "../study.ts";
import { suvOptions, suvRequestOf } from "../suv.ts";
import { options } from "../texts.ts";
import { judgeRecipe, judgeSeries } from "../verdicts.ts";
import type { Command, Context } from "./command.ts";

export const filter: Command = {
  name: "filter",
  summary: "the response of an image filter, as an image",
  usage: "--image DIR|FILE [--filter NAME|JSON] [--config FILE|PRESET] --out FILE|DIR [OPTIONS]",
  about:
    "Writes the image that features are measured on after a filter: the whole image, on the grid after interpolation where the settings interpolate. Without --config voxels stay as they are.",
  options: [
    options.image,
    options.filter,
    options.config,
    options.maps,
    options.mapFormat,
    options.overwrite,
    options.series,
    ...suvOptions,
    options.accept,
    options.threads,
    options.paths,
  ],
  examples: [
    {
      say: "a Laplacian of Gaussian of 3 mm",
      line: `radiomica filter --image ct.nii.gz --filter '{"id": "log", "params": {"sigma": 3}}' --out log.nii.gz`,
    },
    {
      say: "every filter of a recipe, on its grid, as DICOM Parametric Maps",
      line: "radiomica filter -i CT/ -c recipe.json --format dicom -o responses/",
    },
  ],
  run,
};

/** Voxels as they are; the rest is not read here. */
const plain: Recipe = recipeOf({ discretisation: { method: "FBN", bins: 32 } });

type Job = { readonly config: Configuration; readonly recipe: Recipe; readonly label: string };

async function run(given: Given, { host, log }: Context): Promise<void> {
  if (given.all("image").length === 0) throw usageError("--image is missing: --image DIR|FILE");
  const own = given.all("filter").flatMap(filtersOf);
  if (own.length === 0 && given.all("config").length === 0) {
    throw usageError("--filter is missing: --filter NAME|JSON, or --config with a filter; radiomica help filters");
  }
  const target = await mapTarget(given);
  const threads = given.has("threads") ? whole("--threads", given.one("threads") ?? "", 1, 256) : host.threads;
  const configurations = given.has("config")
    ? await readConfigurations(given.all("config"), log)
    : [{ name: "filter", recipe: plain }];
  const overwrite = given.has("overwrite");
  const pool = host.createPool(threads);
  try {
    const request = { images: given.all("image"), masks: [], series: given.one("series"), suv: suvRequestOf(given) };
    const series = onlyOne((await openStudy(request, pool, log, host.signal)).series);
    const jobs = configurations.flatMap((config) => jobsOf(config, series, own, log));
    judgeSeries(series, given.all("accept"), log);
    for (const config of configurations) {
      const recipes = jobs.filter((job) => job.config === config).map(({ recipe }) => recipe);
      const aggregations = [series.image.grid.dims[2] > 1 && series.use === "volume" ? "3D_mrg" : "2D_mrg"] as const;
      judgeRecipe(
        config.name,
        recipes.map((recipe) => ({ ...recipe, aggregations })),
        series,
        given.all("accept"),
        log,
      );
    }
    const names = jobs.map(({ config, label }) => [...(configurations.length > 1 ? [config.name] : []), label]);
    const paths = await mapPaths(target, names, overwrite);
    const now = host.now();
    const image = await imageProvenance(series, given.has("paths"));
    const writer = await openMaps(target, { overwrite, signal: host.signal, now });
    try {
      for (const [n, { recipe, label, config }] of jobs.entries()) {
        const onProgress = (done: number) => log.progress("filtering", n + done, jobs.length, label);
        const { signal } = host;
        const { grid, values, unit } = await pool.run(
          "filter",
          { image: series.image, recipe },
          { signal, onProgress },
        );
        const { filter: settings } = recipe;
        if (settings === undefined) continue;
        const record = filterById(settings.id);
        const quantity = quantityCode({ id: settings.id, name: record?.name ?? label, ibsi: record?.ibsi ?? null });
        const about = {
          kind: "filter response",
          filter: { id: settings.id, name: record?.name, ibsi: record?.ibsi, params: completeParams(settings) },
          voxels: { withValue: values.length, without: {} },
          provenance: {
            software: { name: "Radiomica", version: APP_VERSION },
            image,
            recipe: {
              ...(recipe.normalisation ? { normalisation: recipe.normalisation } : {}),
              interpolation: recipe.interpolation,
              filter: settings,
            },
            recipeName: config.name,
            recipeSha256: await recipeHash(recipe),
          },
        };
        const derivation = `Response of the image to ${record?.name ?? settings.id}: ${JSON.stringify(about.filter.params)}.`;
        const map = {
          name: label,
          grid,
          values,
          states: null,
          quantity,
          unit: unitCode("intensity", unit, series.suv?.type),
          derivation,
        };
        const bytes = await writer.add({ path: paths[n], series, map, about });
        log.say("info", "filtered", `${label}: ${grid.dims.join(" × ")} voxels`, {
          path: paths[n],
          filter: label,
          bytes,
        });
      }
      if (host.signal.aborted) throw cancelled();
      await writer.commit();
    } finally {
      await writer.discard();
    }
    const where = target.file ?? target.folder;
    log.say("info", "written", `${paths.length} responses written to ${where}`, { path: where, maps: paths.length });
  } finally {
    pool.close();
  }
}

function filtersOf(text: string): FilterSettings[] {
  try {
    return readFilters(text);
  } catch (error) {
    if (!isRadiomicaError(error)) throw error;
    throw usageError(`--filter: ${error.message.replaceAll(/^line 1: /gm, "")}`, error.fields);
  }
}

function onlyOne(series: readonly Series[]): Series {
  const [only, ...others] = series;
  if (others.length === 0) return only;
  throw refusal("several_series", `There are ${series.length} series; say which. ${listed(series)}`);
}

/** The filters of the command line, else those of the settings. */
function jobsOf(config: Configuration, series: Series, own: readonly FilterSettings[], log: Log): Job[] {
  const recipe = recipeFor(config, series);
  if (recipe.profile === "PyRadiomics") {
    const detail = `The settings "${config.name}" follow PyRadiomics, where a filter sees the box of a region and no image as a whole. Name the filter with --filter, with its convention, and an IBSI recipe.`;
    throw refusal("profile_without_responses", detail);
  }
  const bank = own.length > 0 ? own : (config.images?.map((i) => i.filter) ?? [recipe.filter ?? null]);
  const filters = bank.filter((one) => one !== null);
  if (filters.length === 0) throw usageError(`The settings "${config.name}" hold no filter; give one with --filter.`);
  if (filters.length < bank.length)
    log.say("info", "config", `${config.name}: the image itself is no response; left out.`);
  const labels = bankLabels(filters);
  return filters.map((one, n) => ({ config, label: labels[n], recipe: { ...withoutFilter(recipe), filter: one } }));
}
