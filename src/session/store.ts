import type { Recipe } from "#engine/recipe.ts";
import {
  applyRuns,
  differenceRuns,
  type LabelMap,
  type LabelRuns,
  protectLocked,
  touchedLabels,
  touchedSlices,
} from "./label-map.ts";
import { nextColor } from "./palette.ts";
import type { Change, Entry, Segment, SeriesState, SeriesWork, SessionEvent, SessionState, Title } from "./session.ts";

/** What listeners are told of voxels that changed: by a tool ("stroke") or by undo, redo and commands ("replace"). */
export type VoxelEvent = {
  readonly seriesId: string;
  readonly labels: readonly number[];
  readonly slices: readonly number[];
  readonly runs: LabelRuns;
  readonly direction: "forwards" | "backwards";
  readonly by: "stroke" | "history" | "command";
};

/** A document as a whole, with its voxels and its history: what a snapshot holds. */
export type SessionDocument = {
  readonly state: SessionState;
  readonly maps: ReadonlyMap<string, LabelMap>;
  readonly undo: readonly Entry[];
  readonly redo: readonly Entry[];
};

/**
 * The document with its history: the only place where it changes. Views subscribe; nothing here knows them.
 * Undo has no limit. A change of voxels is kept as runs, not as a copy of the mask.
 */
export class SessionStore {
  #state: SessionState = { series: {}, activeSeries: "" };
  #maps = new Map<string, LabelMap>();
  #undo: Entry[] = [];
  #redo: Entry[] = [];
  #listeners = new Set<() => void>();
  #voxelListeners = new Set<(event: VoxelEvent) => void>();
  #eventListeners = new Set<(event: SessionEvent) => void>();
  #history: { undo: readonly Entry[]; redo: readonly Entry[] } | null = null;

  get state(): SessionState {
    return this.#state;
  }
  /** Entries that can be undone (last is next) and redone (last is next); a new object after each change. */
  get history(): { readonly undo: readonly Entry[]; readonly redo: readonly Entry[] } {
    this.#history ??= { undo: [...this.#undo], redo: [...this.#redo] };
    return this.#history;
  }
  labelMap(seriesId: string): LabelMap | undefined {
    return this.#maps.get(seriesId);
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
    this.#maps = new Map(maps);
    this.#undo = [...undo];
    this.#redo = [...redo];
    this.#set(state);
  }
  /** Makes an entry's changes again and adds it to history, as `commitVoxels` and the others did when it was new. */
  replay(entry: Entry): void {
    for (const change of entry.changes)
      if (change.kind === "voxels") applyRuns(this.#map(change.seriesId), change.runs, "forwards");
    this.#record(entry.title, entry.changes, "history");
  }

  /** Adds a series with an empty label map; not part of history. */
  openSeries(seriesId: string, map: LabelMap, recipe: Recipe): void {
    if (this.#maps.has(seriesId)) return;
    this.#maps.set(seriesId, map);
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

  /** Adds a segment and makes it active. Returns its label, or 0 when all 255 are taken. */
  addSegment(seriesId: string, name: string, color?: Segment["color"]): number {
    const before = this.#series(seriesId);
    const label = freeLabel(before);
    if (label === 0) return 0;
    const segment: Segment = { label, name, color: color ?? nextColor(before.segments), visible: true, locked: false };
    const after = { ...before, segments: [...before.segments, segment], activeLabel: label };
    this.#record({ key: "history.add_segment", fields: { name } }, [workChange(seriesId, before, after)]);
    return label;
  }
  /** Changes name, colour, visibility or lock of a segment. */
  updateSegment(seriesId: string, label: number, patch: Partial<Omit<Segment, "label">>): void {
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
    const map = this.#map(seriesId);
    for (let i = 0; i < map.labels.length; i++) if (map.labels[i] === label) map.labels[i] = 0;
    const runs = differenceRuns(map);
    applyRuns(map, runs, "forwards");
    this.#record(
      { key: "history.remove_segment", fields: { name } },
      [{ kind: "voxels", seriesId, runs }, workChange(seriesId, before, { ...before, segments, activeLabel })],
      "command",
    );
  }

  /**
   * Takes what has been painted into the live voxels since the last entry as one step. Voxels of locked segments are
   * put back. Returns the runs, or null when nothing changed. `slices`: where to look (all, if not given).
   */
  commitVoxels(
    seriesId: string,
    title: Title,
    slices?: readonly number[],
    by: VoxelEvent["by"] = "stroke",
  ): LabelRuns | null {
    const map = this.#map(seriesId);
    let runs = differenceRuns(map, slices);
    const locked = new Set(
      this.#series(seriesId)
        .segments.filter((s) => s.locked)
        .map((s) => s.label),
    );
    if (locked.size > 0 && protectLocked(map, runs, locked) > 0) {
      // Nothing changed for the document, but views show what was painted there.
      this.#tellVoxels(seriesId, noRuns, "forwards", "command", touchedSlices(map, runs));
      runs = differenceRuns(map, slices);
    }
    if (runs.start.length === 0) return null;
    applyRuns(map, runs, "forwards");
    this.#record(title, [{ kind: "voxels", seriesId, runs }], by);
    return runs;
  }

  /** Adds segments with voxels in one step (an import, a copy). Each mask is 1 inside; later ones win where they overlap. */
  importSegments(
    seriesId: string,
    title: Title,
    segments: readonly {
      name: string;
      color: Segment["color"] | null;
      property?: Segment["property"];
      mask: Uint8Array;
    }[],
  ): number[] {
    const before = this.#series(seriesId);
    const map = this.#map(seriesId);
    let after = before;
    const labels: number[] = [];
    for (const { name, color, property, mask } of segments) {
      const label = freeLabel(after);
      if (label === 0) break;
      const drawn = { label, name, color: color ?? nextColor(after.segments), visible: true, locked: false };
      const segment: Segment = property ? { ...drawn, property } : drawn;
      after = { ...after, segments: [...after.segments, segment], activeLabel: label };
      labels.push(label);
      for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) map.labels[i] = label;
    }
    if (labels.length === 0) return labels;
    after = { ...after, activeLabel: labels[0] };
    const runs = differenceRuns(map);
    applyRuns(map, runs, "forwards");
    this.#record(title, [workChange(seriesId, before, after), { kind: "voxels", seriesId, runs }], "command");
    return labels;
  }

  /**
   * Adds segments with these names and lets `paint` write theirs and others' voxels, as one step; the active segment
   * stays. Voxels of locked segments are put back. Returns the entry; null, with nothing done, where labels run out or
   * no voxel changed.
   */
  editSegments(
    seriesId: string,
    title: Title,
    names: readonly string[],
    paint: (labels: Uint8Array, added: readonly number[]) => void,
  ): Entry | null {
    const before = this.#series(seriesId);
    const map = this.#map(seriesId);
    let after = before;
    const added: number[] = [];
    for (const name of names) {
      const label = freeLabel(after);
      if (label === 0) return null;
      const segment = { label, name, color: nextColor(after.segments), visible: true, locked: false };
      after = { ...after, segments: [...after.segments, segment] };
      added.push(label);
    }
    paint(map.labels, added);
    const locked = new Set(before.segments.filter((s) => s.locked).map((s) => s.label));
    if (locked.size > 0) protectLocked(map, differenceRuns(map), locked);
    const runs = differenceRuns(map);
    if (runs.start.length === 0) return null;
    applyRuns(map, runs, "forwards");
    const voxels: Change = { kind: "voxels", seriesId, runs };
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
      if (change.kind === "voxels") applyRuns(this.#map(change.seriesId), change.runs, direction);
      else this.#patch(change.seriesId, direction === "forwards" ? change.after : change.before);
    }
    this.#tell({ kind: direction === "forwards" ? "redo" : "undo" });
    this.#notify();
    for (const c of changes) if (c.kind === "voxels") this.#tellVoxels(c.seriesId, c.runs, direction, "history");
    return entry;
  }

  #record(title: Title, changes: readonly Change[], by: VoxelEvent["by"] = "command"): void {
    const entry = { title, changes };
    this.#undo.push(entry);
    this.#redo = [];
    for (const change of changes) if (change.kind === "series") this.#patch(change.seriesId, change.after);
    this.#tell({ kind: "entry", entry });
    this.#notify();
    for (const c of changes) if (c.kind === "voxels") this.#tellVoxels(c.seriesId, c.runs, "forwards", by);
  }
  #tellVoxels(
    seriesId: string,
    runs: LabelRuns,
    direction: VoxelEvent["direction"],
    by: VoxelEvent["by"],
    slices: readonly number[] = touchedSlices(this.#map(seriesId), runs),
  ): void {
    const event = { seriesId, labels: touchedLabels(runs), slices, runs, direction, by };
    for (const listener of this.#voxelListeners) listener(event);
  }
  /** Puts a series' recorded work back; the settings stay. */
  #patch(seriesId: string, work: SeriesWork): void {
    this.#put(seriesId, { ...work, recipe: this.#series(seriesId).recipe });
  }
  #put(seriesId: string, state: SeriesState): void {
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
  #map(seriesId: string): LabelMap {
    const map = this.#maps.get(seriesId);
    if (!map) throw new Error(`No label map for series ${seriesId}`);
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

function freeLabel(series: SeriesState): number {
  for (let label = 1; label <= 255; label++) if (!series.segments.some((s) => s.label === label)) return label;
  return 0;
}
