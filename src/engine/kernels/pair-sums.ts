import { fourierPairSums, paddedPoints } from "./fourier-pair-sums.ts";

/**
 * Sums over all ordered pairs of different voxels of a region, weighted by one over their distance in mm:
 * Σ w, Σ w·xᵢxⱼ and Σ w·xᵢ². Moran's I and Geary's C are made of them. IBSI-1 §3.1.28, §3.1.29.
 */
export type PairSums = { readonly weights: number; readonly products: number; readonly squares: number };

/** A region in its box: `mask` 0 or 1, x fastest; `values` of its voxels, in that order; x is a value less `mean`. */
export type Field = {
  readonly mask: Uint8Array;
  readonly values: Float64Array;
  readonly mean: number;
  readonly dims: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
};

/** Pair by pair for few voxels, else by Fourier transform; both are exact to rounding. */
export function pairSums(field: Field): PairSums {
  const count = field.values.length;
  // A pair costs about as much as a tenth of what a point of the transform does.
  return count * count < 20 * paddedPoints(field.dims) ? directPairSums(field) : fourierPairSums(field);
}

/** The sums as they are defined: O(count²). */
export function directPairSums({ mask, values, mean, dims, spacing }: Field): PairSums {
  const n = 4 * values.length;
  const at = new Float64Array(n);
  for (let z = 0, i = 0, k = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, i++) {
        if (mask[i] === 0) continue;
        at[k] = x * spacing[0];
        at[k + 1] = y * spacing[1];
        at[k + 2] = z * spacing[2];
        at[k + 3] = values[k / 4] - mean;
        k += 4;
      }
    }
  }
  let weights = 0;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < n; i += 4) {
    const [xi, yi, zi, vi] = [at[i], at[i + 1], at[i + 2], at[i + 3]];
    let w = 0;
    let wx = 0;
    let wxx = 0;
    for (let j = i + 4; j < n; j += 4) {
      const dx = at[j] - xi;
      const dy = at[j + 1] - yi;
      const dz = at[j + 2] - zi;
      const weight = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
      const v = at[j + 3];
      w += weight;
      wx += weight * v;
      wxx += weight * v * v;
    }
    weights += 2 * w;
    products += 2 * vi * wx;
    squares += vi * vi * w + wxx;
  }
  return { weights, products, squares };
}
