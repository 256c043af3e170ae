import { type Tally, tallyEnergy } from "../../math/tally.ts";
import { completed } from "../../pyradiomics-settings.ts";
import { type Reason, undefinedBecause } from "../../reason.ts";
import type { Recipe } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import type { Family, Feature } from "../family.ts";
import { type Histogram, histogram, histogramOf } from "../histogram.ts";
import { counted, levelQuantities } from "../quantities.ts";
import { type Sample, sampleOf, statistics } from "../statistics.ts";
import { equal, names } from "./equal.ts";

/** The intensities of a region, its grey levels where it has any, and what scales energies. */
export type FirstOrder = Sample & {
  readonly histogram: Histogram | null;
  readonly count: number;
  /** Σ (x + shift)². */
  readonly shiftedEnergy: number;
  readonly voxelVolume: number;
};

function prepare(roi: Roi, recipe: Recipe): readonly FirstOrder[] | Reason {
  const { tally, voxels, spacing, levelCounts, ng } = roi;
  if (voxels === 0) return undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel.");
  const sample = sampleOf(tally);
  const shift = completed(recipe.pyradiomics).voxelArrayShift;
  return [
    {
      ...sample,
      histogram: ng === 0 ? null : histogramOf(levelCounts, voxels),
      count: voxels,
      shiftedEnergy: shift === 0 ? sample.energy : tallyEnergy(shifted(tally, shift)),
      voxelVolume: spacing[0] * spacing[1] * spacing[2],
    },
  ];
}

const shifted = ({ values, ...counted }: Tally, shift: number): Tally => ({
  ...counted,
  values: values.map((x) => x + shift),
});

const same = (of: string, name: string, otherwise?: Parameters<typeof equal>[4]): Feature<FirstOrder> =>
  equal<FirstOrder>(statistics, `statistics.${of}`, "firstorder", name, otherwise);

function fromLevels(of: "entropy" | "uniformity", name: string): Feature<FirstOrder> {
  const { compute, sum: _none, ...found } = equal(histogram, `histogram.${of}`, "firstorder", name);
  return {
    ...found,
    compute: (m) =>
      m.histogram === null ? undefinedBecause("no_bins", "The region has no grey levels.") : compute(m.histogram),
  };
}

const shiftNote = "voxelArrayShift is added to the intensities first.";

const totalEnergy: Feature<FirstOrder> = {
  ...names("firstorder", "TotalEnergy"),
  ibsi: null,
  section: "",
  source: "PyRadiomics, first order features",
  unit: "intensity2.mm3",
  tex: String.raw`V_{voxel}\sum_{k}\left(X_k+c\right)^2`,
  about: {
    en: "Energy times the volume of a voxel, so that it depends less on the voxels' size.",
    it: "Energia per il volume di un voxel, così dipende meno dalle dimensioni dei voxel.",
  },
  note: `Not in the IBSI's list. ${shiftNote}`,
  compute: (m) => m.shiftedEnergy * m.voxelVolume,
};

const kurtosis: Feature<FirstOrder> = {
  ...same("kurtosis", "Kurtosis"),
  ibsi: null,
  section: "",
  source: "PyRadiomics, first order features",
  tex: String.raw`\frac{\frac{1}{N}\sum(X_k-\mu)^4}{\left(\frac{1}{N}\sum(X_k-\mu)^2\right)^2}`,
  note: "Not excess: 3 more than the IBSI's (IPH6). 0 where all intensities are equal.",
  compute: ({ moments: { fourth, variance } }) => (variance === 0 ? 0 : fourth / variance ** 2),
};

export const firstOrder: Family<FirstOrder> = {
  id: "pyradiomics.firstorder",
  name: "PyRadiomics: first order",
  ibsi: "UHIW",
  section: "3.3",
  aggregations: {},
  prepare,
  describe: (_, roi, recipe) => [
    ...(roi.ng > 0 ? levelQuantities(roi, recipe) : [counted("intensity_voxels", roi.voxels)]),
    { code: "voxel_volume", value: roi.spacing[0] * roi.spacing[1] * roi.spacing[2], unit: "mm3" },
  ],
  features: [
    same("percentile_10", "10Percentile"),
    same("percentile_90", "90Percentile"),
    { ...same("energy", "Energy"), note: shiftNote, compute: (m) => m.shiftedEnergy },
    fromLevels("entropy", "Entropy"),
    same("interquartile_range", "InterquartileRange"),
    kurtosis,
    same("maximum", "Maximum"),
    same("mean_absolute_deviation", "MeanAbsoluteDeviation"),
    same("mean", "Mean"),
    same("median", "Median"),
    same("minimum", "Minimum"),
    same("range", "Range"),
    same("robust_mean_absolute_deviation", "RobustMeanAbsoluteDeviation"),
    {
      ...same("root_mean_square", "RootMeanSquared"),
      note: shiftNote,
      compute: (m) => Math.sqrt(m.shiftedEnergy / m.count),
    },
    same("skewness", "Skewness", { value: 0, note: "0 where all intensities are equal." }),
    totalEnergy,
    fromLevels("uniformity", "Uniformity"),
    same("variance", "Variance"),
  ],
};
