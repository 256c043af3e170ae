import type { Summary } from "../features/statistics.ts";
import type { Moments } from "../math/moments.ts";
import { undefinedBecause } from "../reason.ts";
import { windowField as at, windowStatisticsInWasm } from "../wasm/window-statistics.ts";
import { write } from "./generic-rows.ts";
import { DEFINED } from "./map-state.ts";
import type { PreparedMap } from "./prepare-map.ts";
import type { RowMapper } from "./row.ts";
import { type MapFeature, windowSize } from "./settings.ts";

/** As `RowMapper`, but says whether it could run. */
type TryingMapper = (...row: Parameters<RowMapper>) => boolean;

/**
 * Intensity statistics of the windows of a row, in WebAssembly: windows lie side by side and are sorted by one network.
 * The summaries are those of `sampleOf`, to the bit.
 */
export function statisticsSideBySide(prepared: PreparedMap, features: readonly MapFeature[]): TryingMapper {
  const { sample, offset, settings } = prepared;
  const [nx, ny, nz] = sample.dims;
  const [width, wy, wz] = windowSize(settings);
  const [rx, ry, rz] = [width, wy, wz].map((n) => (n - 1) / 2);
  // A row of the sample, half a window at both ends, and what four windows at a time reach beyond.
  const pitch = 4 * Math.ceil((nx + width + 3) / 4);
  const rowOf = windowStatisticsInWasm(width, wy * wz, pitch);
  const { intensities, intensityMask } = sample;
  const computes = features.map(({ feature }) => feature.compute);
  const summary = reused();
  const empty = undefinedBecause("empty_intensity_mask", "The window holds no voxel of the intensity mask.");

  /** Writes columns [left, left + columns) of a row of the sample to `out` from `from` on; infinite where it has none. */
  function load(y: number, z: number, left: number, columns: number, out: Float64Array, from: number): void {
    const there = y >= 0 && y < ny && z >= 0 && z < nz;
    const start = nx * (y + ny * z);
    for (let c = 0; c < columns; c++) {
      const x = left + c;
      // One zero: −0 would sort with it.
      const value = there && x >= 0 && x < nx && intensityMask[start + x] === 1;
      out[from + c] = value ? intensities[start + x] + 0 : Number.POSITIVE_INFINITY;
    }
  }

  return (xs, count, y, z, row) => {
    const memory = rowOf();
    if (memory === null) return false;
    const left = xs[0] + offset[0] - rx;
    const columns = xs[count - 1] - xs[0] + width + 3;
    for (let k = 0; k < wy * wz; k++) {
      const [dy, dz] = [(k % wy) - ry, Math.floor(k / wy) - rz];
      load(y + offset[1] + dy, z + offset[2] + dz, left, columns, memory.values, k * pitch);
    }
    for (let n = 0; n < count; n++) memory.xs[n] = xs[n] - xs[0];
    const found = memory.run(columns, count);
    for (let n = 0; n < count; n++) {
      const x = xs[n];
      fill(summary, found, memory.xs[n], pitch);
      for (let f = 0; f < computes.length; f++) {
        const value = summary.moments.count === 0 ? empty : computes[f](summary);
        if (typeof value === "number" && value - value === 0) {
          row.values[f][x] = value;
          row.states[f][x] = DEFINED;
        } else write(row, f, x, value);
      }
    }
    return true;
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
/** A summary that is written anew for each voxel: making one costs as much as computing it. */
type Reused = Writable<Omit<Summary, "moments">> & {
  readonly moments: Writable<Moments>;
  around: [number, number, number];
};

function reused(): Reused {
  const around: Reused["around"] = [0.5, 0.5, 0.5];
  return {
    moments: { count: 0.5, min: 0.5, max: 0.5, mean: 0.5, variance: 0.5, third: 0.5, fourth: 0.5 },
    p10: 0.5,
    p25: 0.5,
    median: 0.5,
    p75: 0.5,
    p90: 0.5,
    energy: 0.5,
    around,
    aroundMean: () => around[0],
    aroundMedian: () => around[1],
    aroundMiddle: () => (around[2] < 0 ? null : around[2]),
  };
}

/** Writes the numbers of the window at `column`. */
function fill(summary: Reused, found: Float64Array, column: number, pitch: number): void {
  const { moments, around } = summary;
  moments.count = found[column + at.count * pitch];
  moments.min = found[column + at.min * pitch];
  moments.max = found[column + at.max * pitch];
  moments.mean = found[column + at.mean * pitch];
  moments.variance = found[column + at.variance * pitch];
  moments.third = found[column + at.third * pitch];
  moments.fourth = found[column + at.fourth * pitch];
  summary.p10 = found[column + at.p10 * pitch];
  summary.p25 = found[column + at.p25 * pitch];
  summary.median = found[column + at.median * pitch];
  summary.p75 = found[column + at.p75 * pitch];
  summary.p90 = found[column + at.p90 * pitch];
  summary.energy = found[column + at.energy * pitch];
  around[0] = found[column + at.aroundMean * pitch];
  around[1] = found[column + at.aroundMedian * pitch];
  around[2] = found[column + at.aroundMiddle * pitch];
}
