import { isRadiomicaError } from "#engine/errors.ts";
import { asProfile } from "#engine/plan/as-profile.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import type { Segment } from "#session/session.ts";
import { extractInParts } from "#workers/extract-in-parts.ts";
import { cell } from "../../state/cell.ts";
import { referenceOf } from "../../state/reference.ts";
import type { FeatureKey } from "../chosen.ts";
import type { WorkbenchHost } from "../workbench.ts";

/** A segment of a series under one of the two definitions. */
export type Column = {
  readonly id: string;
  readonly series: Series;
  readonly segment: Segment;
  readonly recipe: Recipe;
  /** Its twin under the definitions that the series' own recipe does not follow. */
  readonly twin: boolean;
};

type Measured = { readonly made: string; readonly rows: readonly FeatureRow[]; readonly refused?: string };

export type CompareState = {
  /** Regions that were ticked ("series/label"); null: all of the series in view. */
  readonly regions: readonly string[] | null;
  /** Whom the others are compared with; null: the first. */
  readonly baseline: string | null;
  /** Each region under both definitions. */
  readonly twins: boolean;
  /** With the settings of its own series, or all with those of the series in view. */
  readonly settings: "own" | "shared";
  readonly features: readonly FeatureKey[];
  readonly chart: "profile" | "parallel" | "scatter";
  readonly measured: Readonly<Record<string, Measured>>;
  readonly work: { readonly done: number; readonly total: number } | null;
};

export const regionId = (seriesId: string, label: number): string => `${seriesId}/${label}`;

/** Regions beside each other: segments, time points, series, and one region under both definitions. */
export function createCompare({ store, pool, messages, seriesById }: WorkbenchHost) {
  const state = cell<CompareState>({
    regions: null,
    baseline: null,
    twins: false,
    settings: "own",
    features: [],
    chart: "profile",
    measured: {},
    work: null,
  });
  const set = (patch: Partial<CompareState>) => state.update((now) => ({ ...now, ...patch }));
  let running: AbortController | null = null;
  /** Grows with each change of a series' voxels. */
  const revisions = new Map<string, number>();
  store.onVoxels(({ seriesId, labels }) => {
    for (const label of labels) {
      const id = regionId(seriesId, label);
      revisions.set(id, (revisions.get(id) ?? 0) + 1);
    }
  });

  /** Every region that could be compared: of all series that are open, in the order of their studies. */
  function regions(counts: (seriesId: string, label: number) => number) {
    return Object.entries(store.state.series)
      .flatMap(([seriesId, { segments, recipe }]) => {
        const series = seriesById(seriesId);
        if (!series) return [];
        return segments
          .filter((s) => counts(seriesId, s.label) > 0)
          .map((segment) => ({ id: regionId(seriesId, segment.label), series, segment, recipe }));
      })
      .sort((a, b) => timeOf(a.series).localeCompare(timeOf(b.series)));
  }

  /** The columns that were asked for. */
  function columns(counts: (seriesId: string, label: number) => number): readonly Column[] {
    const { regions: ticked, twins, settings } = state.value;
    const shared = store.state.series[store.state.activeSeries]?.recipe;
    return regions(counts)
      .filter((r) => (ticked === null ? r.series.id === store.state.activeSeries : ticked.includes(r.id)))
      .flatMap(({ id, series, segment, recipe: own }) => {
        const recipe = settings === "shared" && shared ? shared : own;
        const column = { id, series, segment, recipe, twin: false };
        if (!twins) return [column];
        const other = asProfile(recipe, recipe.profile === "PyRadiomics" ? "IBSI" : "PyRadiomics");
        return [column, { id: `${id}/twin`, series, segment, recipe: other, twin: true }];
      });
  }

  const makingOf = ({ series, segment, recipe }: Column): string =>
    `${revisions.get(regionId(series.id, segment.label)) ?? 0} ${JSON.stringify(recipe)}`;

  /** Measures what is not up to date, one region after the other. */
  async function measure(asked: readonly Column[]): Promise<void> {
    running?.abort();
    const due = asked.filter((c) => state.value.measured[c.id]?.made !== makingOf(c));
    if (due.length === 0) {
      running = null;
      if (state.value.work) set({ work: null });
      return;
    }
    const aborter = new AbortController();
    running = aborter;
    const { signal } = aborter;
    try {
      for (const [done, column] of due.entries()) {
        set({ work: { done, total: due.length } });
        const made = makingOf(column);
        const map = store.mapOf(column.series.id, column.segment.label);
        if (!map) continue;
        const { series, segment, recipe } = column;
        const region = { labels: map.committed, label: segment.label };
        const input = { image: series.image, ...region, ...referenceOf(store, series.id, recipe) };
        const found = await extractInParts(pool, input, column.recipe, { signal }).catch((error: unknown) => {
          if (!isRadiomicaError(error) || error.tag === "Cancelled") throw error;
          return { rows: [], refused: error.message };
        });
        if (signal.aborted) return;
        const { rows } = found;
        const refused = "refused" in found ? { refused: found.refused } : {};
        set({ measured: { ...state.value.measured, [column.id]: { made, rows, ...refused } } });
      }
    } catch (error) {
      if (!isRadiomicaError(error, "Cancelled")) messages.fail(error);
    } finally {
      if (running === aborter) {
        running = null;
        set({ work: null });
      }
    }
  }

  return {
    state,
    regions,
    columns,
    measure,
    /** What is known of a column; undefined while it is being measured. */
    measuredOf(column: Column): Measured | undefined {
      const found = state.value.measured[column.id];
      return found?.made === makingOf(column) ? found : undefined;
    },
    choose: (patch: Partial<Omit<CompareState, "measured" | "work">>): void => set(patch),
    stop(): void {
      running?.abort();
    },
  };
}
export type Compare = ReturnType<typeof createCompare>;

const timeOf = ({ study }: Series): string => `${study.studyDate}${study.studyTime}`;
