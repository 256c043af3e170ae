import type { Finding, FindingCode, Refusal } from "./series.ts";

/** A finding; `detail` is one English sentence or two: what, why, what to do. */
export const finding = (
  level: Finding["level"],
  code: FindingCode,
  detail: string,
  fields: Finding["fields"] = {},
): Finding => ({ level, code, detail, fields });

/** A file that is not loaded, at level "error" unless it never was an image ("info"). */
export const refuse = (
  path: string,
  code: FindingCode,
  detail: string,
  fields: Finding["fields"] = {},
  level: Finding["level"] = "error",
): Refusal => ({ path, finding: finding(level, code, detail, fields) });

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "finding" in value && "path" in value;

export const isFinding = (value: unknown): value is Finding =>
  typeof value === "object" && value !== null && "level" in value && "code" in value;
