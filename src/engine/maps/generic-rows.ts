import { average } from "../plan/extract.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import { DEFINED, stateOf } from "./map-state.ts";
import type { PreparedMap } from "./prepare-map.ts";
import type { Row, RowMapper } from "./row.ts";
import { aggregationOf, type MapFeature } from "./settings.ts";
import { windowRoi } from "./window-roi.ts";

/**
 * Any family, by its own definition: the window is a region, `prepare` and `compute` do the rest. What every quicker
 * way must agree with. All features must be of one family.
 */
export function genericRows(prepared: PreparedMap, features: readonly MapFeature[]): RowMapper {
  const { family } = features[0];
  const aggregation = aggregationOf(family, prepared.settings);
  return (xs, count, y, z, row) => {
    for (let n = 0; n < count; n++) {
      const x = xs[n];
      const roi = windowRoi(prepared, [x, y, z]);
      const parts = attempt(() => family.prepare(roi, prepared.recipe, aggregation));
      features.forEach(({ feature }, f) => {
        write(row, f, x, isReason(parts) ? parts : average(feature, parts).result);
      });
    }
  };
}

/** Writes a value or a reason into a row; a number that is not finite is a failure. */
export function write(row: Row, f: number, x: number, result: number | Reason): void {
  const sound = typeof result === "number" && Number.isFinite(result);
  row.values[f][x] = sound ? result : 0;
  row.states[f][x] = sound ? DEFINED : stateOf(typeof result === "number" ? "failed" : result.reason);
}

function attempt<T>(compute: () => T): T | Reason {
  try {
    return compute();
  } catch (error) {
    return undefinedBecause("failed", error instanceof Error ? error.message : String(error));
  }
}
