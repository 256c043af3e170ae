import type { FilterId, FilterSettings } from "#engine/filters/filter.ts";
import { completeParams, filters, isFilterProblem } from "#engine/filters/index.ts";
import { didYouMean } from "../nearest.ts";
import { type JsonNode, plainValue } from "./json-text.ts";

/** The images of a bank: a filter's response each; null is the image itself. */
export type FilterList = readonly (FilterSettings | null)[];

/** Says what is wrong, and in which line of the file. */
type Tell = (line: number, what: string) => void;

/**
 * A list of filters as a settings file holds it: `[null, {"id": "log", "params": {"sigma": [1, 2, 3]}}]`. A parameter
 * that is given as a list makes a filter for each of its values, with every value of the others.
 */
export function filterList(node: JsonNode, path: string, tell: Tell): FilterList {
  if (node.kind !== "array") {
    tell(node.line, `"${path}" must be a list of filters; null in it is the image itself`);
    return [];
  }
  if (node.items.length === 0) tell(node.line, `"${path}" holds no filter`);
  return node.items.flatMap((item, n) => filtersOf(item, `${path}[${n}]`, tell));
}

/** One item of such a list: `{"id": "log", "params": {…}}`, the filter's name alone, or null. */
export function filtersOf(node: JsonNode, path: string, tell: Tell): (FilterSettings | null)[] {
  if (node.kind === "value" && node.value === null) return [null];
  if (node.kind === "value" && typeof node.value === "string") return checked(node.value, {}, node.line, path, tell);
  if (node.kind !== "object") {
    tell(node.line, `"${path}" must be a filter {"id": …, "params": {…}}, its name, or null; it is ${said(node)}`);
    return [];
  }
  for (const { key, line } of node.entries) {
    const known = ["id", "params"];
    if (!known.includes(key))
      tell(line, `"${path}.${key}" is no setting${didYouMean(key, known) || "; known are id, params"}`);
  }
  const id = node.entries.find(({ key }) => key === "id");
  const params = node.entries.find(({ key }) => key === "params");
  const name = id === undefined ? undefined : plainValue(id.node);
  if (typeof name !== "string") {
    tell(id?.line ?? node.line, `"${path}.id" ${id === undefined ? "is missing" : "must be a text"}: which filter`);
    return [];
  }
  if (params !== undefined && params.node.kind !== "object") {
    tell(params.line, `"${path}.params" must be an object; it is ${said(params.node)}`);
    return [];
  }
  const entries = params?.node.kind === "object" ? params.node.entries : [];
  let combinations: Record<string, Scalar>[] = [{}];
  for (const { key, line, node: value } of entries) {
    const values = scalars(plainValue(value));
    if (values === null) {
      tell(
        line,
        `"${path}.params.${key}" must be a number, a text or a switch, or a list of such; it is ${said(value)}`,
      );
      return [];
    }
    combinations = combinations.flatMap((before) => values.map((one) => ({ ...before, [key]: one })));
  }
  return combinations.flatMap((one) => checked(name, one, lineOf(one), path, tell));

  function lineOf(one: Record<string, Scalar>): number {
    const problem = completeParams({ id: name as FilterId, params: one });
    const at = isFilterProblem(problem) ? entries.find(({ key }) => key === problem.param) : undefined;
    return at?.line ?? id?.line ?? node.line;
  }
}

type Scalar = number | string | boolean;
const isScalar = (value: unknown): value is Scalar => ["number", "string", "boolean"].includes(typeof value);

function scalars(value: unknown): readonly Scalar[] | null {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.length > 0 && values.every(isScalar) ? values : null;
}

/** The filter, if it is one: unknown names and values that it cannot take are told with the nearest known. */
function checked(
  name: string,
  params: Record<string, Scalar>,
  line: number,
  path: string,
  tell: Tell,
): FilterSettings[] {
  const found = filters.find(({ id }) => id === name);
  if (found === undefined) {
    const ids = filters.map(({ id }) => id);
    const hint = didYouMean(name, ids) || `; there are ${ids.join(", ")}`;
    tell(line, `"${path}": no filter is called "${name}"${hint}`);
    return [];
  }
  const settings = { id: found.id, params };
  const complete = completeParams(settings);
  if (!isFilterProblem(complete)) return [settings];
  const hint = didYouMean(
    complete.param,
    found.params.map(({ id }) => id),
  );
  const mistyped = complete.code === "unknown_param" ? hint : "";
  tell(line, `"${path}.params.${complete.param}": ${complete.detail}${mistyped.replace("; did", " Did")}`);
  return [];
}

const said = (node: JsonNode): string => {
  const text = JSON.stringify(plainValue(node));
  return text.length <= 40 ? text : node.kind === "array" ? "a list" : "an object";
};
