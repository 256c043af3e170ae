/** A linear scale of a drawing of our own, from values to places and back. */
export type Scale = {
  readonly at: (value: number) => number;
  readonly value: (at: number) => number;
};

export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const slope = high > low ? (to - from) / (high - low) : 0;
  return {
    at: (value) => from + (value - low) * slope,
    value: (at) => (slope === 0 ? low : low + (at - from) / slope),
  };
}

/** The greatest of 1, 2, 5 × 10ⁿ that is not above `size`. */
export function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const lead = size / power;
  return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/** The multiple of a nice step nearest to a value, without the digits that binary numbers add. */
export const roundTo = (value: number, step: number): number =>
  Number((Math.round(value / step) * step).toPrecision(12));

/** Round values in a range, about `count` of them. */
export function ticks(low: number, high: number, count: number): readonly number[] {
  if (!(high > low)) return [low];
  const step = niceStep(((high - low) / Math.max(1, count)) * 1.6);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => roundTo((first + k) * step, step));
}
