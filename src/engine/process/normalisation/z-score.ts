import { standardised } from "./mean-deviation.ts";
import type { NormalisationMethod } from "./method.ts";
import type { Normalisation } from "./settings.ts";

type ZScore = Extract<Normalisation, { method: "z_score" }>;

export const zScore: NormalisationMethod<ZScore> = {
  id: "z_score",
  initial: { method: "z_score", over: "foreground" },
  source: "Less the mean, over the standard deviation (divided by N).",
  problem: () => null,
  sample: ({ over }) => over,
  fit: standardised,
};
