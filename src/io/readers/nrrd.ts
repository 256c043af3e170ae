import { gunzipSync } from "fflate";
import { isRefusal, refuse } from "../refusal.ts";
import type { ImportedSegment, Refusal } from "../series.ts";
import { type NiftiImage, placeGrid } from "./nifti.ts";

type Kind = {
  readonly size: number;
  readonly integer: boolean;
  readonly at: (v: DataView, i: number, le: boolean) => number;
};

const int8: Kind = { size: 1, integer: true, at: (v, i) => v.getInt8(i) };
const uint8: Kind = { size: 1, integer: true, at: (v, i) => v.getUint8(i) };
const int16: Kind = { size: 2, integer: true, at: (v, i, le) => v.getInt16(i, le) };
const uint16: Kind = { size: 2, integer: true, at: (v, i, le) => v.getUint16(i, le) };
const int32: Kind = { size: 4, integer: true, at: (v, i, le) => v.getInt32(i, le) };
const uint32: Kind = { size: 4, integer: true, at: (v, i, le) => v.getUint32(i, le) };
const kinds: Readonly<Record<string, Kind>> = {
  "signed char": int8,
  int8,
  int8_t: int8,
  uchar: uint8,
  "unsigned char": uint8,
  uint8,
  uint8_t: uint8,
  short: int16,
  "short int": int16,
  "signed short": int16,
  "signed short int": int16,
  int16,
  int16_t: int16,
  ushort: uint16,
  "unsigned short": uint16,
  "unsigned short int": uint16,
  uint16,
  uint16_t: uint16,
  int: int32,
  "signed int": int32,
  int32,
  int32_t: int32,
  uint: uint32,
  "unsigned int": uint32,
  uint32,
  uint32_t: uint32,
  float: { size: 4, integer: false, at: (v, i, le) => v.getFloat32(i, le) },
  double: { size: 8, integer: false, at: (v, i, le) => v.getFloat64(i, le) },
};

/** Signs that turn a space's x and y into right and anterior, as NIfTI has them. */
const spaces: Readonly<Record<string, readonly [number, number]>> = {
  "left-posterior-superior": [-1, -1],
  lps: [-1, -1],
  "right-anterior-superior": [1, 1],
  ras: [1, 1],
  "left-anterior-superior": [-1, 1],
  las: [-1, 1],
};

/** No compression by deflate goes farther. */
const BEST_RATIO = 1100;

export const isNrrd = (bytes: Uint8Array): boolean =>
  bytes.length > 8 && String.fromCharCode(...bytes.subarray(0, 7)) === "NRRD000";

/** Most layers of a segmentation that are read. */
const MAX_LAYERS = 255;

/** Parses an NRRD file with its voxels inside: 2D, 3D, or 3D Slicer's layers of segments; raw or gzip. Never throws. */
export function readNrrd(path: string, bytes: Uint8Array): NiftiImage | Refusal {
  const head = headerOf(bytes);
  if (head === null) return refuse(path, "parse_error", "The NRRD header has no end. The file is damaged.");
  const { fields, pairs, end } = head;
  const field = (name: string) => fields.get(name) ?? "";
  if (fields.has("data file") || fields.has("datafile")) {
    const detail = "This NRRD header keeps its voxels in another file; only files with both inside are read.";
    return refuse(path, "unsupported", detail, { file: field("data file") || field("datafile") });
  }
  const kind = kinds[field("type").toLowerCase()];
  if (!kind)
    return refuse(path, "unsupported", `NRRD type "${field("type")}" is not supported.`, { type: field("type") });
  const layered = field("dimension") === "4" && /^list\s/i.test(field("kinds")) && pairs.has("Segment0_Layer");
  const declared = field("sizes").split(/\s+/).map(Number);
  const layers = layered ? declared[0] : 1;
  const sizes = layered ? declared.slice(1) : declared;
  const rank = Number(field("dimension")) - (layered ? 1 : 0);
  if ((rank !== 2 && rank !== 3) || sizes.length !== rank) {
    const detail = `An NRRD of ${field("dimension")} dimensions (sizes ${field("sizes")}) is no image: 2 or 3 are read.`;
    return refuse(path, "unsupported", detail, { dimension: field("dimension") });
  }
  const dims = [...sizes, ...(rank === 2 ? [1] : [])];
  const voxels = layers * dims[0] * dims[1] * dims[2];
  if ([layers, ...dims].some((n) => !Number.isInteger(n) || n < 1) || layers > MAX_LAYERS || voxels > 2 ** 33) {
    const detail = `The file declares ${dims.join(" × ")} voxels, which no image has. It is damaged.`;
    return refuse(path, "absurd_dimensions", detail, { dims: dims.join(" × ") });
  }
  const place = placeOf(fields, rank);
  if (typeof place === "string") return refuse(path, "unsupported", place);
  const data = voxelBytes(path, bytes.subarray(end), field("encoding").toLowerCase(), voxels * kind.size, fields);
  if (isRefusal(data)) return data;
  const placed = placeGrid(path, { dims, ...place });
  if (isRefusal(placed)) return placed;
  const { grid, starts, strides, shape } = placed;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const le = field("endian").toLowerCase() !== "big";
  return {
    grid,
    volumes: 1,
    placed: shape,
    integers: kind.integer,
    chain: "Stored values",
    description: field("content"),
    labels: labelTable(pairs, 0),
    ...(layers > 1 ? { layers: Array.from({ length: layers }, (_, layer) => labelTable(pairs, layer)) } : {}),
    read(layer, out) {
      const [mx, my, mz] = grid.dims;
      let o = 0;
      for (let k = 0; k < mz; k++) {
        for (let j = 0; j < my; j++) {
          let from = starts + k * strides[2] + j * strides[1];
          for (let i = 0; i < mx; i++, from += strides[0])
            out[o++] = kind.at(view, (from * layers + (layers > 1 ? layer : 0)) * kind.size, le);
        }
      }
    },
  };
}

/** The names and colours that 3D Slicer's segmentations give to the labels of a layer. */
function labelTable(pairs: ReadonlyMap<string, string>, layer: number): NiftiImage["labels"] {
  const table = new Map<number, { name: string; color: ImportedSegment["color"] }>();
  for (const [key, value] of pairs) {
    const segment = /^(Segment\d+_)LabelValue$/.exec(key)?.[1];
    if (segment === undefined) continue;
    if (Number(pairs.get(`${segment}Layer`) ?? "0") !== layer) continue;
    const rgb = (pairs.get(`${segment}Color`) ?? "").trim().split(/\s+/).map(Number);
    const known = rgb.length === 3 && rgb.every((c) => c >= 0 && c <= 1);
    const [r, g, b] = rgb.map((c) => Math.round(255 * c));
    table.set(Number(value), { name: pairs.get(`${segment}Name`) ?? "", color: known ? [r, g, b] : null });
  }
  return table.size > 0 ? table : undefined;
}

/** The fields of the header ("type: float"), its key/value pairs ("key:=value"), and where the voxels begin. */
function headerOf(bytes: Uint8Array): { fields: Map<string, string>; pairs: Map<string, string>; end: number } | null {
  const limit = Math.min(bytes.length, 1 << 20);
  let end = 0;
  for (let i = 1; i < limit && end === 0; i++) {
    if (bytes[i] !== 10) continue;
    if (bytes[i - 1] === 10 || (bytes[i - 1] === 13 && bytes[i - 2] === 10)) end = i + 1;
  }
  if (end === 0) return null;
  const fields = new Map<string, string>();
  const pairs = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes.subarray(0, end)).split(/\r?\n/).slice(1)) {
    const colon = line.indexOf(":");
    if (line.startsWith("#") || colon < 0) continue;
    if (line[colon + 1] === "=") {
      pairs.set(line.slice(0, colon), line.slice(colon + 2));
      continue;
    }
    fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { fields, pairs, end };
}

type Place = { readonly affine: readonly (readonly number[])[] | null; readonly steps: readonly number[] };

/** The affine to RAS where the file gives one, or a sentence why it cannot be used. */
function placeOf(fields: Map<string, string>, rank: number): Place | string {
  const directions = fields.get("space directions");
  const spacings = (fields.get("spacings") ?? "").split(/\s+/).map(Number);
  const steps = [0, 1, 2].map((a) => (spacings[a] > 0 ? spacings[a] : 1));
  if (directions === undefined || rank === 2) return { affine: null, steps };
  const space = (fields.get("space") ?? "").toLowerCase();
  const signs = spaces[space];
  if (signs === undefined) return `The NRRD space "${space}" does not say how the image lies in a patient.`;
  const vectors = [...directions.matchAll(/\(([^)]*)\)/g)].map((m) => m[1].split(",").map(Number));
  const origin =
    /\(([^)]*)\)/
      .exec(fields.get("space origin") ?? "(0,0,0)")?.[1]
      .split(",")
      .map(Number) ?? [];
  if (vectors.length !== 3 || [...vectors, origin].some((v) => v.length !== 3 || v.some((x) => !Number.isFinite(x)))) {
    return `The NRRD space directions "${directions}" are not three vectors.`;
  }
  const sign = [...signs, 1];
  return { affine: [0, 1, 2].map((r) => [...vectors, origin].map((v) => sign[r] * v[r])), steps };
}

function voxelBytes(
  path: string,
  data: Uint8Array,
  encoding: string,
  needed: number,
  fields: Map<string, string>,
): Uint8Array | Refusal {
  const skip = ["byte skip", "byteskip", "line skip", "lineskip"].find((name) => Number(fields.get(name) ?? 0) !== 0);
  if (skip !== undefined) return refuse(path, "unsupported", `NRRD files with a ${skip} are not read.`, { skip });
  const short = (found: number) => {
    const detail = `The file is cut short: its voxels take ${needed} bytes, but it has ${found}. Copy it again.`;
    return refuse(path, "truncated", detail, { expected: needed, found });
  };
  if (encoding === "raw") return data.length < needed ? short(data.length) : data;
  if (encoding !== "gzip" && encoding !== "gz") {
    return refuse(path, "unsupported", `NRRD encoding "${encoding}" is not supported: raw and gzip are.`, { encoding });
  }
  if (data.length * BEST_RATIO < needed) return short(data.length);
  try {
    const out = gunzipSync(data, { out: new Uint8Array(needed) });
    return out.length < needed ? short(out.length) : out;
  } catch {
    return refuse(path, "truncated", "The compressed voxels are damaged or cut short. Copy the file again.", {
      expected: needed,
    });
  }
}
