import { zlibSync } from "fflate";

/** A square grey picture. */
export type Picture = { readonly size: number; readonly pixels: Uint8Array };

const SIZE = 240;

/**
 * A square picture from an image of `columns` × `rows`: `brightness` gives 0 … 1 at (column, row). The image fills the
 * square and is cut at its longer side; `aspect` is the height of a row over the width of a column.
 */
export function picture(
  columns: number,
  rows: number,
  brightness: (column: number, row: number) => number,
  aspect = 1,
): Picture {
  const pixels = new Uint8Array(SIZE * SIZE);
  const side = Math.min(columns, rows * aspect);
  const step = side / SIZE;
  const samples = Math.max(1, Math.round(step));
  for (let v = 0; v < SIZE; v++) {
    for (let u = 0; u < SIZE; u++) {
      let sum = 0;
      for (let s = 0; s < samples * samples; s++) {
        const x = (u + ((s % samples) + 0.5) / samples) * step + (columns - side) / 2;
        const y = ((v + (Math.floor(s / samples) + 0.5) / samples) * step + (rows * aspect - side) / 2) / aspect;
        const value = brightness(Math.min(columns - 1, Math.floor(x)), Math.min(rows - 1, Math.floor(y)));
        sum += Math.min(1, Math.max(0, value));
      }
      pixels[v * SIZE + u] = Math.round((255 * sum) / (samples * samples));
    }
  }
  return { size: SIZE, pixels };
}

/** The picture as PNG (8-bit grey, no filter). */
export function png({ size, pixels }: Picture): Uint8Array {
  const lines = new Uint8Array(size * (size + 1));
  for (let v = 0; v < size; v++) lines.set(pixels.subarray(v * size, (v + 1) * size), v * (size + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header[8] = 8;
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(lines, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let n = 0; n < 4; n++) out[4 + n] = type.charCodeAt(n);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
