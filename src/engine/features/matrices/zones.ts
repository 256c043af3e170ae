import type { Vec3 } from "../../grid.ts";
import { borderDistances } from "../../kernels/distance.ts";
import { joinZones, measureZones } from "../../kernels/zones.ts";
import type { Aggregation } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import { zonesInWasm } from "../../wasm/zones.ts";
import { is3d } from "./aggregate.ts";
import { bordered, offsetsOf } from "./bordered.ts";
import { type Counts, countPairsOf } from "./counts.ts";
import { type LevelSizes, levelSizes } from "./level-sizes.ts";
import { halfDirections } from "./neighbours.ts";
import { oncePerRoi } from "./once-per-roi.ts";

/** The zones of a region: level, number of voxels and least distance to the border of each, slice after slice. */
type Zones = {
  readonly levels: Uint16Array;
  readonly sizes: Uint32Array;
  readonly distances: Uint32Array;
  /** Index of the first zone of each slice, and one past the last zone. A volume counts as one slice. */
  readonly ends: readonly number[];
};

const zonesOf = oncePerRoi((roi, in3d: boolean): Zones => zonesAlong(roi, halfDirections(roi.dims, 1, in3d), in3d));

/** Zones of voxels joined along `directions` (see `halfDirections`), in the volume or in each slice by itself. */
function zonesAlong(roi: Roi, directions: readonly Vec3[], in3d: boolean): Zones {
  const region = bordered(roi, 1);
  const { row, plane, start } = region;
  const [nx, ny, nz] = roi.dims;
  const offsets = offsetsOf(directions, region);
  const slices = { region, z0: 0, z1: nz, offsets, ng: roi.ng };
  const found = zonesInWasm(slices, directions, roi.morphologicalMask, in3d, roi.voxels);
  if (found !== null) return { ...found, ends: in3d ? [0, found.levels.length] : [0, ...found.ends] };
  const border = new Uint16Array(nx * ny * nz);
  borderDistances(roi.morphologicalMask, nx, ny, nz, in3d ? 1 : 0, border);
  const voxels = region.levels();
  const parent = new Int32Array(voxels.length);
  const count = joinZones(voxels, row, plane, start, nx, ny, 0, nz, offsets, parent);
  const levels = new Uint16Array(count);
  const sizes = new Uint32Array(count);
  const distances = new Uint32Array(count).fill(65_535);
  const measure = (z0: number, z1: number, from: number) =>
    measureZones(voxels, border, row, plane, start, nx, ny, z0, z1, from, parent, levels, sizes, distances);
  const ends = [0];
  if (in3d) ends.push(measure(0, nz, 0));
  else for (let z = 0; z < nz; z++) ends.push(measure(z, z + 1, ends[z]));
  return { levels, sizes, distances, ends };
}

/** The matrix of level × number of voxels of the volume, where no zone is joined along `flat` (0 is x; null: any). */
export function zoneSizesWithout(roi: Roi, flat: 0 | 1 | 2 | null): LevelSizes {
  const directions = halfDirections(roi.dims, 1, true).filter((step) => flat === null || step[flat] === 0);
  const { levels, sizes } = zonesAlong(roi, directions, true);
  return levelSizes(countPairsOf(levels, sizes, 0, levels.length), roi.voxels);
}

/** Matrices of level × number of voxels, for each slice, all slices or the volume. */
export const zoneSizes = (roi: Roi, aggregation: Aggregation): LevelSizes[] => zoneMatrices(roi, aggregation, "sizes");

/** Matrices of level × distance to the border, for each slice, all slices or the volume. */
export const zoneDistances = (roi: Roi, aggregation: Aggregation): LevelSizes[] =>
  zoneMatrices(roi, aggregation, "distances");

function zoneMatrices(roi: Roi, aggregation: Aggregation, what: "sizes" | "distances"): LevelSizes[] {
  const zones = zonesOf(roi, is3d(aggregation));
  const { levels, sizes, ends } = zones;
  const parts = aggregation === "2D_avg" ? ends : [0, ends[ends.length - 1]];
  const matrices: LevelSizes[] = [];
  for (let k = 1; k < parts.length; k++) {
    const from = parts[k - 1];
    const to = parts[k];
    if (from === to) continue;
    const counts: Counts = countPairsOf(levels, zones[what], from, to);
    let voxels = 0;
    for (let z = from; z < to; z++) voxels += sizes[z];
    matrices.push(levelSizes(counts, voxels));
  }
  return matrices;
}
