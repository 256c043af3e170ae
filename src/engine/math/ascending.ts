import { sortedInWasm } from "../wasm/sort.ts";

/** Whole numbers spread over at most this many values are counted, not compared. */
const COUNTABLE = 1 << 17;
/** Fewer numbers than this are compared: six tables of digits would cost more. */
const FEW = 4096;

/**
 * An ascending copy, in linear time: whole numbers in a narrow range (HU, stored values) are counted, others are
 * ordered digit by digit. −0 comes before 0 (counted, it becomes 0), NaN last.
 */
export function ascending(values: Float64Array): Float64Array {
  const n = values.length;
  if (n === 0) return new Float64Array(0);
  let min = values[0];
  let max = values[0];
  let whole = true;
  let numbers = true;
  for (let i = 0; i < n && numbers; i++) {
    const x = values[i];
    if (x < min) min = x;
    else if (x > max) max = x;
    whole &&= x === Math.floor(x);
    numbers = !Number.isNaN(x);
  }
  if (!numbers) return Float64Array.from(values).sort();
  if (whole && max - min < COUNTABLE) return byCounting(values, min, max);
  return n < FEW ? Float64Array.from(values).sort() : (sortedInWasm(values) ?? byDigits(values));
}

function byCounting(values: Float64Array, min: number, max: number): Float64Array {
  const n = values.length;
  const counts = new Uint32Array(max - min + 1);
  for (let i = 0; i < n; i++) counts[values[i] - min]++;
  const out = new Float64Array(n);
  for (let k = 0, o = 0; k < counts.length; k++) {
    out.fill(min + k, o, o + counts[k]);
    o += counts[k];
  }
  return out;
}

const BITS = 11;
const DIGITS = 6;
const BASE = 1 << BITS;
const LOW = BASE - 1;

/**
 * Radix sort of the numbers' bits, the lowest digit first. With the sign bit turned, and all bits of negative numbers,
 * the bits taken as a whole number are in the order of the numbers.
 */
function byDigits(values: Float64Array): Float64Array {
  const n = values.length;
  const out = Float64Array.from(values);
  let from = new Uint32Array(out.buffer);
  let to = new Uint32Array(2 * n);
  // Little-endian, as WebAssembly and every processor that runs it: the low word first.
  const tables = new Uint32Array(DIGITS * BASE);
  for (let i = 0; i < 2 * n; i += 2) {
    const sign = from[i + 1] >> 31;
    const low = from[i] ^ sign;
    const high = from[i + 1] ^ (sign | 0x80000000);
    from[i] = low;
    from[i + 1] = high;
    tables[low & LOW]++;
    tables[BASE + ((low >>> 11) & LOW)]++;
    tables[2 * BASE + (((low >>> 22) | (high << 10)) & LOW)]++;
    tables[3 * BASE + ((high >>> 1) & LOW)]++;
    tables[4 * BASE + ((high >>> 12) & LOW)]++;
    tables[5 * BASE + (high >>> 23)]++;
  }
  for (let digit = 0; digit < DIGITS; digit++) {
    const table = tables.subarray(digit * BASE, (digit + 1) * BASE);
    if (table.includes(n)) continue;
    for (let k = 0, place = 0; k < BASE; k++) {
      const count = table[k];
      table[k] = place;
      place += count;
    }
    distribute(from, digit, table, to);
    [from, to] = [to, from];
  }
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < 2 * n; i += 2) {
    const sign = ~from[i + 1] >> 31;
    bits[i] = from[i] ^ sign;
    bits[i + 1] = from[i + 1] ^ (sign | 0x80000000);
  }
  return out;
}

/** Moves every number to the next place of its digit. */
function distribute(from: Uint32Array, digit: number, table: Uint32Array, to: Uint32Array): void {
  // The digit's bits of the high and of the low word; only the third has some of both.
  const inHigh = digit > 2;
  const shift = [0, 11, 22, 1, 12, 23][digit];
  for (let i = 0; i < from.length; i += 2) {
    const low = from[i];
    const high = from[i + 1];
    const value = inHigh ? high >>> shift : digit === 2 ? (low >>> 22) | (high << 10) : low >>> shift;
    const place = 2 * table[value & LOW]++;
    to[place] = low;
    to[place + 1] = high;
  }
}
