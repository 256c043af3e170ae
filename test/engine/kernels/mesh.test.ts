import { expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { centreOfMass, maskBits, maskMoments } from "#engine/kernels/mask-bits.ts";
import { cellKinds, countCells } from "#engine/kernels/mesh.ts";
import { cellAreas, cellVolumes } from "#engine/kernels/mesh-cells.ts";
import { seeded } from "../../helpers/seeded.ts";

function mesh(mask: Uint8Array, dims: Vec3, [sx, sy, sz]: Vec3): { volume: number; area: number } {
  const cells = new Float64Array(cellKinds);
  countCells(maskBits(mask, dims), cells, new Float64Array(3 * cellKinds));
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
  const { volume, area } = mesh(new Uint8Array(60).fill(1), [5, 4, 3], [1, 1, 1]);
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
  const n: Vec3 = [6, 5, 7];
  const mask = Uint8Array.from({ length: 210 }, () => (random() < 0.5 ? 1 : 0));
  const plain = mesh(mask, n, [1, 1, 1]);
  for (const [a, b, c] of [
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const size: Vec3 = [n[a], n[b], n[c]];
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

test("cells are counted, and their places and the voxels' moments summed, as voxel by voxel", () => {
  const random = seeded(6);
  // Rows that end before, at and after the end of a word; the last is not aligned in memory.
  for (const nx of [1, 3, 29, 30, 31, 32, 33, 63, 64, 70]) {
    const [ny, nz] = [3, 4];
    const size = nx * ny * nz;
    const mask = Uint8Array.from({ length: size + 1 }, () => (random() < 0.7 ? 1 : 0)).subarray(nx === 70 ? 1 : 0);
    const at = (x: number, y: number, z: number) =>
      x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : mask[x + nx * (y + ny * z)];
    const cells = new Float64Array(cellKinds);
    const places = new Float64Array(3 * cellKinds);
    const [one, two] = [new Float64Array(3), new Float64Array(6)];
    for (let z = -1; z < nz; z++) {
      for (let y = -1; y < ny; y++) {
        for (let x = -1; x < nx; x++) {
          let cell = 0;
          for (let c = 0; c < 8; c++) cell |= at(x + (c & 1), y + ((c >> 1) & 1), z + (c >> 2)) << c;
          if (at(x, y, z) === 1) {
            [x, y, z].forEach((v, k) => {
              one[k] += v;
            });
            [x * x, y * y, z * z, x * y, x * z, y * z].forEach((v, k) => {
              two[k] += v;
            });
          }
          if (cell === 0) continue;
          cells[cell]++;
          if (cell === 255) continue;
          [x, y, z].forEach((v, k) => {
            places[3 * cell + k] += v + 1;
          });
        }
      }
    }
    const [counts, sums] = [new Float64Array(cellKinds), new Float64Array(3 * cellKinds)];
    const bits = maskBits(mask.subarray(0, size), [nx, ny, nz]);
    countCells(bits, counts, sums);
    expect(counts).toEqual(cells);
    expect(sums).toEqual(places);
    const { count, first, squares, products } = maskMoments(bits);
    expect(count).toBe(mask.subarray(0, size).reduce((sum, inside) => sum + inside, 0));
    expect(first).toEqual([...one]);
    expect([...squares, ...products]).toEqual([...two]);
  }
});

test("the centre of mass of a mask's values is that of the voxels, to the bit", () => {
  const random = seeded(14);
  for (const nx of [1, 5, 31, 32, 66]) {
    const [ny, nz] = [4, 3];
    const mask = Uint8Array.from({ length: nx * ny * nz }, () => (random() < 0.6 ? 1 : 0));
    mask[0] = 1;
    const values = Float64Array.from({ length: mask.length }, () => 100 * random() - 30).subarray(
      0,
      mask.reduce((sum, inside) => sum + inside, 0),
    );
    let [mass, x1, y1, z1] = [0, 0, 0, 0];
    for (let z = 0, i = 0, v = 0; z < nz; z++) {
      for (let y = 0; y < ny; y++) {
        let [row, rowX] = [0, 0];
        for (let x = 0; x < nx; x++, i++) {
          if (mask[i] === 0) continue;
          row += values[v];
          rowX += values[v++] * x;
        }
        mass += row;
        x1 += rowX;
        y1 += row * y;
        z1 += row * z;
      }
    }
    const found = centreOfMass(maskBits(mask, [nx, ny, nz]), values);
    expect(found).toEqual({ mass, centre: [x1 / mass, y1 / mass, z1 / mass] });
  }
});
