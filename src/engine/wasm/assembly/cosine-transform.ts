// `transformCosines` of math/cosine-transform.ts, where the comments are.
import { elementOf, lengthOf, pairedFft } from "./paired-fft";

/** `c` holds length / 2 + 1 elements of `lines` numbers; `work` has room for 2 × length · lines numbers. */
export function transformCosines(half: usize, full: usize, lines: i32, c: usize, work: usize): void {
  const n = lengthOf(half);
  const cos = full + 128;
  const sin = cos + ((<usize>lengthOf(full)) << 3);
  const element = (<usize>lines) << 3;
  let o = work;
  for (let j = 0; j < n; j++) {
    const wc = v128.load64_splat(cos + ((<usize>j) << 3));
    const ws = v128.load64_splat(sin + ((<usize>j) << 3));
    const low = c + element * j;
    const high = c + element * (n - j);
    for (let e: usize = 0; e < element; e += 16, o += 32) {
      const a = v128.load(low + e);
      const b = v128.load(high + e);
      const h = f64x2.sub(a, b);
      v128.store(o, f64x2.sub(f64x2.add(a, b), f64x2.mul(h, ws)));
      v128.store(o, f64x2.mul(h, wc), 16);
    }
  }
  const result = pairedFft(half, lines, work, work + elementOf(lines) * n);
  for (let k = 0; k <= n; k++) {
    const to = c + element * k;
    const from = result + elementOf(lines) * (k >> 1) + ((<usize>(k & 1)) << 4);
    for (let e: usize = 0; e < element; e += 16) v128.store(to + e, v128.load(from + 2 * e));
  }
}
