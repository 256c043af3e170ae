import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import type { IbsiConfiguration } from "#engine/plan/ibsi-configurations.ts";
import { readNifti } from "./nifti.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const fixture = (name: string) => here(`../fixtures/ibsi/${name}`);
const shared = (path: string) => here(`../../../shared/ibsi/${path}`);

/** Rows of a CSV file with a header, by column. Quotes as in RFC 4180. */
export function readCsv(path: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  const text = readFileSync(path, "utf8");
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "," || c === "\n") {
      rows[rows.length - 1].push(field);
      field = "";
      if (c === "\n") rows.push([]);
    } else if (c !== "\r") field += c;
  }
  const [header, ...body] = rows.filter((r) => r.length > 1);
  return body.map((r) => Object.fromEntries(header.map((name, i) => [name, r[i] ?? ""])));
}

export const nomenclature = readCsv(fixture("nomenclature.csv"));

// Tags of textures end in the aggregation, which the tables name by its code as well.
const tagOf = (tag: string): string => tag.replace(/_(2D|2_5D|3D)(_avg|_comb)?$/, "");

/** A published value: which configuration, which feature (its tag), which aggregation, how near one must come. */
export type Reference = {
  readonly config: string;
  readonly family: string;
  readonly tag: string;
  readonly aggregationCode: string;
  readonly value: number;
  /** Significant digits the value is given in: 3, or more for counts. */
  readonly digits: number;
  readonly tolerance: number;
  readonly consensus: string;
};

const digitsOf = (text: string): number => Math.max(3, text.replace(/^-?[0.]*|0*$/g, "").replace(".", "").length);

export const references: readonly Reference[] = readCsv(fixture("reference-values.csv"))
  .filter((r) => r.value !== "")
  .map((r) => ({
    config: r.config,
    family: r.family,
    tag: tagOf(r.tag),
    aggregationCode: r.aggregation_code,
    value: Number(r.value),
    digits: digitsOf(r.value),
    tolerance: Number(r.tolerance),
    consensus: r.consensus,
  }));

export const diagnosticReferences: readonly Reference[] = readCsv(fixture("diagnostic-values.csv")).map((r) => ({
  config: r.config,
  family: "diagnostics",
  tag: r.tag,
  aggregationCode: "",
  value: Number(r.value),
  digits: digitsOf(r.value),
  tolerance: Number(r.tolerance),
  consensus: r.consensus,
}));

/** Unrounded results of others by "config tag aggregation": informative, not normative. */
export const unrounded: ReadonlyMap<string, readonly number[]> = new Map(
  readCsv(fixture("ibsi1_full_precision_team_values.csv")).map((r) => [
    `${r.config} ${tagOf(r.tag)} ${r.aggregation_code}`,
    [r.median_of_matching_submissions, r.mirp_2019_submission].filter((v) => v !== "" && v !== "NA").map(Number),
  ]),
);

/** The reference's own rule: rounded as the reference is, then within the tolerance (and the last digit of a double). */
export function isReached(value: number, { value: wanted, digits, tolerance }: Reference): boolean {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded - wanted) <= tolerance + 1e-9 * Math.abs(wanted) + Number.EPSILON;
}

export const hasCt = existsSync(shared("ibsi1_ct_radiomics_phantom/phantom.nii.gz"));

/** The image and region of a configuration, or null where the data is not on this machine. */
export function inputOf(config: IbsiConfiguration["id"]): ExtractionInput | null {
  if (config === "digital_phantom") return digitalPhantom();
  return hasCt ? pair("ibsi1_ct_radiomics_phantom", "HU") : null;
}

function digitalPhantom(): ExtractionInput | null {
  const path = fixture("digital-phantom.json");
  if (!existsSync(path)) {
    return existsSync(shared("ibsi1_digital_phantom")) ? pair("ibsi1_digital_phantom", "arbitrary") : null;
  }
  const { dims, spacing, image, mask } = JSON.parse(readFileSync(path, "utf8"));
  const grid = { dims, spacing, origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  return {
    image: { grid, data: Float32Array.from(image), unit: "arbitrary" },
    labels: Uint8Array.from(mask),
    label: 1,
  };
}

function pair(folder: string, unit: "HU" | "arbitrary"): ExtractionInput {
  const { grid, data } = readNifti(shared(`${folder}/phantom.nii.gz`));
  return {
    image: { grid, data, unit },
    labels: Uint8Array.from(readNifti(shared(`${folder}/mask.nii.gz`)).data),
    label: 1,
  };
}
