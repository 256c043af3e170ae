import { expect, test } from "vitest";
import { cellKinds, countCells, padMask } from "#engine/kernels/mesh.ts";
import { cellAreas, cellVolumes } from "#engine/kernels/mesh-cells.ts";
import { seeded } from "../../helpers/seeded.ts";

function mesh(mask: Uint8Array, [nx, ny, nz]: number[], [sx, sy, sz]: number[]): { volume: number; area: number } {
  const padded = new Uint8Array((nx + 2) * (ny + 2) * (nz + 2));
  padMask(mask, nx, ny, nz, padded);
  const cells = new Uint32Array(cellKinds);
  countCells(padded, nx + 2, ny + 2, nz + 2, cells);
  const areas = cellAreas(sx, sy, sz);
  return {
    volume: sx * sy * sz * cells.reduce((sum, n, kind) => sum + n * cellVolumes[kind], 0),
    area: cells.reduce((sum, n, kind) => sum + n * areas[kind], 0),
  };
}

test("a cell and the cell with a single corner turned over fill each other up", () => {
  // One corner inside cuts off a tetrahedron with legs of half an edge: 1/48, area √3/8.
  for (let corner = 0; corner < 8; corner++) {
    expect(cellVolumes[1 << corner]).toBeCloseTo(1 / 48, 15);
    expect(cellVolumes[255 - (1 << corner)]).toBeCloseTo(47 / 48, 15);
    expect(cellAreas(1, 1, 1)[1 << corner]).toBeCloseTo(Math.sqrt(3) / 8, 15);
  }
  expect([cellVolumes[0], cellVolumes[255]]).toEqual([0, 1]);
});

test("a cuboid loses a wedge along each edge and a corner piece at each corner", () => {
  const [n, s] = [
    [5, 4, 3],
    [1, 1, 1],
  ];
  const { volume, area } = mesh(new Uint8Array(60).fill(1), n, s);
  // Edges run between the outer voxel centres: length n − 1, cut off a triangle of 1/8. Corners keep 1/48 of 1/8.
  const edges = 4 * (4 + 3 + 2);
  expect(volume).toBeCloseTo(60 - edges / 8 - 8 * (1 / 8 - 1 / 48), 12);
  const faces = 2 * (4 * 3 + 3 * 2 + 4 * 2);
  expect(area).toBeCloseTo(faces + edges * Math.SQRT1_2 + (8 * Math.sqrt(3)) / 8, 12);
});

test("spacing scales the volume, and the area as triangles do", () => {
  const one = mesh(Uint8Array.of(1), [1, 1, 1], [2, 4, 6]);
  // An octahedron with half-axes 1, 2, 3: volume 4/3·abc, faces of area √(a²b² + b²c² + c²a²)/2.
  expect(one.volume).toBeCloseTo(8, 12);
  expect(one.area).toBeCloseTo(4 * Math.sqrt(4 + 36 + 9), 12);
});

test("the mesh is closed: its volume is the same by the flow along each axis", () => {
  const random = seeded(1);
  const n = [6, 5, 7];
  const mask = Uint8Array.from({ length: 210 }, () => (random() < 0.5 ? 1 : 0));
  const plain = mesh(mask, n, [1, 1, 1]);
  for (const [a, b, c] of [
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const size = [n[a], n[b], n[c]];
    const turned = new Uint8Array(210);
    for (let i = 0; i < 210; i++) {
      const p = [i % 6, Math.floor(i / 6) % 5, Math.floor(i / 30)];
      turned[p[a] + size[0] * (p[b] + size[1] * p[c])] = mask[i];
    }
    const other = mesh(turned, size, [1, 1, 1]);
    expect(other.volume).toBeCloseTo(plain.volume, 10);
    expect(other.area).toBeCloseTo(plain.area, 10);
  }
});
