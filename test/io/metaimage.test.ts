import { zlibSync } from "fflate";
import { expect, test } from "vitest";
import { worldToIndex } from "#engine/grid.ts";
import { load } from "#io/load.ts";
import type { Series } from "#io/series.ts";
import { loadPaths, memoryFile, onData, plainHost, shared } from "../helpers/load-files.ts";

/** A MetaImage of 2 × 2 × 1 shorts, by the format's description. */
function byHand(change: Record<string, string> = {}, voxels: Uint8Array = Uint8Array.of(0, 1, 255, 254, 1, 0, 0, 4)) {
  const fields: Record<string, string> = {
    ObjectType: "Image",
    NDims: "3",
    BinaryData: "True",
    BinaryDataByteOrderMSB: "True",
    TransformMatrix: "1 0 0 0 1 0 0 0 1",
    Offset: "-10 -20 30",
    ElementSpacing: "2 3 4",
    DimSize: "2 2 1",
    ElementType: "MET_SHORT",
    ...change,
    ElementDataFile: change.ElementDataFile ?? "LOCAL",
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== "-");
  const header = new TextEncoder().encode(lines.map(([name, value]) => `${name} = ${value}\n`).join(""));
  const file = new Uint8Array(header.length + voxels.length);
  file.set(header);
  file.set(voxels, header.length);
  return file;
}
const loading = (file: Uint8Array) => load([memoryFile("x.mha", file)], plainHost());
const valueAt = ({ image: { grid, data } }: Series, world: readonly [number, number, number]): number => {
  const [i, j, k] = worldToIndex(grid, world).map(Math.round);
  return data[i + grid.dims[0] * (j + grid.dims[1] * k)];
};

test("big-endian shorts in place", async () => {
  const { series, refusals } = await loading(byHand());
  expect(refusals).toEqual([]);
  expect(series[0].image.grid).toMatchObject({ dims: [2, 2, 1], spacing: [2, 3, 4], origin: [-10, -20, 30] });
  expect([...series[0].image.data]).toEqual([1, -2, 256, 4]);
  expect(series[0].valueChain).toBe("Stored values");
});

test("each row of the matrix is the direction of an axis", async () => {
  const { series } = await loading(byHand({ TransformMatrix: "0 1 0 -1 0 0 0 0 1" }));
  expect(valueAt(series[0], [-10, -20, 30])).toBe(1);
  expect(valueAt(series[0], [-10, -18, 30])).toBe(-2); // the first axis runs to the back
  expect(valueAt(series[0], [-13, -20, 30])).toBe(256); // the second to the right
});

test("zlib, and what cannot be read, each by its name", async () => {
  const packed = zlibSync(Uint8Array.of(0, 1, 255, 254, 1, 0, 0, 4));
  const { series } = await loading(byHand({ CompressedData: "True" }, packed));
  expect([...series[0].image.data]).toEqual([1, -2, 256, 4]);
  const cases: readonly (readonly [Record<string, string>, string, Uint8Array?])[] = [
    [{ ElementDataFile: "x.raw" }, "unsupported"],
    [{ ElementType: "MET_LONG_LONG" }, "unsupported"],
    [{ ElementNumberOfChannels: "3" }, "unsupported"],
    [{ NDims: "4", DimSize: "2 2 1 1" }, "unsupported"],
    [{ BinaryData: "False" }, "unsupported"],
    [{ DimSize: "2 2 0" }, "absurd_dimensions"],
    [{ DimSize: "99999 99999 99999" }, "absurd_dimensions"],
    [{ DimSize: "2 2 2" }, "truncated"],
    [{ ElementSpacing: "2 0 4" }, "parse_error"],
    [{ ElementSpacing: "-" }, "parse_error"],
    [{ TransformMatrix: "1 0 0 0 1 0 0 0" }, "parse_error"],
    [{ CompressedData: "True" }, "truncated", packed.subarray(0, packed.length - 6)],
    [{ CompressedData: "True", DimSize: "2000 2000 2000" }, "truncated", packed],
  ];
  for (const [change, code, voxels] of cases) {
    const { series: none, refusals } = await loading(byHand(change, voxels));
    expect(none, JSON.stringify(change)).toEqual([]);
    expect(
      refusals.map((r) => r.finding.code),
      JSON.stringify(change),
    ).toEqual([code]);
  }
});

// Values by NumPy from the file's own zlib stream; places from its Offset and ElementSpacing.
onData("an MHA of a brain: values where its header puts them", async () => {
  const { series, refusals } = await loadPaths(shared("data/nifti/mha.mha"));
  expect(refusals).toEqual([]);
  const [image] = series;
  expect(image.range).toEqual([0, 6690]);
  expect(image.image.data.reduce((sum, v) => sum + v, 0)).toBe(79944614);
  const offset = [-108.281, 82.3795, -47.8356];
  const at = (i: number, j: number, k: number) =>
    [offset[0] + 3.4375 * i, offset[1] - 3.4375 * j, offset[2] + 3.8 * k] as const;
  expect(valueAt(image, at(30, 20, 10))).toBe(1856);
  expect(valueAt(image, at(25, 40, 18))).toBe(1852);
});
