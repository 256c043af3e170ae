import { noStatistic, type StatisticReason } from "../cohort/statistic.ts";
import { scalingFilters } from "../filters/wavelet.table.ts";
import type { Volume } from "../volume.ts";

/** Median of |z| of a standard normal z. */
const MEDIAN_OF_NORMAL = 0.6744897501960817;
/** Slices are spread evenly so that about this many coefficients are looked at. */
const ENOUGH = 2 ** 22;
/** Fewer coefficients say little: at 1000 the estimate's own error is 4 %. */
const LEAST = 1000;

/**
 * Standard deviation of an image's noise, in its unit: the median size of the diagonal details (HH) of an undecimated
 * wavelet transform of its slices (coiflet 1), over that of a standard normal distribution (Chang 2000,
 * doi:10.1109/83.862633, after Donoho and Johnstone; used so by Zwanenburg 2019). Padding, where all details are 0, is
 * left out. Noise that a reconstruction kernel has smoothed is underestimated: its finest details are gone.
 */
export function noiseLevel({ grid, data }: Volume): number | StatisticReason {
  const [nx, ny, nz] = grid.dims;
  const filter = highPass(scalingFilters.coif1);
  const m = filter.length;
  if (nx < m || ny < m)
    return noStatistic("not_estimable", `Slices of ${nx} × ${ny} voxels are too small for the noise.`);
  const perSlice = (nx - m + 1) * (ny - m + 1);
  const count = Math.max(1, Math.min(nz, Math.round(ENOUGH / perSlice)));
  const sizes = new Float64Array(count * perSlice);
  const rows = new Float64Array((nx - m + 1) * ny);
  let found = 0;
  for (let s = 0; s < count; s++) {
    const slice = data.subarray(nx * ny * Math.floor(((s + 0.5) * nz) / count));
    found = details(slice, nx, ny, filter, rows, sizes, found);
  }
  if (found < LEAST)
    return noStatistic("not_estimable", `Only ${found} places in the image are not flat; ${LEAST} are needed.`);
  const level = medianOf(sizes.subarray(0, found)) / MEDIAN_OF_NORMAL;
  return level > 0 ? level : noStatistic("no_variance", "The image has no noise.");
}

/** The mirror filter of an orthogonal scaling filter; its squares sum to 1, so white noise keeps its deviation. */
const highPass = (low: readonly number[]): number[] => low.map((_, i) => (i % 2 ? -1 : 1) * low[low.length - 1 - i]);

function details(
  slice: Float32Array,
  nx: number,
  ny: number,
  filter: readonly number[],
  rows: Float64Array,
  out: Float64Array,
  from: number,
): number {
  const m = filter.length;
  const width = nx - m + 1;
  let largest = 0;
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i < m; i++) sum += filter[i] * slice[y * nx + x + i];
      rows[y * width + x] = sum;
      largest = Math.max(largest, Math.abs(slice[y * nx + x]));
    }
  }
  // The filter sums to 0 but for rounding: on flat ground that is all that is left.
  const flat = 1e-9 * largest;
  let next = from;
  for (let y = 0; y <= ny - m; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i < m; i++) sum += filter[i] * rows[(y + i) * width + x];
      const size = Math.abs(sum);
      if (size > flat) out[next++] = size;
    }
  }
  return next;
}

function medianOf(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}
