import { readFile } from "node:fs/promises";
import { isRadiomicaError } from "#engine/errors.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import type { Recipe } from "#engine/recipe.ts";
import { didYouMean } from "#io/nearest.ts";
import { readRecipes } from "#io/readers/recipe.ts";
import { parseFeaturesJson, RESULTS_SCHEMA } from "#io/writers/json.ts";
import { type BankImage, type Configuration, recipesOf, withoutFilter } from "./configuration.ts";
import { codeOf, usageError } from "./exit.ts";
import { stem } from "./files.ts";
import type { Log } from "./log.ts";
import { readParameterFile } from "./parameter-file.ts";
import { presets } from "./presets.ts";

/** The configurations that `--config` names: presets and files. Throws a usage error that says file, line and key. */
export async function readConfigurations(sources: readonly string[], log: Log): Promise<Configuration[]> {
  const found: Configuration[] = [];
  const names: string[] = [];
  for (const source of sources.length > 0 ? sources : ["default"]) {
    const preset = presets.find((p) => p.name === source);
    const configurations: readonly Configuration[] = preset ? [preset] : await readFileOf(source, log);
    found.push(...configurations);
    // Those of a parameter file, or of the results of one, share its name.
    names.push(...new Set(configurations.map((c) => c.name)));
  }
  refuseTwice(names);
  for (const config of found) {
    const { name, recipe } = config;
    if (recipe) for (const one of recipesOf(config, recipe)) checkByItself(name, one);
  }
  return found;
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw usageError(`Two configurations are called "${twice}"; results could not be told apart. Give them names.`);
}

const isParameterFile = (path: string): boolean => /\.ya?ml$/i.test(path);

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
    if (isParameterFile(path)) return readParameterFile(path, text, log);
    if (text.includes(`"${RESULTS_SCHEMA}"`)) return usedSettings(text);
    const recipes = readRecipes(text);
    const names = recipes.map(({ name }, n) => name || (recipes.length > 1 ? `${stem(path)}-${n + 1}` : stem(path)));
    refuseTwice(names);
    return recipes.map(({ recipe, filters }, n) => ({
      name: names[n],
      recipe,
      ...(filters === undefined ? {} : { images: filters.map((filter) => ({ filter })) }),
    }));
  } catch (error) {
    if (!isRadiomicaError(error)) throw error;
    throw usageError(`--config: ${path}: ${error.message.replaceAll("\n", "\n  ")}`, error.fields);
  }
}

/** The settings behind results of ours, to compute them anew. */
function usedSettings(text: string): Configuration[] {
  const distinct = new Map<string, { name: string; recipe: Recipe; images: Map<string, BankImage> }>();
  for (const { provenance, filter: label } of parseFeaturesJson(text)) {
    const { recipe, recipeSha256, recipeName } = provenance;
    const plain = withoutFilter(recipe);
    const key = JSON.stringify([recipeName ?? recipeSha256, plain]);
    const name = recipeName ?? recipeSha256.slice(0, 8);
    const known = distinct.get(key) ?? { name, recipe: plain, images: new Map<string, BankImage>() };
    distinct.set(key, known);
    known.images.set(`${label} ${recipeSha256}`, { filter: recipe.filter ?? null, ...(label ? { label } : {}) });
  }
  return [...distinct.values()].map(({ name, recipe, images }): Configuration => {
    const [only, ...others] = images.values();
    if (others.length > 0 || only.label !== undefined) return { name, recipe, images: [only, ...others] };
    return { name, recipe: only.filter === null ? recipe : { ...recipe, filter: only.filter } };
  });
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
