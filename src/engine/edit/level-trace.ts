import { fillHoles, fillLength } from "../kernels/fill-holes.ts";

/** Fewer pixels than these are noise where the other side has more. */
const speck = 10;

/**
 * Follows the edge of what lies around a pixel at that pixel's own intensity: the pixels joined to it by edges that are at
 * least as bright (or, where those run to the border of the plane, at most as bright), with their holes filled. Where
 * both end inside the plane the smaller is taken, unless it is a speck of noise beside the other; null where neither does,
 * so that a click in the background does nothing. `values`: nx × ny.
 */
export function levelTrace(values: Float32Array, nx: number, ny: number, seed: number): Uint8Array | null {
  const level = values[seed];
  if (!Number.isFinite(level)) return null;
  const bright = enclosed(values, nx, ny, seed, (v) => v >= level);
  const dark = enclosed(values, nx, ny, seed, (v) => v <= level);
  const ends = [bright, dark].filter((side) => side !== null).sort((a, b) => a.count - b.count);
  const found = ends.find((side) => side.count >= speck) ?? ends.at(-1);
  if (!found) return null;
  fillHoles(found.mask, nx, ny, new Uint32Array(fillLength(nx, ny)), new Uint8Array(fillLength(nx, ny)));
  return found.mask;
}

function enclosed(
  values: Float32Array,
  nx: number,
  ny: number,
  seed: number,
  belongs: (value: number) => boolean,
): { mask: Uint8Array; count: number } | null {
  const mask = new Uint8Array(nx * ny);
  const queue = new Uint32Array(nx * ny);
  let head = 0;
  let tail = 0;
  mask[seed] = 1;
  queue[tail++] = seed;
  while (head < tail) {
    const at = queue[head++];
    const x = at % nx;
    const y = Math.floor(at / nx);
    if (x === 0 || y === 0 || x === nx - 1 || y === ny - 1) return null;
    for (const next of [at - 1, at + 1, at - nx, at + nx]) {
      if (mask[next] !== 0 || !belongs(values[next])) continue;
      mask[next] = 1;
      queue[tail++] = next;
    }
  }
  return { mask, count: tail };
}
