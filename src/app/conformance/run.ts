import type { FamilyId } from "#engine/features/family.ts";
import { families, featureById } from "#engine/features/index.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import type { Pool } from "#workers/protocol.ts";
import { compare } from "./compare.ts";
import { compareMatrices, type MatrixComparison } from "./matrices.ts";
import { digitalPhantom, phantomReferences, publishedMatrices } from "./phantom.ts";
import type { Reference } from "./reference.ts";

/** A row that this build gives for the phantom, and the published value where there is one. */
export type ConformanceRow = {
  readonly row: FeatureRow;
  readonly name: string;
  readonly reference: Reference | null;
  /** Null where nothing is published to be reached. */
  readonly reached: boolean | null;
};

export type Conformance = {
  readonly rows: readonly ConformanceRow[];
  /** Published values for which this build gives no row at all: empty, or something is broken. */
  readonly missing: readonly Reference[];
  readonly matrices: readonly MatrixComparison[];
  /** Time from asking the workers to the last answer, ms. */
  readonly milliseconds: number;
};

/**
 * Runs the IBSI's digital phantom through the pool, a job for each family as any other region, and sets every value
 * beside the published one. The 88 printed matrices are counted here, in the page.
 */
export async function runConformance(
  pool: Pick<Pool, "run">,
  now: () => number,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Conformance> {
  const input = digitalPhantom();
  const { recipe } = ibsiConfigurations[0];
  const ids: readonly FamilyId[] = families.map((f) => f.id);
  let done = 0;
  const start = now();
  onProgress(0, ids.length);
  const extractions = await Promise.all(
    ids.map(async (id) => {
      const extraction = await pool.run("extract", { input, recipe, families: [id] }, { signal });
      onProgress(++done, ids.length);
      return extraction;
    }),
  );
  const milliseconds = now() - start;
  const rows = extractions.flatMap((e) => e.rows);
  return {
    ...besideReferences(rows, phantomReferences),
    matrices: compareMatrices(prepareRoi(input, recipe).roi, publishedMatrices),
    milliseconds,
  };
}

/** Every row beside its reference, and the references that no row answers. */
export function besideReferences(
  rows: readonly FeatureRow[],
  references: readonly Reference[],
): Pick<Conformance, "rows" | "missing"> {
  const compared = compare(references, rows);
  const byKey = new Map(compared.map((c) => [`${c.reference.tag} ${c.reference.aggregationCode}`, c]));
  return {
    rows: rows.map((row) => {
      const feature = featureById(row.id)?.feature;
      const found = byKey.get(`${feature?.tag} ${row.aggregationCode}`);
      return {
        row,
        name: feature?.name ?? row.id,
        reference: found?.reference ?? null,
        reached: found?.reached ?? null,
      };
    }),
    missing: compared.filter((c) => c.found === null).map((c) => c.reference),
  };
}

/** Reached and published values of some rows; what nobody gives counts as not reached. */
export function tally(rows: readonly ConformanceRow[], missing: readonly Reference[] = []) {
  const published = rows.filter((r) => r.reached !== null);
  return { reached: published.filter((r) => r.reached).length, total: published.length + missing.length };
}
