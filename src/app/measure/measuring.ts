import type { Series } from "#io/series.ts";
import { changeMeasurement, type Measurement, measurementsOf, removeMeasurement } from "#session/measurements.ts";
import type { SessionStore } from "#session/store.ts";
import type { Exporter } from "../export/export.ts";
import { fileName } from "../export/file-name.ts";
import type { Cell } from "../state/cell.ts";
import type { MessageCentre } from "../state/messages.ts";
import { planeOf } from "../viewer/planes.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { measurementsCsv } from "./measurements-csv.ts";

type Host = {
  readonly store: SessionStore;
  readonly exporter: Exporter;
  readonly messages: MessageCentre;
  readonly viewer: Pick<Cell<Viewer | null>, "value">;
  readonly activeSeries: () => Series | undefined;
};

const planes = ["axial", "coronal", "sagittal"] as const;

/** Measurements by hand, seen from the panels: showing, naming, deleting, saving. The viewer draws them. */
export function createMeasuring({ store, exporter, messages, viewer, activeSeries }: Host) {
  const list = (): readonly Measurement[] => measurementsOf(store.state.series[store.state.activeSeries]);
  return {
    list,
    /** Chooses a measurement and brings its slice into view. */
    go(m: Measurement): void {
      const view = viewer.value;
      const series = activeSeries();
      if (!view || !series) return;
      const { layouts, layout, views, activeViewport } = view.snapshot;
      const across = (v: { plane: string }) =>
        v.plane !== "3d" && planeOf(series.image.grid, v.plane as "axial").axis === m.axis;
      const seen = views.filter(across);
      const place =
        (seen.find((v) => v.viewportId === activeViewport) ?? seen[0])?.viewportId ??
        planes.find((plane) => across({ plane }));
      if (!place) return;
      // Where no view shows its plane, the layout with all three does.
      if (seen.length === 0) view.setLayout(layouts.includes("mpr") ? "mpr" : layout);
      view.setSlice(place, Math.round(m.points[0][m.axis]));
      view.setActiveViewport(place);
      view.measuring.select(m.id);
    },
    setText(m: Measurement, text: string): void {
      if (text !== m.text) changeMeasurement(store, store.state.activeSeries, m.id, { text });
    },
    remove(id: number): void {
      removeMeasurement(store, store.state.activeSeries, id);
      viewer.value?.measuring.select(null);
    },
    /** Deletes the measurement that is chosen; false where none is. */
    removeSelected(): boolean {
      const id = viewer.value?.measuring.selected ?? null;
      if (id === null) return false;
      this.remove(id);
      return true;
    },
    saveCsv(): void {
      const series = activeSeries();
      if (!series || list().length === 0) return;
      const file = fileName(series, "measurements", "csv");
      exporter.save(file, measurementsCsv(list(), series), "text/csv");
      messages.say({ level: "success", key: "export.done", fields: { file } });
    },
    async saveReport(): Promise<void> {
      const series = activeSeries();
      if (!series || list().length === 0) return;
      try {
        const { handReport } = await import("../export/export.ts");
        const file = fileName(series, "measurements", "dcm");
        exporter.save(file, handReport(series, list()), "application/dicom");
        messages.say({ level: "success", key: "export.done", fields: { file } });
      } catch (error) {
        messages.fail(error);
      }
    },
  };
}
export type MeasuringByHand = ReturnType<typeof createMeasuring>;
