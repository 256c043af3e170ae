import { distanceTileInWasm } from "../wasm/euclidean-distance.ts";

type Three = readonly [number, number, number];

/** Stands for "no source"; larger than any squared distance in a body. */
export const FAR = 1e20;

/**
 * Squared distance (mm²) of each voxel's centre to that of the nearest source, a voxel where `mask` is `value`; FAR
 * everywhere without a source. Exact Euclidean, axis by axis: the distance along rows, and then along each further axis
 * the least sum of what was found at a voxel of the line and the squared distance to it. Spacing in mm.
 */
export function squaredDistances(mask: Uint8Array, value: 0 | 1, dims: Three, spacing: Three): Float64Array {
  const [nx, ny, nz] = dims;
  const out = new Float64Array(mask.length);
  const size = { nx, lines: Math.max(ny, nz), longest: Math.max(nx, ny, nz) };
  const tile = distanceTileInWasm(size) ?? plainTile(size);
  const along = (axis: 0 | 1 | 2) => {
    for (let k = 0; k <= dims[axis]; k++) tile.costs[axis * (size.longest + 1) + k] = spacing[axis] ** 2 * k * k;
  };
  along(0);
  along(1);
  along(2);
  const plane = nx * ny;
  let any = false;
  for (let z = 0; z < nz; z++) {
    tile.mask.set(mask.subarray(z * plane, (z + 1) * plane));
    if (tile.rows(value, ny)) {
      any = true;
      tile.columns(1, ny, spacing[1]);
    }
    out.set(tile.values.subarray(0, plane), z * plane);
  }
  if (nz === 1 || !any) return out;
  for (let y = 0; y < ny; y++) {
    const first = y * nx;
    for (let z = 0; z < nz; z++) tile.values.set(out.subarray(first + z * plane, first + z * plane + nx), z * nx);
    tile.columns(2, nz, spacing[2]);
    for (let z = 0; z < nz; z++) out.set(tile.values.subarray(z * nx, (z + 1) * nx), first + z * plane);
  }
  return out;
}

/** The sizes of a tile: a plane through the image, `lines` rows of nx voxels at most. */
export type TileSize = { readonly nx: number; readonly lines: number; readonly longest: number };

/** A plane through the image, and what is done to it in turn. Its arrays may lie in WebAssembly's memory. */
export type DistanceTile = {
  readonly mask: Uint8Array;
  readonly values: Float64Array;
  /** Three times longest + 1 numbers: the squared distances between voxels 0, 1, … apart along x, y and z. */
  readonly costs: Float64Array;
  /** Writes the distances along the first n rows of `mask` to `values`; FAR in rows without a source. Whether any has one. */
  readonly rows: (value: 0 | 1, n: number) => boolean;
  /** Replaces the first n rows of `values` by the least sums along the columns. Some value must be less than FAR. */
  readonly columns: (axis: 1 | 2, n: number, spacing: number) => void;
};

function plainTile({ nx, lines, longest }: TileSize): DistanceTile {
  const mask = new Uint8Array(nx * lines);
  const values = new Float64Array(nx * lines);
  const costs = new Float64Array(3 * (longest + 1));
  const column = new Float64Array(lines);
  return {
    mask,
    values,
    costs,
    rows: (value, n) => distancesAlongRows(mask, value, nx, n, costs, values),
    columns: (axis, n, spacing) => {
      const table = costs.subarray(axis * (longest + 1));
      for (let x = 0; x < nx; x++) leastAlongColumn(values, x, nx, n, table, spacing, column);
    },
  };
}

/** Forth with the distance to the last source passed, and back with the nearer of the two. */
function distancesAlongRows(
  mask: Uint8Array,
  value: number,
  nx: number,
  n: number,
  costs: Float64Array,
  out: Float64Array,
): boolean {
  let any = false;
  for (let start = 0; start < nx * n; start += nx) {
    let gap = nx;
    for (let i = start; i < start + nx; i++) {
      gap = mask[i] === value ? 0 : gap + 1;
      out[i] = gap;
    }
    gap = out[start + nx - 1];
    const found = gap < nx;
    for (let i = start + nx - 1; i >= start; i--) {
      gap = Math.min(gap + 1, out[i]);
      out[i] = found ? costs[gap] : FAR;
    }
    any ||= found;
  }
  return any;
}

/**
 * How many voxels away something may still be nearer, where `excess` is the most by which a squared distance exceeds the
 * least of its line. The margin covers rounding.
 */
const reachOf = (excess: number, spacing: number): number => Math.floor((Math.sqrt(excess) / spacing) * (1 + 1e-6));

/**
 * out(q) = min over p of f(p) + cost(|q − p|), the plain way, but no farther away than a smaller sum is possible: from
 * one voxel to the next the distance grows by one voxel at most.
 */
function leastAlongColumn(
  values: Float64Array,
  x: number,
  nx: number,
  n: number,
  costs: Float64Array,
  spacing: number,
  column: Float64Array,
): void {
  let floor = FAR;
  for (let q = 0; q < n; q++) {
    column[q] = values[x + nx * q];
    if (column[q] < floor) floor = column[q];
  }
  let reach = n;
  for (let q = 0; q < n; q++) {
    let least = column[q];
    for (let k = 1; k <= reach; k++) {
      if (k <= q && column[q - k] + costs[k] < least) least = column[q - k] + costs[k];
      if (k < n - q && column[q + k] + costs[k] < least) least = column[q + k] + costs[k];
    }
    values[x + nx * q] = least;
    reach = Math.min(n, reachOf(least - floor, spacing) + 1);
  }
}
