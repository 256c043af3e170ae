import { BitReader, damagedJpeg, type JpegFrame, type JpegTables, readJpeg, type Scan } from "./jpeg-stream.ts";

/** cos(k·π/16) for k = 0…7, written out: no rounding may depend on the engine that runs this. */
const COSINES = [
  1,
  0.9807852804032304,
  0.9238795325112867,
  0.8314696123025452,
  Math.SQRT1_2,
  0.5555702330196022,
  0.3826834323650898,
  0.19509032201612825,
] as const;

/** BASIS[8·x + u] = C(u)/2 · cos((2x + 1)·u·π/16) of T.81 A.3.3. */
const BASIS = Float64Array.from({ length: 64 }, (_, at) => {
  const angle = ((2 * (at >> 3) + 1) * (at & 7)) % 32;
  const quarter = angle > 16 ? 32 - angle : angle;
  const cosine = quarter === 8 ? 0 : quarter > 8 ? -COSINES[16 - quarter] : COSINES[quarter];
  return (at & 7) === 0 ? Math.SQRT1_2 / 2 : cosine / 2;
});

/** Place in the block (row by row) of the k-th coefficient in zig-zag order (T.81 figure A.6). */
const ZIGZAG = zigzag();

function zigzag(): Uint8Array {
  const order = Array.from({ length: 64 }, (_, at) => at);
  const diagonal = (at: number) => (at >> 3) + (at & 7);
  const along = (at: number) => (diagonal(at) % 2 === 0 ? at & 7 : at >> 3);
  return Uint8Array.from(order.sort((a, b) => diagonal(a) - diagonal(b) || along(a) - along(b)));
}

/** The coefficients of the one component, block after block, and what scans need to go on where others stopped. */
type Blocks = { readonly across: number; readonly count: number; readonly values: Int32Array };

/**
 * Decodes a grey JPEG of 8 to 12 bits by the discrete cosine transform, sequential or progressive (ITU T.81 annexes F
 * and G, Huffman coded), to 16-bit words. Throws "Parse" where data are damaged, end early or leave a coefficient out.
 */
export function decodeJpegDct(bytes: Uint8Array): Uint16Array {
  let blocks: Blocks | null = null;
  let frame: JpegFrame | null = null;
  let quantization: Uint16Array | undefined;
  let hasDc = false;
  readJpeg(bytes, (header, scan, tables) => {
    if (header.type > 2 || header.components.length !== 1) throw damagedJpeg("it is not a grey image of cosines");
    frame = header;
    if (!blocks) {
      const across = Math.ceil(header.width / 8);
      const count = across * Math.ceil(header.height / 8);
      blocks = { across, count, values: new Int32Array(64 * count) };
    }
    quantization ??= tables.quantization[header.components[0].table];
    if (scan.ss === 0) hasDc = true;
    return decodeScan(bytes, header.type === 2, scan, tables, blocks);
  });
  if (!blocks || !frame || !hasDc) throw damagedJpeg("it holds no image");
  if (!quantization) throw damagedJpeg("a quantization table is missing");
  return inverse(blocks, frame, quantization);
}

function decodeScan(bytes: Uint8Array, progressive: boolean, scan: Scan, tables: JpegTables, blocks: Blocks): number {
  const { ss, se, al } = scan;
  if (ss > se || se > 63 || al > 13 || (progressive && ss === 0 && se !== 0)) throw damagedJpeg("a scan is malformed");
  const reader = new BitReader(bytes, scan.data);
  const decode = blockDecoder(reader, progressive, scan, tables);
  const { restart } = tables;
  for (let b = 0; b < blocks.count; b++) {
    if (restart > 0 && b > 0 && b % restart === 0) {
      reader.restart();
      decode.restart();
    }
    decode.block(blocks.values.subarray(64 * b, 64 * b + 64));
  }
  return reader.end();
}

type BlockDecoder = { readonly block: (block: Int32Array) => void; readonly restart: () => void };

/** Reads one block after another of a scan; what it keeps between blocks (prediction, run of ends) `restart` forgets. */
function blockDecoder(reader: BitReader, progressive: boolean, scan: Scan, tables: JpegTables): BlockDecoder {
  const { ss, se, ah, al } = scan;
  const need = <T>(table: T | undefined): T => {
    if (table === undefined) throw damagedJpeg("a Huffman table is missing");
    return table;
  };
  const [{ dc, ac }] = scan.components;
  let predicted = 0;
  let run = 0;
  const restart = () => {
    predicted = 0;
    run = 0;
  };
  const first = () => {
    predicted += reader.signed(reader.symbol(need(tables.dc[dc])));
    return predicted;
  };
  /** Coefficients `from`…`se` that have not been met before. */
  const fresh = (block: Int32Array, from: number, last: number, shift: number) => {
    if (run > 0) {
      run--;
      return;
    }
    const table = need(tables.ac[ac]);
    for (let k = from; k <= last; k++) {
      const symbol = reader.symbol(table);
      const zeros = symbol >> 4;
      const size = symbol & 15;
      if (size === 0 && zeros < 15) {
        // The end of this block and, in progressive scans, of as many more as are said.
        run = (1 << zeros) - 1 + (zeros > 0 ? reader.bits(zeros) : 0);
        if (!progressive && zeros > 0) throw damagedJpeg("an unknown code");
        return;
      }
      k += zeros;
      if (k > last) throw damagedJpeg("a run leads out of its block");
      if (size > 0) block[ZIGZAG[k]] = reader.signed(size) * (1 << shift);
    }
  };
  /** One bit more of coefficients that have been met, and new ones among them (T.81 G.1.2.3). */
  const refined = (block: Int32Array) => {
    const unit = 1 << al;
    const correct = (at: number) => {
      if (reader.bits(1) === 1) block[at] += block[at] > 0 ? unit : -unit;
    };
    let k = ss;
    if (run === 0) {
      const table = need(tables.ac[ac]);
      for (; k <= se; k++) {
        const symbol = reader.symbol(table);
        let zeros = symbol >> 4;
        const size = symbol & 15;
        let value = 0;
        if (size === 0 && zeros < 15) {
          run = (1 << zeros) + (zeros > 0 ? reader.bits(zeros) : 0);
          break;
        }
        if (size > 1) throw damagedJpeg("an unknown code");
        if (size === 1) value = reader.bits(1) === 1 ? unit : -unit;
        // Over coefficients that are not zero, and over as many zeros as the run has.
        for (; k <= se; k++) {
          const at = ZIGZAG[k];
          if (block[at] !== 0) correct(at);
          else if (zeros-- === 0) {
            if (value !== 0) block[at] = value;
            break;
          }
        }
        if (k > se && value !== 0) throw damagedJpeg("a run leads out of its block");
      }
    }
    if (run > 0) {
      for (; k <= se; k++) if (block[ZIGZAG[k]] !== 0) correct(ZIGZAG[k]);
      run--;
    }
  };
  if (!progressive) {
    const block = (b: Int32Array) => {
      b[0] = first();
      fresh(b, 1, 63, 0);
    };
    return { block, restart };
  }
  if (ss === 0) {
    const block = (b: Int32Array) => {
      b[0] = ah === 0 ? first() * (1 << al) : b[0] | (reader.bits(1) << al);
    };
    return { block, restart };
  }
  return { block: ah === 0 ? (b) => fresh(b, ss, se, al) : refined, restart };
}

/** Dequantization, inverse transform and level shift, rounded and cut to the range of the precision. */
function inverse({ across, count, values }: Blocks, frame: JpegFrame, quantization: Uint16Array): Uint16Array {
  const { width, height, precision } = frame;
  const out = new Uint16Array(width * height);
  const middle = 1 << (precision - 1);
  const most = 2 * middle - 1;
  const block = new Float64Array(64);
  const rows = new Float64Array(64);
  for (let b = 0; b < count; b++) {
    for (let k = 0; k < 64; k++) block[ZIGZAG[k]] = values[64 * b + ZIGZAG[k]] * quantization[k];
    for (let v = 0; v < 8; v++) {
      for (let x = 0; x < 8; x++) {
        let sum = 0;
        for (let u = 0; u < 8; u++) sum += BASIS[8 * x + u] * block[8 * v + u];
        rows[8 * v + x] = sum;
      }
    }
    const top = 8 * Math.floor(b / across);
    const left = 8 * (b % across);
    for (let y = 0; y < Math.min(8, height - top); y++) {
      for (let x = 0; x < Math.min(8, width - left); x++) {
        let sum = 0;
        for (let v = 0; v < 8; v++) sum += BASIS[8 * y + v] * rows[8 * v + x];
        out[(top + y) * width + left + x] = Math.min(most, Math.max(0, Math.round(sum) + middle));
      }
    }
  }
  return out;
}
