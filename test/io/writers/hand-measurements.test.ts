import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measurementsCsv } from "#app/measure/measurements-csv.ts";
import type { Grid } from "#engine/grid.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { readReport } from "#io/readers/report.ts";
import { isRefusal } from "#io/refusal.ts";
import type { HandMeasurement } from "#io/writers/hand-measurements.ts";
import { writeReport } from "#io/writers/report.ts";
import { seriesOn } from "../readers/plain-series.ts";

const grid: Grid = {
  dims: [12, 10, 5],
  spacing: [0.5, 2, 3],
  origin: [-30, 12, 100],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const image = { grid, data: Float32Array.from({ length: 600 }, (_, v) => v % 12), unit: "HU" as const };
const series = { ...seriesOn(grid), image, frameOfReferenceUid: "1.2.3.4.5", range: [0, 11] as const };
const byHand: HandMeasurement[] = [
  {
    kind: "length",
    name: "Length 1",
    text: "vessel",
    points: [
      [2, 3, 4],
      [8, 5, 4],
    ],
    axis: 2,
  },
  {
    kind: "bidirectional",
    name: "Two axes 2",
    text: "",
    points: [
      [0, 4, 1],
      [4, 4, 1],
      [2, 3, 1],
      [2, 5, 1],
    ],
    axis: 2,
  },
  {
    kind: "ellipse",
    name: "Ellipse 3",
    text: "",
    points: [
      [2, 3, 2],
      [6, 5, 2],
    ],
    axis: 2,
  },
  {
    kind: "rectangle",
    name: "Rectangle 4",
    text: "",
    points: [
      [3, 1, 0],
      [3, 4, 2],
    ],
    axis: 0,
  },
  {
    kind: "angle",
    name: "Angle 5",
    text: "",
    points: [
      [0, 2, 0],
      [0, 0, 0],
      [5, 0, 0],
    ],
    axis: 2,
  },
  { kind: "probe", name: "Value 6", text: "", points: [[7, 2, 3]], axis: 2 },
  {
    kind: "arrow",
    name: "Arrow 7",
    text: "look here",
    points: [
      [1, 1, 1],
      [3, 3, 1],
    ],
    axis: 2,
  },
];
const options = { now: new Date(2024, 4, 6, 7, 8, 9), appVersion: "0.1.0", byHand };
const bytes = writeReport(series, null, [], options);

/** Runs a program of the outside on the file; null where it is not installed. */
function outside(program: string, ...args: string[]): string | null {
  const folder = mkdtempSync(join(tmpdir(), "report-"));
  const file = join(folder, "report.dcm");
  writeFileSync(file, bytes);
  const { error, stdout, stderr } = spawnSync(program, [...args, file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return error ? null : stdout + stderr;
}

test("a report of measurements by hand: each number with its code and unit comes back", () => {
  const file = parseDicom("report.dcm", bytes);
  if (isRefusal(file)) throw new Error(file.finding.detail);
  const report = readReport(file);
  if (isRefusal(report)) throw new Error(report.finding.detail);
  const found = report.groups.map((group) =>
    group.numbers.map(({ concept, value, unit }) => [concept.value, value, unit?.value]),
  );
  expect(report.groups.map((g) => g.name)).toEqual(byHand.map((m) => m.name));
  expect(found).toEqual([
    [["410668003", 5, "mm"]],
    [
      ["103339001", 4, "mm"],
      ["103340004", 2, "mm"],
    ],
    [
      // Columns 2 to 6 of one row, column 4 of the two others: 4 on average, (4 + 1 + 0 + 1 + 4) / 6.
      ["112031", 4, "[hnsf'U]"],
      ["112031", expect.closeTo(Math.sqrt(10 / 6), 12), "[hnsf'U]"],
      ["112031", 2, "[hnsf'U]"],
      ["112031", 6, "[hnsf'U]"],
      ["pixels", 7, "1"],
      ["42798000", expect.closeTo(2 * Math.PI, 12), "mm2"],
    ],
    [
      ["112031", 3, "[hnsf'U]"],
      ["112031", 0, "[hnsf'U]"],
      ["112031", 3, "[hnsf'U]"],
      ["112031", 3, "[hnsf'U]"],
      ["pixels", 12, "1"],
      ["42798000", 36, "mm2"],
    ],
    [["1483009", 90, "deg"]],
    [["112031", 7, "[hnsf'U]"]],
    [],
  ]);
});

test("its points stand in patient coordinates, and DCMTK reads them (skipped where it is not installed)", () => {
  const text = outside("dsrdump", "+Pl");
  if (text === null) return;
  expect(text).toContain("Comprehensive 3D SR");
  // Voxels (2, 3, 4) and (8, 5, 4).
  expect(text).toContain("POLYLINE,,-29/18/112,-26/22/112");
  expect(text).toContain("POINT,,-26.5/16/109");
  // 4 columns are 2 mm, 2 rows are 4 mm: the long axis runs along the rows.
  expect(text).toContain("ELLIPSE,,-28/18/106,-28/22/106,-29/20/106,-27/20/106");
  expect(text).toMatch(/look here/);
});

test("dciodvfy finds no error (skipped where it is not installed)", () => {
  const text = outside("dciodvfy");
  if (text === null) return;
  expect(text.split("\n").filter((line) => line.startsWith("Error"))).toEqual([]);
});

test("the same as CSV: a row a figure, the reason where there is none, points in patient coordinates", () => {
  const list = byHand.map(({ kind, points, axis, text }, n) => ({ id: n + 1, kind, points, axis, text }));
  const lines = measurementsCsv(list, series).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 1 + 2 + 6 + 6 + 1 + 1 + 1);
  expect(lines[0].split(",").slice(0, 12).join()).toBe(
    "measurement,kind,text,axis,slice,figure,value,unit,reason,point1_x,point1_y,point1_z",
  );
  expect(lines[1]).toBe("1,length,vessel,k,5,length,5,mm,,-29,18,112,-26,22,112,,,,,,");
  expect(lines.at(-1)).toMatch(/^7,arrow,look here,k,2,,,,,/);
  const unsized = {
    ...series,
    findings: [{ level: "warning", code: "no_pixel_spacing", detail: "", fields: {} }],
  } as const;
  expect(measurementsCsv(list, unsized).split("\r\n")[1]).toMatch(/^1,length,vessel,k,5,length,,mm,no_spacing,/);
});
