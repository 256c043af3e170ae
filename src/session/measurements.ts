import type { Vec3 } from "#engine/grid.ts";
import type { MeasureId } from "#engine/measure/index.ts";
import type { SeriesWork } from "./session.ts";
import type { SessionStore } from "./store.ts";

/** Something measured by hand, in one slice of a series. What it says is computed from its points. */
export type Measurement = {
  /** Its number in the series, 1 or more, never used twice while it is there. */
  readonly id: number;
  readonly kind: MeasureId;
  /** Continuous voxel indices; all have the slice at `axis`. */
  readonly points: readonly Vec3[];
  readonly axis: 0 | 1 | 2;
  /** What a person wrote beside it; "" for nothing. */
  readonly text: string;
};

export const measurementsOf = (work: SeriesWork | undefined): readonly Measurement[] => work?.measurements ?? [];

const named = (kind: MeasureId, id: number) => ({ kind, n: id });

/** Adds a measurement as one step of history; returns its number. */
export function addMeasurement(store: SessionStore, seriesId: string, made: Omit<Measurement, "id">): number {
  const before = measurementsOf(store.state.series[seriesId]);
  const id = before.reduce((most, m) => Math.max(most, m.id), 0) + 1;
  store.changeWork(seriesId, { key: "history.measure_add", fields: named(made.kind, id) }, (work) => ({
    ...work,
    measurements: [...before, { id, ...made }],
  }));
  return id;
}

/** Moves points or changes the text, as one step; nothing where it is no longer there. */
export function changeMeasurement(
  store: SessionStore,
  seriesId: string,
  id: number,
  patch: Partial<Pick<Measurement, "points" | "text">>,
): void {
  const before = measurementsOf(store.state.series[seriesId]);
  const found = before.find((m) => m.id === id);
  if (!found) return;
  store.changeWork(seriesId, { key: "history.measure_change", fields: named(found.kind, id) }, (work) => ({
    ...work,
    measurements: before.map((m) => (m.id === id ? { ...m, ...patch } : m)),
  }));
}

/** Takes a measurement away, as one step. */
export function removeMeasurement(store: SessionStore, seriesId: string, id: number): void {
  const before = measurementsOf(store.state.series[seriesId]);
  const found = before.find((m) => m.id === id);
  if (!found) return;
  store.changeWork(seriesId, { key: "history.measure_remove", fields: named(found.kind, id) }, (work) => ({
    ...work,
    measurements: before.filter((m) => m.id !== id),
  }));
}
