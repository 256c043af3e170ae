import type { FamilyId } from "#engine/features/family.ts";
import { aggregateDirections } from "#engine/features/matrices/aggregate.ts";
import type { Counts } from "#engine/features/matrices/counts.ts";
import { dependences } from "#engine/features/matrices/dependences.ts";
import { pairsInSlices, pairsInVolume } from "#engine/features/matrices/pairs.ts";
import { runsInSlices, runsInVolume } from "#engine/features/matrices/runs.ts";
import { zoneDistances, zoneSizes } from "#engine/features/matrices/zones.ts";
import type { Vec3 } from "#engine/grid.ts";
import type { PreparedMap } from "#engine/maps/prepare-map.ts";
import { windowRoi } from "#engine/maps/window-roi.ts";
import { isReason } from "#engine/reason.ts";

/** What a voxel of a map is computed from. */
export type WindowContents = {
  /** Grey levels of the window, slice by slice, rows of columns; 0 for voxels that do not count. */
  readonly levels: readonly (readonly (readonly number[])[])[];
  /** The family's matrix of it; null for families without one. Cells by row and column; directions merged. */
  readonly matrix: {
    readonly rows: readonly number[];
    readonly columns: readonly number[];
    readonly cells: readonly (readonly number[])[];
  } | null;
};

/** The window around a voxel of a map: its grey levels, and the matrix that the feature is read from. */
export function windowContents(prepared: PreparedMap, family: FamilyId, index: Vec3): WindowContents {
  const roi = windowRoi(prepared, index);
  const [nx, ny, nz] = roi.dims;
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);
  const levels = range(nz).map((z) => range(ny).map((y) => range(nx).map((x) => roi.levels[x + nx * (y + ny * z)])));
  return { levels, matrix: matrixOf(prepared, family, roi) };
}

function matrixOf(
  prepared: PreparedMap,
  family: FamilyId,
  roi: ReturnType<typeof windowRoi>,
): WindowContents["matrix"] {
  const flat = prepared.settings.dimensionality === "2D";
  const how = flat ? "2D_mrg" : "3D_mrg";
  const { distance, weighting, coarseness } = prepared.recipe.texture;
  const whole = flat ? "2D_avg" : "3D_mrg";
  switch (family) {
    case "glcm":
      return merged(flat ? pairsInSlices(roi, distance, false) : pairsInVolume(roi, distance, false));
    case "glrlm":
      return merged(flat ? runsInSlices(roi) : runsInVolume(roi));
    case "glszm":
      return grid(zoneSizes(roi, whole)[0]?.counts);
    case "gldzm":
      return grid(zoneDistances(roi, whole)[0]?.counts);
    case "ngldm":
      return grid(dependences(roi, distance, coarseness, whole)[0]?.counts);
    default:
      return null;
  }
  function merged(by: Parameters<typeof aggregateDirections>[0]): WindowContents["matrix"] {
    const counts = aggregateDirections(by, how, roi.spacing, weighting);
    return isReason(counts) ? null : grid(counts[0]);
  }
}

/** Entries as a table of the levels and columns that occur. */
function grid(counts: Counts | undefined): WindowContents["matrix"] {
  if (!counts || counts.n.length === 0) return null;
  const { i, j, n } = counts;
  const distinct = (all: Iterable<number>) => [...new Set(all)].sort((a, b) => a - b);
  const [rows, columns] = [distinct(i), distinct(j)];
  const cells = rows.map(() => columns.map(() => 0));
  for (let k = 0; k < n.length; k++) cells[rows.indexOf(i[k])][columns.indexOf(j[k])] += n[k];
  return { rows, columns, cells };
}
