import { mergeNetwork, sortNetwork } from "../kernels/sorting-network.ts";
import { room } from "./instance.ts";

/** The numbers of a window; each has a row of them. */
export const windowField = {
  count: 0,
  min: 1,
  max: 2,
  mean: 3,
  variance: 4,
  third: 5,
  fourth: 6,
  p10: 7,
  p25: 8,
  median: 9,
  p75: 10,
  p90: 11,
  energy: 12,
  aroundMean: 13,
  aroundMedian: 14,
  /** Less than 0 where there is none. */
  aroundMiddle: 15,
} as const;
const FIELDS = 16;

/** Memory for the windows along one row; holds until another kernel runs. */
export type WindowRow = {
  /** The rows that the windows reach, `pitch` values each, to be filled: infinite where there is none. */
  readonly values: Float64Array;
  /** The columns at which windows begin, to be filled. */
  readonly xs: Int32Array;
  /** Computes the first `count` windows; `columns` are filled. The fields' rows of `pitch` numbers, by the same columns. */
  readonly run: (columns: number, count: number) => Float64Array;
};

/**
 * Intensity statistics of windows of `width` columns and `area` rows, as `sampleOf` has them: gives memory for a row of
 * them, or null where that does not run here.
 */
export function windowStatisticsInWasm(width: number, area: number, pitch: number): () => WindowRow | null {
  const size = width * area;
  const column = sortNetwork(area);
  const merged = mergeNetwork(
    Array.from({ length: width }, (_, c) => Array.from({ length: area }, (_, k) => c * area + k)),
  );
  const row = 8 * pitch;
  const tables = Int32Array.from([
    ...column.pairs.map((k) => k * row),
    ...Array.from({ length: size }, (_, k) => column.order[k % area] * row + 8 * Math.floor(k / area)),
    ...merged.pairs.map((k) => 32 * k),
    ...merged.order.map((k) => 32 * k),
  ]);
  const sizes = [area * row, tables.byteLength, 4 * pitch, 64 * size, FIELDS * row];
  return () => {
    const memory = room(...sizes);
    if (memory === null) return null;
    const { kernels, buffer, at } = memory;
    const [rows, table, xs, scratch, out] = at;
    new Int32Array(buffer, table, tables.length).set(tables);
    const places = table + 4 * column.pairs.length;
    const pairs = places + 4 * size;
    const order = pairs + 4 * merged.pairs.length;
    return {
      values: new Float64Array(buffer, rows, area * pitch),
      xs: new Int32Array(buffer, xs, pitch),
      run: (columns, count) => {
        kernels.windowStatistics(
          rows,
          pitch,
          columns,
          size,
          table,
          places,
          places,
          pairs,
          order,
          order,
          xs,
          count,
          scratch,
          out,
        );
        return new Float64Array(buffer, out, FIELDS * pitch);
      },
    };
  };
}
