import { describe, expect, it } from "vitest";
import type { Grid, Vec3 } from "#engine/grid.ts";
import { indexToWorld } from "#engine/grid.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { readRtstruct } from "#io/readers/rtstruct.ts";
import { readSeg } from "#io/readers/seg.ts";
import { isRefusal } from "#io/refusal.ts";
import type { ImportedSegmentation, Refusal, Series } from "#io/series.ts";
import { type DicomRecord, writeDicom } from "#io/writers/dicom.ts";
import { writeSeg } from "#io/writers/seg.ts";
import { noStudy, seriesOn } from "./plain-series.ts";

const grid: Grid = {
  dims: [10, 8, 4],
  spacing: [2, 3, 5],
  origin: [-20, 10, 100],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const series = seriesOn(grid);

function read(dataset: DicomRecord, reader: typeof readSeg, all: readonly Series[] = [series]) {
  const file = parseDicom("file.dcm", writeDicom(dataset));
  if (isRefusal(file)) throw new Error(file.finding.detail);
  return reader(file, all);
}
const loaded = (result: ImportedSegmentation | Refusal): ImportedSegmentation => {
  if (isRefusal(result)) throw new Error(result.finding.detail);
  return result;
};
const codes = (result: ImportedSegmentation) => result.findings.map((f) => [f.code, f.level, f.fields.count]);

type Contour = { readonly points: readonly Vec3[]; readonly type?: string };

/** A contour through index positions (i, j) of slice k, in mm. */
const box = (i0: number, j0: number, i1: number, j1: number, k: number, type?: string): Contour => ({
  points: [
    [i0, j0, k],
    [i1, j0, k],
    [i1, j1, k],
    [i0, j1, k],
  ].map(([i, j, s]) => indexToWorld(grid, [i, j, s])),
  type,
});

function rtstruct(contours: readonly Contour[], change: DicomRecord = {}): DicomRecord {
  return {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.481.3",
    SOPInstanceUID: "2.25.1",
    StudyInstanceUID: noStudy.studyInstanceUid,
    StructureSetLabel: "Plan",
    ReferencedFrameOfReferenceSequence: [
      {
        FrameOfReferenceUID: series.frameOfReferenceUid,
        RTReferencedStudySequence: [
          { RTReferencedSeriesSequence: [{ SeriesInstanceUID: series.seriesInstanceUid, ContourImageSequence: [] }] },
        ],
      },
    ],
    StructureSetROISequence: [
      { ROINumber: 3, ReferencedFrameOfReferenceUID: series.frameOfReferenceUid, ROIName: "GTV" },
    ],
    ROIContourSequence: [
      {
        ReferencedROINumber: 3,
        ROIDisplayColor: [10, 20, 30],
        ContourSequence: contours.map(({ points, type }) => ({
          ContourGeometricType: type ?? "CLOSED_PLANAR",
          NumberOfContourPoints: points.length,
          ContourData: points.flat(),
        })),
      },
    ],
    ...change,
  };
}
const voxels = (contours: readonly Contour[]) => loaded(read(rtstruct(contours), readRtstruct)).segments[0].voxels;

describe("RTSTRUCT, by hand", () => {
  it("takes voxel centres, half-open on edges through them", () => {
    expect(voxels([box(1.5, 1.5, 4.5, 3.5, 0)])).toBe(6);
    expect(voxels([box(1, 1, 4, 3, 2)])).toBe(6);
  });

  it("makes holes of nested contours, for both closed types", () => {
    expect(voxels([box(0.5, 0.5, 8.5, 6.5, 1), box(2.5, 1.5, 4.5, 3.5, 1)])).toBe(48 - 4);
    const xor = "CLOSEDPLANAR_XOR";
    expect(voxels([box(0.5, 0.5, 8.5, 6.5, 1, xor), box(2.5, 1.5, 4.5, 3.5, 1, xor)])).toBe(48 - 4);
  });

  it("reads keyholes, also with a bridge that runs through voxel centres", () => {
    const through = (bridge: number, type?: string): Contour => ({
      points: [
        [0.5, bridge, 1],
        [2.5, bridge, 1],
        [2.5, 1.5, 1],
        [4.5, 1.5, 1],
        [4.5, 3.5, 1],
        [2.5, 3.5, 1],
        [2.5, bridge, 1],
        [0.5, bridge, 1],
        [0.5, 6.5, 1],
        [8.5, 6.5, 1],
        [8.5, 0.5, 1],
        [0.5, 0.5, 1],
      ].map(([i, j, k]) => indexToWorld(grid, [i, j, k])),
      type,
    });
    for (const bridge of [2.5, 2, 3, 2.25]) expect(voxels([through(bridge)])).toBe(48 - 4);
    expect(voxels([through(2, "CLOSEDPLANAR_XOR")])).toBe(48 - 4);
    // An island in the keyhole's hole.
    expect(voxels([through(2), box(2.9, 1.9, 3.1, 2.1, 1)])).toBe(48 - 4 + 1);
  });

  it("counts nested contours by turns: in, out, in, out", () => {
    const rings = [0.5, 1.5, 2.5].map((n) => box(n, n, 9 - n, 7 - n, 1));
    expect(voxels(rings)).toBe(8 * 6 - 6 * 4 + 4 * 2);
  });

  it("joins several contours of a plane that lie side by side", () => {
    expect(voxels([box(0.5, 0.5, 2.5, 2.5, 1), box(2.5, 0.5, 4.5, 2.5, 1), box(6.5, 4.5, 8.5, 6.5, 1)])).toBe(12);
  });

  it("says when contours cross or are given twice", () => {
    const crossing = loaded(read(rtstruct([box(0.5, 0.5, 4.5, 4.5, 1), box(2.5, 2.5, 6.5, 6.5, 1)]), readRtstruct));
    expect(codes(crossing)).toEqual([["contours_overlap", "warning", 1]]);
    expect(crossing.segments[0].voxels).toBe(16 + 16 - 2 * 4);
    const twice = loaded(read(rtstruct([box(0.5, 0.5, 4.5, 4.5, 1), box(0.5, 0.5, 4.5, 4.5, 1)]), readRtstruct));
    expect(codes(twice)).toEqual([["contours_overlap", "info", 1]]);
    expect(twice.segments[0].voxels).toBe(16);
    const xor = "CLOSEDPLANAR_XOR";
    const meant = read(rtstruct([box(0.5, 0.5, 4.5, 4.5, 1, xor), box(2.5, 2.5, 6.5, 6.5, 1, xor)]), readRtstruct);
    expect(codes(loaded(meant))).toEqual([]);
  });

  it("takes planes within a tenth of the slice distance and tells of those between and beyond", () => {
    const planes = [1.08, 1.92, 1.5, 0.85, -0.5, 9].map((k) => box(0.5, 0.5, 2.5, 2.5, k));
    const found = loaded(read(rtstruct(planes), readRtstruct));
    expect(found.segments[0].voxels).toBe(4 + 4);
    expect(codes(found)).toEqual([
      ["contours_off_slices", "error", 2],
      ["contours_off_slices", "warning", 2],
    ]);
  });

  it("takes the nearest of several planes at one slice, as contours of thinner slices have them", () => {
    const planes = [0.91, 0.98, 1, 1.005, 1.07].map((k, n) => box(0.5 + n, 0.5, 2.5 + n, 2.5, k));
    const found = loaded(read(rtstruct(planes), readRtstruct));
    // Only 0.98, 1 and 1.005 are one plane; shifted by one voxel each they cross, which is said too.
    expect(codes(found)).toEqual([
      ["contours_off_slices", "error", 2],
      ["contours_overlap", "warning", 2],
    ]);
  });

  it("leaves out contours that are not in a slice's plane", () => {
    const tilted = box(0.5, 0.5, 4.5, 4.5, 1).points.map(([x, y, z], n): Vec3 => [x, y, z + n]);
    const found = loaded(read(rtstruct([{ points: tilted }]), readRtstruct));
    expect(codes(found).map((c) => c[0])).toEqual(["contours_off_slices", "empty_roi"]);
  });

  it("leaves out points, open contours and broken coordinates, and says so", () => {
    const point = { points: [indexToWorld(grid, [1, 1, 1])], type: "POINT" };
    const open = box(0.5, 0.5, 4.5, 4.5, 1, "OPEN_PLANAR");
    const line = { points: box(0, 0, 1, 1, 1).points.slice(0, 2) };
    const found = loaded(read(rtstruct([point, open, line, box(0.5, 0.5, 2.5, 2.5, 2)]), readRtstruct));
    expect(found.segments[0].voxels).toBe(4);
    expect(found.findings.map((f) => [f.code, f.level, f.fields.type])).toEqual([
      ["contours_skipped", "warning", "POINT"],
      ["contours_skipped", "warning", "OPEN_PLANAR"],
      ["contours_skipped", "error", "malformed"],
    ]);
  });

  it("reads colour and name, and gives the same mask each time", () => {
    const [segment] = loaded(read(rtstruct([box(0.5, 0.5, 2.5, 2.5, 1)]), readRtstruct)).segments;
    expect(segment).toMatchObject({ name: "GTV", color: [10, 20, 30], voxels: 4 });
    expect(segment.mask.reduce((a, b) => a + b, 0)).toBe(4);
    expect(segment.mask[1 + 10 * 1 + 80]).toBe(1);
    expect(segment.mask).toEqual(segment.mask);
  });

  it("refuses the structure set of another study, or whose images are not open, and says what to do", () => {
    const others = [seriesOn(grid, { seriesInstanceUid: "2.25.9", frameOfReferenceUid: "2.25.8" })];
    const foreign = rtstruct([box(0, 0, 1, 1, 1)], { StudyInstanceUID: "2.25.77" });
    for (const [dataset, open, text] of [
      [foreign, others, "another study"],
      [rtstruct([box(0, 0, 1, 1, 1)]), others, "another series of this study"],
      [foreign, [], "not open"],
    ] as const) {
      const result = read(dataset, readRtstruct, open);
      expect(isRefusal(result) && [result.finding.code, result.finding.detail.includes(text)]).toEqual([
        "other_study",
        true,
      ]);
    }
  });

  it("accepts another series of the same frame of reference only when every contour lies on its slices", () => {
    const sister = seriesOn(grid, { seriesInstanceUid: "2.25.9" });
    expect(isRefusal(read(rtstruct([box(0.5, 0.5, 2.5, 2.5, 1)]), readRtstruct, [sister]))).toBe(false);
    expect(isRefusal(read(rtstruct([box(0.5, 0.5, 2.5, 2.5, 1.5)]), readRtstruct, [sister]))).toBe(true);
  });

  it("joins contour items of one region and tells of contours that no region owns", () => {
    const item = (roi: number, k: number) => ({
      ReferencedROINumber: roi,
      ContourSequence: [
        {
          ContourGeometricType: "CLOSED_PLANAR",
          NumberOfContourPoints: 4,
          ContourData: box(0.5, 0.5, 2.5, 2.5, k).points.flat(),
        },
      ],
    });
    const found = loaded(
      read(rtstruct([], { ROIContourSequence: [item(3, 0), item(3, 1), item(8, 2)] }), readRtstruct),
    );
    expect(found.segments.map((s) => s.voxels)).toEqual([8]);
    expect(codes(found)).toEqual([["parse_error", "error", 1]]);
  });

  it("leaves out a region drawn in another frame of reference", () => {
    const roi = [{ ROINumber: 3, ReferencedFrameOfReferenceUID: "2.25.12345", ROIName: "GTV" }];
    const found = loaded(read(rtstruct([box(0, 0, 3, 3, 1)], { StructureSetROISequence: roi }), readRtstruct));
    expect(found.segments).toEqual([]);
    expect(codes(found).map((c) => c[0])).toEqual(["other_grid"]);
  });
});

const one = [{ label: 1, name: "Lesion", color: [230, 159, 0] }] as const;
const options = { now: new Date(0), appVersion: "0" };
const bytesOf = (on: Series, labels: Uint8Array) => writeSeg(on, labels, one, options);
function readBytes(bytes: Uint8Array, all: readonly Series[]): ImportedSegmentation | Refusal {
  const file = parseDicom("seg.dcm", bytes);
  if (isRefusal(file)) throw new Error(file.finding.detail);
  return readSeg(file, all);
}

describe("SEG on another grid", () => {
  const labels = Uint8Array.from({ length: 320 }, (_, v) => Number(v % 5 === 0));

  it("copies a part that was cut out of the series by whole voxels, without a finding", () => {
    const part: Grid = { ...grid, dims: [4, 3, 2], origin: indexToWorld(grid, [3, 2, 1]) };
    const mask = Uint8Array.from({ length: 24 }, (_, v) => Number(v % 2 === 0));
    const found = loaded(readBytes(bytesOf(seriesOn(part), mask), [series]));
    expect(found.findings).toEqual([]);
    const expected = new Uint8Array(320);
    for (let k = 0; k < 2; k++) {
      for (let j = 0; j < 3; j++) {
        for (let i = 0; i < 4; i++) expected[i + 3 + 10 * (j + 2 + 8 * (k + 1))] = mask[i + 4 * (j + 3 * k)];
      }
    }
    expect(found.segments[0].mask).toEqual(expected);
  });

  it("takes the nearest pixel from voxels of another size, and says so", () => {
    // Half the pixel size: 20 × 16, whose pixels 2i and 2i + 1 lie a quarter of a voxel left and right of voxel i.
    const fine: Grid = {
      ...grid,
      dims: [20, 16, 4],
      spacing: [1, 1.5, 5],
      origin: [grid.origin[0] - 0.5, grid.origin[1] - 0.75, grid.origin[2]],
    };
    const mask = new Uint8Array(20 * 16 * 4);
    for (let k = 1; k < 3; k++) {
      for (let j = 4; j < 10; j++) for (let i = 6; i < 14; i++) mask[i + 20 * (j + 16 * k)] = 1;
    }
    const found = loaded(readBytes(bytesOf(seriesOn(fine), mask), [series]));
    expect(codes(found)).toEqual([["resampled", "warning", undefined]]);
    const expected = new Uint8Array(320);
    for (let k = 1; k < 3; k++) {
      for (let j = 2; j < 5; j++) for (let i = 3; i < 7; i++) expected[i + 10 * (j + 8 * k)] = 1;
    }
    expect(found.segments[0].mask).toEqual(expected);
  });

  it("refuses frames that are turned against the slices", () => {
    const sagittal: Grid = { ...grid, dims: [8, 4, 10], direction: [0, 1, 0, 0, 0, 1, 1, 0, 0] };
    const result = readBytes(bytesOf(seriesOn(sagittal), labels), [series]);
    expect(isRefusal(result) && result.finding.code).toBe("other_grid");
    expect(isRefusal(result) && result.finding.detail).toContain("turned");
  });

  it("refuses a SEG of another study", () => {
    const other = seriesOn(grid, {
      seriesInstanceUid: "2.25.9",
      frameOfReferenceUid: "2.25.8",
      slices: series.slices.map((s, k) => ({ ...s, sopInstanceUid: `2.25.5${k}` })),
      study: { ...noStudy, studyInstanceUid: "2.25.7" },
    });
    const result = readBytes(bytesOf(series, labels), [other]);
    expect(isRefusal(result) && result.finding.code).toBe("other_study");
  });

  it("tells of frames beyond the slices that are open", () => {
    const taller = seriesOn({ ...grid, dims: [10, 8, 6] });
    const mask = new Uint8Array(480).fill(1);
    const found = loaded(readBytes(bytesOf(taller, mask), [series]));
    expect(codes(found)).toEqual([["other_grid", "warning", 2]]);
    expect(found.segments[0].voxels).toBe(320);
  });

  it("refuses a file cut inside its pixels", () => {
    const whole = bytesOf(series, labels);
    const file = parseDicom("seg.dcm", whole.subarray(0, whole.length - 20));
    expect(isRefusal(file)).toBe(true);
  });
});
