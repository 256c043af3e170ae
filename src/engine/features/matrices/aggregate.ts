import type { Vec3 } from "../../grid.ts";
import { type Reason, undefinedBecause } from "../../reason.ts";
import type { Aggregation, Recipe } from "../../recipe.ts";
import { type Counts, mergeCounts, totalOf } from "./counts.ts";
import { directionWeights } from "./neighbours.ts";

/** Matrices by slice, and in each slice by direction. A volume counts as one slice. */
export type ByDirection = {
  readonly directions: readonly Vec3[];
  readonly slices: readonly (readonly Counts[])[];
};

/** The aggregations of GLCM and GLRLM, with their codes. IBSI-1 §3.6, §3.7. */
export const directionalAggregations = {
  "2D_avg": "BTW3",
  "2D_mrg": "SUJT",
  "2.5D_dir": "JJUI",
  "2.5D_mrg": "ZW7Z",
  "3D_avg": "ITBB",
  "3D_mrg": "IAZD",
} as const satisfies Record<Aggregation, string>;

/** The aggregations of GLSZM, GLDZM, NGTDM and NGLDM, which have no directions. IBSI-1 §3.8 to §3.11. */
export const spatialAggregations = { "2D_avg": "8QNN", "2.5D_mrg": "62GR", "3D_mrg": "KOBO" } as const;

export const is3d = (aggregation: Aggregation): boolean => aggregation.startsWith("3D");

/** Below this the weighted counts have lost their digits. */
const LEAST_TOTAL = 1e-290;

/**
 * The matrices whose features are averaged. Weights apply where directions are merged; a direction by itself would
 * only be scaled. Matrices without an entry are left out. A reason where the weights leave nothing.
 */
export function aggregateDirections(
  { directions, slices }: ByDirection,
  aggregation: Aggregation,
  spacing: Vec3,
  weighting: Recipe["texture"]["weighting"],
): Counts[] | Reason {
  const weights = directionWeights(directions, spacing, weighting);
  const filled = slices.filter((matrices) => matrices.some(({ n }) => n.length > 0));
  const merged = (): Counts[] => {
    switch (aggregation) {
      case "2D_avg":
      case "3D_avg":
        return filled.flat();
      case "2D_mrg":
      case "3D_mrg":
        return filled.map((matrices) => mergeCounts(matrices, weights));
      case "2.5D_dir":
        return directions.map((_, d) => mergeCounts(filled.map((matrices) => matrices[d])));
      case "2.5D_mrg":
        return filled.length === 0 ? [] : [mergeCounts(filled.flat(), weights && filled.flatMap(() => weights))];
    }
  };
  const found = merged();
  if (weights !== null && aggregation.endsWith("_mrg") && found.some((matrix) => totalOf(matrix) < LEAST_TOTAL)) {
    return undefinedBecause(
      "zero_denominator",
      "Voxels are so large that exp(−‖m‖²) vanishes in every direction; measure without distance weighting.",
    );
  }
  return found.filter(({ n }) => n.length > 0);
}
