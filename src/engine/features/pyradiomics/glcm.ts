import type { Vec3 } from "../../grid.ts";
import { completed } from "../../pyradiomics-settings.ts";
import { isReason, type Reason, undefinedBecause } from "../../reason.ts";
import type { Recipe } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import type { Family, Feature } from "../family.ts";
import { glcm as ibsi } from "../glcm.ts";
import { type Counts, mergeCounts } from "../matrices/counts.ts";
import { entropyOf, expected, meanOf, varianceOf } from "../matrices/distribution.ts";
import { covarianceTerms, sharedInformation } from "../matrices/glcm-terms.ts";
import { noLevels } from "../matrices/obstacles.ts";
import { directionPairs } from "../matrices/pairs.ts";
import { counted, levelQuantities, summed } from "../quantities.ts";
import { type CoOccurrence, coOccurrence } from "./co-occurrence.ts";
import { flatAxis, forwardSteps, weigh } from "./directions.ts";
import { equal, names } from "./equal.ts";
import { secondSingularValue } from "./second-singular-value.ts";

/** A matrix, and the steps along which it was counted. */
export type AlongSteps = { readonly counts: Counts; readonly steps: readonly Vec3[] };

/** One matrix for each direction at each distance, or one of them all, weighted by exp(−d²). */
export function coOccurrences(roi: Roi, recipe: Recipe): readonly AlongSteps[] | Reason {
  const problem = noLevels(roi);
  if (problem !== null) return problem;
  const { distances, symmetricalGLCM } = completed(recipe.pyradiomics);
  const steps = forwardSteps(roi.dims, distances, flatAxis(recipe));
  const reach = Math.max(...distances);
  const matrices = directionPairs(roi, reach, steps, 0, roi.dims[2], !symmetricalGLCM);
  const weight = weigh(recipe, roi.spacing, (d) => Math.exp(-d * d));
  const merged =
    weight === null
      ? matrices.map((counts, d) => ({ counts, steps: [steps[d]] }))
      : [{ counts: mergeCounts(matrices, steps.map(weight)), steps }];
  const filled = merged.filter(({ counts }) => counts.n.length > 0);
  if (filled.length === 0) {
    const detail = `No two of the ${roi.voxels} voxels are neighbours at distance ${distances.join(", ")}.`;
    return undefinedBecause("no_neighbours", detail);
  }
  return filled;
}

function prepare(roi: Roi, recipe: Recipe): readonly CoOccurrence[] | Reason {
  const found = coOccurrences(roi, recipe);
  if (isReason(found)) return found;
  const occurring = roi.levelCounts.reduce((n, count) => (count > 0 ? n + 1 : n), 0);
  return found.map(({ counts }) => coOccurrence(counts, roi.ng, occurring));
}

const same = (of: string, name: string, otherwise?: Parameters<typeof equal>[4]): Feature<CoOccurrence> =>
  equal<CoOccurrence>(ibsi, `glcm.${of}`, "glcm", name, otherwise);

/** A feature that is the IBSI's as long as pairs are counted both ways, computed so that it holds one way too. */
const asWell = (
  of: string,
  name: string,
  compute: (m: CoOccurrence) => number,
  { note, sum }: Pick<Feature<CoOccurrence>, "note" | "sum"> = {},
) => ({
  ...same(of, name),
  ...(note === undefined ? {} : { note }),
  ...(sum === undefined ? {} : { sum }),
  compute,
});

const clusterMoment = (m: CoOccurrence, power: number): number => {
  const mean = meanOf(m.sums);
  return expected(m.sums, (k) => (k - mean) ** power);
};

function correlation(m: CoOccurrence): number {
  const deviations = Math.sqrt(m.variance) * Math.sqrt(varianceOf(m.columns));
  return deviations === 0 ? 1 : m.covariance / deviations;
}

const mostEntropy = (m: CoOccurrence): number => Math.max(m.marginalEntropy, entropyOf(m.columns));

function informational1(m: CoOccurrence): number {
  const most = mostEntropy(m);
  return most === 0 ? 0 : (m.entropy - m.productEntropy) / most;
}

const maximalCorrelation: Feature<CoOccurrence> = {
  ...names("glcm", "MCC"),
  ibsi: null,
  section: "",
  source: "Haralick 1973, doi:10.1109/TSMC.1973.4309314, measure 14",
  unit: "1",
  tex: String.raw`\sqrt{\lambda_2(Q)},\quad Q_{ij}=\sum_k\frac{p_{ik}\,p_{jk}}{p_{x,i}\,p_{y,k}}`,
  about: {
    en: "The greatest correlation that any recoding of the grey levels gives between neighbours: 0 for none, 1 for all.",
    it: "La massima correlazione tra vicini che una ricodifica dei livelli di grigio può dare: 0 nessuna, 1 totale.",
  },
  note: "Not in the IBSI's list. 1 where the region has a single level, 0 where only a direction has. The second singular value of p over the roots of its margins.",
  compute: (m) => (m.occurring < 2 ? 1 : secondSingularValue(m.counts)),
  sum: "function_of_sums",
};

const features: readonly Feature<CoOccurrence>[] = [
  same("autocorrelation", "Autocorrelation"),
  asWell("cluster_prominence", "ClusterProminence", (m) => clusterMoment(m, 4)),
  asWell("cluster_shade", "ClusterShade", (m) => clusterMoment(m, 3)),
  asWell("cluster_tendency", "ClusterTendency", (m) => clusterMoment(m, 2)),
  same("contrast", "Contrast"),
  asWell("correlation", "Correlation", correlation, {
    note: "1 where a direction has a single level.",
    sum: covarianceTerms((m) => m.columns),
  }),
  same("difference_average", "DifferenceAverage"),
  same("difference_entropy", "DifferenceEntropy"),
  same("difference_variance", "DifferenceVariance"),
  same("inverse_difference", "Id"),
  same("inverse_difference_moment", "Idm"),
  same("normalised_inverse_difference_moment", "Idmn"),
  same("normalised_inverse_difference", "Idn"),
  asWell("information_correlation_1", "Imc1", informational1, {
    note: "0 where a direction has a single level.",
    sum: sharedInformation((m) => m.columns, mostEntropy),
  }),
  asWell("information_correlation_2", "Imc2", (m) =>
    Math.sqrt(1 - Math.exp(-2 * Math.max(0, m.productEntropy - m.entropy))),
  ),
  same("inverse_variance", "InverseVariance"),
  same("joint_average", "JointAverage"),
  same("angular_second_moment", "JointEnergy"),
  same("joint_entropy", "JointEntropy"),
  maximalCorrelation,
  same("joint_maximum", "MaximumProbability"),
  same("sum_average", "SumAverage"),
  same("sum_entropy", "SumEntropy"),
  same("joint_variance", "SumSquares"),
];

export const glcm: Family<CoOccurrence> = {
  id: "pyradiomics.glcm",
  name: "PyRadiomics: grey level co-occurrence matrix",
  ibsi: "LFYI",
  section: "3.6",
  aggregations: {},
  prepare,
  describe: (matrices, roi, recipe) => [
    ...levelQuantities(roi, recipe),
    counted("matrices", matrices.length),
    counted("matrix_rows", roi.ng),
    counted("matrix_columns", roi.ng),
    summed("matrix_entries", matrices, (m) => m.entries),
    summed("pairs", matrices, (m) => m.total),
  ],
  features,
};
