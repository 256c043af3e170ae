import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import type { Grid } from "#engine/grid.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { readSeg } from "#io/readers/seg.ts";
import { isRefusal } from "#io/refusal.ts";
import type { ImportedSegmentation, Series } from "#io/series.ts";
import { findings, organs } from "#io/terminology.table.ts";
import { writeSeg } from "#io/writers/seg.ts";
import { plainSeries, present, readFile, seriesOn, shared } from "../readers/plain-series.ts";

/** Oblique, with a plane of 7 · 5 = 35 bits, so that no frame but the first starts on a byte. */
const oblique: Grid = {
  dims: [7, 5, 6],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.6 * 0.8, 0.8 * 0.8, 0.6, 0.6 * 0.6, -0.8 * 0.6, 0.8],
};
const segments = [
  { label: 2, name: "Nodulo α", color: [230, 159, 0] },
  { label: 7, name: "B\\C", color: [86, 180, 233] },
] as const;
const counter = () => {
  let n = 0;
  return () => `2.25.999${++n}`;
};
const options = { now: new Date(2024, 4, 6, 7, 8, 9), appVersion: "0.1.0", uid: counter() };

function randomLabels(voxels: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: voxels }, (_, v) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // The second slice stays empty, so that the frames are sparse.
    return v >= 35 && v < 70 ? 0 : [0, 0, 2, 7][state >>> 30];
  });
}

function back(bytes: Uint8Array, series: readonly Series[]): ImportedSegmentation {
  const file = parseDicom("seg.dcm", bytes);
  if (isRefusal(file)) throw new Error(file.finding.detail);
  const found = readSeg(file, series);
  if (isRefusal(found)) throw new Error(found.finding.detail);
  return found;
}

describe("writeSeg", () => {
  it("is read back voxel for voxel, with names and colours", () => {
    const series = seriesOn(oblique);
    const labels = randomLabels(7 * 5 * 6, 42);
    const found = back(writeSeg(series, labels, segments, options), [series]);
    expect(found.findings).toEqual([]);
    expect(found.seriesId).toBe("series-1");
    expect(found.segments.map((s) => [s.name, s.color])).toEqual([
      ["Nodulo α", [230, 159, 0]],
      ["B/C", [86, 180, 233]],
    ]);
    [2, 7].forEach((label, n) => {
      expect(found.segments[n].mask).toEqual(labels.map((v) => Number(v === label)));
      expect(found.segments[n].voxels).toBe(labels.filter((v) => v === label).length);
    });
  });

  it("keeps what segments are of: category, type, region; a lesion where nobody said", () => {
    const series = seriesOn(oblique);
    const [kidney] = organs.filter((term) => term.en === "Kidney");
    const neoplasm = { category: findings[1].category, type: findings[1].type, region: kidney.type };
    const told = [{ ...segments[0], property: neoplasm }, segments[1]];
    const found = back(writeSeg(series, randomLabels(7 * 5 * 6, 3), told, options), [series]);
    expect(found.segments.map((s) => s.property)).toEqual([
      neoplasm,
      { category: findings[0].category, type: findings[0].type },
    ]);
  });

  it("keeps slices of uneven steps apart by their own positions", () => {
    const even = seriesOn(oblique);
    const slices = even.slices.map((s, k) => ({ ...s, position: [-31.25, 12.5, 101.75 + k * k * 3] as const }));
    const series = { ...even, use: "slices" as const, slices };
    const labels = randomLabels(7 * 5 * 6, 7);
    const found = back(writeSeg(series, labels, segments, options), [series]);
    expect(found.segments[0].mask).toEqual(labels.map((v) => Number(v === 2)));
  });

  it("leaves out segments without voxels and refuses to write nothing", () => {
    const series = seriesOn(oblique);
    const labels = new Uint8Array(7 * 5 * 6);
    const failure = (() => {
      try {
        return writeSeg(series, labels, segments, options);
      } catch (error) {
        return error;
      }
    })();
    expect(isRadiomicaError(failure, "EmptyRoi")).toBe(true);
    labels[100] = 7;
    expect(back(writeSeg(series, labels, segments, options), [series]).segments.map((s) => s.name)).toEqual(["B/C"]);
  });

  it("is the same file for the same UIDs and time", () => {
    const series = seriesOn(oblique);
    const labels = randomLabels(7 * 5 * 6, 3);
    const once = writeSeg(series, labels, segments, { ...options, uid: counter() });
    expect(writeSeg(series, labels, segments, { ...options, uid: counter() })).toEqual(once);
  });

  const real = "data/series/ct-3slice-seg";
  it.skipIf(!present(real))(
    `real CT: liver written and read again${present(real) ? "" : " (skipped, no data)"}`,
    () => {
      const series = plainSeries(shared(`${real}/image`));
      const liver = readSeg(readFile(shared(`${real}/SEG_liver_BINARY.dcm`)), [series]);
      if (isRefusal(liver)) throw new Error(liver.finding.detail);
      const labels = liver.segments[0].mask.slice();
      const found = back(writeSeg(series, labels, [{ label: 1, name: "Liver", color: [221, 130, 101] }], options), [
        series,
      ]);
      expect(found.segments[0].mask).toEqual(labels);
    },
  );

  const mammogram = seriesOn(
    { ...oblique, dims: [7, 5, 1] },
    {
      use: "slices",
      frameOfReferenceUid: "",
      modality: "MG",
      slices: seriesOn({ ...oblique, dims: [7, 5, 1] }).slices.map((s) => ({
        ...s,
        sopClassUid: "1.2.840.10008.5.1.4.1.1.1.2",
      })),
    },
  );

  it("ties the mask of a projection, which has no place in the patient, to its image", () => {
    const labels = randomLabels(35, 11);
    const bytes = writeSeg(mammogram, labels, segments, options);
    const file = parseDicom("seg.dcm", bytes);
    if (isRefusal(file)) throw new Error(file.finding.detail);
    expect(file.dataset.has("00200052")).toBe(false);
    expect(back(bytes, [mammogram]).segments[1].mask).toEqual(labels.map((v) => Number(v === 7)));
    const wider = { ...mammogram, image: { ...mammogram.image, grid: { ...oblique, dims: [8, 5, 1] as const } } };
    const refused = readSeg(file, [wider]);
    expect(isRefusal(refused) && refused.finding.code).toBe("other_grid");
  });

  it("tells frames of one multi-frame image apart", () => {
    const even = seriesOn(oblique);
    const slices = even.slices.map((s, k) => ({ ...s, sopInstanceUid: "2.25.40", frame: k + 1 }));
    const series = { ...even, use: "slices" as const, frameOfReferenceUid: "", slices };
    const labels = randomLabels(7 * 5 * 6, 13);
    expect(back(writeSeg(series, labels, segments, options), [series]).segments[0].mask).toEqual(
      labels.map((v) => Number(v === 2)),
    );
  });

  const dciodvfy = spawnSync("dciodvfy", ["-version"]).error === undefined;
  it.skipIf(!dciodvfy)(`dciodvfy finds no error${dciodvfy ? "" : " (skipped, dciodvfy not installed)"}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "seg-"));
    try {
      const path = join(folder, "seg.dcm");
      for (const series of [seriesOn(oblique), mammogram]) {
        const labels = randomLabels(35 * series.slices.length, 5);
        writeFileSync(path, writeSeg(series, labels, segments, options));
        const report = spawnSync("dciodvfy", ["-new", path], { encoding: "utf8" });
        const lines = `${report.stdout}${report.stderr}`.split("\n");
        expect(lines.filter((line) => line.startsWith("Error"))).toEqual([]);
        expect(lines.join("\n")).toContain("Segmentation");
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
