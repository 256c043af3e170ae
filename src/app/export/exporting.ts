import type { Series } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import type { Maps } from "../maps/maps.ts";
import type { MeasurementBook } from "../state/measurements.ts";
import type { MessageCentre } from "../state/messages.ts";
import type { TaskList } from "../state/tasks.ts";
import type { Exporter, ExportKind } from "./export.ts";
import type { LayerFormat } from "./layer-file.ts";

type Host = {
  readonly store: SessionStore;
  readonly messages: MessageCentre;
  readonly tasks: TaskList;
  readonly exporter: Exporter;
  readonly features: MeasurementBook;
  readonly maps: Maps;
  readonly seriesById: (id: string) => Series | undefined;
  readonly activeSeries: () => Series | undefined;
  readonly countOf: (seriesId: string, label: number) => number;
  readonly shownLabels: () => readonly number[];
};

/** Saving what was drawn and measured. The writers are fetched when something is saved. */
export function createExporting(host: Host) {
  const { store, messages, tasks, exporter, features, maps, seriesById, activeSeries, countOf, shownLabels } = host;
  return {
    /** Saves an export, or hands it to `to`, which then says what became of it. */
    async segments(kind: ExportKind, to: Exporter): Promise<void> {
      const series = activeSeries();
      const state = store.state.series[store.state.activeSeries];
      const segments = state?.segments.filter((s) => countOf(store.state.activeSeries, s.label) > 0) ?? [];
      if (!series || !state || segments.length === 0) {
        messages.say({ level: "warning", key: "export.nothing" });
        return;
      }
      const task = tasks.begin("export", "export");
      try {
        const { exportFor, needsFeatures } = await import("./export.ts");
        const chosen = kind === "copy" ? segments.filter((s) => shownLabels().includes(s.label)) : segments;
        if (needsFeatures(kind))
          await features.ensure(
            series.id,
            chosen.map((s) => s.label),
          );
        const measured = chosen.flatMap((segment) => {
          const m = features.measurements.value[series.id]?.[segment.label];
          return m?.status === "done" && m.extraction ? [{ segment, extraction: m.extraction }] : [];
        });
        const said = await exportFor(kind, to, {
          series,
          mapOf: (label) => store.mapOf(series.id, label),
          segments,
          measured,
          measurements: state.measurements,
        });
        if (to === exporter || said.level !== "success") messages.say(said);
      } catch (error) {
        messages.fail(error);
      } finally {
        task.end();
      }
    },
    /** Saves a map, a filter response or a difference. */
    async layer(id: string, format: LayerFormat): Promise<void> {
      const layer = maps.state.value.layers.find((l) => l.id === id);
      const series = layer && seriesById(layer.seriesId);
      if (!series) return;
      try {
        const { layerFile } = await import("./layer-file.ts");
        const { name, content, type } = layerFile(series, layer, format);
        exporter.save(name, content, type);
        messages.say({ level: "success", key: "export.done", fields: { file: name } });
      } catch (error) {
        messages.fail(error);
      }
    },
  };
}
