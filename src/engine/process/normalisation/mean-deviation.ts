import { type Reason, undefinedBecause } from "../../reason.ts";
import type { Curve } from "./settings.ts";

/** Mean and standard deviation (over N, as numpy has it) of values, in float64. */
export function meanDeviation(values: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** Mean → 0, mean and one standard deviation → 1. */
export function standardised(values: Float32Array): Curve | Reason {
  const { mean, deviation } = meanDeviation(values);
  if (deviation > 0) return { from: [mean, mean + deviation], to: [0, 1] };
  return undefinedBecause("not_normalised", `All ${values.length} voxels that normalise the image are ${mean}.`);
}
