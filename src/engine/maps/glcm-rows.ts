import { halfDirections } from "../features/matrices/neighbours.ts";
import { borderedRow, copyInsideBorder } from "../kernels/border.ts";
import { pairStride } from "../kernels/glcm.ts";
import {
  addGlcmFeatures,
  CORRELATION,
  differenceWeights,
  differenceWeightsLength,
  GLCM_FEATURES,
  INFORMATION_1,
} from "../kernels/window-glcm.ts";
import { scaledLogs, slideColumn, TOTALS } from "../kernels/window-pairs.ts";
import { DEFINED, stateOf } from "./map-state.ts";
import type { PreparedMap } from "./prepare-map.ts";
import type { RowMapper } from "./row.ts";
import { type MapFeature, windowSize } from "./settings.ts";

/** Cells of all tables together: 8 MB. */
const TABLE_CELLS = 2 ** 22;
/** Counts are 16 bits. */
const MOST_COUNTED = 65_535;

/** Place of a GLCM feature among the 25 of IBSI-1 §3.6 (section 3.6.k is place k − 1), or −1. */
function placeOf({ feature }: MapFeature): number {
  const [chapter, family, number] = feature.section.split(".").map(Number);
  return feature.ibsi !== null && chapter === 3 && family === 6 && number >= 1 && number <= GLCM_FEATURES
    ? number - 1
    : -1;
}

/** The directions of a window, turned so that their x points to lower columns, and how the largest window counts. */
function plan(prepared: PreparedMap) {
  const { settings, recipe, sample } = prepared;
  const size = windowSize(settings);
  const directions = halfDirections(size, recipe.texture.distance, settings.dimensionality === "3D").map(
    ([dx, dy, dz]) => (dx > 0 ? [-dx, -dy, -dz] : [dx, dy, dz]),
  );
  const pairs = directions.map((step) => step.reduce((n, d, a) => n * (size[a] - Math.abs(d)), 1));
  const apart = settings.directions === "averaged";
  const most = 2 * pairs.reduce((a, b) => (apart ? Math.max(a, b) : a + b), 0);
  const tables = apart ? directions.length : 1;
  const stride = pairStride(sample.ng);
  return { size, directions, apart, most, tables, stride, cells: tables * (sample.ng + 1) * stride };
}

/** Whether whole numbers hold all that a window counts, and memory its tables. Distance weights are not whole. */
export function canSlide(prepared: PreparedMap, features: readonly MapFeature[]): boolean {
  const { recipe, settings, sample } = prepared;
  if (sample.ng === 0) return false;
  if (recipe.texture.weighting !== "none" && settings.directions === "merged") return false;
  if (features.some((feature) => placeOf(feature) < 0)) return false;
  const { most, cells } = plan(prepared);
  return most <= MOST_COUNTED && cells <= TABLE_CELLS && (most * sample.ng) ** 2 < 2 ** 53;
}

/**
 * GLCM features from matrices that slide along x (Huang's running histogram, in two dimensions): an update costs the
 * pairs of two columns, reading a matrix costs its levels; the matrix itself is never looked through.
 */
export function glcmRows(prepared: PreparedMap, features: readonly MapFeature[]): RowMapper {
  const { sample, offset } = prepared;
  const { ng } = sample;
  const { size, directions, apart, most, tables, stride, cells: cellCount } = plan(prepared);
  const [width, wy, wz] = size;
  const [rx, ry, rz] = size.map((n) => (n - 1) / 2);
  const places = Int32Array.from(features, placeOf);

  const [nx, ny, nz] = sample.dims;
  const rowStride = borderedRow(nx, rx);
  const plane = rowStride * (ny + ry);
  const start = rz * plane + ry * rowStride + rx;
  const levels = new Uint16Array(start + (nz + rz) * plane + ry * rowStride + rx);
  copyInsideBorder(sample.levels, nx, ny, nz, rowStride, plane, start, levels);

  const inward = (sign: 1 | -1) =>
    Int32Array.from(
      directions.flatMap(([dx, dy, dz]) => {
        return [sign * dx, sign * dy, sign * dz, sign * (dx + dy * rowStride + dz * plane)];
      }),
    );
  // A column that enters on the right looks left for its partners, one that leaves on the left looks right.
  const toLeft = inward(1);
  const toRight = inward(-1);
  const counts = most + 1;
  const logs = new Float64Array(counts);
  const scale = scaledLogs(most, logs);
  const log2 = Float64Array.from({ length: counts }, (_, n) => (n === 0 ? 0 : Math.log2(n)));
  const countLogs = log2.map((log, n) => n * log);
  const weights = new Float64Array(differenceWeightsLength(ng));
  differenceWeights(ng, weights);
  const cells = new Uint16Array(cellCount);
  const ofCount = new Int32Array(tables * counts);
  const sums = new Int32Array(tables * (2 * ng + 1));
  const differences = new Int32Array(tables * (ng + 1));
  const marginals = new Int32Array(tables * (ng + 1));
  const totals = new Float64Array(tables * TOTALS);
  const found = new Float64Array(GLCM_FEATURES);
  const flatState = stateOf("flat_region");

  const slide = (at: number, steps: Int32Array, reach: number, delta: 1 | -1): void =>
    slideColumn(
      levels,
      at,
      rowStride,
      plane,
      wy,
      wz,
      steps,
      directions.length,
      reach,
      delta,
      apart ? 1 : 0,
      ng,
      stride,
      counts,
      logs,
      cells,
      ofCount,
      sums,
      differences,
      marginals,
      totals,
    );

  return (xs, count, y, z, row) => {
    const corner = start + (y + offset[1] - ry) * rowStride + (z + offset[2] - rz) * plane;
    // The window holds columns [left, right) of the sample.
    let left = 0;
    let right = 0;
    clear();
    for (let n = 0; n < count; n++) {
      const x = xs[n] + offset[0];
      const from = x - rx;
      if (from >= right) {
        if (right > left) clear();
        left = from;
        right = from;
      }
      // Taken off before others are added, so that a window never counts more than its size.
      for (; left < from; left++) slide(corner + left, toRight, right - 1 - left, -1);
      for (; right < from + width; right++) slide(corner + right, toLeft, right - left, 1);
      found.fill(0);
      let matrices = 0;
      let textured = 0;
      for (let t = 0; t < tables; t++) {
        const what = addGlcmFeatures(
          t,
          ng,
          scale,
          log2,
          countLogs,
          weights,
          sums,
          differences,
          marginals,
          totals,
          found,
        );
        if (what >= 0) matrices++;
        if (what > 0) textured++;
      }
      const none = matrices === 0 ? stateWithoutPairs(corner + from) : 0;
      for (let f = 0; f < places.length; f++) {
        const place = places[f];
        const among = place === CORRELATION || place === INFORMATION_1 ? textured : matrices;
        row.values[f][xs[n]] = among > 0 ? found[place] / among : 0;
        row.states[f][xs[n]] = among > 0 ? DEFINED : matrices > 0 ? flatState : none;
      }
    }
  };

  function clear(): void {
    cells.fill(0);
    ofCount.fill(0);
    sums.fill(0);
    differences.fill(0);
    marginals.fill(0);
    totals.fill(0);
  }

  function stateWithoutPairs(at: number): number {
    let voxels = 0;
    for (let k = 0; k < wz; k++) {
      for (let j = 0; j < wy; j++) {
        const first = at + j * rowStride + k * plane;
        for (let i = first; i < first + width; i++) if (levels[i] !== 0) voxels++;
      }
    }
    return stateOf(voxels === 0 ? "empty_intensity_mask" : voxels === 1 ? "single_voxel" : "no_neighbours");
  }
}
