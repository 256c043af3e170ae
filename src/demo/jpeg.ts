import type { Picture } from "./picture.ts";

/**
 * A grey picture as baseline JPEG (ITU-T T.81), with the tables of its Annex K. The start page shows the cases by
 * them: grain that says nothing is left out, and a picture is a fifth of its PNG.
 */
export function jpeg({ size, pixels }: Picture, quality: number): Uint8Array {
  const table = quantisation(quality);
  const out = new Bits();
  out.bytes(0xff, 0xd8);
  out.segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  out.segment(0xdb, [0, ...ZIGZAG.map((at) => table[at])]);
  out.segment(0xc0, [8, size >> 8, size & 255, size >> 8, size & 255, 1, 1, 0x11, 0]);
  out.segment(0xc4, [0x00, ...DC.counts, ...DC.symbols]);
  out.segment(0xc4, [0x10, ...AC.counts, ...AC.symbols]);
  out.segment(0xda, [1, 1, 0x00, 0, 63, 0]);
  const block = new Float64Array(64);
  let before = 0;
  for (let v = 0; v < size; v += 8) {
    for (let u = 0; u < size; u += 8) {
      // Past the edge the last row and column go on.
      for (let n = 0; n < 64; n++) {
        const y = Math.min(size - 1, v + (n >> 3));
        block[n] = pixels[y * size + Math.min(size - 1, u + (n & 7))] - 128;
      }
      before = encodeBlock(out, transformed(block), table, before);
    }
  }
  out.flush();
  out.bytes(0xff, 0xd9);
  return out.taken();
}

/** Writes one block's coefficients; answers its mean, from which the next block's is told. */
function encodeBlock(out: Bits, coefficients: Float64Array, table: readonly number[], before: number): number {
  const values = ZIGZAG.map((at) => Math.round(coefficients[at] / table[at]));
  const step = values[0] - before;
  out.code(DC.codes, bitsOf(step));
  out.value(step);
  let zeros = 0;
  for (const value of values.slice(1, values.findLastIndex((v) => v !== 0) + 1)) {
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) out.code(AC.codes, 0xf0);
    out.code(AC.codes, (zeros << 4) | bitsOf(value));
    out.value(value);
    zeros = 0;
  }
  if (values[63] === 0) out.code(AC.codes, 0);
  return values[0];
}

/** How many bits a number's size takes. */
const bitsOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

/** The cosine transform of 8 × 8 values (T.81, A.3.3). */
function transformed(block: Float64Array): Float64Array {
  const rows = new Float64Array(64);
  const out = new Float64Array(64);
  for (let y = 0; y < 8; y++)
    for (let u = 0; u < 8; u++) for (let x = 0; x < 8; x++) rows[8 * y + u] += block[8 * y + x] * COSINE[8 * u + x];
  for (let v = 0; v < 8; v++)
    for (let u = 0; u < 8; u++) for (let y = 0; y < 8; y++) out[8 * v + u] += rows[8 * y + u] * COSINE[8 * v + y];
  return out;
}
const COSINE = Float64Array.from({ length: 64 }, (_, n) => {
  const [u, x] = [n >> 3, n & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

/** Bits, high ones first, with a zero after each byte of ones; and the segments around them. */
class Bits {
  readonly #out: number[] = [];
  #held = 0;
  #count = 0;

  bytes(...values: readonly number[]): void {
    this.#out.push(...values);
  }
  segment(marker: number, content: readonly number[]): void {
    this.bytes(0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255, ...content);
  }
  code(codes: ReadonlyMap<number, readonly [number, number]>, symbol: number): void {
    const [bits, length] = codes.get(symbol) ?? [0, 0];
    this.#put(bits, length);
  }
  /** A number in as many bits as its size takes; below zero as its complement. */
  value(value: number): void {
    const length = bitsOf(value);
    this.#put(value < 0 ? value + 2 ** length - 1 : value, length);
  }
  #put(bits: number, length: number): void {
    for (let n = length - 1; n >= 0; n--) {
      this.#held = (this.#held << 1) | ((bits >> n) & 1);
      if (++this.#count < 8) continue;
      this.bytes(this.#held);
      if (this.#held === 255) this.bytes(0);
      this.#held = this.#count = 0;
    }
  }
  flush(): void {
    while (this.#count > 0) this.#put(1, 1);
  }
  taken(): Uint8Array {
    return Uint8Array.from(this.#out);
  }
}

/** Position in the block of the n-th coefficient. */
const ZIGZAG: readonly number[] = Array.from({ length: 64 }, (_, n) => n).sort((a, b) => rank(a) - rank(b));
/** Along the diagonals, each the other way round. */
function rank(at: number): number {
  const [y, x] = [at >> 3, at & 7];
  return 64 * (x + y) + ((x + y) % 2 === 0 ? x : y);
}

/** Table K.1 (luminance), row by row, coarser or finer. */
function quantisation(quality: number): readonly number[] {
  const scale = quality < 50 ? 50 / quality : 2 - quality / 50;
  return LUMINANCE.map((step) => Math.min(255, Math.max(1, Math.round(step * scale))));
}
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];

/** Huffman tables K.3 and K.5: how many codes of each length, and their symbols in the order of their codes. */
const DC = huffman([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], "000102030405060708090a0b");
const AC = huffman(
  [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d],
  "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a34353637" +
    "38393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3" +
    "a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
);

function huffman(counts: readonly number[], hex: string) {
  const symbols = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  const codes = new Map<number, readonly [number, number]>();
  let code = 0;
  let at = 0;
  for (const [n, count] of counts.entries()) {
    for (let i = 0; i < count; i++) codes.set(symbols[at++], [code++, n + 1]);
    code <<= 1;
  }
  return { counts, symbols, codes };
}
