import type { Reason } from "../../reason.ts";
import type { Curve, Normalisation } from "./settings.ts";

/** Which voxels a method looks at. */
export type Sample = "image" | "foreground" | "region" | "reference";

export type NormalisationProblemCode =
  | "normalisation_unknown"
  | "normalisation_region"
  | "normalisation_percentiles"
  | "normalisation_landmarks"
  | "normalisation_width";

/** What is wrong with settings. */
export type NormalisationProblem = {
  readonly code: NormalisationProblemCode;
  readonly setting: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string | number>>;
};

/** One way to normalise: a file, and a line in `index.ts`. */
export type NormalisationMethod<N extends Normalisation = Normalisation> = {
  readonly id: N["method"];
  /** As it is when it is chosen. */
  readonly initial: N;
  readonly source: string;
  /** What is wrong with the settings, whatever the image; null: nothing. */
  readonly problem: (settings: N) => NormalisationProblem | null;
  readonly sample: (settings: N) => Sample;
  /** The curve that the values of the sample give, or why they give none. `values` hold at least one, and no NaN. */
  readonly fit: (values: Float32Array, settings: N) => Curve | Reason;
};
