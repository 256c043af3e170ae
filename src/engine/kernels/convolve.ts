/**
 * Convolution along one axis, in double precision. IBSI-2 §2. A box is seen as [outer][n][inner] with the axis in the
 * middle, and has been given the margin that the kernel reads.
 */

/**
 * A kernel as the terms of its sum, in order: a weight times a voxel, or times the sum of two voxels that lie alike about
 * the kernel's middle. Places count from the first voxel that is read; `far[k]` is `near[k]` where there is one voxel.
 * Pairs stand before single voxels. Taps of zero have no term.
 */
export type Terms = {
  readonly near: Int32Array;
  readonly far: Int32Array;
  readonly weights: Float64Array;
  readonly pairs: number;
};

/** Terms of Σ_t taps[t] · input[j + last − t], `last` being taps.length − 1. A symmetric kernel's taps go in pairs. */
export function termsOf(taps: Float64Array): Terms {
  const last = taps.length - 1;
  const isSymmetric = last > 0 && taps.every((w, t) => w === taps[last - t]);
  const found: { near: number; far: number; weight: number }[] = [];
  const middle = isSymmetric ? (last + 1) >> 1 : 0;
  for (let t = 0; t < middle; t++) if (taps[t] !== 0) found.push({ near: last - t, far: t, weight: taps[t] });
  const pairs = found.length;
  for (let t = middle; t <= last - middle; t++)
    if (taps[t] !== 0) found.push({ near: last - t, far: last - t, weight: taps[t] });
  // A kernel of zeros alone still writes its zeros.
  if (found.length === 0) found.push({ near: last, far: last, weight: 0 });
  return {
    near: Int32Array.from(found, (term) => term.near),
    far: Int32Array.from(found, (term) => term.far),
    weights: Float64Array.from(found, (term) => term.weight),
    pairs,
  };
}

/** Numbers that are summed at a time, so that they stay in the cache from term to term. */
const RUN = 4096;

/**
 * Blocks of n rows of `inner` numbers from blocks of `padded` rows. Because rows follow one another, a term reads one
 * stretch for all of them. `add`: to what `out` holds.
 */
export function convolveBlocks(
  input: Float64Array,
  padded: number,
  n: number,
  inner: number,
  outer: number,
  { near, far, weights, pairs }: Terms,
  add: boolean,
  out: Float64Array,
): void {
  const length = n * inner;
  for (let b = 0; b < outer; b++) {
    for (let start = 0; start < length; start += RUN) {
      const from = b * padded * inner + start;
      const to = b * length + start;
      const count = Math.min(RUN, length - start);
      for (let k = 0; k < weights.length; k++) {
        const w = weights[k];
        const a = from + near[k] * inner;
        const c = from + far[k] * inner;
        const first = k === 0 && !add;
        if (k < pairs) {
          if (first) for (let i = 0; i < count; i++) out[to + i] = w * (input[a + i] + input[c + i]);
          else for (let i = 0; i < count; i++) out[to + i] += w * (input[a + i] + input[c + i]);
        } else if (first) for (let i = 0; i < count; i++) out[to + i] = w * input[a + i];
        else for (let i = 0; i < count; i++) out[to + i] += w * input[a + i];
      }
    }
  }
}
