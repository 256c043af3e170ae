import type { LabelMap } from "../label-map.ts";
import type { Entry, SeriesState } from "../session.ts";
import type { SessionDocument } from "../store.ts";
import { dims, list, object, recipe, string, whole, work } from "./check.ts";
import { entryFromJson, entryToJson } from "./entry.ts";
import type { Content } from "./migrations/index.ts";
import { packLabels, unpackLabels } from "./voxels.ts";

/** Zeroed memory for a label map, shared where the host can. */
export type Allocate = (voxels: number) => Uint8Array;

/** A whole document as the content of one record: what a journal begins with, and what a project file holds. */
export function snapshotToContent({ state, maps, undo, redo }: SessionDocument): Content {
  const blocks: Uint8Array[] = [];
  const json = {
    kind: "snapshot",
    activeSeries: state.activeSeries,
    series: [...maps].map(([seriesId, map]) => ({
      seriesId,
      dims: map.dims,
      labels: blocks.push(packLabels(map.committed)) - 1,
      ...state.series[seriesId],
    })),
    undo: undo.map((entry) => entryToJson(entry, blocks)),
    redo: redo.map((entry) => entryToJson(entry, blocks)),
  };
  return { json, blocks };
}

export const isSnapshot = ({ json }: Content): boolean =>
  typeof json === "object" && json !== null && "kind" in json && json.kind === "snapshot";

/** The document of a snapshot, in memory of its own; throws where it contradicts itself. */
export function documentFromContent({ json, blocks }: Content, allocate: Allocate): SessionDocument {
  const all = object(json, "snapshot");
  const maps = new Map<string, LabelMap>();
  const series: Record<string, SeriesState> = {};
  for (const item of list(all.series, "series")) {
    const one = object(item, "series");
    const seriesId = string(one.seriesId, "series");
    const size = dims(one.dims);
    const labels = allocate(size[0] * size[1] * size[2]);
    unpackLabels(blocks[whole(one.labels, "labels", 0, blocks.length - 1)], labels);
    const committed = allocate(labels.length);
    committed.set(labels);
    maps.set(seriesId, { dims: size, labels, committed });
    series[seriesId] = { ...work(one), recipe: recipe(one.recipe) };
  }
  const voxelsOf = (id: string) => {
    const map = maps.get(id);
    if (!map) throw new TypeError(`History speaks of a series that is not there: ${id}`);
    return map.labels.length;
  };
  const entries = (value: unknown, what: string): Entry[] =>
    list(value, what).map((entry) => entryFromJson(entry, blocks, voxelsOf));
  return {
    state: { series, activeSeries: string(all.activeSeries, "activeSeries") },
    maps,
    undo: entries(all.undo, "undo"),
    redo: entries(all.redo, "redo"),
  };
}
