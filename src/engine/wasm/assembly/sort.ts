// Numbers in ascending order, by the digits of their bits: `byDigits` of math/ascending.ts.

const BITS = 11;
const BASE = 1 << BITS;

/**
 * Sorts n whole numbers, the lowest digit first, to and fro between two rooms; returns the one that holds them then.
 * `tables` has room for 2048 u32 a digit.
 */
function sortKeys<K>(keys: usize, spare: usize, n: i32, tables: usize): usize {
  const digits = sizeof<K>() === 4 ? 3 : 6;
  const size = <usize>sizeof<K>();
  const end = <usize>n * size;
  memory.fill(tables, 0, <usize>(digits * BASE * 4));
  for (let i: usize = 0; i < end; i += size) {
    let key = load<K>(keys + i);
    for (let d = 0; d < digits; d++) {
      const cell = tables + ((<usize>(d * BASE) + <usize>(<i32>key & (BASE - 1))) << 2);
      store<u32>(cell, load<u32>(cell) + 1);
      key = <K>(key >>> <K>BITS);
    }
  }
  let from = keys;
  let to = spare;
  for (let d = 0; d < digits; d++) {
    const table = tables + <usize>(d * BASE * 4);
    const shift = <K>(d * BITS);
    const first = <usize>(<i32>(load<K>(from) >>> shift) & (BASE - 1));
    // All have the same digit.
    if (load<u32>(table + (first << 2)) === <u32>n) continue;
    let place = to;
    for (let k: usize = 0; k < <usize>(BASE * 4); k += 4) {
      const count = load<u32>(table + k);
      store<u32>(table + k, <u32>place);
      place += <usize>count * size;
    }
    for (let i: usize = 0; i < end; i += size) {
      const key = load<K>(from + i);
      const cell = table + ((<usize>(<i32>(key >>> shift) & (BASE - 1))) << 2);
      const at = load<u32>(cell);
      store<u32>(cell, at + <u32>size);
      store<K>(<usize>at, key);
    }
    const other = from;
    from = to;
    to = other;
  }
  return from;
}

/** The numbers as 32-bit floats, their bits turned so that they are in order as whole numbers; false where one is no such. */
function singles(values: usize, n: i32, keys: usize): bool {
  for (let i: usize = 0; i < <usize>n; i++) {
    const x = load<f64>(values + (i << 3));
    const single = <f32>x;
    if (<f64>single !== x) return false;
    const bits = reinterpret<i32>(single);
    store<i32>(keys + (i << 2), bits ^ ((bits >> 31) | <i32>0x80000000));
  }
  return true;
}

/**
 * Sorts n numbers (f64), none of them NaN, −0 before 0. `work` has room for as many again, `tables` for 6 · 2048 u32.
 * Those that came from 32-bit floats are sorted as such.
 */
export function sortNumbers(values: usize, n: i32, work: usize, tables: usize): void {
  if (singles(values, n, work)) {
    const sorted = sortKeys<u32>(work, values, n, tables);
    // Backwards: the keys may lie where the numbers go.
    for (let i = <isize>n - 1; i >= 0; i--) {
      const key = load<i32>(sorted + ((<usize>i) << 2));
      const bits = key ^ (((key >>> 31) - 1) | <i32>0x80000000);
      store<f64>(values + ((<usize>i) << 3), <f64>reinterpret<f32>(bits));
    }
    return;
  }
  for (let i: usize = 0; i < <usize>n; i++) {
    const bits = load<i64>(values + (i << 3));
    store<i64>(values + (i << 3), bits ^ ((bits >> 63) | i64.MIN_VALUE));
  }
  const sorted = sortKeys<u64>(values, work, n, tables);
  for (let i: usize = 0; i < <usize>n; i++) {
    const key = load<i64>(sorted + (i << 3));
    store<i64>(values + (i << 3), key ^ (((key >>> 63) - 1) | i64.MIN_VALUE));
  }
}
