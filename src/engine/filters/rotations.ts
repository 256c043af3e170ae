import type { Boundary, FilterImage, Pooling, Pulse } from "./filter.ts";
import { type Chain, convolveChain, flipped, type Kernel } from "./separable.ts";

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

/** How often the response of three variants comes up among the turns, as it is and with its sign changed. */
type Combination = { readonly variants: readonly number[]; plus: number; minus: number };

/**
 * Response to a separable filter, pooled over all right-angle rotations. IBSI-2 §2.3 (O1AQ). Rotating the image,
 * filtering and rotating back is, for one kernel an axis, filtering each axis with the kernel that comes to lie on it,
 * reversed where the axis is reversed; kernels of even length move by one voxel, as they must. Turns that come to the
 * same kernels, or to the same but for the sign, are computed once.
 *
 * `chains`: for each axis (x, y, and in 3D z) the kernels that are applied one after the other.
 * Takes six arrays of the image's size at most.
 */
export function pooledSeparable(
  { dims, data }: FilterImage,
  chains: readonly Chain[],
  how: { readonly boundary: Boundary; readonly rotationInvariant: boolean; readonly pooling: Pooling },
  pulse: Pulse = () => {},
): Float64Array {
  const all = chains.length === 2 ? turns["2D"] : turns["3D"];
  const used = how.rotationInvariant ? all : all.slice(0, 1);
  const { variants, combinations } = combine(chains, used);
  const axes = chains.length;
  const layers = Array.from({ length: axes }, () => new Float64Array(data.length));
  const scratch = variants.some((chain) => chain.length > 1) ? new Float64Array(data.length) : layers[0];
  const out = new Float64Array(data.length);
  let at: readonly number[] = [];
  combinations.forEach(({ variants: v, plus, minus }, n) => {
    // What an earlier combination left in the layers is used again as far as the two agree.
    let first = 0;
    while (first < at.length && at[first] === v[first]) first++;
    for (let a = first; a < axes; a++) {
      pulse((n + a / axes) / combinations.length);
      const from = a === 0 ? data : layers[a - 1];
      convolveChain(from, dims, a as 0 | 1 | 2, variants[v[a]], how.boundary, layers[a], scratch);
    }
    at = v;
    pool(layers[axes - 1], plus, minus, how.pooling, n === 0, used.length, out);
  });
  return out;
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
  chains: readonly Chain[],
  used: readonly Turn[],
): { variants: readonly Chain[]; combinations: readonly Combination[] } {
  const variants: Chain[] = [];
  const place = new Map<string, { index: number; sign: number }>();
  const variantOf = (letter: number, flip: boolean): { index: number; sign: number } => {
    const key = `${letter} ${flip}`;
    const known = place.get(key);
    if (known !== undefined) return known;
    let sign = 1;
    const chain = chains[letter].map((kernel) => {
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
  const byKey = new Map<string, Combination>();
  for (const { order, flips } of used) {
    const parts = order.map((letter, a) => variantOf(letter, flips[a]));
    const indices = parts.map((p) => p.index);
    const sign = parts.reduce((s, p) => s * p.sign, 1);
    const key = indices.join(" ");
    const entry = byKey.get(key) ?? { variants: indices, plus: 0, minus: 0 };
    if (sign > 0) entry.plus++;
    else entry.minus++;
    byKey.set(key, entry);
  }
  const compare = (a: readonly number[], b: readonly number[]): number => {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
    return 0;
  };
  const combinations = [...byKey.values()].sort((a, b) => compare(a.variants, b.variants));
  return { variants, combinations };
}

const isSameChain = (a: Chain, b: Chain): boolean =>
  a.length === b.length && a.every((kernel, k) => isScaled(kernel, b[k], 1));

const isScaled = (a: Kernel, b: Kernel, factor: 1 | -1): boolean =>
  a.centre === b.centre && a.taps.length === b.taps.length && a.taps.every((w, t) => w === factor * b.taps[t]);
