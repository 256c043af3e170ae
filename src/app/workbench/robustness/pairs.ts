/** A region: a segment of an open series. */
export type RegionRef = { readonly seriesId: string; readonly label: number; readonly name: string };
export type RegionPair = { readonly first: RegionRef; readonly second: RegionRef };

const tidy = (name: string) => name.trim().toLowerCase();
const wordsOf = (name: string) =>
  tidy(name)
    .split(/[\s_\-./()[\]]+/)
    .filter((word) => word !== "");

/** The regions of two series that have the same name; of those left over, the same label. Each is used once. */
export function pairsOfSeries(first: readonly RegionRef[], second: readonly RegionRef[]): RegionPair[] {
  const left = [...second];
  const take = (is: (ref: RegionRef) => boolean) => {
    const at = left.findIndex(is);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const byName = first.map((ref) => take((other) => tidy(other.name) === tidy(ref.name)));
  return first.flatMap((ref, i) => {
    const found = byName[i] ?? take((other) => other.label === ref.label);
    return found ? [{ first: ref, second: found }] : [];
  });
}

/**
 * The regions of one series that two readers drew: names that are the same, or differ by one word, that word being the
 * same pair ("A" and "B", "reader 1" and "reader 2") in all of them. Of several such words the one that pairs the most,
 * then one that stands for a reader, then the last in the name.
 */
export function pairsOfReaders(regions: readonly RegionRef[]): RegionPair[] {
  const candidates = new Map<string, Difference & { pairs: RegionPair[] }>();
  regions.forEach((first, i) => {
    for (const second of regions.slice(i + 1)) {
      const difference = differenceOf(wordsOf(first.name), wordsOf(second.name));
      if (!difference) continue;
      const { key, place } = difference;
      const known = candidates.get(key) ?? { ...difference, pairs: [] };
      const used = known.pairs.some((p) => [p.first, p.second].some((r) => r === first || r === second));
      if (!used) known.pairs.push({ first, second });
      candidates.set(key, { ...known, place: Math.max(known.place, place) });
    }
  });
  const best = [...candidates.values()].sort(
    (a, b) => b.pairs.length - a.pairs.length || Number(b.byReader) - Number(a.byReader) || b.place - a.place,
  )[0];
  return best?.pairs ?? [];
}

/** Place: counted from the name's end, −1 is the last word. */
type Difference = { readonly key: string; readonly place: number; readonly byReader: boolean };

/** Words that stand for a reader: "A", "2", "R1", "reader2" … */
const isReader = (word: string): boolean =>
  /^(?:[a-z]|(?:r|rd|reader|rater|obs|observer|lettore|oss)?\d+|first|second|prim[oa]|second[oa])$/.test(word);

/** The one word in which two names differ, or that one of them lacks. */
function differenceOf(a: readonly string[], b: readonly string[]): Difference | null {
  if (a.length === b.length) {
    const places = a.flatMap((word, i) => (word === b[i] ? [] : [i]));
    if (places.length === 0) return { key: "same", place: 0, byReader: true };
    const [place] = places;
    // Names that share no word are of different things.
    return places.length === 1 && a.length > 1
      ? {
          key: `${a[place]} ${b[place]}`,
          place: place - a.length,
          byReader: isReader(a[place]) && isReader(b[place]),
        }
      : null;
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length !== short.length + 1) return null;
  const at = short.findIndex((word, i) => word !== long[i]);
  const place = at < 0 ? short.length : at;
  const rest = [...long.slice(0, place), ...long.slice(place + 1)];
  if (rest.some((word, i) => word !== short[i])) return null;
  const word = long[place];
  return { key: `${a === short ? "+" : "-"}${word}`, place: place - long.length, byReader: isReader(word) };
}
