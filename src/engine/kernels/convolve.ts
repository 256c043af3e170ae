/**
 * Convolution along one axis, in double precision. IBSI-2 §2. A box is seen as [outer][n][inner] with the axis in the
 * middle. Output j is Σ_t taps[t] · input[source[j + taps − 1 − t]], where `source` holds, for n + taps − 1 positions
 * from the first one read on, the voxel that stands there, or −1 for a zero.
 *
 * Taps are taken four at a time: the output row is then read and written a quarter as often. Their order depends on
 * the kernel alone, so a box cut from an image gives the image's own bits.
 */

/** Length of `source`, and of the `line` of `convolveLines`. */
export const sourceLength = (n: number, taps: number): number => n + taps - 1;

/** Along y or z: whole rows of `inner` voxels are blended. Blocks [b0, b1) of the outer axis; `out` is overwritten. */
export function convolveRows(
  input: Float64Array,
  n: number,
  inner: number,
  b0: number,
  b1: number,
  taps: Float64Array,
  source: Int32Array,
  out: Float64Array,
): void {
  const count = taps.length;
  for (let b = b0; b < b1; b++) {
    const block = b * n * inner;
    for (let j = 0; j < n; j++) {
      const to = block + j * inner;
      const last = j + count - 1;
      let t = 0;
      let written = false;
      while (t < count) {
        const k = last - t;
        if (t + 3 < count && source[k] >= 0 && source[k - 1] >= 0 && source[k - 2] >= 0 && source[k - 3] >= 0) {
          const w0 = taps[t];
          const w1 = taps[t + 1];
          const w2 = taps[t + 2];
          const w3 = taps[t + 3];
          const a = block + source[k] * inner;
          const c = block + source[k - 1] * inner;
          const d = block + source[k - 2] * inner;
          const e = block + source[k - 3] * inner;
          if (written) {
            for (let i = 0; i < inner; i++)
              out[to + i] += w0 * input[a + i] + w1 * input[c + i] + w2 * input[d + i] + w3 * input[e + i];
          } else {
            for (let i = 0; i < inner; i++)
              out[to + i] = w0 * input[a + i] + w1 * input[c + i] + w2 * input[d + i] + w3 * input[e + i];
          }
          written = true;
          t += 4;
          continue;
        }
        if (source[k] >= 0) {
          const w = taps[t];
          const a = block + source[k] * inner;
          if (written) for (let i = 0; i < inner; i++) out[to + i] += w * input[a + i];
          else for (let i = 0; i < inner; i++) out[to + i] = w * input[a + i];
          written = true;
        }
        t++;
      }
      if (!written) for (let i = 0; i < inner; i++) out[to + i] = 0;
    }
  }
}

/** Along x: lines [b0, b1) of `n` voxels, each copied with its margins to `line` first; `out` may be `input`. */
export function convolveLines(
  input: Float64Array,
  n: number,
  b0: number,
  b1: number,
  taps: Float64Array,
  source: Int32Array,
  line: Float64Array,
  out: Float64Array,
): void {
  const count = taps.length;
  const length = n + count - 1;
  for (let b = b0; b < b1; b++) {
    const from = b * n;
    for (let k = 0; k < length; k++) {
      const s = source[k];
      line[k] = s < 0 ? 0 : input[from + s];
    }
    let t = 0;
    if (count >= 4) {
      const w0 = taps[0];
      const w1 = taps[1];
      const w2 = taps[2];
      const w3 = taps[3];
      for (let i = 0, k = count - 1; i < n; i++, k++)
        out[from + i] = w0 * line[k] + w1 * line[k - 1] + w2 * line[k - 2] + w3 * line[k - 3];
      t = 4;
    } else {
      const w = taps[0];
      for (let i = 0, k = count - 1; i < n; i++, k++) out[from + i] = w * line[k];
      t = 1;
    }
    for (; t + 3 < count; t += 4) {
      const w0 = taps[t];
      const w1 = taps[t + 1];
      const w2 = taps[t + 2];
      const w3 = taps[t + 3];
      for (let i = 0, k = count - 1 - t; i < n; i++, k++)
        out[from + i] += w0 * line[k] + w1 * line[k - 1] + w2 * line[k - 2] + w3 * line[k - 3];
    }
    for (; t < count; t++) {
      const w = taps[t];
      for (let i = 0, k = count - 1 - t; i < n; i++, k++) out[from + i] += w * line[k];
    }
  }
}
