import type { InspectedRegion } from "#engine/inspect/region.ts";
import { isReason, type Reason } from "#engine/reason.ts";
import { toShared } from "./shared.ts";

/** A region with its arrays in shared memory, so that each look into it sends little. */
export function sharedRegion(region: InspectedRegion | Reason): InspectedRegion | Reason {
  if (isReason(region)) return region;
  const { roi, sorted, before } = region;
  return {
    ...region,
    roi: {
      ...roi,
      morphologicalMask: toShared(roi.morphologicalMask, Uint8Array),
      intensityMask: toShared(roi.intensityMask, Uint8Array),
      levels: toShared(roi.levels, Uint16Array),
      levelBytes: roi.levelBytes && toShared(roi.levelBytes, Uint8Array),
      values: toShared(roi.values, Float64Array),
      valueLevels: toShared(roi.valueLevels, Uint16Array),
    },
    sorted: toShared(sorted, Float64Array),
    before: before && toShared(before, Float64Array),
  };
}
