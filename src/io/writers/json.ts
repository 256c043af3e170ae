import { RadiomicaError } from "#engine/errors.ts";
import { featureById } from "#engine/features/index.ts";
import { unitCode } from "#engine/features/unit.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Extraction, FeatureRow } from "#engine/plan/extraction.ts";
import { imageLabel, type MeasuredSegment, type Provenance } from "./provenance.ts";

export const RESULTS_SCHEMA = "radiomica.results";
/** Raised whenever a field changes its meaning or goes. */
export const RESULTS_VERSION = 1;

/** A feature row as it stands in the file: with its name and its unit in plain text beside what the engine gave. */
export type ResultRow = FeatureRow & { readonly name: string; readonly unitText: string };

/** The file: one result a segment, each with all of its provenance, so that a part of the file is still whole. */
export type ResultsFile = {
  readonly schema: typeof RESULTS_SCHEMA;
  readonly version: number;
  readonly results: readonly {
    readonly provenance: Provenance;
    /** The filter's label, or "original"; files of before 0.2 have none. */
    readonly filter?: string;
    readonly features: readonly ResultRow[];
    readonly diagnostics: Extraction["diagnostics"];
    /** Files of before 0.2 have none. */
    readonly intermediates?: Extraction["intermediates"];
    readonly warnings: Extraction["warnings"];
    readonly normalisation?: Extraction["normalisation"];
  }[];
};

/** Results with full provenance as JSON, indented. */
export function featuresJson(segments: readonly MeasuredSegment[]): string {
  const file: ResultsFile = {
    schema: RESULTS_SCHEMA,
    version: RESULTS_VERSION,
    results: segments.map((segment) => resultOf(segment, imageLabel(segment))),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

const resultOf = ({ provenance, extraction }: MeasuredSegment, filter: string): ResultsFile["results"][number] => ({
  provenance,
  filter,
  features: extraction.rows.map((row) => ({
    ...row,
    name: featureById(row.id)?.feature.name ?? row.id,
    unitText: unitCode(row.unit, provenance.image.unit),
  })),
  diagnostics: extraction.diagnostics,
  intermediates: extraction.intermediates,
  warnings: extraction.warnings,
  ...(extraction.normalisation ? { normalisation: extraction.normalisation } : {}),
});

/** Reads what `featuresJson` wrote. Throws "Parse" for other files and for versions newer than ours. */
export function parseFeaturesJson(text: string): MeasuredSegment[] {
  const file = readJson(text);
  if (!isResults(file))
    throw new RadiomicaError("Parse", `This is not a results file: its schema is not ${RESULTS_SCHEMA}`);
  if (file.version > RESULTS_VERSION) {
    const message = `The results file has version ${file.version}; this program reads up to ${RESULTS_VERSION}`;
    throw new RadiomicaError("Parse", message, { found: file.version, expected: RESULTS_VERSION });
  }
  return file.results.map(({ provenance, filter, features, diagnostics, intermediates, warnings, normalisation }) => ({
    provenance,
    ...(filter === undefined || filter === filterLabel(provenance.recipe.filter) ? {} : { filter }),
    extraction: {
      rows: features.map(({ name: _name, unitText: _unit, ...row }) => row),
      diagnostics,
      intermediates: intermediates ?? [],
      warnings,
      recipe: provenance.recipe,
      ...(normalisation ? { normalisation } : {}),
    },
  }));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RadiomicaError("Parse", "This is not a results file: it is not JSON", {}, error);
  }
}

const isResults = (file: unknown): file is ResultsFile =>
  typeof file === "object" &&
  file !== null &&
  "schema" in file &&
  file.schema === RESULTS_SCHEMA &&
  "version" in file &&
  typeof file.version === "number" &&
  "results" in file &&
  Array.isArray(file.results) &&
  file.results.every((r) => typeof r === "object" && r !== null && "provenance" in r && Array.isArray(r.features));
