import type { SettingValue } from "./setting.ts";

/** A point of a curve; null where the feature has no value there. */
export type Point = { readonly x: SettingValue; readonly y: number | null };
/** A feature of one segment against a setting, in the order of the setting. */
export type Curve = { readonly label: number; readonly name: string; readonly points: readonly Point[] };

/** Where two segments change places. */
export type Flip = {
  readonly between: readonly [string, string];
  /** Where the curves cross (straight between neighbours), on a scale of numbers; null between two words. */
  readonly x: number | null;
  readonly y: number | null;
  /** The neighbours that it lies between. */
  readonly from: SettingValue;
  readonly to: SettingValue;
};

/**
 * The places where the order of two segments by a feature turns round. Curves that touch and part again to the same
 * sides do not flip; points where one of them has no value are passed over.
 */
export function flipsOf(curves: readonly Curve[]): readonly Flip[] {
  return curves.flatMap((a, i) => curves.slice(i + 1).flatMap((b) => flipsBetween(a, b)));
}

function flipsBetween(a: Curve, b: Curve): Flip[] {
  const other = new Map(b.points.map((p) => [p.x, p.y]));
  const shared = a.points.flatMap(({ x, y }) => {
    const y2 = other.get(x);
    return y === null || y2 === null || y2 === undefined || y === y2 ? [] : [{ x, y, y2 }];
  });
  return shared.slice(1).flatMap((now, n): Flip[] => {
    const before = shared[n];
    const d0 = before.y - before.y2;
    const d1 = now.y - now.y2;
    if (d0 > 0 === d1 > 0) return [];
    const place = { between: [a.name, b.name] as const, from: before.x, to: now.x };
    if (typeof before.x !== "number" || typeof now.x !== "number") return [{ ...place, x: null, y: null }];
    const share = d0 / (d0 - d1);
    return [{ ...place, x: before.x + share * (now.x - before.x), y: before.y + share * (now.y - before.y) }];
  });
}

/** Numbers by size, words in the order that they are given in. */
export function inOrder<T extends { readonly x: SettingValue }>(points: readonly T[], words: readonly string[]): T[] {
  const place = (x: SettingValue) => (typeof x === "number" ? x : words.indexOf(x));
  return [...points].sort((a, b) => place(a.x) - place(b.x));
}
