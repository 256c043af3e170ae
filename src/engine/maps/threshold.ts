import { RadiomicaError } from "../errors.ts";
import { DEFINED } from "./map-state.ts";

/**
 * The voxels of a map whose value lies in [low, high], both inclusive; null leaves an end open. 1 inside. Voxels
 * without a value are outside. Throws "InvalidRecipe" for ends that are reversed or no numbers.
 */
export function thresholdMap(
  values: Float32Array | Float64Array,
  states: Uint8Array,
  low: number | null,
  high: number | null,
): Uint8Array {
  const from = low ?? Number.NEGATIVE_INFINITY;
  const to = high ?? Number.POSITIVE_INFINITY;
  if (!(from <= to)) {
    throw new RadiomicaError("InvalidRecipe", `The range runs from ${low} to ${high}.`, {
      low: String(low),
      high: String(high),
    });
  }
  const mask = new Uint8Array(values.length);
  for (let i = 0; i < mask.length; i++) {
    if (states[i] === DEFINED && values[i] >= from && values[i] <= to) mask[i] = 1;
  }
  return mask;
}
