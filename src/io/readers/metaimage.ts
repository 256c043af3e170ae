import { unzlibSync } from "fflate";
import { isRefusal, refuse } from "../refusal.ts";
import type { Refusal } from "../series.ts";
import { type NiftiImage, placeGrid } from "./nifti.ts";

type Kind = {
  readonly size: number;
  readonly integer: boolean;
  readonly at: (v: DataView, i: number, le: boolean) => number;
};

const kinds: Readonly<Record<string, Kind>> = {
  MET_CHAR: { size: 1, integer: true, at: (v, i) => v.getInt8(i) },
  MET_UCHAR: { size: 1, integer: true, at: (v, i) => v.getUint8(i) },
  MET_SHORT: { size: 2, integer: true, at: (v, i, le) => v.getInt16(i, le) },
  MET_USHORT: { size: 2, integer: true, at: (v, i, le) => v.getUint16(i, le) },
  MET_INT: { size: 4, integer: true, at: (v, i, le) => v.getInt32(i, le) },
  MET_UINT: { size: 4, integer: true, at: (v, i, le) => v.getUint32(i, le) },
  MET_FLOAT: { size: 4, integer: false, at: (v, i, le) => v.getFloat32(i, le) },
  MET_DOUBLE: { size: 8, integer: false, at: (v, i, le) => v.getFloat64(i, le) },
};

/** No compression by deflate goes farther. */
const BEST_RATIO = 1100;
const HEADER_BYTES = 8192;

/** True for a MetaImage header (MHA, or MHD, whose voxels lie in another file). */
export const isMetaImage = (bytes: Uint8Array): boolean =>
  /^(ObjectType *= *Image|NDims *= *\d)/.test(String.fromCharCode(...bytes.subarray(0, 40)));

/**
 * Parses a MetaImage file with its voxels inside (.mha): 2D or 3D, one number a voxel, raw or zlib. The grid is ITK's: columns of
 * TransformMatrix are the directions of the axes in LPS, Offset the first voxel's centre. Never throws.
 */
export function readMetaImage(path: string, bytes: Uint8Array): NiftiImage | Refusal {
  const { fields, end } = headerOf(bytes);
  const field = (name: string) => fields.get(name) ?? "";
  const numbers = (name: string) => field(name).split(/\s+/).filter(Boolean).map(Number);
  const file = field("ElementDataFile");
  if (end === 0) return refuse(path, "parse_error", "The MetaImage header has no end. The file is damaged.");
  if (file !== "LOCAL") {
    const detail =
      "This MetaImage header keeps its voxels in another file; only .mha files, with both inside, are read.";
    return refuse(path, "unsupported", detail, { file });
  }
  const kind = kinds[field("ElementType")];
  const channels = Number(field("ElementNumberOfChannels") || "1");
  if (!kind || channels !== 1) {
    const type = `${field("ElementType")}${channels === 1 ? "" : ` × ${channels}`}`;
    return refuse(path, "unsupported", `MetaImage voxels of type "${type}" are not supported.`, { type });
  }
  if (/^(false|0)$/i.test(field("BinaryData"))) {
    return refuse(path, "unsupported", "MetaImage files with their voxels as text are not read.");
  }
  const rank = Number(field("NDims"));
  const sizes = numbers("DimSize");
  if ((rank !== 2 && rank !== 3) || sizes.length !== rank) {
    const detail = `A MetaImage of ${field("NDims")} dimensions (sizes ${field("DimSize")}) is no image: 2 or 3 are read.`;
    return refuse(path, "unsupported", detail, { dimension: field("NDims") });
  }
  const dims = [...sizes, ...(rank === 2 ? [1] : [])];
  const voxels = dims[0] * dims[1] * dims[2];
  if (dims.some((n) => !Number.isInteger(n) || n < 1) || voxels > 2 ** 33) {
    const detail = `The file declares ${dims.join(" × ")} voxels, which no image has. It is damaged.`;
    return refuse(path, "absurd_dimensions", detail, { dims: dims.join(" × ") });
  }
  const place = placeOf(fields, rank, numbers);
  if (typeof place === "string") return refuse(path, "parse_error", place);
  const placed = placeGrid(path, { dims, ...place });
  if (isRefusal(placed)) return placed;
  const data = voxelBytes(path, bytes.subarray(end), /^(true|1)$/i.test(field("CompressedData")), voxels * kind.size);
  if (isRefusal(data)) return data;
  const { grid, starts, strides, shape } = placed;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const le = !/^(true|1)$/i.test(field("BinaryDataByteOrderMSB") || field("ElementByteOrderMSB"));
  return {
    grid,
    volumes: 1,
    placed: shape,
    integers: kind.integer,
    chain: "Stored values",
    description: field("Comment"),
    read(_index, out) {
      const [mx, my, mz] = grid.dims;
      let o = 0;
      for (let k = 0; k < mz; k++) {
        for (let j = 0; j < my; j++) {
          let from = starts + k * strides[2] + j * strides[1];
          for (let i = 0; i < mx; i++, from += strides[0]) out[o++] = kind.at(view, from * kind.size, le);
        }
      }
    },
  };
}

/** Lines "name = value" up to ElementDataFile, which the format puts last, and where the voxels begin (0: nowhere). */
function headerOf(bytes: Uint8Array): { fields: Map<string, string>; end: number } {
  const fields = new Map<string, string>();
  const limit = Math.min(bytes.length, HEADER_BYTES);
  let start = 0;
  for (let at = 0; at < limit; at++) {
    if (bytes[at] !== 10) continue;
    const line = new TextDecoder().decode(bytes.subarray(start, at));
    const equals = line.indexOf("=");
    if (equals < 0) break;
    const name = line.slice(0, equals).trim();
    fields.set(name, line.slice(equals + 1).trim());
    start = at + 1;
    if (name === "ElementDataFile") return { fields, end: start };
  }
  return { fields, end: 0 };
}

type Place = { readonly affine: readonly (readonly number[])[] | null; readonly steps: readonly number[] };

/** The affine to RAS, or a sentence why there is none. Without a position or a matrix the place is not known. */
function placeOf(
  fields: ReadonlyMap<string, string>,
  rank: number,
  numbers: (name: string) => number[],
): Place | string {
  const spacing = numbers(fields.has("ElementSpacing") ? "ElementSpacing" : "ElementSize");
  if (spacing.length !== rank || spacing.some((s) => !(s > 0))) {
    return `The MetaImage gives no voxel size (ElementSpacing "${fields.get("ElementSpacing") ?? ""}").`;
  }
  const steps = [0, 1, 2].map((a) => spacing[a] ?? 1);
  const first = (names: readonly string[]) => names.find((name) => fields.has(name));
  const offsetName = first(["Offset", "Position", "Origin"]);
  const matrixName = first(["TransformMatrix", "Orientation", "Rotation"]);
  if (rank === 2 || offsetName === undefined || matrixName === undefined) return { affine: null, steps };
  const offset = numbers(offsetName);
  const matrix = numbers(matrixName);
  if (offset.length !== 3 || matrix.length !== 9 || [...offset, ...matrix].some((v) => !Number.isFinite(v))) {
    return "The MetaImage's place in space (Offset, TransformMatrix) is malformed.";
  }
  const sign = [-1, -1, 1];
  const affine = [0, 1, 2].map((r) => [
    // The matrix lists one axis after the other.
    ...[0, 1, 2].map((axis) => sign[r] * matrix[3 * axis + r] * steps[axis]),
    sign[r] * offset[r],
  ]);
  return { affine, steps };
}

function voxelBytes(path: string, data: Uint8Array, compressed: boolean, needed: number): Uint8Array | Refusal {
  const short = (found: number) => {
    const detail = `The file is cut short: its voxels take ${needed} bytes, but it has ${found}. Copy it again.`;
    return refuse(path, "truncated", detail, { expected: needed, found });
  };
  if (!compressed) return data.length < needed ? short(data.length) : data;
  if (data.length * BEST_RATIO < needed) return short(data.length);
  try {
    const out = unzlibSync(data, { out: new Uint8Array(needed) });
    return out.length < needed ? short(out.length) : out;
  } catch {
    return refuse(path, "truncated", "The compressed voxels are damaged or cut short. Copy the file again.", {
      expected: needed,
    });
  }
}
