import type { Vec3 } from "../../grid.ts";
import type { MaskBits } from "../../kernels/mask-bits.ts";
import { cellKinds, countCells } from "../../kernels/mesh.ts";
import { polygons, type Triangle, triangulations } from "../../kernels/mesh-cells.ts";
import { meshChoices } from "./mesh-choices.table.ts";

/** Bit of the corner that tells whether a cell is looked up as it is, or with inside and outside exchanged. */
const TURNED = 1 << 6;

/** The triangles of each of the 256 cells, and 1 or −1 for the side on which the region lies. */
const cells = Array.from({ length: 256 }, (_, cell): { triangles: readonly Triangle[]; side: 1 | -1 } => {
  const turned = (cell & TURNED) !== 0;
  const listed = turned ? cell ^ 255 : cell;
  // Cells with the bit set are not in the list.
  const place = listed < TURNED ? listed : listed - TURNED;
  const choices = meshChoices[place].split(".");
  const triangles = polygons(listed).flatMap((polygon, k) => triangulations(polygon)[Number(choices[k])]);
  return { triangles, side: turned ? -1 : 1 };
});

const cross = (a: Vec3, b: Vec3): [number, number, number] => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const plus = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/**
 * Volume (mm³) and area (mm²) of PyRadiomics' mesh of a mask. Where two cells that look each other up differently share
 * a face with inside corners across its diagonal, the mesh has a gap; its volume then depends on the origin, which
 * PyRadiomics puts at the first voxel outside the region's box. So does this.
 */
export function meshOf(bits: MaskBits, [sx, sy, sz]: Vec3): { volume: number; area: number } {
  const count = new Float64Array(cellKinds);
  // For each kind of cell, the sum of the positions of its first corner.
  const at = new Float64Array(3 * cellKinds);
  countCells(bits, count, at);
  let volume = 0;
  let area = 0;
  cells.forEach(({ triangles, side }, cell) => {
    if (count[cell] === 0) return;
    const origin: Vec3 = [at[3 * cell], at[3 * cell + 1], at[3 * cell + 2]];
    for (const [a, b, c] of triangles) {
      // det(o + a, o + b, o + c) = det(a, b, c) + o · (a×b + b×c + c×a); corners run so that inwards is positive.
      const local = dot(cross(a, b), c);
      volume -= side * (count[cell] * local + dot(origin, plus(plus(cross(a, b), cross(b, c)), cross(c, a))));
      const [ux, uy, uz] = cross(minus(b, a), minus(c, a));
      area += (count[cell] * Math.hypot(ux * sy * sz, uy * sx * sz, uz * sx * sy)) / 2;
    }
  });
  return { volume: (volume * sx * sy * sz) / 6, area };
}
