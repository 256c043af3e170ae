import type { Boundary, FilterImage, Pooling, Pulse } from "./filter.ts";
import { type Chain, convolveChain, convolveSeparables, flipped, type Kernel, type Separable } from "./separable.ts";

/** A right-angle rotation: axis a of the image is filtered as axis `order[a]`, seen from its other end where `flips[a]`. */
export type Turn = { readonly order: readonly number[]; readonly flips: readonly boolean[] };

/** The right-angle rotations about the origin: 4 in 2D (of x and y), 24 in 3D; the identity is the first. */
export const turns = { "2D": turnsOf(2), "3D": turnsOf(3) } as const;

function turnsOf(axes: 2 | 3): readonly Turn[] {
  const orders =
    axes === 2
      ? [[0, 1], [1, 0]] // biome-ignore format: a table
      : [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]; // biome-ignore format: a table
  const found: Turn[] = [];
  for (const order of orders) {
    for (let bits = 0; bits < 1 << axes; bits++) {
      const flips = order.map((_, a) => (bits & (1 << a)) !== 0);
      if (determinant(order, flips) === 1) found.push({ order, flips });
    }
  }
  return found;
}

function determinant(order: readonly number[], flips: readonly boolean[]): number {
  let sign = flips.reduce((s, f) => (f ? -s : s), 1);
  for (let a = 0; a < order.length; a++)
    for (let b = a + 1; b < order.length; b++) if (order[a] > order[b]) sign = -sign;
  return sign;
}

/** One choice of a variant for each axis, and how often a band meets its response, as it is and with its sign changed. */
type Combination = {
  readonly variants: readonly number[];
  readonly shares: Map<number, { plus: number; minus: number }>;
};

/** How a separable filter is applied: what lies beyond the image, and whether and how its rotations are pooled. */
export type Turning = { readonly boundary: Boundary; readonly rotationInvariant: boolean; readonly pooling: Pooling };

/**
 * Response to a separable filter, pooled over all right-angle rotations. Rotating the image,
 * filtering and rotating back is, for one kernel an axis, filtering each axis with the kernel that comes to lie on it,
 * reversed where the axis is reversed; kernels of even length move by one voxel, as they must. Turns that come to the
 * same kernels, or to the same but for the sign, are computed once.
 *
 * `chains`: for each axis (x, y, and in 3D z) the kernels that are applied one after the other.
 * Takes six arrays of the image's size at most.
 */
export function pooledSeparable(
  image: FilterImage,
  chains: readonly Chain[],
  how: Turning,
  pulse: Pulse = () => {},
): Float64Array {
  let out: Float64Array | null = null;
  pooledSeparables(
    image,
    [chains],
    how,
    (_band, response) => {
      out = response;
    },
    pulse,
  );
  return out ?? new Float64Array(image.data.length);
}

/**
 * The same for several filters (bands) at once, which share the passes they have in common: the eight bands of a
 * wavelet take 14 passes instead of 24. `emit` is given each band's response, to keep, as soon as it is complete.
 * Takes the bands and five arrays of the image's size beside.
 */
export function pooledSeparables(
  { dims, data }: FilterImage,
  bands: readonly (readonly Chain[])[],
  how: Turning,
  emit: (band: number, response: Float64Array) => void,
  pulse: Pulse = () => {},
): void {
  if (!how.rotationInvariant && bands.every((chains) => chains.every((chain) => chain.length === 1))) {
    pulse(0);
    convolveSeparables(data, dims, bands.map(alone), how.boundary).forEach((response, band) => {
      emit(band, response);
    });
    return;
  }
  const axes = bands[0].length;
  const all = axes === 2 ? turns["2D"] : turns["3D"];
  const used = how.rotationInvariant ? all : all.slice(0, 1);
  const { variants, combinations } = combine(bands, used);
  const layers = Array.from({ length: axes }, () => new Float64Array(data.length));
  const scratch = variants.some((chain) => chain.length > 1) ? new Float64Array(data.length) : layers[0];
  const pooled = new Map<number, Float64Array>();
  let at: readonly number[] = [];
  combinations.forEach(({ variants: v, shares }, n) => {
    // What an earlier combination left in the layers is used again as far as the two agree.
    let first = 0;
    while (first < at.length && at[first] === v[first]) first++;
    for (let a = first; a < axes; a++) {
      pulse((n + a / axes) / combinations.length);
      const from = a === 0 ? data : layers[a - 1];
      convolveChain(from, dims, a as 0 | 1 | 2, variants[v[a]], how.boundary, layers[a], scratch);
    }
    at = v;
    for (const [band, { plus, minus }] of shares) {
      const known = pooled.get(band);
      const out = known ?? new Float64Array(data.length);
      pool(layers[axes - 1], plus, minus, how.pooling, known === undefined, used.length, out);
      if (combinations.some((later, k) => k > n && later.shares.has(band))) {
        pooled.set(band, out);
      } else {
        pooled.delete(band);
        emit(band, out);
      }
    }
  });
}

/** Chains of one kernel each, as a separable kernel. */
function alone(chains: readonly Chain[]): Separable {
  const [x, y, z] = chains.map(([kernel]) => kernel);
  return [x, y, z];
}

/** Adds one response, which comes up `plus` times as it is and `minus` times negated, to what is pooled. */
function pool(
  response: Float64Array,
  plus: number,
  minus: number,
  pooling: Pooling,
  first: boolean,
  turnCount: number,
  out: Float64Array,
): void {
  const n = out.length;
  if (pooling === "mean") {
    const weight = (plus - minus) / turnCount;
    if (weight !== 0) for (let i = 0; i < n; i++) out[i] += weight * response[i];
    return;
  }
  const sign = pooling === "max" ? 1 : -1;
  const both = plus > 0 && minus > 0;
  const factor = plus > 0 ? 1 : -1;
  for (let i = 0; i < n; i++) {
    const r = both ? sign * Math.abs(response[i]) : factor * response[i];
    if (first || sign * r > sign * out[i]) out[i] = r;
  }
}

function combine(
  bands: readonly (readonly Chain[])[],
  used: readonly Turn[],
): { variants: readonly Chain[]; combinations: readonly Combination[] } {
  const variants: Chain[] = [];
  const place = new Map<string, { index: number; sign: number }>();
  const variantOf = (band: number, letter: number, flip: boolean): { index: number; sign: number } => {
    const key = `${band} ${letter} ${flip}`;
    const known = place.get(key);
    if (known !== undefined) return known;
    let sign = 1;
    const chain = bands[band][letter].map((kernel) => {
      if (!flip) return kernel;
      const other = flipped(kernel);
      if (isScaled(kernel, other, -1)) sign = -sign;
      return isScaled(kernel, other, -1) || isScaled(kernel, other, 1) ? kernel : other;
    });
    let index = variants.findIndex((v) => isSameChain(v, chain));
    if (index < 0) index = variants.push(chain) - 1;
    const found = { index, sign };
    place.set(key, found);
    return found;
  };
  bands.forEach((chains, band) => {
    chains.forEach((_, letter) => {
      for (const flip of [false, true]) variantOf(band, letter, flip);
    });
  });
  // By content, so that a band is summed in the same order whichever others are with it.
  const sorted = [...variants].sort(compareChains);
  const rank = variants.map((chain) => sorted.indexOf(chain));
  const byKey = new Map<string, Combination>();
  bands.forEach((_, band) => {
    for (const { order, flips } of used) {
      const parts = order.map((letter, a) => variantOf(band, letter, flips[a]));
      const indices = parts.map((p) => rank[p.index]);
      const sign = parts.reduce((s, p) => s * p.sign, 1);
      const key = indices.join(" ");
      const entry = byKey.get(key) ?? { variants: indices, shares: new Map() };
      const share = entry.shares.get(band) ?? { plus: 0, minus: 0 };
      if (sign > 0) share.plus++;
      else share.minus++;
      entry.shares.set(band, share);
      byKey.set(key, entry);
    }
  });
  const compare = (a: readonly number[], b: readonly number[]): number => {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
    return 0;
  };
  const combinations = [...byKey.values()].sort((a, b) => compare(a.variants, b.variants));
  return { variants: sorted, combinations };
}

const isSameChain = (a: Chain, b: Chain): boolean =>
  a.length === b.length && a.every((kernel, k) => isScaled(kernel, b[k], 1));

const isScaled = (a: Kernel, b: Kernel, factor: 1 | -1): boolean =>
  a.centre === b.centre && a.taps.length === b.taps.length && a.taps.every((w, t) => w === factor * b.taps[t]);

/** An order of chains by what they hold. */
function compareChains(a: Chain, b: Chain): number {
  for (let k = 0; k < Math.min(a.length, b.length); k++) {
    if (a[k].centre !== b[k].centre) return a[k].centre - b[k].centre;
    if (a[k].taps.length !== b[k].taps.length) return a[k].taps.length - b[k].taps.length;
    for (let t = 0; t < a[k].taps.length; t++) if (a[k].taps[t] !== b[k].taps[t]) return a[k].taps[t] - b[k].taps[t];
  }
  return a.length - b.length;
}
