import type { Option, Region } from "./operation.ts";

/** An interval of intensities, both ends inside it. */
export const interval = {
  low: { kind: "number", unit: "intensity", min: -1e9, max: 1e9, initial: "low" },
  high: { kind: "number", unit: "intensity", min: -1e9, max: 1e9, initial: "high" },
} as const satisfies Record<string, Option>;

/** The voxels of the segment whose intensity is at least `low` and at most `high`. */
export const keepBetween = ({ mask, intensities }: Region, low: number, high = Number.POSITIVE_INFINITY): Uint8Array =>
  mask.map((v, i) => (v === 1 && intensities[i] >= low && intensities[i] <= high ? 1 : 0));
