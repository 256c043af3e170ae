/** Numbers in [0, 1), the same for the same seed on every machine (sfc32 of PractRand, seeded by three words). */
export type Random = () => number;

/** A generator for a seed and a stream of it: perturbation 7 draws the same numbers whatever the others drew. */
export function seededRandom(seed: number, stream = 0): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x6c078965;
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let n = 0; n < 15; n++) next();
  return next;
}

/** Adds noise of a normal distribution (Box and Muller, both numbers of a pair used) to values [from, to). */
export function addNormal(
  values: Float32Array | Float64Array,
  from: number,
  to: number,
  sigma: number,
  random: Random,
): void {
  for (let i = from; i < to; i += 2) {
    const radius = sigma * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] += radius * Math.cos(angle);
    if (i + 1 < to) values[i + 1] += radius * Math.sin(angle);
  }
}
