import type { Recipe } from "#engine/recipe.ts";
import {
  type Allocate,
  applyRuns,
  differenceRuns,
  type LabelMap,
  type LabelRuns,
  protectLocked,
  touchedLabels,
  touchedSlices,
} from "./label-map.ts";
import { freeLayer, inLayer, layerOf, layerOfLabel, overlaps, sharedVoxels } from "./layers.ts";
import { nextColor } from "./palette.ts";
import type { Change, Entry, Segment, SeriesState, SeriesWork, SessionEvent, SessionState, Title } from "./session.ts";

/** What listeners are told of voxels that changed: by a tool ("stroke") or by undo, redo and commands ("replace"). */
export type VoxelEvent = {
  readonly seriesId: string;
  readonly layer: number;
  readonly labels: readonly number[];
  readonly slices: readonly number[];
  readonly runs: LabelRuns;
  readonly direction: "forwards" | "backwards";
  readonly by: "stroke" | "history" | "command";
};

/** The label maps of a series by layer; the first, 0, is always there. */
export type Layers = ReadonlyMap<number, LabelMap>;
const none: Layers = new Map();

/** A document as a whole, with its voxels and its history: what a snapshot holds. */
export type SessionDocument = {
  readonly state: SessionState;
  readonly maps: ReadonlyMap<string, Layers>;
  readonly undo: readonly Entry[];
  readonly redo: readonly Entry[];
};

/**
 * The document with its history: the only place where it changes. Views subscribe; nothing here knows them.
 * Undo has no limit. A change of voxels is kept as runs, not as a copy of the mask.
 */
export class SessionStore {
  #state: SessionState = { series: {}, activeSeries: "" };
  #maps = new Map<string, Map<number, LabelMap>>();
  #undo: Entry[] = [];
  #redo: Entry[] = [];
  #listeners = new Set<() => void>();
  #voxelListeners = new Set<(event: VoxelEvent) => void>();
  #eventListeners = new Set<(event: SessionEvent) => void>();
  #history: { undo: readonly Entry[]; redo: readonly Entry[] } | null = null;

  /** `allocate` gives the memory of layers beyond the first of a series; they are made when they are first needed. */
  constructor(private readonly allocate: Allocate = (voxels) => new Uint8Array(voxels)) {}

  get state(): SessionState {
    return this.#state;
  }
  /** Entries that can be undone (last is next) and redone (last is next); a new object after each change. */
  get history(): { readonly undo: readonly Entry[]; readonly redo: readonly Entry[] } {
    this.#history ??= { undo: [...this.#undo], redo: [...this.#redo] };
    return this.#history;
  }
  labelMap(seriesId: string, layer = 0): LabelMap | undefined {
    return this.#maps.get(seriesId)?.get(layer);
  }
  /** The label map that holds a segment's voxels: whoever asks which voxels it has asks here. */
  mapOf(seriesId: string, label: number): LabelMap | undefined {
    return this.labelMap(seriesId, layerOfLabel(this.#state.series[seriesId], label));
  }
  /** Every label map of a series, by layer; none where it is not open. */
  layers(seriesId: string): Layers {
    return this.#maps.get(seriesId) ?? none;
  }
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  onVoxels(listener: (event: VoxelEvent) => void): () => void {
    this.#voxelListeners.add(listener);
    return () => this.#voxelListeners.delete(listener);
  }

  /** Tells each change of the document as it is made, in order: what a journal writes down. */
  onEvent(listener: (event: SessionEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }
  /** The document as it is now. Its label maps are the live ones; `committed` is what belongs to its history. */
  get document(): SessionDocument {
    return { state: this.#state, maps: this.#maps, undo: this.#undo, redo: this.#redo };
  }
  /** Takes a whole document in place of an empty one. */
  restore({ state, maps, undo, redo }: SessionDocument): void {
    this.#maps = new Map([...maps].map(([id, layers]) => [id, new Map(layers)]));
    this.#undo = [...undo];
    this.#redo = [...redo];
    this.#set(state);
  }
  /** Makes an entry's changes again and adds it to history, as `commitVoxels` and the others did when it was new. */
  replay(entry: Entry): void {
    for (const change of entry.changes)
      if (change.kind === "voxels") applyRuns(this.#map(change.seriesId, change.layer), change.runs, "forwards");
    this.#record(entry.title, entry.changes, "history");
  }

  /** Adds a series with an empty label map; not part of history. */
  openSeries(seriesId: string, map: LabelMap, recipe: Recipe): void {
    if (this.#maps.has(seriesId)) return;
    this.#maps.set(seriesId, new Map([[0, map]]));
    const series = { ...this.#state.series, [seriesId]: { segments: [], activeLabel: 0, recipe } };
    this.#state = { ...this.#state, series };
    this.#tell({ kind: "open", seriesId, dims: map.dims, recipe });
    this.#notify();
  }
  /** Puts a series in view; not part of history. */
  activate(seriesId: string): void {
    if (this.#state.activeSeries === seriesId) return;
    this.#state = { ...this.#state, activeSeries: seriesId };
    this.#tell({ kind: "series", seriesId });
    this.#notify();
  }
  /** Chooses the segment to draw with; not part of history. */
  activateSegment(seriesId: string, label: number): void {
    const series = this.#series(seriesId);
    if (series.activeLabel === label) return;
    this.#put(seriesId, { ...series, activeLabel: label });
    this.#tell({ kind: "segment", seriesId, label });
    this.#notify();
  }
  /** Changes settings; not part of history (settings are not work that can be lost). */
  setRecipe(seriesId: string, recipe: Recipe): void {
    this.#put(seriesId, { ...this.#series(seriesId), recipe });
    this.#tell({ kind: "recipe", seriesId, recipe });
    this.#notify();
  }

  /**
   * Adds a segment and makes it active, in the layer of the one that was, or "own": where no other is. Returns its
   * label, or 0 when all 255 are taken.
   */
  addSegment(
    seriesId: string,
    name: string,
    color?: Segment["color"],
    where: "active" | "own" = "active",
    property?: Segment["property"],
  ): number {
    const before = this.#series(seriesId);
    const label = freeLabel(before);
    if (label === 0) return 0;
    const layer = where === "own" ? freeLayer(before) : layerOfLabel(before, before.activeLabel);
    this.#map(seriesId, layer);
    const segment = newSegment(before, label, layer, { name, color, property });
    const after = { ...before, segments: [...before.segments, segment], activeLabel: label };
    this.#record({ key: "history.add_segment", fields: { name } }, [workChange(seriesId, before, after)]);
    return label;
  }
  /** Changes name, colour, visibility or lock of a segment. */
  updateSegment(seriesId: string, label: number, patch: Partial<Omit<Segment, "label" | "layer">>): void {
    const before = this.#series(seriesId);
    const segments = before.segments.map((s) => (s.label === label ? { ...s, ...patch } : s));
    const name = before.segments.find((s) => s.label === label)?.name ?? "";
    const title = { key: "history.update_segment", fields: { name } };
    this.#record(title, [workChange(seriesId, before, { ...before, segments })]);
  }
  /** Changes what is recorded of a series, but for its voxels, as one step. */
  changeWork(seriesId: string, title: Title, change: (work: SeriesWork) => SeriesWork): void {
    const before = this.#series(seriesId);
    const after = { ...change(before), recipe: before.recipe };
    this.#record(title, [workChange(seriesId, before, after)]);
  }
  /** Removes a segment and its voxels, as one step. */
  removeSegment(seriesId: string, label: number): void {
    const before = this.#series(seriesId);
    const name = before.segments.find((s) => s.label === label)?.name ?? "";
    const segments = before.segments.filter((s) => s.label !== label);
    const activeLabel = before.activeLabel === label ? (segments.at(-1)?.label ?? 0) : before.activeLabel;
    const layer = layerOfLabel(before, label);
    const map = this.#map(seriesId, layer);
    for (let i = 0; i < map.labels.length; i++) if (map.labels[i] === label) map.labels[i] = 0;
    this.#record(
      { key: "history.remove_segment", fields: { name } },
      [this.#taken(seriesId, layer), workChange(seriesId, before, { ...before, segments, activeLabel })],
      "command",
    );
  }
  /**
   * Puts a segment with its voxels into another layer, or "own": where no other is, as one step. Returns how many of its voxels are another
   * segment's there: unless that is 0, nothing is done.
   */
  moveSegment(seriesId: string, label: number, where: number | "own", title: Title): number {
    const before = this.#series(seriesId);
    const layer = where === "own" ? freeLayer(before) : where;
    const from = layerOfLabel(before, label);
    if (from === layer || !before.segments.some((s) => s.label === label)) return 0;
    const [source, target] = [this.#map(seriesId, from), this.#map(seriesId, layer)];
    const mask = source.committed.map((v) => (v === label ? 1 : 0));
    const shared = sharedVoxels(mask, target.committed);
    if (shared > 0) return shared;
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0) continue;
      source.labels[i] = 0;
      target.labels[i] = label;
    }
    const segments = before.segments.map((s) => {
      const { label: own, layer: _, ...rest } = s;
      return own === label ? { label, ...inLayer(layer), ...rest } : s;
    });
    const moved = [this.#taken(seriesId, from), this.#taken(seriesId, layer)];
    this.#record(title, [workChange(seriesId, before, { ...before, segments }), ...moved]);
    return 0;
  }

  /**
   * Takes what has been painted into the live voxels since the last entry as one step. Voxels of locked segments are
   * put back. Returns the runs, or null when nothing changed. `slices`: where to look (all, if not given). `layer`:
   * that of the active segment, if not given.
   */
  commitVoxels(
    seriesId: string,
    title: Title,
    slices?: readonly number[],
    by: VoxelEvent["by"] = "stroke",
    layer = layerOfLabel(this.#series(seriesId), this.#series(seriesId).activeLabel),
  ): LabelRuns | null {
    const map = this.#map(seriesId, layer);
    let runs = differenceRuns(map, slices);
    const locked = new Set(
      this.#series(seriesId)
        .segments.filter((s) => s.locked)
        .map((s) => s.label),
    );
    if (locked.size > 0 && protectLocked(map, runs, locked) > 0) {
      // Nothing changed for the document, but views show what was painted there.
      this.#tellVoxels({ seriesId, layer, runs: noRuns }, "forwards", "command", touchedSlices(map, runs));
      runs = differenceRuns(map, slices);
    }
    if (runs.start.length === 0) return null;
    this.#record(title, [this.#taken(seriesId, layer, runs)], by);
    return runs;
  }

  /**
   * Adds segments with voxels in one step (an import, a copy). Each mask is 1 inside, and whole it stays: a segment goes
   * into the first layer where all its voxels are free. Returns their labels, fewer than asked for where labels run out.
   */
  importSegments(
    seriesId: string,
    title: Title,
    segments: readonly {
      name: string;
      color: Segment["color"] | null;
      property?: Segment["property"];
      mask: Uint8Array;
      /** Where its voxels lie; see `ImportedSegment`. */
      extent?: readonly [number, number];
    }[],
  ): number[] {
    const before = this.#series(seriesId);
    let after = before;
    const labels: number[] = [];
    const painted = new Set<number>();
    try {
      for (const { mask, extent: [from, to] = [0, mask.length], ...told } of segments) {
        const label = freeLabel(after);
        if (label === 0) break;
        let layer = 0;
        while (overlaps(mask, this.#map(seriesId, layer).labels, from, to)) layer++;
        after = { ...after, segments: [...after.segments, newSegment(after, label, layer, told)] };
        labels.push(label);
        painted.add(layer);
        const map = this.#map(seriesId, layer);
        for (let i = from; i < to; i++) if (mask[i] !== 0) map.labels[i] = label;
      }
    } catch (error) {
      // No memory for another layer: all or nothing.
      for (const layer of painted) {
        const map = this.#map(seriesId, layer);
        map.labels.set(map.committed);
      }
      throw error;
    }
    if (labels.length === 0) return labels;
    after = { ...after, activeLabel: labels[0] };
    const voxels = [...painted].map((layer) => this.#taken(seriesId, layer));
    this.#record(title, [workChange(seriesId, before, after), ...voxels], "command");
    return labels;
  }

  /**
   * Adds segments with these names to the layer of the active one and lets `paint` write theirs and others' voxels there,
   * as one step; the active segment stays. Voxels of locked segments are put back. Returns the entry; null, with nothing done, where labels run out or
   * no voxel changed.
   */
  editSegments(
    seriesId: string,
    title: Title,
    names: readonly string[],
    paint: (labels: Uint8Array, added: readonly number[]) => void,
  ): Entry | null {
    const before = this.#series(seriesId);
    const layer = layerOfLabel(before, before.activeLabel);
    const map = this.#map(seriesId, layer);
    let after = before;
    const added: number[] = [];
    for (const name of names) {
      const label = freeLabel(after);
      if (label === 0) return null;
      after = { ...after, segments: [...after.segments, newSegment(after, label, layer, { name })] };
      added.push(label);
    }
    paint(map.labels, added);
    const locked = new Set(before.segments.filter((s) => s.locked).map((s) => s.label));
    if (locked.size > 0) protectLocked(map, differenceRuns(map), locked);
    const runs = differenceRuns(map);
    if (runs.start.length === 0) return null;
    const voxels = this.#taken(seriesId, layer, runs);
    this.#record(title, names.length === 0 ? [voxels] : [workChange(seriesId, before, after), voxels]);
    return this.#undo.at(-1) ?? null;
  }

  undo(): Entry | null {
    return this.#step(this.#undo, this.#redo, "backwards");
  }
  redo(): Entry | null {
    return this.#step(this.#redo, this.#undo, "forwards");
  }

  #step(from: Entry[], to: Entry[], direction: "forwards" | "backwards"): Entry | null {
    const entry = from.pop();
    if (!entry) return null;
    to.push(entry);
    const changes = direction === "forwards" ? entry.changes : [...entry.changes].reverse();
    for (const change of changes) {
      if (change.kind === "voxels") applyRuns(this.#map(change.seriesId, change.layer), change.runs, direction);
      else this.#patch(change.seriesId, direction === "forwards" ? change.after : change.before);
    }
    this.#tell({ kind: direction === "forwards" ? "redo" : "undo" });
    this.#notify();
    for (const c of changes) if (c.kind === "voxels") this.#tellVoxels(c, direction, "history");
    return entry;
  }

  #record(title: Title, changes: readonly Change[], by: VoxelEvent["by"] = "command"): void {
    const entry = { title, changes };
    this.#undo.push(entry);
    this.#redo = [];
    for (const change of changes) if (change.kind === "series") this.#patch(change.seriesId, change.after);
    this.#tell({ kind: "entry", entry });
    this.#notify();
    for (const c of changes) if (c.kind === "voxels") this.#tellVoxels(c, "forwards", by);
  }
  /** What was painted into a layer since the last entry, taken as a change. */
  #taken(seriesId: string, layer: number, runs = differenceRuns(this.#map(seriesId, layer))): VoxelChange {
    applyRuns(this.#map(seriesId, layer), runs, "forwards");
    return { kind: "voxels", seriesId, ...inLayer(layer), runs };
  }
  #tellVoxels(
    { seriesId, layer = 0, runs }: Omit<VoxelChange, "kind">,
    direction: VoxelEvent["direction"],
    by: VoxelEvent["by"],
    slices: readonly number[] = touchedSlices(this.#map(seriesId, layer), runs),
  ): void {
    const event = { seriesId, layer, labels: touchedLabels(runs), slices, runs, direction, by };
    for (const listener of this.#voxelListeners) listener(event);
  }
  /** Puts a series' recorded work back; the settings stay. */
  #patch(seriesId: string, work: SeriesWork): void {
    this.#put(seriesId, { ...work, recipe: this.#series(seriesId).recipe });
  }
  #put(seriesId: string, state: SeriesState): void {
    for (const segment of state.segments) this.#map(seriesId, layerOf(segment));
    this.#state = { ...this.#state, series: { ...this.#state.series, [seriesId]: state } };
  }
  #set(state: SessionState): void {
    this.#state = state;
    this.#notify();
  }
  /** Told before views are: nothing that a view does may come between a change and its record. */
  #tell(event: SessionEvent): void {
    this.#history = null;
    for (const listener of this.#eventListeners) listener(event);
  }
  #notify(): void {
    this.#history = null;
    for (const listener of this.#listeners) listener();
  }
  #series(seriesId: string): SeriesState {
    const state = this.#state.series[seriesId];
    if (!state) throw new Error(`No series ${seriesId} in this session`);
    return state;
  }
  /** The label map of a layer, made where it is asked for first. */
  #map(seriesId: string, layer = 0): LabelMap {
    const layers = this.#maps.get(seriesId);
    const first = layers?.get(0);
    if (!layers || !first) throw new Error(`No label map for series ${seriesId}`);
    const found = layers.get(layer);
    if (found) return found;
    const voxels = first.labels.length;
    const map = { dims: first.dims, labels: this.allocate(voxels), committed: this.allocate(voxels) };
    layers.set(layer, map);
    return map;
  }
}

const noRuns: LabelRuns = {
  start: new Uint32Array(),
  length: new Uint32Array(),
  before: new Uint8Array(),
  after: new Uint8Array(),
};

function workChange(seriesId: string, before: SeriesState, after: SeriesState): Change {
  const work = ({ recipe: _, ...rest }: SeriesState): SeriesWork => rest;
  return { kind: "series", seriesId, before: work(before), after: work(after) };
}

type VoxelChange = Extract<Change, { kind: "voxels" }>;

function newSegment(
  { segments }: SeriesState,
  label: number,
  layer: number,
  { name, color, property }: { name: string; color?: Segment["color"] | null; property?: Segment["property"] },
): Segment {
  const drawn = { label, ...inLayer(layer), name, color: color ?? nextColor(segments), visible: true, locked: false };
  return property ? { ...drawn, property } : drawn;
}

function freeLabel(series: SeriesState): number {
  for (let label = 1; label <= 255; label++) if (!series.segments.some((s) => s.label === label)) return label;
  return 0;
}
