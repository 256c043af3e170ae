import { type Comparison as Compared, compare } from "#app/conformance/compare.ts";
import { extract } from "#engine/plan/extract.ts";
import { type IbsiConfiguration, ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import { describeImage } from "#engine/process/describe-image.ts";
import { diagnosticReferences, inputOf, references, unrounded } from "./reference.ts";

/** A reference beside what the engine gives for it. */
export type Comparison = Compared & {
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
  const wantedDiagnostics = diagnosticReferences.filter((r) => r.config === id);
  const described = wantedDiagnostics.length > 0 ? describeImage(input.image, recipe) : [];
  const wanted = [...wantedDiagnostics, ...references.filter((r) => r.config === id)];
  return compare(wanted, rows, [...diagnostics, ...described]).map((compared) => {
    const { reference, found } = compared;
    const others = unrounded.get(`${id} ${reference.tag} ${reference.aggregationCode}`) ?? [];
    return {
      ...compared,
      exact:
        others.length === 0 || typeof found !== "number"
          ? null
          : others.some((o) => Math.abs(found - o) <= 1e-6 * Math.max(Math.abs(o), 1e-12)),
    };
  });
}
