/**
 * Which way PyRadiomics cuts the polygons of each cell of its mesh into triangles: for the 128 cells in which corner 6
 * (x 0, y 1, z 1) lies outside, in the order of their numbers, one digit (base 36) for each of the cell's `polygons`,
 * its place among the `triangulations` (kernels/mesh-cells.ts); "-" for the empty cell. Found by measuring the area and
 * the volume of every single cell with PyRadiomics itself, on voxels of 1 × 1.37 × 1.91 mm. A cell with that corner
 * inside has the triangles of the cell with inside and outside exchanged.
 */
export const meshChoices: readonly string[] = [
  "- 0 0 0 0 0 00 0 0 00 0 0 0 0 0 0",
  "0 0 00 0 00 2 000 0 00 00 00 2 00 2 00 0",
  "0 00 0 2 00 00 00 2 00 000 0 0 00 00 2 0",
  "0 3 1 0 00 0 01 1 00 30 0 3 00 d 15 0",
  "0 00 00 00 00 00 000 00 0 00 2 2 0 2 0 0",
  "00 00 000 00 000 20 0000 00 00 00 20 n 00 n 00 0",
  "0 00 3 0 00 00 03 d 1 01 0 1 0 15 3 0",
  "0 2 0 0 00 s 00 3 2 i 2 0 k 00 7 0",
].flatMap((row) => row.split(" "));
