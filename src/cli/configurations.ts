import { readFile } from "node:fs/promises";
import { isRadiomicaError } from "#engine/errors.ts";
import type { FamilyId } from "#engine/features/family.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import type { Recipe } from "#engine/recipe.ts";
import { didYouMean } from "#io/nearest.ts";
import { readRecipes } from "#io/readers/recipe.ts";
import { parseFeaturesJson, RESULTS_SCHEMA } from "#io/writers/json.ts";
import { codeOf, usageError } from "./exit.ts";
import { stem } from "./files.ts";
import type { Log } from "./log.ts";
import { readParameterFile } from "./parameter-file.ts";
import { presets } from "./presets.ts";

/** Settings to measure with, by name; `recipe` null: chosen for each image. */
export type Configuration = {
  readonly name: string;
  readonly recipe: Recipe | null;
  /** What the image that is measured is called where a filter made it: "wavelet-LLH". */
  readonly image?: string;
  /** Which families and features are asked for; all where left out. */
  readonly families?: readonly FamilyId[];
  readonly features?: ReadonlySet<string>;
};

/** The configurations that `--config` names: presets and files. Throws a usage error that says file, line and key. */
export async function readConfigurations(sources: readonly string[], log: Log): Promise<Configuration[]> {
  const found: Configuration[] = [];
  const names: string[] = [];
  for (const source of sources.length > 0 ? sources : ["default"]) {
    const preset = presets.find((p) => p.name === source);
    const configurations: readonly Configuration[] = preset ? [preset] : await readFileOf(source, log);
    found.push(...configurations);
    // A parameter file's share one name.
    const own = configurations.map((c) => c.name);
    names.push(...(configurations.some((c) => c.image) ? new Set(own) : own));
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw usageError(`Two configurations are called "${twice}"; results could not be told apart. Give them names.`);
  }
  for (const { name, recipe } of found) if (recipe) checkByItself(name, recipe);
  return found;
}

async function readFileOf(path: string, log: Log): Promise<Configuration[]> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") {
      const hint =
        didYouMean(
          path,
          presets.map((p) => p.name),
        ) || `. Presets: ${presets.map((p) => p.name).join(", ")}.`;
      throw usageError(`--config: there is no file and no preset "${path}"${hint}`);
    }
    if (code === "EISDIR") throw usageError(`--config: "${path}" is a folder.`);
    if (code === "EACCES") throw usageError(`--config: "${path}" may not be read.`);
    if (error instanceof TypeError) throw usageError(`--config: "${path}" is not a text file (UTF-8).`);
    throw error;
  }
  try {
    if (/\.ya?ml$/i.test(path)) return readParameterFile(path, text, log);
    if (text.includes(`"${RESULTS_SCHEMA}"`)) return usedSettings(text);
    const recipes = readRecipes(text);
    return recipes.map(({ name, recipe }, n) => ({
      name: name || (recipes.length > 1 ? `${stem(path)}-${n + 1}` : stem(path)),
      recipe,
    }));
  } catch (error) {
    if (!isRadiomicaError(error)) throw error;
    throw usageError(`--config: ${path}: ${error.message.replaceAll("\n", "\n  ")}`, error.fields);
  }
}

/** The settings behind results of ours, to compute them anew. */
function usedSettings(text: string): Configuration[] {
  const distinct = new Map<string, Configuration>();
  for (const { provenance } of parseFeaturesJson(text)) {
    const { recipe, recipeSha256, recipeName } = provenance;
    distinct.set(recipeSha256, { name: recipeName ?? recipeSha256.slice(0, 8), recipe });
  }
  return [...distinct.values()];
}

/** Problems that another image may not have. */
const ofTheImage: ReadonlySet<string> = new Set([
  "too_many_voxels",
  "kernel_larger_than_image",
  "sigma_too_small",
  "level_too_deep",
  "too_much_memory",
]);

/** What is wrong in a recipe whatever the image is: before a large study is read. */
function checkByItself(name: string, recipe: Recipe): void {
  const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const grid = { dims: [64, 64, 64], spacing: [1, 1, 1], origin: [0, 0, 0], direction } as const;
  const problems = checkRecipe(recipe, { grid, unit: "arbitrary" });
  const wrong = problems.filter((p) => p.level === "error" && !ofTheImage.has(p.code));
  if (wrong.length === 0) return;
  throw usageError(`--config: ${name}: ${wrong.map((p) => `${p.setting}: ${p.detail}`).join("\n  ")}`);
}
