import i18next from "i18next";
import { layerOf } from "#session/layers.ts";
import type { Segment, SeriesState } from "#session/session.ts";
import type { SessionStore } from "#session/store.ts";
import type { MessageCentre } from "../state/messages.ts";

type Host = { readonly store: SessionStore; readonly messages: MessageCentre };

/** What can be done with the layer of a segment. */
export type LayerMoves = {
  /** It shares its layer, and could have one of its own. */
  readonly own: boolean;
  /** Layers of other segments, where it could go; 0 is the first. */
  readonly merge: readonly number[];
};

export function movesOf({ segments }: Pick<SeriesState, "segments">, segment: Segment): LayerMoves {
  const layer = layerOf(segment);
  const others = segments.filter((s) => s.label !== segment.label).map(layerOf);
  const merge = [...new Set([0, ...others])].filter((l) => l !== layer).sort((a, b) => a - b);
  return { own: others.includes(layer), merge };
}

/** Puts segments into layers, so that they may overlap, and back, each as one step of history. */
export function createLayering({ store, messages }: Host) {
  const find = (seriesId: string, label: number) =>
    store.state.series[seriesId]?.segments.find((s) => s.label === label);
  /** Names of a layer's segments that lie under a segment. */
  function others(seriesId: string, label: number, layer: number): string {
    const mine = store.mapOf(seriesId, label)?.committed;
    const theirs = store.labelMap(seriesId, layer)?.committed;
    const met = new Set<number>();
    for (let i = 0; mine && theirs && i < mine.length; i++) if (mine[i] === label) met.add(theirs[i]);
    const segments = store.state.series[seriesId]?.segments ?? [];
    return segments.flatMap((s) => (met.has(s.label) ? [s.name] : [])).join(", ");
  }
  return {
    /** Gives a segment a layer of its own: what is drawn of it takes nothing from others any more. */
    own(seriesId: string, label: number): void {
      const segment = find(seriesId, label);
      if (segment)
        store.moveSegment(seriesId, label, "own", { key: "history.own_layer", fields: { name: segment.name } });
    },
    /** Puts a segment into the layer of others; refused, with a message, where it would be cut. */
    merge(seriesId: string, label: number, layer: number): boolean {
      const segment = find(seriesId, label);
      if (!segment) return false;
      const names = { name: segment.name, n: layer + 1 };
      const count = store.moveSegment(seriesId, label, layer, { key: "history.merge_layer", fields: names });
      if (count === 0) return true;
      const fields = { ...names, count, others: others(seriesId, label, layer) };
      messages.say({ level: "warning", key: "layers.overlaps", fields });
      return false;
    },
    /** Copies a segment: the copy lies over it, in a layer where it has room. */
    copy(seriesId: string, label: number): void {
      const segment = find(seriesId, label);
      const map = store.mapOf(seriesId, label);
      if (!segment || !map) return;
      const mask = map.committed.map((v) => (v === label ? 1 : 0));
      if (!mask.includes(1)) return;
      const copy = { name: i18next.t("layers.copyOf", { name: segment.name }), color: null, mask };
      const told = segment.property ? { ...copy, property: segment.property } : copy;
      const title = { key: "history.copy_layer", fields: { name: segment.name } };
      if (store.importSegments(seriesId, title, [told]).length === 0)
        messages.say({ level: "warning", key: "segments.full" });
    },
  };
}
