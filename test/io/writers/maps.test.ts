import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Grid, indexToWorld, worldToIndex } from "#engine/grid.ts";
import { load } from "#io/load.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { writeNrrd } from "#io/writers/nrrd.ts";
import { PADDING, quantityCode, unitCode, writeParametricMap } from "#io/writers/parametric-map.ts";
import { memoryFile, plainHost } from "../../helpers/load-files.ts";
import { seriesOn } from "../readers/plain-series.ts";

const grid: Grid = {
  dims: [5, 4, 3],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const values = Float32Array.from({ length: 60 }, (_, n) => (n % 7 === 0 ? PADDING : Math.sin(n) * 3));
const quantity = quantityCode({ id: "glcm.contrast", name: "Contrast", ibsi: "ACUI" });
const map = { grid, values, padding: PADDING, quantity, unit: unitCode("1", "HU"), derivation: "A test." };
const options = { now: new Date(2024, 4, 6, 7, 8, 9), appVersion: "0.1.0" };

test("a parametric map is read back as a series, on the map's grid", async () => {
  const bytes = writeParametricMap(seriesOn(grid), map, options);
  const { series, refusals } = await load([memoryFile("map.dcm", bytes)], plainHost());
  expect(refusals).toEqual([]);
  expect(series.length).toBe(1);
  const { image, use, description } = series[0];
  expect(use).toBe("volume");
  expect(description).toBe("Contrast");
  expect(image.grid.dims).toEqual(grid.dims);
  image.grid.origin.forEach((x, a) => {
    expect(x).toBeCloseTo(grid.origin[a], 4);
  });
  values.forEach((v, n) => {
    if (v !== PADDING) expect(image.data[n]).toBe(v);
  });
});

test("values of another size, or no numbers, are refused", () => {
  const series = seriesOn(grid);
  expect(() => writeParametricMap(series, { ...map, values: values.slice(1) }, options)).toThrow(
    "59 values do not fit",
  );
  const broken = values.slice();
  broken[3] = Number.NaN;
  expect(() => writeParametricMap(series, { ...map, values: broken }, options)).toThrow("cannot hold NaN");
  expect(() => writeNrrd(grid, values.slice(1))).toThrow("59 voxels do not fit");
});

test("units and quantities are coded", () => {
  expect(unitCode("intensity2", "HU")).toEqual({
    value: "[hnsf'U]2",
    scheme: "UCUM",
    meaning: "Hounsfield unit, squared",
  });
  expect(quantity).toEqual({ value: "ACUI", scheme: "IBSI", meaning: "Contrast" });
  expect(quantityCode({ id: "x.y", name: "Y", ibsi: null }).scheme).toBe("99RADIOMICA");
});

test("NRRD: header by the format's own words, voxels as they are, the same bytes each time", () => {
  const bytes = Buffer.from(writeNrrd(grid, values, { fields: { feature: "glcm.contrast\nsecond: line" } }));
  const end = bytes.indexOf("\n\n");
  const lines = bytes.subarray(0, end).toString().split("\n");
  expect(lines).toEqual([
    "NRRD0004",
    "# Written by Radiomica",
    "type: float",
    "dimension: 3",
    "space: left-posterior-superior",
    "sizes: 5 4 3",
    expect.stringMatching(/^space directions: \(0\.5\d+,0\.4\d+,0\) /),
    "kinds: domain domain domain",
    "endian: little",
    "encoding: gzip",
    "space origin: (-31.25,12.5,101.75)",
    "feature:=glcm.contrast second: line",
  ]);
  const voxels = gunzipSync(bytes.subarray(end + 2));
  expect(Array.from({ length: 60 }, (_, n) => voxels.readFloatLE(4 * n))).toEqual([...values]);
  expect(writeNrrd(grid, values)).toEqual(writeNrrd(grid, values));
});

test("NIfTI: a map on a grid of its own is read back", async () => {
  const series = { image: { grid, data: values, unit: "arbitrary" as const }, use: "volume" as const };
  const { series: found } = await load([memoryFile("map.nii.gz", writeNifti(series, values))], plainHost());
  // The reader may turn axes towards the patient's; what is at a place in the patient stays there.
  const { grid: read, data } = found[0].image;
  for (const at of [
    [0, 0, 0],
    [4, 1, 2],
    [2, 3, 1],
  ] as const) {
    const [i, j, k] = worldToIndex(read, indexToWorld(grid, at)).map(Math.round);
    expect(data[i + read.dims[0] * (j + read.dims[1] * k)]).toBe(values[at[0] + 5 * (at[1] + 4 * at[2])]);
  }
});
