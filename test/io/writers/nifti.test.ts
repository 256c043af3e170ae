import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { type Grid, indexToWorld } from "#engine/grid.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { seriesOn } from "../readers/plain-series.ts";

const grid: Grid = {
  dims: [4, 3, 5],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const labels = Uint8Array.from({ length: 60 }, (_, v) => v % 4);

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const floats = (view: DataView, at: number, n: number) =>
  Array.from({ length: n }, (_, i) => view.getFloat32(at + 4 * i, true));

/** The affine that NIfTI-1's "method 2" makes of the quaternion, written from the standard's formula. */
function fromQuaternion(view: DataView): number[][] {
  const [b, c, d, qx, qy, qz] = floats(view, 256, 6);
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const [qfac, dx, dy, dz] = floats(view, 76, 4);
  const rows = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c), qx],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b), qy],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c, qz],
  ];
  return rows.map(([i, j, k, o]) => [i * dx, j * dy, k * dz * qfac, o]);
}

describe("writeNifti", () => {
  it("keeps the voxels and puts them where DICOM has them, in RAS", () => {
    const view = viewOf(writeNifti(seriesOn(grid), labels, { gzip: false }));
    expect(Array.from(new Uint8Array(view.buffer, 352))).toEqual(Array.from(labels));
    const affine = [0, 1, 2].map((row) => floats(view, 280 + 16 * row, 4));
    for (const index of [
      [0, 0, 0],
      [3, 0, 0],
      [0, 2, 0],
      [1, 2, 4],
    ] as const) {
      const [x, y, z] = indexToWorld(grid, index);
      const found = affine.map((row) => row[0] * index[0] + row[1] * index[1] + row[2] * index[2] + row[3]);
      for (const [n, v] of [-x, -y, z].entries()) expect(found[n]).toBeCloseTo(v, 4);
    }
  });

  it("has a qform that says the same as the sform, also for left-handed and half-turned axes", () => {
    const flipped = [...grid.direction.slice(0, 6), ...grid.direction.slice(6).map((v) => -v)];
    for (const direction of [
      grid.direction,
      flipped,
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
      [-1, 0, 0, 0, -1, 0, 0, 0, 1],
      [0, 1, 0, 0, 0, -1, -1, 0, 0], // sagittal
      [1, 0, 0, 0, 0, -1, 0, 1, 0], // coronal
    ]) {
      const view = viewOf(writeNifti(seriesOn({ ...grid, direction }), labels, { gzip: false }));
      const sform = [0, 1, 2].map((row) => floats(view, 280 + 16 * row, 4));
      // Near a half turn, a = √(1 − b² − c² − d²) keeps only half the digits of the format's float32.
      const tolerance = 2.5 * Math.sqrt(2 ** -23);
      for (const [n, row] of fromQuaternion(view).entries()) {
        for (const [m, v] of row.entries()) expect(Math.abs(v - sform[n][m])).toBeLessThan(tolerance);
      }
    }
  });

  it("writes float images, and the same bytes each time when zipped", () => {
    const image = Float32Array.from({ length: 60 }, (_, v) => v * 1.25 - 1000);
    const zipped = writeNifti(seriesOn(grid), image);
    expect(writeNifti(seriesOn(grid), image)).toEqual(zipped);
    const raw = gunzipSync(zipped);
    expect(floats(viewOf(raw), 352, 60)).toEqual(Array.from(image));
  });

  it("refuses what NIfTI cannot hold", () => {
    const fails = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return isRadiomicaError(error) ? error.tag : error;
      }
      return "nothing thrown";
    };
    expect(fails(() => writeNifti(seriesOn(grid), new Uint8Array(59)))).toBe("GridMismatch");
    expect(fails(() => writeNifti(seriesOn(grid, { use: "slices" }), labels))).toBe("Unsupported");
    const long = seriesOn({ ...grid, dims: [40000, 1, 1] });
    expect(fails(() => writeNifti(long, new Uint8Array(40000)))).toBe("Unsupported");
  });
});
