import { featureById } from "#engine/features/index.ts";
import { extract } from "#engine/plan/extract.ts";
import { type IbsiConfiguration, ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { describeImage } from "#engine/process/describe-image.ts";
import type { Reason } from "#engine/reason.ts";
import { diagnosticReferences, inputOf, isReached, type Reference, references, unrounded } from "./reference.ts";

/** A reference beside what the engine gives for it; `found` is null where the engine has no such row. */
export type Comparison = {
  readonly reference: Reference;
  readonly found: number | Reason | null;
  readonly reached: boolean;
  /** Within 1e-6 (relative) of an unrounded result of others; null where there is none. */
  readonly exact: boolean | null;
};

/** All rows of a configuration, or null where its data is not on this machine. */
export function compareConfiguration(id: IbsiConfiguration["id"]): Comparison[] | null {
  const input = inputOf(id);
  const configuration = ibsiConfigurations.find((c) => c.id === id);
  if (input === null || configuration === undefined) return null;
  const { recipe } = configuration;
  const { rows, diagnostics } = extract(input, recipe);
  const found = new Map<string, number | Reason>();
  for (const row of rows) {
    const tag = featureById(row.id)?.feature.tag;
    found.set(`${tag} ${row.aggregationCode}`, "value" in row ? row.value : row);
  }
  const wantedDiagnostics = diagnosticReferences.filter((r) => r.config === id);
  const described = wantedDiagnostics.length > 0 ? describeImage(input.image, recipe) : [];
  for (const row of [...diagnostics, ...described]) found.set(`${row.tag} `, "value" in row ? row.value : row);
  return [...wantedDiagnostics, ...references.filter((r) => r.config === id)].map((reference) => {
    const key = `${reference.tag} ${reference.aggregationCode}`;
    const value = found.get(key) ?? null;
    const others = unrounded.get(`${id} ${key}`) ?? [];
    return {
      reference,
      found: value,
      reached: typeof value === "number" && isReached(value, reference),
      exact:
        others.length === 0 || typeof value !== "number"
          ? null
          : others.some((o) => Math.abs(value - o) <= 1e-6 * Math.max(Math.abs(o), 1e-12)),
    };
  });
}
