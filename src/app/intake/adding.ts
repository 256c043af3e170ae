import type { ImportedSegmentation, Series } from "#io/series.ts";
import type { LabelMap } from "#session/label-map.ts";
import type { Entry } from "#session/session.ts";
import type { SessionStore } from "#session/store.ts";
import type { Cell } from "../state/cell.ts";
import type { Library } from "../state/library.ts";
import type { MessageCentre } from "../state/messages.ts";
import { agreement } from "../state/overlap.ts";

type Host = {
  readonly store: SessionStore;
  readonly library: Cell<Library>;
  readonly messages: MessageCentre;
  readonly seriesById: (id: string) => Series | undefined;
  readonly openInStore: (series: Series) => LabelMap;
  /** Voxels of a segment. */
  readonly countOf: (seriesId: string, label: number) => number;
};

/** Brings regions that came with a study into the document, and remembers which are there. */
export function createAdding({ store, library, messages, seriesById, openInStore, countOf }: Host) {
  /**
   * Adds regions that came with a study to the segments, in one step. What is drawn already stays, and each region is
   * whole: those that overlap lie in layers of their own.
   */
  function addSegmentation(segmentation: ImportedSegmentation, indices?: readonly number[]): void {
    const series = seriesById(segmentation.seriesId);
    if (!series) return;
    openInStore(series);
    const isReference = library.value.references.has(segmentation.id);
    const before = store.state.series[series.id].activeLabel;
    if (isReference) compare(segmentation, before);
    const drawn = segmentation.segments.filter(
      (s, i) => s.voxels > 0 && (indices === undefined || indices.includes(i)),
    );
    const keys = segmentation.segments.map((_, i) => `${segmentation.id}/${i}`);
    const added = indices === undefined ? keys : keys.filter((_, i) => indices.includes(i));
    const fields = { name: drawn[0]?.name ?? segmentation.label, added: added.join("\n") };
    const title = { key: "history.import", fields };
    const labels = store.importSegments(series.id, title, drawn);
    const left = drawn.slice(labels.length);
    if (left.length > 0) {
      const names = left.map((s) => s.name).join(", ");
      messages.say({ level: "warning", key: "layers.full", fields: { names, count: left.length } });
    }
    if (isReference && before > 0) store.activateSegment(series.id, before);
    markAdded(added, true);
  }

  function markAdded(keys: readonly string[], on: boolean): void {
    library.update((now) => {
      const rest = [...now.added].filter((key) => !keys.includes(key));
      return { ...now, added: new Set(on ? [...rest, ...keys] : rest) };
    });
  }

  /** After a step through history: what an undone import had added can be added again. */
  function followImport(entry: Entry | null, on: boolean): void {
    if (entry?.title.key === "history.import") markAdded(String(entry.title.fields?.added ?? "").split("\n"), on);
  }

  /** Says how well the active segment agrees with the finished one that it overlaps most. */
  function compare({ seriesId, segments }: ImportedSegmentation, label: number): void {
    const mine = store.state.series[seriesId]?.segments.find((s) => s.label === label);
    const map = store.mapOf(seriesId, label);
    if (!mine || !map || countOf(seriesId, label) === 0) return;
    const pairs = segments.map((s) => ({ name: s.name, ...agreement(s.mask, map.committed, label) }));
    const best = pairs.toSorted((a, b) => (b.dice ?? 0) - (a.dice ?? 0))[0];
    if (!best || best.dice === null) return;
    const { name, dice, ofMask, ofSegment } = best;
    const fields = { mine: mine.name, reference: name, dice: dice.toFixed(3), ofMask, ofSegment };
    messages.say({ level: "success", key: "segments.compared", fields });
  }

  /** Takes a fractional segmentation at another share; its regions can then be added (again). */
  function cutFraction(id: string, threshold: number): void {
    const old = library.value.segmentations.find((s) => s.id === id);
    const made = old?.fraction?.at(threshold);
    if (!old || !made || "finding" in made) return;
    markAdded(
      old.segments.map((_, i) => `${id}/${i}`),
      false,
    );
    library.update((now) => ({
      ...now,
      segmentations: now.segmentations.map((s) => (s === old ? { ...made, sha256: old.sha256 } : s)),
    }));
  }

  return { addSegmentation, cutFraction, followImport };
}
