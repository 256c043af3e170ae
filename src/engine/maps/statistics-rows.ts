import { sampleOf } from "../features/statistics.ts";
import { exchangeSorted, gatherColumn, sortShort } from "../kernels/sorted-window.ts";
import { tallyOfSorted } from "../math/tally.ts";
import { undefinedBecause } from "../reason.ts";
import { write } from "./generic-rows.ts";
import { DEFINED } from "./map-state.ts";
import type { PreparedMap } from "./prepare-map.ts";
import type { RowMapper } from "./row.ts";
import { type MapFeature, windowSize } from "./settings.ts";
import { statisticsSideBySide } from "./statistics-side-by-side.ts";

/** Columns of more voxels are sorted by the engine's own sort. */
const SHORT = 48;

/** Intensity statistics of windows along a row: side by side where that runs here, otherwise one that slides. */
export function statisticsRows(prepared: PreparedMap, features: readonly MapFeature[]): RowMapper {
  const sideBySide = statisticsSideBySide(prepared, features);
  const sliding = slidingRows(prepared, features);
  return (...row) => {
    if (!sideBySide(...row)) sliding(...row);
  };
}

/**
 * Intensity statistics: the window is kept sorted while it slides along x, the features read it as they read a region.
 * The sorted window is the same however it came about, so its features are, too.
 */
function slidingRows(prepared: PreparedMap, features: readonly MapFeature[]): RowMapper {
  const { sample, offset, settings } = prepared;
  const [nx, ny, nz] = sample.dims;
  const [width, wy, wz] = windowSize(settings);
  const [rx, ry, rz] = [width, wy, wz].map((n) => (n - 1) / 2);
  const area = wy * wz;
  // One slot more than columns, so that the one that enters never takes the place of the one that leaves.
  const slots = width + 1;
  const columns = new Float64Array(slots * area);
  const ends = new Int32Array(slots);
  let sorted = new Float64Array(width * area);
  let spare = new Float64Array(width * area);
  // A view of each length, made when first needed: making one costs as much as sorting.
  const views: [(Float64Array | undefined)[], (Float64Array | undefined)[]] = [[], []];
  let flip = 0;
  const view = (n: number): Float64Array => {
    const known = views[flip][n];
    if (known !== undefined) return known;
    const made = sorted.subarray(0, n);
    views[flip][n] = made;
    return made;
  };
  const { intensities, intensityMask } = sample;
  const computes = features.map(({ feature }) => feature.compute);
  const empty = undefinedBecause("empty_intensity_mask", "The window holds no voxel of the intensity mask.");

  return (xs, count, y, z, row) => {
    const y0 = Math.max(0, y + offset[1] - ry);
    const y1 = Math.min(ny, y + offset[1] + ry + 1);
    const z0 = Math.max(0, z + offset[2] - rz);
    const z1 = Math.min(nz, z + offset[2] + rz + 1);
    // The window holds columns [left, right) of the sample, column c in slot c % slots.
    let left = 0;
    let right = 0;
    let held = 0;
    for (let n = 0; n < count; n++) {
      const x = xs[n] + offset[0];
      const from = Math.max(0, x - rx);
      const to = Math.min(nx, x + rx + 1);
      if (from >= right) {
        held = 0;
        left = from;
        right = from;
      }
      while (left < from || right < to) {
        // One column out, one in, in one pass over the window; at the ends of a row only one of the two.
        const out = left < from ? left++ : -1;
        const into = right < to ? right++ : -1;
        const outAt = out < 0 ? 0 : (out % slots) * area;
        const outEnd = out < 0 ? 0 : ends[out % slots];
        const inAt = into < 0 ? 0 : (into % slots) * area;
        const inEnd = into < 0 ? 0 : load(into, inAt);
        held = exchangeSorted(sorted, held, columns, outAt, outEnd, columns, inAt, inEnd, spare);
        const full = spare;
        spare = sorted;
        sorted = full;
        flip = 1 - flip;
      }
      const x1 = xs[n];
      if (held === 0) {
        for (let f = 0; f < computes.length; f++) write(row, f, x1, empty);
        continue;
      }
      const found = sampleOf(tallyOfSorted(view(held)));
      for (let f = 0; f < computes.length; f++) {
        const value = computes[f](found);
        if (typeof value === "number" && value - value === 0) {
          row.values[f][x1] = value;
          row.states[f][x1] = DEFINED;
        } else write(row, f, x1, value);
      }
    }

    function load(column: number, at: number): number {
      const end = gatherColumn(intensities, intensityMask, nx, ny, column, y0, y1, z0, z1, at, columns);
      if (end - at <= SHORT) sortShort(columns, at, end);
      else columns.subarray(at, end).sort();
      ends[column % slots] = end;
      return end;
    }
  };
}
