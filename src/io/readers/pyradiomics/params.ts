import { CORE_SCHEMA, load } from "js-yaml";
import { RadiomicaError } from "#engine/errors.ts";
import type { FamilyId } from "#engine/features/family.ts";
import { familiesOf } from "#engine/features/index.ts";
import type { PyradiomicsSettings } from "#engine/pyradiomics-settings.ts";
import type { Recipe } from "#engine/recipe.ts";
import { nearest } from "../../nearest.ts";
import { checked, type Settings, type Value } from "./check-settings.ts";
import { filterBank, imageTypes } from "./image-types.ts";
import { deprecated, settings as known, voxelSettings } from "./settings.table.ts";

/** One extraction that a parameter file asks for. */
export type PyradiomicsJob = {
  /** How PyRadiomics begins the names of its columns: "original", "log-sigma-3-0-mm-3D", "wavelet-LLH" … */
  readonly prefix: string;
  readonly recipe: Recipe;
  readonly families: readonly FamilyId[];
  /** Ids of the features asked for; its column is the prefix, "_" and the feature's tag: original_glcm_Contrast. */
  readonly features: readonly string[];
};

export type PyradiomicsParams = {
  /** The label of the region in a mask; null where the file does not say (PyRadiomics then takes 1). */
  readonly label: number | null;
  /** Shape first (it belongs to no image type), then a job for each image of each image type, in the file's order. */
  readonly jobs: readonly PyradiomicsJob[];
  /** What was read and moves no number, an English sentence each. */
  readonly notices: readonly string[];
};

/**
 * Reads a parameter file of PyRadiomics (YAML, or JSON) as it is.
 * Throws RadiomicaError "Parse" for text that is no YAML, and for an unknown key, class, feature or image type and a
 * bad value (fields: `key`, `path`, and `suggestion` where a known name is near); "Unsupported" for what PyRadiomics
 * knows and this program does not.
 */
export function readPyradiomicsParams(text: string): PyradiomicsParams {
  const file = parse(text);
  for (const key of Object.keys(file)) {
    if (!sections.some((section) => section === key)) throw unknown("section", key, "", sections);
  }
  const notices: string[] = [];
  const base = checked(mapping(file.setting ?? {}, "setting"), "setting", notices);
  checkVoxelSettings(mapping(file.voxelSetting ?? {}, "voxelSetting"), notices);
  const classes = selection(file.featureClass, base, notices);
  const types = file.imageType === undefined ? {} : mapping(file.imageType, "imageType");
  const images = Object.keys(types).length === 0 ? { Original: {} } : types;

  const shapes = classes.filter(({ family }) => family.startsWith("pyradiomics.shape"));
  const others = classes.filter(({ family }) => !family.startsWith("pyradiomics.shape"));
  const jobs = shapes.length === 0 ? [] : [job("original", recipeOf(base), shapes)];
  for (const [type, custom] of Object.entries(images)) {
    if (!imageTypes.has(type)) throw unknown("image type", type, "imageType", imageTypes.keys());
    const path = `imageType.${type}`;
    const own = checked(mapping(custom ?? {}, path), path, notices);
    const merged = new Map([...base, ...actingOnImages(own, path, notices)]);
    if (others.length === 0) continue;
    for (const { prefix, filter } of filterBank(type, merged, path, notices)) {
      const recipe = recipeOf(merged);
      jobs.push(job(prefix, filter === null ? recipe : { ...recipe, filter }, others));
    }
  }
  return { label: number(base, "label") ?? null, jobs, notices };
}

const sections = ["setting", "voxelSetting", "imageType", "featureClass"] as const;

function parse(text: string): Record<string, unknown> {
  let file: unknown;
  try {
    file = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RadiomicaError("Parse", `The parameter file is not YAML: ${why}`, {}, error);
  }
  return mapping(file, "");
}

function mapping(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  const where = path === "" ? "The parameter file" : `"${path}"`;
  throw new RadiomicaError("Parse", `${where} must hold keys with values.`, { path, key: path });
}

/** An unknown name, with the known one that is nearest. */
function unknown(what: string, key: string, path: string, names: Iterable<string>): RadiomicaError {
  const suggestion = nearest(key, names);
  const hint = suggestion === null ? "" : ` Did you mean "${suggestion}"?`;
  const place = path === "" ? "" : ` in "${path}"`;
  const fields: Record<string, string> = suggestion === null ? { key, path } : { key, path, suggestion };
  return new RadiomicaError("Parse", `PyRadiomics has no ${what} "${key}"${place}.${hint}`, fields);
}

function checkVoxelSettings(values: Record<string, unknown>, notices: string[]): void {
  for (const key of Object.keys(values)) {
    if (!voxelSettings.some((name) => name === key)) throw unknown("setting", key, "voxelSetting", voxelSettings);
  }
  if (Object.keys(values).length > 0) notices.push('"voxelSetting" matters for feature maps only.');
}

type Selected = { readonly family: FamilyId; readonly features: readonly string[] };

/** The features asked for, class by class; all of them where a class has no list, or the file has no classes. */
function selection(value: unknown, base: Settings, notices: string[]): Selected[] {
  const families = familiesOf("PyRadiomics");
  const nameOf = (id: FamilyId) => id.slice("pyradiomics.".length);
  const asked = value === undefined ? {} : mapping(value, "featureClass");
  const all = Object.keys(asked).length === 0;
  const wanted: Record<string, unknown> = all
    ? Object.fromEntries(families.map(({ id }) => [nameOf(id), null]))
    : asked;
  const found: Selected[] = [];
  for (const [name, list] of Object.entries(wanted)) {
    const family = families.find(({ id }) => nameOf(id) === name);
    if (family === undefined) {
      throw unknown(
        "feature class",
        name,
        "featureClass",
        families.map(({ id }) => nameOf(id)),
      );
    }
    if (list !== null && !Array.isArray(list)) {
      const message = `"featureClass.${name}" must be a list of features, or empty for all of them.`;
      throw new RadiomicaError("Parse", message, { path: "featureClass", key: name });
    }
    const names: readonly unknown[] = list ?? [];
    const features = names.map((feature) => {
      const match = family.features.find((f) => f.name === feature);
      if (match !== undefined) return match.id;
      const instead = deprecated.get(`${name}.${String(feature)}`);
      if (instead !== undefined) {
        const message = `PyRadiomics has deprecated the feature "${String(feature)}" of ${name}: ${instead}.`;
        throw new RadiomicaError("Unsupported", message, { path: `featureClass.${name}`, key: String(feature) });
      }
      const known = family.features.map((f) => f.name);
      throw unknown("feature", String(feature), `featureClass.${name}`, known);
    });
    if (name === "shape2D" && base.get("force2D") !== true) {
      if (!all) notices.push('"featureClass.shape2D" needs "force2D: true"; without it PyRadiomics leaves it out.');
      continue;
    }
    found.push({ family: family.id, features: features.length > 0 ? features : family.features.map((f) => f.id) });
  }
  return found;
}

const job = (prefix: string, recipe: Recipe, classes: readonly Selected[]): PyradiomicsJob => ({
  prefix,
  recipe,
  families: classes.map(({ family }) => family),
  features: classes.flatMap(({ features }) => features),
});

/** The settings of an image type that PyRadiomics heeds there: those of the region come from `setting` alone. */
function actingOnImages(own: Settings, path: string, notices: string[]): Settings {
  const acting = new Map<string, Value>();
  for (const [key, value] of own) {
    const acts = known.get(key)?.acts;
    if (acts === "image" || acts === "filter") acting.set(key, value);
    else if (acts === "region") notices.push(`"${path}.${key}": PyRadiomics reads it from "setting" only.`);
  }
  return acting;
}

const number = (settings: Settings, key: string): number | undefined => {
  const value = settings.get(key);
  return typeof value === "number" ? value : undefined;
};

const interpolators = { sitkNearestNeighbor: "nearest", sitkLinear: "linear", sitkBSpline: "cubic" } as const;

function interpolationOf(settings: Settings): Recipe["interpolation"] {
  const spacing = settings.get("resampledPixelSpacing");
  const name = settings.has("interpolator") ? settings.get("interpolator") : "sitkBSpline";
  if (!Array.isArray(spacing) || name === null) return null;
  if (spacing.length !== 3) {
    const message = `"resampledPixelSpacing" must have three numbers; it has ${spacing.length}.`;
    throw new RadiomicaError("Parse", message, { path: "setting", key: "resampledPixelSpacing" });
  }
  if (spacing.every((s) => s === 0)) return null;
  const image = Object.entries(interpolators).find(([known]) => known === name)?.[1];
  if (image === undefined) {
    const message = `The interpolator "${name}" is not supported; there are ${Object.keys(interpolators).join(", ")}.`;
    throw new RadiomicaError("Unsupported", message, { path: "setting", key: "interpolator" });
  }
  const [x, y, z] = spacing;
  return {
    dimensionality: "3D",
    spacing: [x, y, z],
    image,
    mask: "nearest",
    maskThreshold: 0.5,
    round: false,
    alignment: "corner",
  };
}

function rangeOf(settings: Settings): Recipe["resegmentation"]["range"] {
  const range = settings.get("resegmentRange");
  if (!Array.isArray(range)) return [null, null];
  if (range.length < 1 || range.length > 2) {
    const message = `"resegmentRange" must have one or two numbers; it has ${range.length}.`;
    throw new RadiomicaError("Parse", message, { path: "setting", key: "resegmentRange" });
  }
  const [low, high] = [...range].sort((a, b) => a - b);
  return [low, high ?? null];
}

/** The settings that stand in the recipe by PyRadiomics' own names. */
const own = [
  "normalize",
  "normalizeScale",
  "removeOutliers",
  "resegmentMode",
  "resegmentShape",
  "minimumROIDimensions",
  "minimumROISize",
  "padDistance",
  "preCrop",
  "force2D",
  "force2Ddimension",
  "distances",
  "weightingNorm",
  "symmetricalGLCM",
  "gldm_a",
  "voxelArrayShift",
] as const satisfies readonly (keyof PyradiomicsSettings)[];

function recipeOf(settings: Settings): Recipe {
  const bins = number(settings, "binCount");
  const pyradiomics: PyradiomicsSettings = Object.fromEntries(
    own.filter((key) => settings.has(key)).map((key) => [key, settings.get(key)]),
  );
  return {
    profile: "PyRadiomics",
    interpolation: interpolationOf(settings),
    resegmentation: { range: rangeOf(settings), outlierSigma: null },
    discretisation:
      bins !== undefined
        ? { method: "FBN", bins }
        : { method: "FBS", width: number(settings, "binWidth") ?? 25, origin: "zero" },
    ivh: { method: "none" },
    aggregations: ["3D_avg"],
    texture: { distance: 1, weighting: "none", coarseness: 0 },
    pyradiomics,
  };
}
