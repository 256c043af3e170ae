import type { Allocate, LabelMap } from "../label-map.ts";
import { layerOf } from "../layers.ts";
import type { Entry, SeriesState } from "../session.ts";
import type { Layers, SessionDocument } from "../store.ts";
import { dims, list, object, recipe, string, whole, work } from "./check.ts";
import { entryFromJson, entryToJson } from "./entry.ts";
import type { Content } from "./migrations/index.ts";
import { packLabels, unpackLabels } from "./voxels.ts";

/** A whole document as the content of one record: what a journal begins with, and what a project file holds. */
export function snapshotToContent({ state, maps, undo, redo }: SessionDocument): Content {
  const blocks: Uint8Array[] = [];
  const json = {
    kind: "snapshot",
    activeSeries: state.activeSeries,
    series: [...maps].map(([seriesId, layers]) => seriesToJson(seriesId, layers, state.series[seriesId], blocks)),
    undo: undo.map((entry) => entryToJson(entry, blocks)),
    redo: redo.map((entry) => entryToJson(entry, blocks)),
  };
  return { json, blocks };
}

/** Layers that no segment lies in are empty, and left out. */
function seriesToJson(seriesId: string, layers: Layers, state: SeriesState, blocks: Uint8Array[]): unknown {
  const pack = (map: LabelMap) => blocks.push(packLabels(map.committed)) - 1;
  const used = new Set(state.segments.map(layerOf));
  const [[, first], ...rest] = [...layers].sort(([a], [b]) => a - b);
  const more = rest.filter(([layer]) => used.has(layer)).map(([layer, map]) => ({ layer, labels: pack(map) }));
  return {
    seriesId,
    dims: first.dims,
    labels: pack(first),
    ...(more.length === 0 ? {} : { layers: more }),
    ...state,
  };
}

export const isSnapshot = ({ json }: Content): boolean =>
  typeof json === "object" && json !== null && "kind" in json && json.kind === "snapshot";

/** The document of a snapshot, in memory of its own; throws where it contradicts itself. */
export function documentFromContent({ json, blocks }: Content, allocate: Allocate): SessionDocument {
  const all = object(json, "snapshot");
  const maps = new Map<string, Layers>();
  const series: Record<string, SeriesState> = {};
  for (const item of list(all.series, "series")) {
    const one = object(item, "series");
    const seriesId = string(one.seriesId, "series");
    const size = dims(one.dims);
    const unpacked = (block: unknown): LabelMap => {
      const labels = allocate(size[0] * size[1] * size[2]);
      unpackLabels(blocks[whole(block, "labels", 0, blocks.length - 1)], labels);
      const committed = allocate(labels.length);
      committed.set(labels);
      return { dims: size, labels, committed };
    };
    const layers = new Map([[0, unpacked(one.labels)]]);
    for (const item of one.layers === undefined ? [] : list(one.layers, "layers")) {
      const further = object(item, "layer");
      const number = whole(further.layer, "layer", 1, 254);
      if (layers.has(number)) throw new TypeError(`Layer ${number} is there twice`);
      layers.set(number, unpacked(further.labels));
    }
    maps.set(seriesId, layers);
    series[seriesId] = { ...work(one), recipe: recipe(one.recipe) };
    for (const s of series[seriesId].segments)
      if (!layers.has(layerOf(s))) throw new TypeError(`Segment ${s.label} lies in a layer that is not there`);
  }
  const voxelsOf = (id: string) => {
    const map = maps.get(id)?.get(0);
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
