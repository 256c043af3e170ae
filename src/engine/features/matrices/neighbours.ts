import type { Vec3 } from "../../grid.ts";
import { exp, power } from "../../math/same-bits.ts";
import type { Recipe } from "../../recipe.ts";

/**
 * The directions of a region, one of each opposite pair, the one that leads back in storage order: the 4 of a slice or
 * the 13 of the volume, times `distance` (IBSI-1 §3.6, distances). With `all`, every step of Chebyshev length
 * `distance`, as PyRadiomics takes them. Steps that leave the box from every voxel are left out. Shortest first: at
 * distance 1 every other direction is adjacent to the first.
 */
export function halfDirections(dims: Vec3, distance: number, in3d: boolean, all = false): Vec3[] {
  const back = steps(dims, distance, in3d).filter(
    (step) =>
      Math.max(...step.map(Math.abs)) === distance &&
      (all || step.every((d) => d % distance === 0)) &&
      (step[2] < 0 || (step[2] === 0 && (step[1] < 0 || (step[1] === 0 && step[0] < 0)))),
  );
  const length = (step: Vec3) => stepLength(step, [1, 1, 1], "manhattan");
  return back.sort((a, b) => length(a) - length(b));
}

/** All steps of Chebyshev length 1 to `distance`: the neighbourhood of NGTDM and NGLDM. */
export const neighbourhood = (dims: Vec3, distance: number, in3d: boolean): Vec3[] =>
  steps(dims, distance, in3d).filter(([dx, dy, dz]) => dx !== 0 || dy !== 0 || dz !== 0);

function steps([nx, ny, nz]: Vec3, distance: number, in3d: boolean): Vec3[] {
  const found: Vec3[] = [];
  const rx = Math.min(distance, nx - 1);
  const ry = Math.min(distance, ny - 1);
  const rz = in3d ? Math.min(distance, nz - 1) : 0;
  for (let dz = -rz; dz <= rz; dz++) {
    for (let dy = -ry; dy <= ry; dy++) {
      for (let dx = -rx; dx <= rx; dx++) found.push([dx, dy, dz]);
    }
  }
  return found;
}

/** Length of a step by a norm, in mm for voxels of `spacing`. */
export function stepLength(
  [dx, dy, dz]: Vec3,
  spacing: Vec3,
  norm: Exclude<Recipe["texture"]["weighting"], "none">,
): number {
  const x = Math.abs(dx * spacing[0]);
  const y = Math.abs(dy * spacing[1]);
  const z = Math.abs(dz * spacing[2]);
  if (norm === "manhattan") return x + y + z;
  return norm === "euclidean" ? Math.hypot(x, y, z) : Math.max(x, y, z);
}

/**
 * Weight exp(−‖m‖²) of each direction, ‖m‖ in mm, with which directions are merged (IBSI-1 §3.6, distance weighting).
 * Null without weighting.
 */
export function directionWeights(
  directions: readonly Vec3[],
  spacing: Vec3,
  weighting: Recipe["texture"]["weighting"],
): number[] | null {
  if (weighting === "none") return null;
  return directions.map((step) => exp(-power(stepLength(step, spacing, weighting), 2)));
}
