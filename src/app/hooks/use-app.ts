import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { Series } from "#io/series.ts";
import type { Segment, SeriesState } from "#session/session.ts";
import type { Controller } from "../controller.ts";
import type { Cell } from "../state/cell.ts";
import type { Viewer, ViewerSnapshot } from "../viewer/viewer.ts";

const AppContext = createContext<Controller | null>(null);
export const AppProvider = AppContext.Provider;

/** The controller; every panel gets at everything through it. */
export function useApp(): Controller {
  const app = useContext(AppContext);
  if (!app) throw new Error("useApp outside of AppProvider");
  return app;
}

export const useCell = <T>(cell: Cell<T>): T => useSyncExternalStore(cell.subscribe, () => cell.value);

/** A part of a cell's value: a plain one, or an object that the value holds. */
export const usePart = <T, P>(cell: Cell<T>, pick: (value: T) => P): P =>
  useSyncExternalStore(cell.subscribe, () => pick(cell.value));

/** The series in view and its state in the document, or null. */
export function useActiveSeries(): { series: Series; state: SeriesState } | null {
  const app = useApp();
  const session = useSyncExternalStore(app.store.subscribe, () => app.store.state);
  const { series: open } = useCell(app.library);
  const series = open.find((s) => s.id === session.activeSeries);
  const state = session.series[session.activeSeries];
  return series && state ? { series, state } : null;
}

export function useActiveSegment(): Segment | null {
  const active = useActiveSeries();
  return active?.state.segments.find((s) => s.label === active.state.activeLabel) ?? null;
}

export const useHistory = () => {
  const { store } = useApp();
  return useSyncExternalStore(store.subscribe, () => store.history);
};

const never = () => {};

/**
 * A part of the viewer's state, drawn anew only when that part is another one: the state as a whole changes with each
 * move of the pointer. `pick` gives a plain value, or an object that the state holds. Null until the viewer has started.
 */
export function useViewing<T>(pick: (snapshot: ViewerSnapshot, viewer: Viewer) => T): T | null {
  const viewer = useViewer();
  const subscribe = useCallback((listener: () => void) => viewer?.subscribe(listener) ?? never, [viewer]);
  return useSyncExternalStore(subscribe, () => viewer && pick(viewer.snapshot, viewer));
}

export const useViewer = (): Viewer | null => useCell(useApp().viewer);
