import type { Vec3 } from "#engine/grid.ts";
import type { Dataset, DicomFile } from "./dataset.ts";
import type { FrameTable } from "./frames.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { tags } from "./tags.table.ts";

/** A Siemens mosaic: the slices of a volume as tiles of one image, row by row. */
export type Mosaic = {
  readonly slices: number;
  /** Columns and rows of the whole image, which its position refers to. */
  readonly columns: number;
  readonly rows: number;
  /** Direction from one slice to the next (LPS); null where the file no longer says: then along rows × columns. */
  readonly stacking: Vec3 | null;
  /** False where the number of slices was told from the blank tiles at the end. */
  readonly counted: boolean;
};

export type Unfolded = { readonly format: PixelFormat; readonly table: FrameTable; readonly mosaic: Mosaic };

const CSA_HEADER = "00291010";
const CSA_PROTOCOL = "00291020";
const IMAGES_IN_MOSAIC = "0019100A";
const MATRIX_TEXT = "0051100B";
const ACQUISITION_MATRIX = "00181310";

export const isMosaic = (dataset: Dataset): boolean => dataset.strings(tags.ImageType).includes("MOSAIC");

/**
 * Unfolds a mosaic: each tile becomes a frame whose rows are pieces of the file. Null where the size of the tiles is not
 * known, or the pixels are compressed: such a file cannot be taken apart.
 */
export function unfoldMosaic(file: DicomFile, format: PixelFormat, table: FrameTable): Unfolded | null {
  const { rows, columns, bitsAllocated, samplesPerPixel, frames } = format;
  const size = bitsAllocated / 8;
  if (table.bitsPerFrame === null || table.wordBytes > 1 || frames !== 1 || samplesPerPixel !== 1) return null;
  if (!Number.isInteger(size)) return null;
  const csa = readCsa(file.dataset.bytes(CSA_HEADER));
  const protocol = readProtocol(file.dataset.bytes(CSA_PROTOCOL));
  const said =
    csa.get("NumberOfImagesInMosaic")?.[0] ??
    smallInteger(file.dataset.bytes(IMAGES_IN_MOSAIC)) ??
    protocol.get("lSize");
  const across = tilesAcross(file.dataset, rows, columns, said);
  if (across === null) return null;
  const [start] = table.pieces[0][0];
  const tileRows = rows / across;
  const tileColumns = columns / across;
  const tile = (index: number) => {
    const top = Math.floor(index / across) * tileRows;
    const left = (index % across) * tileColumns;
    return Array.from(
      { length: tileRows },
      (_, y) => [start + ((top + y) * columns + left) * size, tileColumns * size] as const,
    );
  };
  const tiles = Array.from({ length: across * across }, (_, i) => tile(i));
  const isBlank = (pieces: (typeof tiles)[number]) =>
    pieces.every(([offset, length]) => file.bytes.subarray(offset, offset + length).every((byte) => byte === 0));
  const slices = said ?? tiles.findLastIndex((pieces) => !isBlank(pieces)) + 1;
  if (slices < 1 || slices > tiles.length) return null;
  const vector = csa.get("SliceNormalVector") ?? [];
  const isUnit = vector.length >= 3 && Math.abs(Math.hypot(...vector.slice(0, 3)) - 1) < 0.01;
  const stacking: Vec3 | null = isUnit
    ? [vector[0], vector[1], vector[2]]
    : fromEnds(file.dataset, protocol, slices, columns, rows);
  return {
    format: { ...format, rows: tileRows, columns: tileColumns, frames: slices },
    // Frames begin on whole bytes: there is nothing to shift.
    table: { ...table, pieces: tiles.slice(0, slices), bitsPerFrame: 8 * size * tileRows * tileColumns },
    mosaic: {
      slices,
      columns,
      rows,
      stacking,
      counted: said !== undefined,
    },
  };
}

/** Where tile `index` begins: the position of the mosaic belongs to an image of its size around the same centre. */
export function tilePosition(
  { rows, columns, stacking }: Mosaic,
  tile: Pick<PixelFormat, "rows" | "columns">,
  index: number,
  place: {
    readonly position: Vec3;
    readonly orientation: readonly number[];
    readonly spacing: readonly [number, number];
    readonly step: number;
  },
): Vec3 {
  const { position, orientation, spacing, step } = place;
  const [a, b, c, d, e, f] = orientation;
  const along = stacking ?? [b * f - c * e, c * d - a * f, a * e - b * d];
  const right = ((columns - tile.columns) / 2) * spacing[1];
  const down = ((rows - tile.rows) / 2) * spacing[0];
  const at = (i: number) => position[i] + right * orientation[i] + down * orientation[3 + i] + index * step * along[i];
  return [at(0), at(1), at(2)];
}

/** Tiles along each side: the root of their number, rounded up; else from the size of the acquisition. */
function tilesAcross(dataset: Dataset, rows: number, columns: number, slices: number | undefined): number | null {
  const whole = (across: number) =>
    Number.isInteger(across) && across >= 1 && rows % across === 0 && columns % across === 0 ? across : null;
  if (slices !== undefined) return slices >= 1 ? whole(Math.ceil(Math.sqrt(slices))) : null;
  const text = /^\s*(\d+)p?\*(\d+)/.exec(dataset.string(MATRIX_TEXT) ?? "");
  const matrix = dataset.numbers(ACQUISITION_MATRIX).filter((n) => n > 0);
  const [height, width] = text ? [Number(text[1]), Number(text[2])] : matrix.length === 2 ? matrix : [0, 0];
  // Other than square the file does not say which side is which.
  return height > 0 && height === width && rows / height === columns / width ? whole(rows / height) : null;
}

const smallInteger = (bytes: Uint8Array | undefined): number | undefined => {
  if (bytes?.length !== 2) return undefined;
  const value = bytes[0] + 256 * bytes[1];
  return value > 0 ? value : undefined;
};

/** What the protocol of the scan says of its slices ("lSize", "asSlice[0].sPosition.dTra"), from the series' private header. */
function readProtocol(bytes: Uint8Array | undefined): ReadonlyMap<string, number> {
  const text = bytes ? new TextDecoder("iso-8859-1").decode(bytes) : "";
  const found = text.matchAll(/^sSliceArray\.([\w.[\]]+)[ \t]*=[ \t]*(0x[0-9a-f]+|[-+.\de]+)[ \t]*\r?$/gim);
  return new Map([...found].map((m) => [m[1], Number(m[2])] as const).filter(([, value]) => Number.isFinite(value)));
}

/** Unit vector from the end of the protocol's slices at which the first tile lies to the other end; null where it lies at neither. */
function fromEnds(
  dataset: Dataset,
  protocol: ReadonlyMap<string, number>,
  slices: number,
  columns: number,
  rows: number,
): Vec3 | null {
  // The file's position and size belong together: the centre of the mosaic is that of its first tile.
  const position = dataset.numbers(tags.ImagePositionPatient);
  const orientation = dataset.numbers(tags.ImageOrientationPatient);
  const spacing = dataset.numbers(tags.PixelSpacing);
  if (slices < 2 || position.length !== 3 || orientation.length !== 6 || spacing.length !== 2) return null;
  const centre = position.map(
    (p, i) => p + (columns / 2) * spacing[1] * orientation[i] + (rows / 2) * spacing[0] * orientation[3 + i],
  );
  // Components that are 0 are left out of the protocol.
  const end = (n: number) =>
    ["dSag", "dCor", "dTra"].map((axis) => protocol.get(`asSlice[${n}].sPosition.${axis}`) ?? 0);
  const first = end(0);
  const last = end(slices - 1);
  const length = Math.hypot(...first.map((v, i) => last[i] - v));
  const near = (at: readonly number[]) => Math.hypot(...at.map((v, i) => v - centre[i])) < length / slices / 2;
  if (length === 0 || near(first) === near(last)) return null;
  const sign = near(first) ? 1 : -1;
  const [x, y, z] = first.map((v, i) => (sign * (last[i] - v)) / length);
  return [x, y, z];
}

/** Numbers of Siemens' private header ("SV10"), by name; empty where it is absent, older or damaged. */
function readCsa(bytes: Uint8Array | undefined): ReadonlyMap<string, number[]> {
  const values = new Map<string, number[]>();
  if (!bytes || bytes.length < 16 || String.fromCharCode(...bytes.subarray(0, 4)) !== "SV10") return values;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number) =>
    String.fromCharCode(...bytes.subarray(at, at + length))
      .split("\0")[0]
      .trim();
  let at = 16;
  for (let left = Math.min(view.getUint32(8, true), 1000); left > 0 && at + 84 <= bytes.length; left--) {
    const name = text(at, 64);
    const items = view.getInt32(at + 76, true);
    at += 84;
    const numbers: number[] = [];
    for (let i = 0; i < items && at + 16 <= bytes.length; i++) {
      const length = view.getInt32(at + 4, true);
      if (length < 0 || at + 16 + length > bytes.length) return values;
      const value = text(at + 16, Math.min(length, 64));
      if (value !== "" && Number.isFinite(Number(value))) numbers.push(Number(value));
      at += 16 + 4 * Math.ceil(length / 4);
    }
    if (numbers.length > 0) values.set(name, numbers);
  }
  return values;
}
