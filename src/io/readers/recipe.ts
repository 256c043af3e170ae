import { RadiomicaError } from "#engine/errors.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import type { Recipe } from "#engine/recipe.ts";
import { didYouMean } from "../nearest.ts";
import { type FilterList, filterList, filtersOf } from "./filter-list.ts";
import { type JsonEntry, type JsonNode, parseJsonText, plainValue } from "./json-text.ts";
import { recipeSettings, type Setting, type Shape } from "./recipe-settings.table.ts";

/** Settings and what they are called; "" where the file gives no name. */
export type NamedRecipe = {
  readonly name: string;
  readonly recipe: Recipe;
  /** The images that are measured with this recipe, which then holds no filter; left out: the recipe's own. */
  readonly filters?: FilterList;
};

/**
 * A recipe file: one recipe, or a list of them, each with an optional "name" beside its settings. What is left out has
 * the value that the table of settings gives; an unknown key is an error. Throws RadiomicaError "Parse" for text that
 * is no JSON and "InvalidRecipe" for settings that are none; each line of the message begins with the line in the file.
 */
export function readRecipes(text: string): NamedRecipe[] {
  const root = parseJsonText(text);
  const problems: Problem[] = [];
  const items = root.kind === "array" ? root.items : [root];
  if (items.length === 0) problems.push({ line: root.line, what: "the list holds no settings" });
  const recipes = items.map((item, n) => readOne(item, items.length > 1 ? `[${n}]` : "", problems));
  refuseProblems(problems);
  return recipes;
}

/** The same for settings that are data already (a session, a message), of one image. Lines are not known there. */
export function recipeOf(value: unknown): Recipe {
  const [{ recipe, filters }] = readRecipes(JSON.stringify(value ?? null));
  if (filters === undefined) return recipe;
  throw new RadiomicaError("InvalidRecipe", '"filters" stands for several images; here there is one, with "filter".');
}

/**
 * Filters as a command line gives them: a name, or JSON as in a settings file. Throws "Parse" or "InvalidRecipe".
 */
export function readFilters(text: string): FilterSettings[] {
  const problems: Problem[] = [];
  const tell = (line: number, what: string) => problems.push({ line, what });
  const node = /^\s*[[{"]/.test(text) ? parseJsonText(text) : ({ line: 1, kind: "value", value: text } as const);
  const found = node.kind === "array" ? filterList(node, "filter", tell) : filtersOf(node, "filter", tell);
  refuseProblems(problems);
  return found.filter((filter) => filter !== null);
}

type Problem = { readonly line: number; readonly what: string };

function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const message = problems.map(({ line, what }) => `line ${line}: ${what}`).join("\n");
  throw new RadiomicaError("InvalidRecipe", message, { line: problems[0].line, problems: problems.length });
}

function readOne(node: JsonNode, at: string, problems: Problem[]): NamedRecipe {
  if (node.kind !== "object") {
    problems.push({ line: node.line, what: `settings are an object ({ … }); this is ${said(node)}` });
    return { name: "", recipe: {} as Recipe };
  }
  const nameEntry = node.entries.find((e) => e.key === "name");
  const name = nameEntry?.node.kind === "value" ? nameEntry.node.value : "";
  if (nameEntry && (typeof name !== "string" || name.trim() === "")) {
    problems.push({ line: nameEntry.line, what: `"name" must be a text; it is ${said(nameEntry.node)}` });
  }
  const settings = { ...node, entries: node.entries.filter((e) => e !== nameEntry) };
  const { filters, ...recipe } = group(settings, recipeSettings, at, problems, ["name"]);
  const several = node.entries.find((e) => e.key === "filters");
  if (several && "filter" in recipe) {
    problems.push({
      line: several.line,
      what: `"${join(at, "filters")}" and "${join(at, "filter")}": give one of the two`,
    });
  }
  return {
    name: typeof name === "string" ? name.trim() : "",
    recipe: recipe as unknown as Recipe,
    ...(Array.isArray(filters) ? { filters } : {}),
  };
}

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

function group(
  node: JsonNode & { kind: "object" },
  settings: readonly Setting[],
  path: string,
  problems: Problem[],
  others: readonly string[] = [],
): Record<string, unknown> {
  const known = [...settings.map((s) => s.key), ...others];
  for (const { key, line } of node.entries) {
    if (known.includes(key)) continue;
    const hint = didYouMean(key, known) || `; known are ${known.join(", ") || "none"}`;
    problems.push({ line, what: `"${join(path, key)}" is no setting${hint}` });
  }
  const result: Record<string, unknown> = {};
  for (const setting of settings) {
    const entry = node.entries.find((e) => e.key === setting.key);
    const at = join(path, setting.key);
    if (entry) result[setting.key] = settingOf(entry, setting.shape, at, problems);
    else if ("fallback" in setting) result[setting.key] = setting.fallback;
    else if (!setting.optional) {
      problems.push({ line: node.line, what: `"${at}" is missing: ${expected(setting.shape)}` });
    }
  }
  return result;
}

function settingOf({ node, line }: JsonEntry, shape: Shape, path: string, problems: Problem[]): unknown {
  const wrong = (hint = "") => {
    problems.push({ line, what: `"${path}" must be ${expected(shape)}; it is ${said(node)}${hint}` });
    return undefined;
  };
  const value = plainValue(node);
  switch (shape.kind) {
    case "choice":
      if (shape.nullable && value === null) return null;
      if (typeof value !== "string" || shape.options.includes(value)) {
        return typeof value === "string" ? value : wrong();
      }
      return wrong(didYouMean(value, shape.options));
    case "number":
      return typeof value === "number" || (shape.nullable && value === null) ? value : wrong();
    case "switch":
      return typeof value === "boolean" ? value : wrong();
    case "text":
      return typeof value === "string" ? value : wrong();
    case "numbers": {
      const isOne = (v: unknown) => typeof v === "number" || (shape.open && v === null);
      return Array.isArray(value) && value.length === shape.count && value.every(isOne) ? value : wrong();
    }
    case "list":
      return Array.isArray(value) && value.every((v) => typeof v === "number") ? value : wrong();
    case "choices": {
      if (!Array.isArray(value)) return wrong();
      const odd = value.find((v) => !shape.options.includes(v));
      if (odd !== undefined) return wrong(typeof odd === "string" ? didYouMean(odd, shape.options) : "");
      return new Set(value).size === value.length ? value : wrong(" (one stands twice)");
    }
    case "parameters": {
      const isOne = (v: unknown) => ["number", "string", "boolean"].includes(typeof v);
      return node.kind === "object" && node.entries.every((e) => isOne(plainValue(e.node))) ? value : wrong();
    }
    case "filters":
      return filterList(node, path, (line, what) => problems.push({ line, what }));
    case "group":
      if (shape.nullable && value === null) return null;
      return node.kind === "object" ? group(node, shape.settings, path, problems) : wrong();
    case "methods":
      return node.kind === "object" ? method(node, shape, path, problems) : wrong();
  }
}

function method(
  node: JsonNode & { kind: "object" },
  shape: Shape & { kind: "methods" },
  path: string,
  problems: Problem[],
): unknown {
  const names = Object.keys(shape.of);
  const entry = node.entries.find((e) => e.key === "method");
  const choice: Shape = { kind: "choice", options: names };
  if (!entry) {
    problems.push({ line: node.line, what: `"${path}.method" is missing: ${expected(choice)}` });
    return undefined;
  }
  const name = settingOf(entry, choice, `${path}.method`, problems);
  if (typeof name !== "string") return undefined;
  const rest = { ...node, entries: node.entries.filter((e) => e !== entry) };
  return { method: name, ...group(rest, shape.of[name], path, problems, ["method"]) };
}

/** What a setting may be, in words: for messages and help. */
export function expected(shape: Shape): string {
  const off = "nullable" in shape && shape.nullable ? ", or null" : "";
  switch (shape.kind) {
    case "choice":
      return `one of ${quoted(shape.options)}${off}`;
    case "number":
      return `a number${off}`;
    case "switch":
      return "true or false";
    case "text":
      return "a text";
    case "numbers":
      return `a list of ${shape.count} numbers${shape.open ? " (null: open)" : ""}`;
    case "list":
      return "a list of numbers";
    case "choices":
      return `a list of ${quoted(shape.options)}`;
    case "parameters":
      return "an object of numbers, texts and switches";
    case "filters":
      return "a list of filters (null: the image itself)";
    case "group":
      return `an object with ${shape.settings.map((s) => s.key).join(", ")}${off}`;
    case "methods":
      return `an object with "method": ${quoted(Object.keys(shape.of))}`;
  }
}

const quoted = (words: readonly string[]): string => words.map((w) => `"${w}"`).join(", ");

function said(node: JsonNode): string {
  const text = JSON.stringify(plainValue(node));
  return text.length <= 40
    ? text
    : node.kind === "array"
      ? "a list"
      : node.kind === "object"
        ? "an object"
        : "a long text";
}
