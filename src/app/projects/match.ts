import type { LoadResult, Series } from "#io/series.ts";
import { identityOf, type SeriesIdentity } from "./project.ts";

/** What a load brought, set against the series that a project waits for. */
export type Matched = {
  readonly result: LoadResult;
  /** Waited-for series that have come. */
  readonly found: readonly string[];
  /** Those whose files are not the very same, though their instances are. */
  readonly altered: readonly string[];
  /** Series that bear the id of a waited-for one but are not it: other or fewer slices. They get an id of their own. */
  readonly strangers: readonly Series[];
};

/**
 * Gives each loaded series the id under which the project knows it, by its instances and its grid alone: segments
 * never come to lie on other slices than those they were drawn on.
 */
export function matchSeries(
  result: LoadResult,
  waiting: readonly SeriesIdentity[],
  taken: ReadonlySet<string>,
): Matched {
  const renamed = new Map<string, string>();
  const altered: string[] = [];
  const strangers: Series[] = [];
  const left = new Map(waiting.map((w) => [w.id, w]));
  const known = new Set([...taken, ...waiting.map((w) => w.id)]);
  const series = result.series.map((one): Series => {
    const identity = identityOf(one);
    const same = [...left.values()].filter(
      (w) => w.fingerprint === identity.fingerprint && w.dims.join() === identity.dims.join(),
    );
    const match = same.find((w) => w.id === one.id) ?? same[0];
    if (match) {
      left.delete(match.id);
      if (match.digest !== identity.digest) altered.push(match.id);
      renamed.set(one.id, match.id);
      return { ...one, id: match.id };
    }
    if (!known.has(one.id)) return one;
    let id = one.id;
    for (let n = 2; known.has(id); n++) id = `${one.id}~${n}`;
    known.add(id);
    renamed.set(one.id, id);
    const stranger = { ...one, id };
    strangers.push(stranger);
    return stranger;
  });
  const segmentations = result.segmentations.map((s) => ({ ...s, seriesId: renamed.get(s.seriesId) ?? s.seriesId }));
  const found = waiting.filter((w) => !left.has(w.id)).map((w) => w.id);
  return { result: { ...result, series, segmentations }, found, altered, strangers };
}
