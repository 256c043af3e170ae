import type { Series } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import type { Cell } from "../state/cell.ts";
import type { Library } from "../state/library.ts";
import type { Viewer } from "../viewer/viewer.ts";

type Host = {
  readonly store: SessionStore;
  readonly library: Cell<Library>;
  readonly viewer: Cell<Viewer | null>;
  readonly showSeries: (id: string) => Promise<void>;
};

/** The volumes of the 4D acquisition that a series is one of, in their order; the series alone where it is of none. */
export function volumesOf(series: Series, all: readonly Series[]): readonly Series[] {
  const { phase } = series;
  if (!phase) return [series];
  return all.filter((s) => s.phase?.of === phase.of).toSorted((a, b) => (a.phase?.index ?? 0) - (b.phase?.index ?? 0));
}

/** Going from one volume of a 4D series to another: what is looked at stays where it is. */
export function createPhases({ store, library, viewer, showSeries }: Host) {
  const active = () => library.value.series.find((s) => s.id === store.state.activeSeries);

  /** The last that was asked for, while one is being shown: a slider asks for many. */
  let wanted: string | null = null;
  let going = false;

  async function go(id: string): Promise<void> {
    wanted = id;
    if (going) return;
    going = true;
    try {
      for (let next: string | null = id; next !== null; next = wanted) {
        wanted = null;
        await show(next);
      }
    } finally {
      going = false;
    }
  }

  async function show(id: string): Promise<void> {
    const from = active();
    const to = library.value.series.find((s) => s.id === id);
    if (!to || from?.id === id) return;
    const seen = viewer.value?.snapshot.views.filter((v) => v.plane !== "3d") ?? [];
    await showSeries(id);
    // Another was chosen meanwhile.
    if (store.state.activeSeries !== id || from?.phase?.of !== to.phase?.of) return;
    for (const { viewportId, slice } of seen) viewer.value?.setSlice(viewportId, slice);
    if (seen.length > 0) viewer.value?.setWindow(seen[0].window[0], seen[0].window[1]);
  }

  return {
    go,
    /** To the next volume, or the one before; it stops at the ends. */
    async step(by: number): Promise<void> {
      const series = active();
      if (!series) return;
      const all = volumesOf(series, library.value.series);
      const next = all[all.findIndex((s) => s.id === series.id) + by];
      if (next) await go(next.id);
    },
  };
}
