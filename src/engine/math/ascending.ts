/** Whole numbers spread over at most this many values are counted, not compared. */
const COUNTABLE = 1 << 17;

/** An ascending copy. Whole numbers in a narrow range (HU, stored values) are sorted by counting, in linear time. */
export function ascending(values: Float64Array): Float64Array {
  const n = values.length;
  if (n === 0) return new Float64Array(0);
  let min = values[0];
  let max = values[0];
  let whole = true;
  for (let i = 0; i < n && whole; i++) {
    const x = values[i];
    if (x < min) min = x;
    else if (x > max) max = x;
    whole = x === Math.floor(x);
  }
  if (!whole || !(max - min < COUNTABLE)) return Float64Array.from(values).sort();
  const counts = new Uint32Array(max - min + 1);
  for (let i = 0; i < n; i++) counts[values[i] - min]++;
  const out = new Float64Array(n);
  for (let k = 0, o = 0; k < counts.length; k++) {
    out.fill(min + k, o, o + counts[k]);
    o += counts[k];
  }
  return out;
}
