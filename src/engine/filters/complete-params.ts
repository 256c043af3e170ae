import type { Filter, FilterParam, FilterParams, FilterProblem, FilterSettings } from "./filter.ts";
import { problem } from "./params.ts";

/**
 * The settings' parameters with defaults filled in, checked one by one against the filter's schema; or what is wrong
 * with them. What the schema cannot say (the kernel against the image) is `filter.problem`'s.
 */
export function completeParamsOf(filter: Filter, settings: FilterSettings): FilterParams | FilterProblem {
  const known = filter.params.map((param) => param.id);
  const unknown = Object.keys(settings.params).find((id) => !known.includes(id));
  if (unknown !== undefined) {
    const detail = `The filter "${filter.id}" has no parameter "${unknown}"; it has ${known.join(", ") || "none"}.`;
    return problem("unknown_param", unknown, detail);
  }
  const complete: Record<string, number | string | boolean> = {};
  for (const param of filter.params) {
    const value = settings.params[param.id] ?? param.default;
    const wrong = fault(param, value);
    if (wrong !== null) return problem("param_outside", param.id, `${param.id} must be ${wrong}; it is ${value}.`);
    complete[param.id] = value;
  }
  return complete;
}

/** What a value should be and is not; null where it is. */
function fault(param: FilterParam, value: number | string | boolean): string | null {
  switch (param.kind) {
    case "number": {
      const { min, max, unit, integer } = param;
      const inside = typeof value === "number" && value >= min && value <= max;
      if (inside && (!integer || Number.isInteger(value))) return null;
      return `${integer ? "a whole number" : "a number"} from ${min} to ${max}${unit === "1" ? "" : ` ${unit}`}`;
    }
    case "choice":
      return typeof value === "string" && param.options.includes(value) ? null : `one of ${param.options.join(", ")}`;
    case "text":
      return typeof value === "string" && new RegExp(param.pattern).test(value) ? null : `of the form ${param.pattern}`;
    case "switch":
      return typeof value === "boolean" ? null : "true or false";
  }
}
