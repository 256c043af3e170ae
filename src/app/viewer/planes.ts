import { type Grid, indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";

export type PlaneId = "acquisition" | "axial" | "coronal" | "sagittal";

/**
 * A plane of view. All planes lie along the axes of the volume, so that what is drawn falls on whole voxels; in an
 * oblique series "axial" is the voxel plane nearest to axial. `right` and `down` are unit vectors of the view (LPS).
 */
export type Plane = {
  readonly id: PlaneId;
  /** The index axis (0 i, 1 j, 2 k) perpendicular to the view. */
  readonly axis: 0 | 1 | 2;
  readonly right: Vec3;
  readonly down: Vec3;
};

const axisVector = (grid: Grid, axis: number): Vec3 => [
  grid.direction[3 * axis],
  grid.direction[3 * axis + 1],
  grid.direction[3 * axis + 2],
];
const times = (v: Vec3, s: number): Vec3 => [v[0] * s, v[1] * s, v[2] * s];
const permutations: readonly Vec3[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** For each patient axis (x, y, z) the index axis nearest to it, each index axis used once. */
export function nearestAxes(grid: Grid): Vec3 {
  const score = (p: Vec3) => p.reduce((sum, axis, patient) => sum + Math.abs(axisVector(grid, axis)[patient]), 0);
  return permutations.reduce((best, p) => (score(p) > score(best) + 1e-6 ? p : best));
}

/** The plane as acquired, or the radiological one: axial and coronal with the patient's left at right, sagittal from the left. */
export function planeOf(grid: Grid, id: PlaneId): Plane {
  if (id === "acquisition") return { id, axis: 2, right: axisVector(grid, 0), down: axisVector(grid, 1) };
  const axes = nearestAxes(grid);
  const along = (patient: number, sign: number): Vec3 => {
    const v = axisVector(grid, axes[patient]);
    return times(v, v[patient] * sign < 0 ? -1 : 1);
  };
  const [x, y, z] = axes as readonly (0 | 1 | 2)[] as readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];
  if (id === "axial") return { id, axis: z, right: along(0, 1), down: along(1, 1) };
  if (id === "coronal") return { id, axis: y, right: along(0, 1), down: along(2, -1) };
  return { id, axis: x, right: along(1, 1), down: along(2, -1) };
}

/** Which radiological plane is nearest to the one acquired. */
export function acquiredPlane(grid: Grid): "axial" | "coronal" | "sagittal" {
  const axes = nearestAxes(grid);
  return axes[2] === 2 ? "axial" : axes[1] === 2 ? "coronal" : "sagittal";
}

/**
 * Patient letters of a direction: the nearest axis, and a second one where it is more than 15° off ("LA").
 */
export function letters(direction: Vec3): string {
  const names = [direction[0] > 0 ? "L" : "R", direction[1] > 0 ? "P" : "A", direction[2] > 0 ? "H" : "F"];
  return [0, 1, 2]
    .filter((a) => Math.abs(direction[a]) > Math.sin(Math.PI / 12))
    .sort((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]))
    .slice(0, 2)
    .map((a) => names[a])
    .join("");
}

/** Voxel whose cell holds a patient position, or null outside the volume. */
export function voxelAt(grid: Grid, world: Vec3): Vec3 | null {
  const [i, j, k] = worldToIndex(grid, world).map(Math.round);
  const [nx, ny, nz] = grid.dims;
  return i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz ? [i, j, k] : null;
}

/** Patient position in the middle of a slice across `axis`. */
export function sliceCentre(grid: Grid, axis: 0 | 1 | 2, slice: number): Vec3 {
  const middle = grid.dims.map((n) => (n - 1) / 2) as [number, number, number];
  middle[axis] = slice;
  return indexToWorld(grid, middle);
}
