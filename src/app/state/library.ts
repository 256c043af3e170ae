import type { MeasurementReport } from "#io/measurement-report.ts";
import type { Registration } from "#io/registration.ts";
import type { ImportedSegmentation, LoadResult, Series } from "#io/series.ts";
import { cell } from "./cell.ts";

/** Everything that has been opened. */
export type Library = {
  readonly series: readonly Series[];
  readonly segmentations: readonly ImportedSegmentation[];
  readonly reports: readonly MeasurementReport[];
  readonly registrations: readonly Registration[];
  /** Segmentations that are offered as the finished answer of a demo case, not added by themselves. */
  readonly references: ReadonlySet<string>;
  /** Segmentations (or "id/index" of one segment) already added to the segments. */
  readonly added: ReadonlySet<string>;
};

export const emptyLibrary: Library = {
  series: [],
  segmentations: [],
  reports: [],
  registrations: [],
  references: new Set(),
  added: new Set(),
};

export const libraryCell = () => cell<Library>(emptyLibrary);

/** The library with what a load brought; things already there (by id) stay as they are. */
export function withLoaded(library: Library, result: LoadResult, asReferences: boolean): Library {
  const known = new Set(library.series.map((s) => s.id));
  const knownSegmentations = new Set(library.segmentations.map((s) => s.id));
  const segmentations = result.segmentations.filter((s) => !knownSegmentations.has(s.id));
  return {
    ...library,
    series: [...library.series, ...result.series.filter((s) => !known.has(s.id))],
    segmentations: [...library.segmentations, ...segmentations],
    registrations: [
      ...library.registrations,
      ...(result.registrations ?? []).filter((r) => !library.registrations.some((known) => known.id === r.id)),
    ],
    reports: [
      ...library.reports,
      ...(result.reports ?? []).filter((r) => !library.reports.some((known) => known.id === r.id)),
    ],
    references: asReferences ? new Set([...library.references, ...segmentations.map((s) => s.id)]) : library.references,
  };
}

/** Series by study, studies and series in the order they came; series of a study by their number. */
export function byStudy(series: readonly Series[]): readonly { study: Series["study"]; series: readonly Series[] }[] {
  const uids = [...new Set(series.map((s) => s.study.studyInstanceUid))];
  return uids.map((uid) => {
    const group = series.filter((s) => s.study.studyInstanceUid === uid);
    const order = (s: Series) => s.number ?? Number.MAX_VALUE;
    return { study: group[0].study, series: group.toSorted((a, b) => order(a) - order(b)) };
  });
}
