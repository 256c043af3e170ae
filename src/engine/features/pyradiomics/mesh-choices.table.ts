/**
 * Which way PyRadiomics cuts the polygons of each cell of its mesh into triangles: for the 128 cells in which corner 6
 * (x 0, y 1, z 1) lies outside, in the order of their numbers, for each of the cell's `polygons` its place among the
 * `triangulations` (kernels/mesh-cells.ts), with points between; "-" for the empty cell. Found by measuring the area
 * and the volume of every single cell with PyRadiomics itself, on voxels of four different shapes. A cell with that
 * corner inside has the triangles of the cell with inside and outside exchanged.
 */
export const meshChoices: readonly string[] = [
  "- 0 0 0 0 0 0.0 0 0 0.0 0 0 0 0 0 0",
  "0 0 0.0 0 0.0 2 0.0.0 0 0.0 0.0 0.0 2 0.0 2 0.0 0",
  "0 0.0 0 2 0.0 0.0 0.0 2 0.0 0.0.0 0 0 0.0 0.0 2 0",
  "0 3 1 0 0.0 0 0.1 1 0.0 3.0 0 3 0.0 13 41 0",
  "0 0.0 0.0 0.0 0.0 0.0 0.0.0 0.0 0 0.0 2 2 0 2 0 0",
  "0.0 0.0 0.0.0 0.0 0.0.0 2.0 0.0.0.0 0.0 0.0 0.0 2.0 23 0.0 23 0.0 0",
  "0 0.0 3 0 0.0 0.0 0.3 13 1 0.1 0 1 0 41 3 0",
  "0 2 0 0 0.0 28 0.0 3 2 18 2 0 20 0.0 7 0",
].flatMap((row) => row.split(" "));
