import { undefinedBecause } from "../../reason.ts";
import { meanDeviation, standardised } from "./mean-deviation.ts";
import type { NormalisationMethod } from "./method.ts";
import type { Normalisation } from "./settings.ts";

type Reference = Extract<Normalisation, { method: "reference" }>;

export const reference: NormalisationMethod<Reference> = {
  id: "reference",
  initial: { method: "reference", region: "", scale: "z" },
  source: "By the mean, or mean and standard deviation (divided by N), of a region such as muscle or fat.",
  problem: ({ region }) =>
    region.trim() === ""
      ? {
          code: "normalisation_region",
          setting: "normalisation.region",
          detail: "No reference region is named.",
          fields: {},
        }
      : null,
  sample: () => "reference",
  fit(values, { scale }) {
    if (scale === "z") return standardised(values);
    const { mean } = meanDeviation(values);
    if (mean > 0) return { from: [0, mean], to: [0, 1] };
    return undefinedBecause(
      "not_normalised",
      `The mean of the reference region is ${mean}: a ratio to it means nothing.`,
    );
  },
};
