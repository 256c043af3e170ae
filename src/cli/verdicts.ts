import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { defaultReasons } from "#engine/plan/defaults.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { type Configuration, recipesOf } from "./configuration.ts";
import { refusal } from "./exit.ts";
import type { Log } from "./log.ts";
import { recipeFor } from "./measure.ts";
import type { Region } from "./regions.ts";
import { suvOptionOf } from "./suv.ts";

/** Why something is not measured, unless `--accept` names the code. */
type Objection = { readonly code: string; readonly detail: string };

/**
 * Refuses what would give wrong numbers that look right: a PET that is not in SUV, a region that its file holds only in
 * part, a region of another series, a volume's textures from slices that form none. Throws a refusal with all reasons and how to accept them.
 */
export function judgeData(regions: readonly Region[], accepted: readonly string[], log: Log): void {
  const objections = [
    ...[...new Set(regions.map((r) => r.series))].flatMap(ofSeries),
    ...new Map(regions.flatMap(ofRegion).map((o) => [o.detail, o])).values(),
  ];
  objectOrAccept(objections, accepted, log);
  if (regions.every((r) => r.segment.voxels === 0)) {
    throw refusal("empty_roi", "There is nothing to measure: the regions hold no voxel on these images.");
  }
}

/** The same for an image that is filtered as a whole. Throws a refusal. */
export const judgeSeries = (series: Series, accepted: readonly string[], log: Log): void =>
  objectOrAccept(ofSeries(series), accepted, log);

/** The same for settings on an image, of a bank's images together; what is only doubtful goes to the log. Throws a refusal. */
export function judgeRecipe(
  name: string,
  recipes: readonly Recipe[],
  series: Series,
  accepted: readonly string[],
  log: Log,
): void {
  // What is wrong with one filter of several should say which.
  const of = ({ filter }: Recipe) => (recipes.length > 1 && filter ? ` of ${filterLabel(filter)}` : "");
  const found = recipes.flatMap((recipe) =>
    checkRecipe(recipe, series.image).map((p) =>
      p.setting.startsWith("filter") ? { ...p, setting: `${p.setting}${of(recipe)}` } : p,
    ),
  );
  const problems = [...new Map(found.map((p) => [`${p.setting} ${p.detail}`, p])).values()];
  const wrong = problems.filter((p) => p.level === "error");
  if (wrong.length > 0) {
    const sentences = wrong.map((p) => `${p.setting}: ${p.detail}`).join("\n");
    throw refusal("invalid_recipe", `The settings "${name}" cannot be used on this image. ${sentences}`, {
      code: wrong[0].code,
      setting: wrong[0].setting,
    });
  }
  for (const p of problems) {
    log.say("warning", "recipe", `${name}: ${p.detail}`, { config: name, code: p.code, setting: p.setting });
  }
  objectOrAccept(in3d(name, recipes[0], series), accepted, log);
}

/** Judges every configuration on every series that is measured; each doubt is told once. */
export function judgeRecipes(
  regions: readonly Region[],
  configurations: readonly Configuration[],
  accepted: readonly string[],
  log: Log,
): void {
  for (const series of new Set(regions.map((r) => r.series))) {
    for (const config of configurations) {
      if (config.recipe === null) {
        const { modality, image, use } = series;
        for (const { setting, en } of defaultReasons(modality, image.unit, image.grid, use)) {
          log.say("info", "default_recipe", `${setting}: ${en}`, { series: series.id, setting });
        }
      }
      judgeRecipe(config.name, recipesOf(config, recipeFor(config, series)), series, accepted, log);
    }
  }
}

function objectOrAccept(objections: readonly Objection[], accepted: readonly string[], log: Log): void {
  for (const o of objections.filter(({ code }) => accepted.includes(code))) {
    log.say("warning", "accepted", o.detail, { code: o.code });
  }
  const open = objections.filter(({ code }) => !accepted.includes(code));
  if (open.length === 0) return;
  const codes = [...new Set(open.map((o) => o.code))];
  const how = `To measure all the same: ${codes.map((c) => `--accept ${c}`).join(" ")}`;
  throw refusal(codes[0], `${open.map((o) => o.detail).join("\n")}\n${how}`, { codes });
}

function ofSeries({ modality, image, findings, suv }: Series): Objection[] {
  if (modality !== "PT" || image.unit === "SUV") return [];
  const said = findings.find((f) => f.code === "suv_missing")?.detail ?? `The PET is in ${image.unit}, not in SUV.`;
  const how = suv && suv.missing.length > 0 ? ` Supply it: ${suv.missing.map(suvOptionOf).join(" ")}` : "";
  return [{ code: "suv_missing", detail: `${said}${how}` }];
}

const ofRegion = ({ findings, name, segmentation }: Region): Objection[] =>
  findings.flatMap(({ level, code, detail, fields }) => {
    if (level === "error" && fields.roi === name) return [{ code, detail }];
    return code === "other_series" ? [{ code, detail: `${segmentation.path}: ${detail}` }] : [];
  });

function in3d(
  name: string,
  { aggregations, interpolation, profile, pyradiomics }: Recipe,
  series: Series,
): Objection[] {
  if (series.use === "volume" || series.image.grid.dims[2] === 1) return [];
  const across =
    profile === "PyRadiomics"
      ? pyradiomics?.force2D !== true
      : aggregations.some((a) => a.startsWith("3D")) || interpolation?.dimensionality === "3D";
  if (!across) return [];
  const why = series.findings.filter((f) => f.level !== "info").map((f) => f.detail);
  const detail = `The slices of this image form no even volume, but the settings "${name}" measure across them. ${why.join(" ")} Use 2D and 2.5D aggregations and 2D interpolation.`;
  return [{ code: "slices_only", detail }];
}
