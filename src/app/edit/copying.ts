import { copyToGrid } from "#engine/edit/copy-to-grid.ts";
import type { Series } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import type { Cell } from "../state/cell.ts";
import type { Library } from "../state/library.ts";
import type { MessageCentre } from "../state/messages.ts";

type Host = {
  readonly store: SessionStore;
  readonly library: Pick<Cell<Library>, "value">;
  readonly messages: MessageCentre;
  readonly activeSeries: () => Series | undefined;
  readonly openInStore: (series: Series) => unknown;
};

/** Copies the active segment to another series of the same frame of reference, by position, as one step. */
export function createCopying({ store, library, messages, activeSeries, openInStore }: Host) {
  /** Other volumes that share the space of a series. */
  const targets = (series: Series): readonly Series[] =>
    series.frameOfReferenceUid === "" || series.use !== "volume"
      ? []
      : library.value.series.filter(
          (s) =>
            s.id !== series.id &&
            s.use === "volume" &&
            s.frameOfReferenceUid === series.frameOfReferenceUid &&
            s.study.patientId === series.study.patientId,
        );
  return {
    targets,
    copy(targetId: string): void {
      const series = activeSeries();
      const target = series && targets(series).find((s) => s.id === targetId);
      const state = series && store.state.series[series.id];
      const segment = state?.segments.find((s) => s.label === state.activeLabel);
      const map = series && segment && store.mapOf(series.id, segment.label);
      if (!series || !target || !segment || !map) return;
      const { name, color, property, label } = segment;
      const mask = copyToGrid(map.committed, label, series.image.grid, target.image.grid);
      if (!mask) {
        messages.say({ level: "warning", key: "edit.refused.empty_segment" });
        return;
      }
      const count = mask.reduce((n, v) => n + v, 0);
      const fields = { name, series: target.description || target.modality };
      if (count === 0) {
        messages.say({ level: "warning", key: "reading.copy.outside", fields });
        return;
      }
      openInStore(target);
      const added = store.importSegments(target.id, { key: "history.copy", fields: { name } }, [
        { name, color, property, mask },
      ]);
      if (added.length === 0) {
        messages.say({ level: "warning", key: "segments.full" });
        return;
      }
      const ml = (n: number, { image: { grid } }: Series) =>
        ((n * grid.spacing[0] * grid.spacing[1] * grid.spacing[2]) / 1000).toPrecision(4);
      const own = map.committed.reduce((n, v) => n + (v === label ? 1 : 0), 0);
      const sizes = { count, from: ml(own, series), into: ml(count, target) };
      messages.say({ level: "success", key: "reading.copy.done", fields: { ...fields, ...sizes } });
    },
  };
}
