import { families, familiesOf } from "#engine/features/index.ts";
import { extract } from "#engine/plan/extract.ts";
import type { Recipe } from "#engine/recipe.ts";
import { type Report, readCase } from "./compare.ts";

/** A feature in both profiles on one image; `why` they differ. */
export type TwoProfiles = {
  readonly name: string;
  readonly ibsi: string;
  readonly pyradiomics: number;
  readonly own: number;
  readonly why: string;
};

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBS", width: 25 },
  ivh: { method: "none" },
  aggregations: ["3D_avg", "3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

const reasons: readonly (readonly [RegExp, string])[] = [
  [/^firstorder\.Kurtosis$/, "not excess: 3 more"],
  [/^firstorder\.(Entropy|Uniformity)$/, "bins lie between multiples of the width; the IBSI's begin at the minimum"],
  [/^shape\..*AxisLength$/, "covariance over N; the IBSI's reference values have N − 1"],
  [/^shape\./, "another table of marching cubes"],
  [/^ngtdm\./, "bins at multiples of the width; voxels without neighbours count"],
  [/./, "bins at multiples of the width, so that levels differ"],
];

/** Every PyRadiomics feature with a counterpart in the IBSI's list, on brain1, both with bins of 25. */
export function profiles(folder: string, report: Report): TwoProfiles[] {
  const found = report.cases.brain1;
  if (found === undefined) return [];
  const input = readCase(folder, "brain1", found);
  const own = extract(input, recipe).rows;
  const theirs = extract(input, { ...recipe, profile: "PyRadiomics" }).rows;
  const names = new Map(familiesOf("PyRadiomics").flatMap(({ features }) => features.map((f) => [f.id, f] as const)));
  const kurtosis = families.flatMap(({ features }) => features).find(({ id }) => id === "statistics.kurtosis")?.ibsi;
  return theirs.flatMap((row): TwoProfiles[] => {
    const name = row.id.slice("pyradiomics.".length);
    const code = names.get(row.id)?.ibsi ?? (name === "firstorder.Kurtosis" ? kurtosis : null);
    const averaged = /^(glcm|glrlm)\./.test(name);
    const match = own.find(
      (o) => o.ibsi === code && (o.aggregation === null || o.aggregation === (averaged ? "3D_avg" : "3D_mrg")),
    );
    if (!code || match === undefined || !("value" in match) || !("value" in row)) return [];
    const same = Math.abs(match.value - row.value) <= 1e-12 * Math.abs(row.value);
    const why = same ? "" : (reasons.find(([pattern]) => pattern.test(name))?.[1] ?? "");
    return [{ name, ibsi: `${match.id} (${code})`, pyradiomics: row.value, own: match.value, why }];
  });
}
