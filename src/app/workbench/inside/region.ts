import { isRadiomicaError } from "#engine/errors.ts";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import { isReason, type Reason, undefinedBecause } from "#engine/reason.ts";
import { cell } from "../../state/cell.ts";
import { referenceOf } from "../../state/reference.ts";
import type { WorkbenchHost } from "../workbench.ts";

/** The active segment as it is measured. The last region stays while the next is made. */
export type RegionState = {
  readonly seriesId: string;
  readonly label: number;
  readonly status: "idle" | "running" | "done";
  readonly region: InspectedRegion | null;
  /** Why there is none. */
  readonly problem: Reason | null;
};

/** A pause in drawing long enough to look into a region in, ms. */
const PAUSE = 150;

/**
 * Keeps the region that the open views look into up to date with the active segment's committed voxels and the
 * settings. Nothing is done while no view is open.
 */
export function createRegion({ store, pool, seriesById, messages }: WorkbenchHost) {
  const nothing: RegionState = { seriesId: "", label: 0, status: "idle", region: null, problem: null };
  const state = cell<RegionState>(nothing);
  let views = 0;
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = "";
  let recipe: unknown = null;

  async function look(): Promise<void> {
    running?.abort();
    running = null;
    const seriesId = store.state.activeSeries;
    const series = seriesById(seriesId);
    const document = store.state.series[seriesId];
    const label = document?.activeLabel ?? 0;
    const map = series && store.mapOf(seriesId, label);
    if (!series || !document || !map || label === 0) {
      state.set({ ...nothing, seriesId });
      return;
    }
    const aborter = new AbortController();
    running = aborter;
    const same = state.value.seriesId === seriesId && state.value.label === label;
    state.set({ ...(same ? state.value : { ...nothing, seriesId, label }), status: "running" });
    const done = (region: InspectedRegion | null, problem: Reason | null) => {
      if (running !== aborter) return;
      running = null;
      state.set({ seriesId, label, status: "done", region, problem });
    };
    try {
      const input = {
        image: series.image,
        labels: map.committed,
        label,
        ...referenceOf(store, seriesId, document.recipe),
      };
      const found = await pool.run(
        "inspect",
        { input, recipe: document.recipe },
        { signal: aborter.signal, priority: 1 },
      );
      if (isReason(found)) done(null, found);
      else done(found, null);
    } catch (error) {
      if (isRadiomicaError(error, "Cancelled")) return;
      done(null, undefinedBecause("failed", error instanceof Error ? error.message : String(error)));
      if (!isRadiomicaError(error)) messages.fail(error);
    }
  }
  function soon(): void {
    clearTimeout(timer);
    if (views > 0) timer = setTimeout(() => void look(), PAUSE);
  }

  store.onVoxels(({ seriesId, labels }) => {
    const { activeSeries, series } = store.state;
    if (seriesId === activeSeries && labels.includes(series[activeSeries]?.activeLabel ?? 0)) soon();
  });
  store.subscribe(() => {
    const { activeSeries, series } = store.state;
    const now = `${activeSeries}/${series[activeSeries]?.activeLabel ?? 0}`;
    const changed = series[activeSeries]?.recipe;
    if (now === seen && changed === recipe) return;
    seen = now;
    recipe = changed;
    soon();
  });

  return {
    state,
    /** A view is open: the region is wanted until the function that is returned is called. */
    open(): () => void {
      views++;
      if (views === 1) void look();
      return () => {
        views--;
        if (views > 0) return;
        clearTimeout(timer);
        running?.abort();
        running = null;
        state.set(nothing);
      };
    },
    get isOpen(): boolean {
      return views > 0;
    },
  };
}
export type Region = ReturnType<typeof createRegion>;
