import type { Vec3 } from "../../grid.ts";
import { completed } from "../../pyradiomics-settings.ts";
import type { Recipe } from "../../recipe.ts";
import { stepLength } from "../matrices/neighbours.ts";

/** The axis without neighbours (0 is x), or null: PyRadiomics counts axes from z. */
export function flatAxis(recipe: Recipe): 0 | 1 | 2 | null {
  const { force2D, force2Ddimension } = completed(recipe.pyradiomics);
  if (!force2D) return null;
  return force2Ddimension === 0 ? 2 : force2Ddimension === 1 ? 1 : 0;
}

/**
 * All steps whose Chebyshev length is one of `distances`, within the box; none along `flat`. At distance 2 these are 98
 * in space, where the IBSI takes twice those at distance 1.
 */
export function stepsAt(dims: Vec3, distances: readonly number[], flat: 0 | 1 | 2 | null): Vec3[] {
  const wanted = new Set(distances);
  const most = Math.max(...distances);
  const [rx, ry, rz] = dims.map((n, axis) => (axis === flat ? 0 : Math.min(most, n - 1)));
  const found: Vec3[] = [];
  for (let dz = -rz; dz <= rz; dz++) {
    for (let dy = -ry; dy <= ry; dy++) {
      for (let dx = -rx; dx <= rx; dx++) {
        if (wanted.has(Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz)))) found.push([dx, dy, dz]);
      }
    }
  }
  return found;
}

/** One of each opposite pair of them: the one that leads on in storage order, which tells rows from columns. */
export const forwardSteps = (dims: Vec3, distances: readonly number[], flat: 0 | 1 | 2 | null): Vec3[] =>
  stepsAt(dims, distances, flat).filter(([dx, dy, dz]) => dz > 0 || (dz === 0 && (dy > 0 || (dy === 0 && dx > 0))));

/** The length of a step in mm by the norm of the settings; null where directions are averaged. */
export function weigh(
  recipe: Recipe,
  spacing: Vec3,
  weight: (length: number) => number,
): ((step: Vec3) => number) | null {
  const norm = completed(recipe.pyradiomics).weightingNorm;
  if (norm === null) return null;
  if (norm === "no_weighting") return () => 1;
  return (step) => weight(stepLength(step, spacing, norm === "infinity" ? "chebyshev" : norm));
}
