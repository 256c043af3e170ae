import { expect, test } from "vitest";
import { importedSegment } from "#io/readers/imported-segment.ts";
import { labelSegmentation } from "#io/readers/nifti-mask.ts";
import { aSeries } from "../../app/a-series.ts";

const count = (mask: Uint8Array, from = 0, to = mask.length) => mask.subarray(from, to).reduce((n, v) => n + v, 0);

test("a label map's regions lie within their extents, and are as they were", () => {
  const series = aSeries();
  const values = new Float32Array(series.image.data.length);
  values.set([3, 0, 1, 1, 3], 4);
  values[values.length - 1] = 1;
  const { segments } = labelSegmentation({ path: "m.nii", sha256: "" }, values, [1, 3], series);
  expect(segments.map((s) => s.extent)).toEqual([
    [6, values.length],
    [4, 9],
  ]);
  for (const { mask, voxels, extent, number } of segments) {
    expect([...mask]).toEqual([...values].map((v) => (v === number ? 1 : 0)));
    expect(count(mask, ...(extent ?? []))).toBe(voxels);
  }
});

test("a segment of slices lies within its slices; an empty one lies nowhere", () => {
  const { grid } = aSeries().image;
  const [nx, ny] = grid.dims;
  const planes = new Map([[1, (plane: Uint8Array) => void plane.fill(1, 0, 3)]]);
  const one = importedSegment("one", 1, null, grid, planes);
  expect([one.voxels, one.extent]).toEqual([3, [nx * ny, 2 * nx * ny]]);
  expect(count(one.mask)).toBe(3);
  expect(importedSegment("none", 2, null, grid, new Map()).extent).toEqual([0, 0]);
});
