import type { DistanceTile, TileSize } from "../kernels/euclidean-distance.ts";
import { room } from "./instance.ts";

/** The tile of kernels/euclidean-distance.ts in the kernels' memory; until another kernel runs. */
export function distanceTileInWasm({ nx, lines, longest }: TileSize): DistanceTile | null {
  const memory = room(nx * lines, 8 * nx * lines, 24 * (longest + 1), 4 * nx, 64 * lines);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const [mask, values, costs, gaps, block] = at;
  return {
    mask: new Uint8Array(buffer, mask, nx * lines),
    values: new Float64Array(buffer, values, nx * lines),
    costs: new Float64Array(buffer, costs, 3 * (longest + 1)),
    rows: (value, n) => kernels.distancesAlongRows(mask, value, nx, n, costs, gaps, values) === 1,
    columns: (axis, n, spacing) =>
      kernels.leastAlongColumns(values, nx, n, costs + 8 * axis * (longest + 1), spacing, block),
  };
}
