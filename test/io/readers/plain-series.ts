import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Grid, Vec3 } from "#engine/grid.ts";
import type { DicomFile } from "#io/dicom/dataset.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { isRefusal } from "#io/refusal.ts";
import type { Series } from "#io/series.ts";

/** A path in the folder of public test data beside the repository. */
export const shared = (path: string): string => fileURLToPath(new URL(`../../../../shared/${path}`, import.meta.url));
export const present = (path: string): boolean => existsSync(shared(path));

export function readFile(path: string): DicomFile {
  const file = parseDicom(path, new Uint8Array(readFileSync(path)));
  if (isRefusal(file)) throw new Error(`${path}: ${file.finding.detail}`);
  return file;
}

/** A series of single-frame images, without its voxels, sorted along the normal: geometry only, by the plain rules. */
export function plainSeries(folder: string, wanted: (name: string) => boolean = () => true): Series {
  const files = readdirSync(folder)
    .filter(wanted)
    .map((name) => readFile(join(folder, name)))
    .filter((f) => f.dataset.number("00280010"));
  const first = files[0].dataset;
  const [rx, ry, rz, cx, cy, cz] = first.numbers("00200037");
  const normal: Vec3 = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  const slices = files
    .map((f) => {
      const [x, y, z] = f.dataset.numbers("00200032");
      const position: Vec3 = [x, y, z];
      return { f, position, h: x * normal[0] + y * normal[1] + z * normal[2] };
    })
    .sort((a, b) => a.h - b.h);
  const steps = slices.slice(1).map((s, n) => s.h - slices[n].h);
  const step = steps.length ? (slices[slices.length - 1].h - slices[0].h) / steps.length : 1;
  const even = steps.length > 0 && steps.every((s) => Math.abs(s - step) < 0.01 * step);
  const [row, column] = first.numbers("00280030");
  const grid: Grid = {
    dims: [first.number("00280011") ?? 0, first.number("00280010") ?? 0, slices.length],
    spacing: [column, row, step],
    origin: slices[0].position,
    direction: [rx, ry, rz, cx, cy, cz, ...normal],
  };
  return seriesOn(grid, {
    use: even ? "volume" : "slices",
    seriesInstanceUid: first.string("0020000E") ?? "",
    frameOfReferenceUid: first.string("00200052") ?? "",
    study: { ...noStudy, studyInstanceUid: first.string("0020000D") ?? "" },
    modality: first.string("00080060") ?? "",
    slices: slices.map(({ f, position }) => ({
      path: f.path,
      sha256: "",
      sopClassUid: f.sopClassUid,
      sopInstanceUid: f.sopInstanceUid,
      frame: 1,
      instanceNumber: f.dataset.number("00200013") ?? null,
      position,
    })),
  });
}

export const noStudy: Series["study"] = {
  studyInstanceUid: "2.25.100",
  patientName: "",
  patientId: "",
  patientBirthDate: "",
  patientSex: "",
  studyDate: "",
  studyTime: "",
  studyDescription: "",
  studyId: "",
  accessionNumber: "",
};

/** A series on a grid of one's own, for tests that need no file. */
export function seriesOn(grid: Grid, change: Partial<Series> = {}): Series {
  return {
    id: "series-1",
    seriesInstanceUid: "2.25.200",
    frameOfReferenceUid: "2.25.300",
    study: noStudy,
    modality: "CT",
    description: "",
    number: 1,
    protocol: "",
    manufacturer: "",
    bodyPart: "",
    use: "volume",
    findings: [],
    image: { grid, data: new Float32Array(0), unit: "HU" },
    slices: Array.from({ length: grid.dims[2] }, (_, k) => ({
      path: `image-${k}.dcm`,
      sha256: "",
      sopClassUid: "1.2.840.10008.5.1.4.1.1.2",
      sopInstanceUid: `2.25.4${k}`,
      frame: 1,
      instanceNumber: k + 1,
    })),
    windows: [],
    inverted: false,
    range: [0, 0],
    valueChain: "",
    ...change,
  };
}

/** The voxels of a NIfTI file as numbers, x fastest, as they lie in the file (no reorientation). */
export function niftiVoxels(path: string): { dims: number[]; values: number[] } {
  const raw = readFileSync(path);
  const bytes = path.endsWith(".gz") ? gunzipSync(raw) : raw;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = [1, 2, 3].map((n) => view.getInt16(40 + 2 * n, true));
  const type = view.getInt16(70, true);
  const start = view.getFloat32(108, true);
  const read: Record<number, (n: number) => number> = {
    2: (n) => view.getUint8(start + n),
    4: (n) => view.getInt16(start + 2 * n, true),
    8: (n) => view.getInt32(start + 4 * n, true),
    16: (n) => view.getFloat32(start + 4 * n, true),
    64: (n) => view.getFloat64(start + 8 * n, true),
    512: (n) => view.getUint16(start + 2 * n, true),
  };
  return { dims, values: Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, n) => read[type](n)) };
}

/** The voxels of an NRRD file with an attached header (raw or gzip, 8- or 16-bit little endian). */
export function nrrdVoxels(path: string): number[] {
  const raw = readFileSync(path);
  const end = raw.indexOf("\n\n") + 2;
  const header = raw.subarray(0, end).toString("latin1");
  const data = /encoding: *gz/.test(header) ? gunzipSync(raw.subarray(end)) : raw.subarray(end);
  const wide = /type: *(short|ushort|unsigned short|int16|uint16)/.test(header);
  return wide ? Array.from({ length: data.length / 2 }, (_, n) => data.readInt16LE(2 * n)) : Array.from(data);
}
