import { BitReader, damagedJpeg, type JpegFrame, type JpegTables, readJpeg, type Scan } from "./jpeg-stream.ts";

/**
 * Decodes lossless JPEG (ITU T.81 annex H; predictors 1 to 7, Huffman coded, all components in one scan or one scan
 * each) to samples, pixel-interleaved: bytes up to 8 bits, else 16-bit words. Throws "Parse" where the data end early,
 * do not end, or hold a code that is none: unlike decoders that fill in what is missing.
 */
export function decodeJpegLossless(bytes: Uint8Array): Uint8Array {
  let out: Uint8Array | Uint16Array | null = null;
  let scanned = 0;
  let expected = 1;
  readJpeg(bytes, (frame, scan, tables) => {
    if (frame.type !== 3) throw damagedJpeg("it is not lossless");
    if (frame.components.some((c) => c.h !== frame.components[0].h || c.v !== frame.components[0].v)) {
      throw damagedJpeg("sub-sampled lossless components");
    }
    const length = frame.width * frame.height * frame.components.length;
    out ??= frame.precision <= 8 ? new Uint8Array(length) : new Uint16Array(length);
    expected = frame.components.length;
    scanned += scan.components.length;
    return decodeScan(bytes, frame, scan, tables, out);
  });
  const done = out as Uint8Array | Uint16Array | null;
  if (!done || scanned !== expected) throw damagedJpeg("components are missing");
  return new Uint8Array(done.buffer);
}

function decodeScan(
  bytes: Uint8Array,
  { width, height, precision, components }: JpegFrame,
  scan: Scan,
  tables: JpegTables,
  out: Uint8Array | Uint16Array,
): number {
  const predictor = scan.ss;
  if (predictor < 1 || predictor > 7) throw damagedJpeg(`predictor ${predictor}`);
  const step = components.length;
  const row = width * step;
  const start = 1 << (precision - scan.al - 1);
  const mask = (1 << (precision - scan.al)) - 1;
  const huffman = scan.components.map((c) => {
    const table = tables.dc[c.dc];
    if (!table) throw damagedJpeg("a Huffman table is missing");
    return table;
  });
  const reader = new BitReader(bytes, scan.data);
  const { restart } = tables;
  // Values are kept without the point transform until the end, so that predictions are of what was coded.
  let left = restart > 0 ? restart : Number.POSITIVE_INFINITY;
  let firstRow = 0;
  let firstColumn = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (left-- === 0) {
        reader.restart();
        left = restart - 1;
        firstRow = y;
        firstColumn = x;
      }
      for (let c = 0; c < huffman.length; c++) {
        const at = y * row + x * step + scan.components[c].component;
        let predicted: number;
        if (y === firstRow) predicted = x === firstColumn ? start : out[at - step];
        else if (x === 0) predicted = out[at - row];
        else predicted = predict(predictor, out[at - step], out[at - row], out[at - row - step]);
        const category = reader.symbol(huffman[c]);
        const difference = category === 16 ? 32768 : reader.signed(category);
        out[at] = (predicted + difference) & mask;
      }
    }
  }
  const end = reader.end();
  if (scan.al > 0) {
    for (const { component } of scan.components) {
      for (let i = component; i < out.length; i += step) out[i] <<= scan.al;
    }
  }
  return end;
}

/** T.81 table H.1: a left, b above, c above left. */
function predict(predictor: number, a: number, b: number, c: number): number {
  switch (predictor) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return c;
    case 4:
      return a + b - c;
    case 5:
      return a + ((b - c) >> 1);
    case 6:
      return b + ((a - c) >> 1);
    default:
      return (a + b) >> 1;
  }
}
