import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import type { Grid } from "#engine/grid.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { readRtstruct } from "#io/readers/rtstruct.ts";
import { isRefusal } from "#io/refusal.ts";
import type { ImportedSegmentation, Series } from "#io/series.ts";
import { findings } from "#io/terminology.table.ts";
import { writeRtstruct } from "#io/writers/rtstruct.ts";
import { seeded } from "../../helpers/seeded.ts";
import { seriesOn } from "../readers/plain-series.ts";

const oblique: Grid = {
  dims: [23, 17, 6],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const plain: Grid = {
  dims: [40, 50, 3],
  spacing: [1, 0.5, 3],
  origin: [-20, -12.5, 7],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const tumour = findings[1];
const regions = [
  { label: 2, name: "GTV α", color: [230, 159, 0], property: { category: tumour.category, type: tumour.type } },
  { label: 7, name: "B\\C", color: [86, 180, 233] },
] as const;
const options = { now: new Date(2024, 4, 6, 7, 8, 9), appVersion: "0.1.0" };

function randomLabels(voxels: number, seed: number): Uint8Array {
  const random = seeded(seed);
  return Uint8Array.from({ length: voxels }, () => [0, 0, 2, 2, 7][Math.floor(5 * random())]);
}
const parsed = (bytes: Uint8Array) => {
  const file = parseDicom("rtstruct.dcm", bytes);
  if (isRefusal(file)) throw new Error(file.finding.detail);
  return file;
};
function back(bytes: Uint8Array, series: readonly Series[]): ImportedSegmentation {
  const found = readRtstruct(parsed(bytes), series);
  if (isRefusal(found)) throw new Error(found.finding.detail);
  return found;
}
const expectSame = (found: ImportedSegmentation, labels: Uint8Array) =>
  regions.forEach(({ label }, n) => {
    const truth = labels.map((v) => Number(v === label));
    expect(Buffer.compare(found.segments[n].mask, truth)).toBe(0);
  });

describe("writeRtstruct", () => {
  it.each([1, 2, 3])("oblique, noise %i: read back voxel for voxel, with names and colours", (seed) => {
    const series = seriesOn(oblique);
    const labels = randomLabels(23 * 17 * 6, seed);
    const found = back(writeRtstruct(series, labels, regions, options), [series]);
    expect(found.findings).toEqual([]);
    expect(found.segments.map((s) => [s.name, s.color])).toEqual([
      ["GTV α", [230, 159, 0]],
      ["B/C", [86, 180, 233]],
    ]);
    expect(found.segments.map((s) => s.property?.type)).toEqual([tumour.type, undefined]);
    expectSame(found, labels);
  });

  it("keeps slices of uneven steps apart by their own positions", () => {
    const even = seriesOn(oblique);
    const slices = even.slices.map((s, k) => ({ ...s, position: [-31.25, 12.5, 101.75 + k * k * 3] as const }));
    const series = { ...even, use: "slices" as const, slices };
    const labels = randomLabels(23 * 17 * 6, 7);
    expectSame(back(writeRtstruct(series, labels, regions, options), [series]), labels);
  });

  it("a rectangle of 600 mm² is 600 mm² in the file, and refers to its own image", () => {
    const series = seriesOn(plain);
    const labels = new Uint8Array(40 * 50 * 3);
    // 30 × 40 voxels of 1 × 0.5 mm.
    for (let j = 5; j < 45; j++) labels.fill(2, 2000 + 40 * j + 6, 2000 + 40 * j + 36);
    const { dataset } = parsed(writeRtstruct(series, labels, regions, options));
    const [roi, ...others] = dataset.sequence("30060039");
    expect(others).toEqual([]);
    const [contour] = roi.sequence("30060040");
    const data = contour.numbers("30060050");
    expect(data).toEqual([-14.5, -10.25, 10, 15.5, -10.25, 10, 15.5, 9.75, 10, -14.5, 9.75, 10]);
    expect((data[3] - data[0]) * (data[7] - data[1])).toBe(600);
    expect(contour.sequence("30060016")[0].string("00081155")).toBe(series.slices[1].sopInstanceUid);
    expect(dataset.sequence("30060080")[0].string("300600A4")).toBe("GTV");
  });

  it("writes contours longer than 64 KB", () => {
    const grid: Grid = { ...oblique, dims: [256, 256, 1] };
    const random = seeded(9);
    const labels = Uint8Array.from({ length: 65536 }, () => (random() < 0.9 ? 2 : 0));
    const series = seriesOn(grid);
    const bytes = writeRtstruct(series, labels, regions, options);
    const contours = parsed(bytes).dataset.sequence("30060039")[0].sequence("30060040");
    const lengths = contours.map((contour) => contour.bytes("30060050")?.length ?? 0);
    expect(Math.max(...lengths)).toBeGreaterThan(65536);
    expect(
      Buffer.compare(
        back(bytes, [series]).segments[0].mask,
        labels.map((v) => v >> 1),
      ),
    ).toBe(0);
  });

  it("refuses nothing, another size, and images without a place", () => {
    const series = seriesOn(plain);
    const tag = (act: () => unknown): string | undefined => {
      try {
        act();
      } catch (error) {
        return isRadiomicaError(error) ? error.tag : String(error);
      }
      return undefined;
    };
    expect(tag(() => writeRtstruct(series, new Uint8Array(6000), regions, options))).toBe("EmptyRoi");
    expect(tag(() => writeRtstruct(series, new Uint8Array(5), regions, options))).toBe("GridMismatch");
    const projection = { ...series, use: "slices" as const };
    expect(tag(() => writeRtstruct(projection, new Uint8Array(6000).fill(2), regions, options))).toBe("Unsupported");
  });

  const validator = spawnSync("dciodvfy", ["-version"]).error === undefined;
  it.skipIf(!validator)(`dciodvfy finds no error${validator ? "" : " (skipped, not installed)"}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "radiomica-"));
    try {
      const path = join(folder, "rtstruct.dcm");
      writeFileSync(path, writeRtstruct(seriesOn(oblique), randomLabels(23 * 17 * 6, 5), regions, options));
      const { stderr } = spawnSync("dciodvfy", ["-new", path], { encoding: "utf8" });
      expect(stderr.split("\n").filter((line) => line.startsWith("Error"))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
