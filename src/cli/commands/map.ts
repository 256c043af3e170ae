import { aggregationCode, familiesOf, familyById, featureById } from "#engine/features/index.ts";
import { countStates } from "#engine/maps/map-state.ts";
import { aggregationOf, MAX_RADIUS, type MapSettings, mapFamilies } from "#engine/maps/settings.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Recipe } from "#engine/recipe.ts";
import { didYouMean } from "#io/nearest.ts";
import type { Series } from "#io/series.ts";
import { APP_VERSION } from "#io/version.ts";
import { quantityCode, unitCode } from "#io/writers/parametric-map.ts";
import { provenanceOf } from "#io/writers/provenance.ts";
import { computeMaps, type FeatureMaps } from "#workers/maps.ts";
import { allocateUint8 } from "#workers/shared.ts";
import { type Given, whole } from "../arguments.ts";
import { type Configuration, recipesOf } from "../configuration.ts";
import { readConfigurations } from "../configurations.ts";
import { cancelled, usageError } from "../exit.ts";
import { type MapWriter, mapPaths, mapTarget, openMaps } from "../map-output.ts";
import { recipeFor } from "../measure.ts";
import { isPattern, matches } from "../pattern.ts";
import { referenceIn } from "../reference.ts";
import { type Region, regionsFor } from "../regions.ts";
import { fractionOf, openStudy, type Study } from "../study.ts";
import { suvOptions, suvRequestOf } from "../suv.ts";
import { options } from "../texts.ts";
import { judgeData, judgeRecipe } from "../verdicts.ts";
import type { Command, Context } from "./command.ts";

export const map: Command = {
  name: "map",
  summary: "voxel-wise maps of features: where in a region a number comes from",
  usage: "--image DIR|FILE --mask FILE --feature ID --out FILE|DIR [OPTIONS]",
  about:
    "Computes a feature in a neighbourhood of every voxel of a region and writes the values as an image. A value is what extract gives for that neighbourhood taken as a region; grey levels are those of the whole region. Filters of the settings come first. A voxel without a value has none in the file, and the JSON beside it counts the reasons.",
  options: [
    options.image,
    options.mask,
    options.feature,
    options.radius,
    options.twoD,
    options.threeD,
    options.unmasked,
    options.directions,
    options.config,
    options.maps,
    options.mapFormat,
    options.outside,
    options.overwrite,
    options.roi,
    options.exclude,
    options.series,
    options.fraction,
    ...suvOptions,
    options.accept,
    options.threads,
    options.paths,
  ],
  examples: [
    {
      say: "GLCM contrast around each voxel of a lesion, 5 × 5 × 5 voxels",
      line: "radiomica map --image CT/ --mask RS.dcm --roi GTV --feature glcm.contrast --radius 2 --out contrast.nii.gz",
    },
    {
      say: "every GLCM feature within slices, as DICOM Parametric Maps",
      line: "radiomica map -i CT/ -m RS.dcm -r GTV -f 'glcm.*' --2d --config recipe.json --format dicom --out maps/",
    },
  ],
  run,
};

async function run(given: Given, { host, log }: Context): Promise<void> {
  if (given.all("image").length === 0) throw usageError("--image is missing: --image DIR|FILE");
  const featureIds = chosenFeatures(given.all("feature"));
  const asked = askedSettings(given);
  const target = await mapTarget(given);
  const threads = given.has("threads") ? whole("--threads", given.one("threads") ?? "", 1, 256) : host.threads;
  const configurations = await readConfigurations(given.all("config"), log);
  const overwrite = given.has("overwrite");
  const pool = host.createPool(threads);
  try {
    const request = {
      images: given.all("image"),
      masks: given.all("mask"),
      series: given.one("series"),
      suv: suvRequestOf(given),
      fraction: fractionOf(given),
    };
    const study = await openStudy(request, pool, log, host.signal);
    const regions = regionsFor(study, given, log);
    judgeData(regions, given.all("accept"), log);
    const jobs = regions.flatMap((region) => configurations.flatMap((config) => jobsOf(region, config, asked)));
    judge(jobs, given.all("accept"), log);
    const names = jobs.flatMap(({ region, config, recipe }) =>
      featureIds.map((id) => [
        ...(configurations.length > 1 ? [config.name] : []),
        region.name,
        ...(recipe.filter === undefined ? [] : [filterLabel(recipe.filter)]),
        id,
      ]),
    );
    const paths = await mapPaths(target, names, overwrite);
    const now = host.now();
    const writer = await openMaps(target, { overwrite, signal: host.signal, now });
    try {
      for (const [n, job] of jobs.entries()) {
        const own = paths.slice(n * featureIds.length, (n + 1) * featureIds.length);
        const tell = (done: number, total: number) =>
          log.progress("mapping", n * total + done, jobs.length * total, job.region.name);
        const begun = performance.now();
        const maps = await mapsOf(job, featureIds, {
          pool,
          signal: host.signal,
          tell,
          segmentations: study.segmentations,
        });
        const seconds = Number(((performance.now() - begun) / 1000).toFixed(3));
        const context = { now, includePaths: given.has("paths"), writer, paths: own, log, seconds };
        await writeMaps(job, maps, context);
      }
      if (host.signal.aborted) throw cancelled();
      await writer.commit();
    } finally {
      await writer.discard();
    }
    const where = target.file ?? target.folder;
    log.say("info", "written", `${paths.length} maps written to ${where}`, { path: where, maps: paths.length });
  } finally {
    pool.close();
  }
}

type Job = {
  readonly region: Region;
  readonly config: Configuration;
  readonly recipe: Recipe;
  readonly settings: MapSettings;
};

function jobsOf(region: Region, config: Configuration, asked: Asked): Job[] {
  const settings = settingsFor(asked, region.series);
  return recipesOf(config, recipeFor(config, region.series)).map((recipe) => ({ region, config, recipe, settings }));
}

type Asked = Omit<MapSettings, "dimensionality"> & { readonly dimensionality: "2D" | "3D" | null };

function askedSettings(given: Given): Asked {
  const directions = given.one("directions") ?? "merged";
  if (directions !== "merged" && directions !== "averaged") {
    throw usageError(`--directions is merged or averaged; it is "${directions}".`);
  }
  if (given.has("2d") && given.has("3d")) throw usageError("Give either --2d or --3d.");
  return {
    radius: given.has("radius") ? whole("--radius", given.one("radius") ?? "", 1, MAX_RADIUS) : 1,
    dimensionality: given.has("2d") ? "2D" : given.has("3d") ? "3D" : null,
    masked: !given.has("unmasked"),
    directions,
  };
}

const settingsFor = ({ dimensionality, ...settings }: Asked, { use, image }: Series): MapSettings => ({
  ...settings,
  dimensionality: dimensionality ?? (use === "volume" && image.grid.dims[2] > 1 ? "3D" : "2D"),
});

/** Doubts about the settings are those of an extraction that measures as the windows do. */
function judge(jobs: readonly Job[], accepted: readonly string[], log: Context["log"]): void {
  const told = new Set<string>();
  for (const { region, config, recipe, settings } of jobs) {
    const key = JSON.stringify([region.series.id, config.name, recipe]);
    if (told.has(key)) continue;
    told.add(key);
    const aggregations = [settings.dimensionality === "3D" ? "3D_mrg" : "2D_mrg"] as const;
    judgeRecipe(config.name, [{ ...recipe, aggregations }], region.series, accepted, log);
  }
}

/** The features that ids, IBSI codes and patterns name, in the registry's order. Throws a usage error. */
export function chosenFeatures(wanted: readonly string[]): string[] {
  if (wanted.length === 0) throw usageError("--feature is missing: --feature ID; radiomica help features lists them.");
  const families = familiesOf("IBSI");
  const features = families.filter(({ id }) => mapFamilies.includes(id)).flatMap((family) => family.features);
  const ids = features.map(({ id }) => id);
  const chosen = new Set<string>();
  for (const word of wanted) {
    const found = isPattern(word)
      ? ids.filter((id) => matches(word, id))
      : features.filter(({ id, ibsi }) => id === word || ibsi === word).map(({ id }) => id);
    if (found.length === 0) throw usageError(`--feature: ${unknownFeature(word, ids)}`);
    for (const id of found) chosen.add(id);
  }
  return ids.filter((id) => chosen.has(id));
}

function unknownFeature(word: string, ids: readonly string[]): string {
  const whole = familiesOf("IBSI").flatMap(({ features }) => features.filter((f) => f.id === word || f.ibsi === word));
  if (whole.length > 0) return `"${word}" describes a region as a whole; it has no value in a neighbourhood of voxels.`;
  if (isPattern(word)) return `no feature that has maps is called "${word}".`;
  const family = mapFamilies.find((id) => id === word);
  const hint = family === undefined ? didYouMean(word, ids) : `; all of that family are "${family}.*"`;
  return `there is no feature "${word}"${hint || "; radiomica help features lists them."}`;
}

type Computing = {
  readonly pool: Parameters<typeof computeMaps>[0];
  readonly signal: AbortSignal;
  readonly tell: (done: number, total: number) => void;
  readonly segmentations: Study["segmentations"];
};

function mapsOf(
  { region, recipe, settings }: Job,
  featureIds: readonly string[],
  { pool, signal, tell, segmentations }: Computing,
) {
  const labels = allocateUint8(region.series.image.data.length);
  labels.set(region.segment.mask);
  const reference = referenceIn(segmentations, region.series, recipe);
  const input = { image: region.series.image, labels, label: 1, ...reference };
  const run = computeMaps(
    pool,
    { input, recipe, settings, featureIds },
    { signal, onUpdate: (_maps, { done, total }) => tell(done, total) },
  );
  return run.finished.then((maps) => ({ maps, labels }));
}

type Writing = {
  readonly now: Date;
  readonly includePaths: boolean;
  readonly writer: MapWriter;
  readonly paths: readonly string[];
  readonly log: Context["log"];
  readonly seconds: number;
};

async function writeMaps(
  { region, config, recipe, settings }: Job,
  { maps, labels }: { readonly maps: FeatureMaps; readonly labels: Uint8Array },
  { now, includePaths, writer, paths, log, seconds }: Writing,
): Promise<void> {
  const { series, segmentation, name, label } = region;
  const found = await provenanceOf({
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
  const provenance = { ...found, region: { ...found.region, label } };
  const { prepared } = maps;
  for (const [f, id] of prepared.featureIds.entries()) {
    const feature = featureById(id)?.feature;
    const family = familyById(featureById(id)?.family.id ?? "glcm");
    if (feature === undefined || family === undefined) continue;
    const aggregation = aggregationOf(family, settings);
    const count = countStates(maps.states[f]);
    const image = recipe.filter === undefined ? "" : ` of the image after ${filterLabel(recipe.filter)}`;
    const window = `${settings.dimensionality} neighbourhood of radius ${settings.radius} voxels, ${settings.masked ? "voxels of the region only" : "with the image around the region"}`;
    const about = {
      kind: "feature map",
      feature: { id, name: feature.name, ibsi: feature.ibsi },
      aggregation: { name: aggregation, code: aggregationCode(family, aggregation) },
      settings,
      voxels: { withValue: count.defined, without: count.undefinedBy },
      provenance,
    };
    const bytes = await writer.add({
      path: paths[f],
      series,
      about,
      map: {
        name: id,
        grid: prepared.grid,
        values: maps.values[f],
        states: maps.states[f],
        quantity: quantityCode(feature),
        unit: unitCode(feature.unit, prepared.unit, series.suv?.type),
        derivation: `${feature.name}${image}: ${window}, directions ${settings.directions}, region "${name}", ${prepared.sample.ng} grey levels.`,
      },
    });
    const without = Object.values(count.undefinedBy).reduce((sum, n) => sum + n, 0);
    const message = `"${name}", ${id}: ${count.defined} voxels with a value${without > 0 ? `, ${without} without` : ""}`;
    const fields = {
      region: name,
      config: config.name,
      feature: id,
      voxels: count.defined,
      without: count.undefinedBy,
    };
    log.say("info", "mapped", message, { ...fields, path: paths[f], bytes, seconds });
  }
}
