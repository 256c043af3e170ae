import type { Grid, Vec3 } from "#engine/grid.ts";
import { isRefusal, refuse } from "../refusal.ts";
import type { ImportedSegment, Refusal } from "../series.ts";

/** A NIfTI file on a grid whose axes run as near to left, posterior, superior as the file's own axes allow. */
export type NiftiImage = {
  readonly grid: Grid;
  /** Volumes along the fourth and higher axes. */
  readonly volumes: number;
  /** True when the axes are perpendicular and the place in space is known. */
  readonly placed: "yes" | "sheared" | "no";
  readonly integers: boolean;
  readonly description: string;
  /** How stored values become these, for provenance; left out where it is NIfTI's own scaling. */
  readonly chain?: string;
  /**
   * Label maps that lie over each other, one a layer, which `read` gives by its number: what the file says of the labels
   * of each. Left out where there is one.
   */
  readonly layers?: readonly NiftiImage["labels"][];
  /** What the file says of its labels; left out where it has no such table. */
  readonly labels?: ReadonlyMap<number, { readonly name: string; readonly color: ImportedSegment["color"] }>;
  /** Scaled values (stored · scl_slope + scl_inter, in float64) of volume `index` into `out`, reoriented to `grid`. */
  readonly read: (index: number, out: Float32Array) => void;
};

type Reader = {
  readonly size: number;
  readonly integer: boolean;
  readonly at: (v: DataView, i: number, le: boolean) => number;
};
const readers: Readonly<Record<number, Reader>> = {
  2: { size: 1, integer: true, at: (v, i) => v.getUint8(i) },
  4: { size: 2, integer: true, at: (v, i, le) => v.getInt16(i, le) },
  8: { size: 4, integer: true, at: (v, i, le) => v.getInt32(i, le) },
  16: { size: 4, integer: false, at: (v, i, le) => v.getFloat32(i, le) },
  64: { size: 8, integer: false, at: (v, i, le) => v.getFloat64(i, le) },
  256: { size: 1, integer: true, at: (v, i) => v.getInt8(i) },
  512: { size: 2, integer: true, at: (v, i, le) => v.getUint16(i, le) },
  768: { size: 4, integer: true, at: (v, i, le) => v.getUint32(i, le) },
};
/** Millimetres per unit of space (xyzt_units): metres, millimetres, micrometres; unknown counts as millimetres. */
const MILLIMETRES: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 0.001 };

/** True for a NIfTI-1 or NIfTI-2 file with header and image together, in either byte order. */
export function isNifti(bytes: Uint8Array): boolean {
  const header = findHeader(bytes);
  return header !== null;
}

function findHeader(bytes: Uint8Array): { view: DataView; le: boolean; version: 1 | 2 } | null {
  if (bytes.length < 352) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 3));
  for (const le of [true, false]) {
    const size = view.getInt32(0, le);
    if (size === 348 && magic(344) === "n+1") return { view, le, version: 1 };
    if (size === 540 && bytes.length >= 544 && magic(4) === "n+2") return { view, le, version: 2 };
  }
  return null;
}

type Header = {
  readonly dims: readonly number[];
  readonly type: number;
  readonly offset: number;
  readonly slope: number;
  readonly intercept: number;
  /** Rows of the affine from voxel index to millimetres in RAS; null where the file gives none. */
  readonly affine: readonly (readonly number[])[] | null;
  readonly steps: readonly number[];
  readonly description: string;
};

/** Parses a NIfTI-1 or -2 file (see nifti.nimh.nih.gov for the header's fields). Never throws. */
export function readNifti(path: string, bytes: Uint8Array): NiftiImage | Refusal {
  const found = findHeader(bytes);
  if (!found) return refuse(path, "parse_error", "This is not a NIfTI file with its image inside.");
  const header = parseHeader(found);
  const [nx, ny, nz, ...rest] = header.dims;
  const volumes = rest.reduce((product, n) => product * n, 1);
  const figures = { dims: header.dims.join(" × ") };
  if (header.dims.some((n) => !Number.isInteger(n) || n < 1) || nx * ny * nz * volumes > 2 ** 33) {
    const detail = `The file declares ${figures.dims} voxels, which no image has. It is damaged.`;
    return refuse(path, "absurd_dimensions", detail, figures);
  }
  const reader = readers[header.type];
  if (!reader) {
    const detail = `NIfTI data type ${header.type} is not supported (integers, float and double are).`;
    return refuse(path, "unsupported", detail, { type: header.type });
  }
  const needed = header.offset + nx * ny * nz * volumes * reader.size;
  if (bytes.length < needed) {
    const detail = `The file is cut short: ${figures.dims} voxels take ${needed} bytes, but it has ${bytes.length}. Copy it again.`;
    return refuse(path, "truncated", detail, { expected: needed, found: bytes.length });
  }
  const placed = placeGrid(path, header);
  if (isRefusal(placed)) return placed;
  const { grid, starts, strides, shape } = placed;
  const { view, le } = found;
  const scaled = header.slope !== 0 && Number.isFinite(header.slope) && Number.isFinite(header.intercept);
  const slope = scaled ? header.slope : 1;
  const intercept = scaled ? header.intercept : 0;
  return {
    grid,
    volumes,
    placed: shape,
    integers: reader.integer && Number.isInteger(slope) && Number.isInteger(intercept),
    description: header.description,
    read(index, out) {
      const base = header.offset + index * nx * ny * nz * reader.size;
      const [mx, my, mz] = grid.dims;
      let o = 0;
      for (let k = 0; k < mz; k++) {
        for (let j = 0; j < my; j++) {
          let from = starts + k * strides[2] + j * strides[1];
          for (let i = 0; i < mx; i++) {
            out[o++] = reader.at(view, base + from * reader.size, le) * slope + intercept;
            from += strides[0];
          }
        }
      }
    },
  };
}

function parseHeader({ view, le, version }: { view: DataView; le: boolean; version: 1 | 2 }): Header {
  const wide = version === 2;
  const float = (at: number) => (wide ? view.getFloat64(at, le) : view.getFloat32(at, le));
  const int = (at: number) => (wide ? Number(view.getBigInt64(at, le)) : view.getInt16(at, le));
  const dimAt = wide ? 16 : 40;
  const rank = int(dimAt);
  const dims = Array.from({ length: 7 }, (_, i) => (i < rank ? int(dimAt + (i + 1) * (wide ? 8 : 2)) : 1));
  const pixdimAt = wide ? 104 : 76;
  const pixdim = Array.from({ length: 8 }, (_, i) => float(pixdimAt + i * (wide ? 8 : 4)));
  const units = wide ? view.getInt32(500, le) : view.getUint8(123);
  const mm = MILLIMETRES[units & 7] ?? 1;
  const code = (at: number) => (wide ? view.getInt32(at, le) : view.getInt16(at, le));
  const qform = code(wide ? 344 : 252);
  const sform = code(wide ? 348 : 254);
  let affine: number[][] | null = null;
  if (sform > 0) {
    const at = wide ? 400 : 280;
    const size = wide ? 8 : 4;
    affine = [0, 1, 2].map((r) => [0, 1, 2, 3].map((c) => mm * float(at + (4 * r + c) * size)));
  } else if (qform > 0) {
    const at = wide ? 352 : 256;
    const q = Array.from({ length: 6 }, (_, i) => float(at + i * (wide ? 8 : 4)));
    affine = fromQuaternion(q, pixdim).map((row) => row.map((v) => mm * v));
  }
  const text = new Uint8Array(view.buffer, view.byteOffset + (wide ? 240 : 148), 80);
  const offset = wide ? Number(view.getBigInt64(168, le)) : view.getFloat32(108, le);
  return {
    dims: dims.map((n, i) => (i >= rank || n > 0 ? n : n === 0 && i >= 3 ? 1 : n)),
    type: view.getInt16(wide ? 12 : 70, le),
    offset: Math.max(wide ? 544 : 352, Math.trunc(offset) || 0),
    slope: float(wide ? 176 : 112),
    intercept: float(wide ? 184 : 116),
    affine,
    steps: pixdim.slice(1, 4).map((p) => mm * Math.abs(p)),
    description: new TextDecoder().decode(text).split("\0")[0].trim(),
  };
}

/** The qform's affine: rotation from a unit quaternion, columns scaled by pixdim, the third also by qfac. */
function fromQuaternion([b, c, d, ...shift]: readonly number[], pixdim: readonly number[]): number[][] {
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const qfac = pixdim[0] < 0 ? -1 : 1;
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
  ];
  return rotation.map((row, r) => [row[0] * pixdim[1], row[1] * pixdim[2], row[2] * pixdim[3] * qfac, shift[r]]);
}

type Placed = {
  readonly grid: Grid;
  /** Where the file's voxel for grid index (0, 0, 0) lies, and how far the next one along each grid axis is. */
  readonly starts: number;
  readonly strides: Vec3;
  readonly shape: NiftiImage["placed"];
};

/** Turns RAS into LPS and picks, for each patient axis, the file axis nearest to it, flipped to point along it. */
export function placeGrid(
  path: string,
  { dims, affine, steps }: Pick<Header, "dims" | "affine" | "steps">,
): Placed | Refusal {
  const [nx, ny, nz] = dims;
  const fileStrides = [1, nx, nx * ny];
  const known = affine ?? [0, 1, 2].map((r) => [0, 1, 2, 3].map((c) => (r === c ? (r < 2 ? -steps[r] : steps[r]) : 0)));
  // Columns in LPS: x and y change sign.
  const column = (c: number): Vec3 => [-known[0][c], -known[1][c], known[2][c]];
  const columns = [column(0), column(1), column(2)];
  const lengths = columns.map((v) => Math.hypot(...v));
  if (lengths.some((l) => !(l > 0) || !Number.isFinite(l)) || column(3).some((v) => !Number.isFinite(v))) {
    return refuse(path, "parse_error", "The file's place in space (its affine) is not a number or has no extent.", {});
  }
  const order = assignAxes(columns.map((v, c) => v.map((x) => x / lengths[c]) as unknown as Vec3));
  const origin = [...column(3)];
  const direction: number[] = [];
  let starts = 0;
  const strides = order.map((axis, patient) => {
    const flip = columns[axis][patient] < 0;
    const sign = flip ? -1 : 1;
    if (flip) {
      starts += (dims[axis] - 1) * fileStrides[axis];
      for (let r = 0; r < 3; r++) origin[r] += (dims[axis] - 1) * columns[axis][r];
    }
    for (let r = 0; r < 3; r++) direction.push((sign * columns[axis][r]) / lengths[axis] + 0); // + 0: no negative zeros
    return sign * fileStrides[axis];
  }) as unknown as Vec3;
  const grid: Grid = {
    dims: [dims[order[0]], dims[order[1]], dims[order[2]]],
    spacing: [lengths[order[0]], lengths[order[1]], lengths[order[2]]],
    origin: [origin[0], origin[1], origin[2]],
    direction,
  };
  const shape = affine === null ? "no" : isOrthonormal(direction) ? "yes" : "sheared";
  return nz < 1 ? refuse(path, "parse_error", "The file has no slices.") : { grid, starts, strides, shape };
}

/** For patient axes x, y, z: the file axis that runs most along each, of all six assignments the best. */
function assignAxes(unit: readonly Vec3[]): readonly [number, number, number] {
  const choices = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  const agreement = (c: readonly number[]) => c.reduce((sum, axis, patient) => sum + Math.abs(unit[axis][patient]), 0);
  let best: (typeof choices)[number] = choices[0];
  for (const choice of choices) if (agreement(choice) > agreement(best) + 1e-9) best = choice;
  return best;
}

function isOrthonormal(d: readonly number[]): boolean {
  const dot = (a: number, b: number) => d[a] * d[b] + d[a + 1] * d[b + 1] + d[a + 2] * d[b + 2];
  return [dot(0, 3), dot(0, 6), dot(3, 6)].every((x) => Math.abs(x) < 2e-3);
}
