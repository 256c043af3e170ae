import type { Grid, Vec3 } from "../grid.ts";
import type { Recipe } from "../recipe.ts";

type Interpolation = NonNullable<Recipe["interpolation"]>;

/** One axis of an interpolation: `count` voxels become `newCount`, `ratio` old voxels apart. */
export type Axis = {
  readonly count: number;
  readonly newCount: number;
  readonly spacing: number;
  readonly newSpacing: number;
  readonly ratio: number;
  /** The outer corners of the first voxels coincide, not the centres of the grids. */
  readonly corner: boolean;
};

export type Lattice = readonly [Axis, Axis, Axis];

// 60 slices of 3 mm are 180 of 1 mm, not 181, whatever the division's last digit says.
const EPSILON = 1e-6;

/**
 * The grid of an interpolation: ceil(n · old / new) voxels along each axis, the centres of both grids aligned.
 * or the corners of their first
 * voxels. null keeps the grid. IBSI-1 §2.4 (3VDU: alignment by centre).
 */
export function latticeOf(grid: Grid, interpolation: Interpolation | null): Lattice {
  const axis = (a: 0 | 1 | 2): Axis => {
    const count = grid.dims[a];
    const spacing = grid.spacing[a];
    const wanted =
      interpolation === null || (a === 2 && interpolation.dimensionality === "2D") ? spacing : interpolation.spacing[a];
    if (wanted === spacing) return { count, newCount: count, spacing, newSpacing: spacing, ratio: 1, corner: false };
    const newCount = Math.max(1, Math.ceil((count * spacing) / wanted - EPSILON));
    const corner = interpolation?.alignment === "corner";
    return { count, newCount, spacing, newSpacing: wanted, ratio: wanted / spacing, corner };
  };
  return [axis(0), axis(1), axis(2)];
}

/** True for an axis whose voxels stay where they are. */
export const isKept = (axis: Axis): boolean => axis.ratio === 1;

/** Position of new voxel j on the old axis, in old voxels. */
export const positionOf = (axis: Axis, j: number): number =>
  axis.corner ? (j + 0.5) * axis.ratio - 0.5 : (axis.count - 1) / 2 + (j - (axis.newCount - 1) / 2) * axis.ratio;

/** The new voxels whose position lies strictly within one old voxel of [first, last], as [lo, hi). */
export function reach(axis: Axis, first: number, last: number): [number, number] {
  if (isKept(axis)) return [first, last + 1];
  const origin = positionOf(axis, 0);
  const lo = Math.floor((first - 1 - origin) / axis.ratio);
  const hi = Math.ceil((last + 1 - origin) / axis.ratio) + 1;
  return [Math.min(axis.newCount, Math.max(0, lo)), Math.max(0, Math.min(axis.newCount, hi))];
}

export const newDims = (lattice: Lattice): Vec3 => [lattice[0].newCount, lattice[1].newCount, lattice[2].newCount];

export const newSpacing = (lattice: Lattice): Vec3 => [
  lattice[0].newSpacing,
  lattice[1].newSpacing,
  lattice[2].newSpacing,
];
