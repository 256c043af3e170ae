import { RadiomicaError } from "#engine/errors.ts";
import { nearest } from "../../nearest.ts";
import { type Kind, settings as known, nullable } from "./settings.table.ts";

export type Value = number | string | boolean | null | readonly number[];
export type Settings = ReadonlyMap<string, Value>;

/**
 * The settings of a section, each known and of its kind; those that move no number are left out and noted.
 * Throws RadiomicaError "Parse" naming the key, or "Unsupported".
 */
export function checked(values: Record<string, unknown>, path: string, notices: string[]): Settings {
  const found = new Map<string, Value>();
  for (const [key, value] of Object.entries(values)) {
    const setting = known.get(key);
    if (setting === undefined) {
      const suggestion = nearest(key, known.keys());
      const hint = suggestion === null ? "" : ` Did you mean "${suggestion}"?`;
      const fields: Record<string, string> = suggestion === null ? { key, path } : { key, path, suggestion };
      throw new RadiomicaError("Parse", `PyRadiomics has no setting "${key}" in "${path}".${hint}`, fields);
    }
    if (value === null && nullable.has(key)) {
      found.set(key, null);
      continue;
    }
    const accepted = accept(setting.kind, value);
    if (accepted === null) {
      const message = `"${path}.${key}" must be ${expected(setting.kind)}; it is ${JSON.stringify(value)}.`;
      throw new RadiomicaError("Parse", message, { key, path });
    }
    if (key === "label_channel" && accepted !== 0) {
      const message = `"${path}.label_channel" is ${accepted}, yet masks with several channels are not read.`;
      throw new RadiomicaError("Unsupported", message, { key, path });
    }
    if (setting.acts === "nothing") notices.push(`"${path}.${key}" moves no number here.`);
    else found.set(key, accepted);
  }
  if (typeof found.get("binCount") === "number" && found.has("binWidth")) {
    notices.push(`"${path}.binCount" is used, and "${path}.binWidth" is not.`);
  }
  return found;
}

const isNumber = (value: unknown, whole: boolean): value is number =>
  typeof value === "number" && (whole ? Number.isInteger(value) : Number.isFinite(value));

const within = (value: number, { least, open, most }: { least: number; open?: true; most?: number }): boolean =>
  (open ? value > least : value >= least) && value <= (most ?? Number.POSITIVE_INFINITY);

/** SimpleITK's numbers of the interpolators that are supported here. */
const interpolatorNumbers = ["", "sitkNearestNeighbor", "sitkLinear", "sitkBSpline"];

/** The value where it is of its kind, else null. */
function accept(kind: Kind, value: unknown): Exclude<Value, null> | null {
  switch (kind.type) {
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "integer":
    case "number":
      return isNumber(value, kind.type === "integer") && within(value, kind) ? value : null;
    case "list": {
      if (!Array.isArray(value)) return null;
      const items: readonly unknown[] = value;
      const numbers = items.filter((item) => isNumber(item, kind.of === "integer")).filter((x) => within(x, kind));
      return numbers.length === items.length && numbers.length > 0 ? numbers : null;
    }
    case "choice":
      return typeof value === "string" && kind.options.includes(value) ? value : null;
    case "text":
      return typeof value === "string" ? value : null;
    case "interpolator":
      if (typeof value === "string") return value;
      return isNumber(value, true) && value >= 1 && value <= 10 ? (interpolatorNumbers[value] ?? `${value}`) : null;
  }
}

function expected(kind: Kind): string {
  const bounds = (least: number, open?: true, most?: number): string => {
    if (least === Number.NEGATIVE_INFINITY) return "";
    if (most !== undefined) return ` from ${least} to ${most}`;
    return open ? ` above ${least}` : ` of ${least} or more`;
  };
  switch (kind.type) {
    case "boolean":
      return "true or false";
    case "integer":
    case "number":
      return `a ${kind.type === "integer" ? "whole " : ""}number${bounds(kind.least, kind.open, kind.most)}`;
    case "list":
      return `a list of ${kind.of === "integer" ? "whole " : ""}numbers${bounds(kind.least, kind.open)}`;
    case "choice":
      return `one of ${kind.options.join(", ")}`;
    case "text":
      return "a name";
    case "interpolator":
      return "the name of an interpolator";
  }
}
