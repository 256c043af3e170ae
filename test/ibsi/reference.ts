import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseCsv } from "#app/conformance/csv.ts";
import { digitalPhantom, phantomReferences } from "#app/conformance/phantom.ts";
import { digitsOf, type Reference, referencesOf, tagOf } from "#app/conformance/reference.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import type { IbsiConfiguration } from "#engine/plan/ibsi-configurations.ts";
import { readNifti } from "./nifti.ts";

export { isReached, type Reference } from "#app/conformance/reference.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const fixture = (name: string) => here(`../fixtures/ibsi/${name}`);
const shared = (path: string) => here(`../../../shared/ibsi/${path}`);

/** Rows of a CSV file with a header, by column. */
export const readCsv = (path: string): Record<string, string>[] => parseCsv(readFileSync(path, "utf8"));

export const nomenclature = readCsv(fixture("nomenclature.csv"));

/** All 1804: those of the digital phantom, which the app carries, and those of configurations A to E. */
export const references: readonly Reference[] = [
  ...phantomReferences,
  ...referencesOf(readFileSync(fixture("reference-values.csv"), "utf8")),
];

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

export const hasCt = existsSync(shared("ibsi1_ct_radiomics_phantom/phantom.nii.gz"));

/** The image and region of a configuration, or null where the data is not on this machine. */
export function inputOf(config: IbsiConfiguration["id"]): ExtractionInput | null {
  if (config === "digital_phantom") return digitalPhantom();
  return hasCt ? pair("ibsi1_ct_radiomics_phantom", "HU") : null;
}

function pair(folder: string, unit: "HU"): ExtractionInput {
  const { grid, data } = readNifti(shared(`${folder}/phantom.nii.gz`));
  return {
    image: { grid, data, unit },
    labels: Uint8Array.from(readNifti(shared(`${folder}/mask.nii.gz`)).data),
    label: 1,
  };
}
