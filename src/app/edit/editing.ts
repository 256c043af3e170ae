import i18next from "i18next";
import { type OperationId, planOperation } from "#engine/edit/index.ts";
import {
  type EditRefusal,
  initialValues,
  isRefusal,
  type RefusalReason,
  refuse,
  type Values,
} from "#engine/edit/operation.ts";
import { type Scene, setApart, writeEdit } from "#engine/edit/plan-edit.ts";
import { beginSeeds, growSeeds, writeSeeds } from "#engine/edit/seeds.ts";
import { isRadiomicaError } from "#engine/errors.ts";
import type { Series } from "#io/series.ts";
import type { LabelMap } from "#session/label-map.ts";
import { layerOf, layerOfLabel } from "#session/layers.ts";
import type { Entry, SeriesState } from "#session/session.ts";
import type { SessionStore } from "#session/store.ts";
import type { Pool } from "#workers/protocol.ts";
import { type Cell, cell } from "../state/cell.ts";
import { planeOf } from "../viewer/planes.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { type EditId, editEntry, offered } from "./menu.ts";
import { createPreview } from "./preview.ts";

/** What became of an operation. */
export type EditReport =
  | {
      readonly kind: "done";
      readonly id: EditId;
      readonly added: number;
      readonly removed: number;
      /** Voxels that it wanted and that stayed with other segments. */
      readonly taken: number;
      readonly threshold: number | null;
      readonly entry: Entry;
    }
  | { readonly kind: "refused"; readonly id: EditId; readonly reason: RefusalReason };

export type EditingState = {
  readonly id: EditId;
  /** What changes becomes a segment of its own. */
  readonly apart: boolean;
  readonly values: Readonly<Record<string, Values>>;
  /** Counts how often the section was asked for by name. */
  readonly asked: number;
  readonly report: EditReport | null;
  /** Changes are shown over the images before they are applied. */
  readonly preview: boolean;
  /** 0 to 1, or null where progress is not known; undefined when nothing runs. */
  readonly running?: number | null;
};

type Host = {
  readonly store: SessionStore;
  readonly viewer: Cell<Viewer | null>;
  readonly activeSeries: () => Series | undefined;
  /** Where operations are worked out beside the page; without it, or where memory cannot be shared, in the page. */
  readonly pool?: Pick<Pool, "run" | "shared">;
};

/** A moment for the page to draw. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 20));

/** Operations on the active segment: which one is chosen, its options, and doing it as one step of history. */
export function createEditing({ store, viewer, activeSeries, pool }: Host) {
  const state = cell<EditingState>({ id: "margin", apart: false, values: {}, asked: 0, report: null, preview: true });
  let stop = new AbortController();

  const seriesState = (series: Series): SeriesState => store.state.series[series.id];

  /** Where an operation's values are kept: distances for all series, intensities and segments for each. */
  const keyOf = (series: Series, id: EditId) => {
    const own = Object.values(editEntry(id).options).some(
      (o) => o.kind === "segment" || (o.kind === "number" && o.unit === "intensity"),
    );
    return own ? `${series.id}/${id}` : id;
  };

  /** The values of an operation's options, with first ones where none were given. */
  function valuesOf(series: Series, id: EditId): Values {
    const entry = editEntry(id);
    const values = { ...initialValues(entry, series.range), ...state.value.values[keyOf(series, id)] };
    const { segments, activeLabel } = seriesState(series);
    for (const [name, option] of Object.entries(entry.options)) {
      if (option.kind !== "segment") continue;
      const others = segments.filter((s) => s.label !== activeLabel);
      if (!others.some((s) => s.label === values[name])) values[name] = others[0]?.label ?? 0;
    }
    return values;
  }

  function sceneOf(series: Series): Scene | null {
    const { segments, activeLabel } = seriesState(series);
    const map = store.mapOf(series.id, activeLabel);
    if (!map) return null;
    const { grid, data } = series.image;
    return {
      dims: grid.dims,
      spacing: grid.spacing,
      data,
      labels: map.labels,
      label: activeLabel,
      elsewhere: elsewhere(series, map),
      locked: new Set(segments.filter((s) => s.locked).map((s) => s.label)),
      plane: planeInView(series),
    };
  }
  /** Segments of other layers than this one's, with their label maps. */
  function elsewhere(series: Series, here: LabelMap): Map<number, Uint8Array> {
    const others = seriesState(series).segments.flatMap(({ label }) => {
      const map = store.mapOf(series.id, label);
      return map && map !== here ? [[label, map.labels] as const] : [];
    });
    return new Map(others);
  }
  function planeInView({ image }: Series): Scene["plane"] {
    const snapshot = viewer.value?.snapshot;
    const flat = snapshot?.views.filter((v) => v.plane !== "3d") ?? [];
    const view = flat.find((v) => v.viewportId === snapshot?.activeViewport) ?? flat[0];
    if (!view || view.plane === "3d") return null;
    return { axis: planeOf(image.grid, view.plane).axis, slice: view.slice };
  }

  /** Names in history: numbers and other segments of the operation. */
  function fieldsOf(series: Series, values: Values): Record<string, string | number> {
    const named = seriesState(series).segments.find((s) => s.label === values.other)?.name ?? "";
    return { ...values, other: named };
  }

  /** Works an operation out; nothing is written. */
  async function plan(scene: Scene, id: OperationId, values: Values, signal: AbortSignal) {
    if (pool?.shared) return pool.run("edit", { scene, id, values }, { signal, priority: 1 });
    return planOperation(scene, id, values);
  }

  async function perform(series: Series, id: OperationId): Promise<EditReport> {
    const scene = sceneOf(series);
    if (!scene) return { kind: "refused", id, reason: "no_segment" };
    const values = valuesOf(series, id);
    const before = store.history.undo.at(-1);
    const planned = await plan(scene, id, values, stop.signal);
    // Someone drew meanwhile: it would be undone, or done to something else.
    if (store.history.undo.at(-1) !== before) return { kind: "refused", id, reason: "interrupted" };
    if (isRefusal(planned)) return { kind: "refused", id, reason: planned.refused };
    const edit = state.value.apart && planned.further === 0 ? setApart(planned) : planned;
    const name = seriesState(series).segments.find((s) => s.label === scene.label)?.name ?? "";
    const names = Array.from({ length: edit.further }, (_, n) =>
      id === "split_islands" ? `${name} (${n + 2})` : `${name}: ${i18next.t(`command.modify_${id}`)}`,
    );
    if (names.length + seriesState(series).segments.length > 255) return { kind: "refused", id, reason: "no_label" };
    const title = { key: `history.modify_${id}`, fields: fieldsOf(series, values) };
    const entry = store.editSegments(series.id, title, names, (labels, added) =>
      writeEdit(labels, scene.dims, edit, scene.label, added),
    );
    if (!entry) return { kind: "refused", id, reason: "unchanged" };
    const { added, removed, taken, threshold } = edit;
    return { kind: "done", id, added, removed, taken, threshold, entry };
  }

  async function grow(series: Series): Promise<EditReport> {
    const id = "grow_seeds";
    const refused = ({ refused: reason }: EditRefusal): EditReport => ({ kind: "refused", id, reason });
    const scene = sceneOf(series);
    if (!scene) return refused(refuse("no_segment"));
    const values = valuesOf(series, id);
    // They grow against each other: those of other layers are neither seeds nor walls.
    const { segments: all, activeLabel } = seriesState(series);
    const layer = layerOfLabel({ segments: all }, activeLabel);
    const segments = all.filter((s) => layerOf(s) === layer).map((s) => s.label);
    const growth = beginSeeds(scene, segments, Number(values.mm));
    if (isRefusal(growth)) return refused(growth);
    const before = store.history.undo.at(-1);
    while (growSeeds(growth, 150_000)) {
      state.update((now) => ({ ...now, running: growth.settled / growth.total }));
      await pause();
      if (stop.signal.aborted) return refused(refuse("cancelled"));
      // Someone drew meanwhile: the seeds are no longer what they were.
      if (store.history.undo.at(-1) !== before) return refused(refuse("interrupted"));
    }
    let added = 0;
    const title = { key: "history.modify_grow_seeds", fields: fieldsOf(series, values) };
    const entry = store.editSegments(series.id, title, [], (labels) => {
      added = writeSeeds(labels, scene.dims, growth);
    });
    if (!entry) return refused(refuse("unchanged"));
    return { kind: "done", id, added, removed: 0, taken: 0, threshold: null, entry };
  }

  const preview = createPreview({
    viewer,
    async compute(signal) {
      const series = activeSeries();
      const { id, apart } = state.value;
      const scene = series && sceneOf(series);
      if (!series || !scene || id === "grow_seeds" || !offered(series).some((e) => e.id === id)) return null;
      plane = JSON.stringify(scene.plane);
      const found = await plan(scene, id, valuesOf(series, id), signal);
      const edit = isRefusal(found) || !apart || found.further > 0 ? found : setApart(found);
      return { edit, grid: series.image.grid };
    },
  });
  /** The slice that was last worked out for. */
  let plane = "";
  const begin = () => (state.value.preview ? preview.begin() : preview.end());
  store.subscribe(preview.ask);
  store.onVoxels(preview.ask);
  const follow = () => {
    const series = activeSeries();
    if (state.value.id === "cut_plane" && series && JSON.stringify(planeInView(series)) !== plane) preview.ask();
  };
  viewer.subscribe(() => viewer.value?.subscribe(follow));

  return {
    state,
    /** Whether an operation makes sense for the series in view. */
    offers(id: EditId): boolean {
      const series = activeSeries();
      return series !== undefined && offered(series).some((e) => e.id === id);
    },
    valuesOf,
    foreseen: preview.foreseen,
    setPreview(on: boolean): void {
      state.update((now) => ({ ...now, preview: on }));
      begin();
    },
    /** Takes the preview off the images. */
    endPreview: (): boolean => preview.end(),
    /** Chooses an operation; `show` unfolds its section. */
    choose(id: EditId, show = false): void {
      state.update((now) => ({ ...now, id, report: null, asked: now.asked + (show ? 1 : 0) }));
      begin();
    },
    setApart(apart: boolean): void {
      state.update((now) => ({ ...now, apart }));
      preview.ask();
    },
    setValue(series: Series, id: EditId, name: string, value: number | string): void {
      const key = keyOf(series, id);
      const values = { ...state.value.values[key], [name]: value };
      state.update((now) => ({ ...now, report: null, values: { ...now.values, [key]: values } }));
      begin();
    },
    /** Does the chosen operation; one step of history, or a refusal with its reason. */
    async apply(): Promise<EditReport | null> {
      const series = activeSeries();
      if (!series || state.value.running !== undefined) return null;
      const { id } = state.value;
      if (!offered(series).some((e) => e.id === id)) return null;
      stop = new AbortController();
      preview.end();
      state.update((now) => ({ ...now, report: null, running: null }));
      await pause();
      let report: EditReport | null = null;
      try {
        report = id === "grow_seeds" ? await grow(series) : await perform(series, id);
        return report;
      } catch (error) {
        if (!isRadiomicaError(error, "Cancelled")) throw error;
        report = { kind: "refused", id, reason: "cancelled" };
        return report;
      } finally {
        state.update(({ running: _, ...now }) => ({ ...now, report }));
      }
    },
    /** Ends an operation that takes its time, nothing having been written, or its preview. */
    cancel(): boolean {
      const running = state.value.running !== undefined;
      stop.abort();
      return preview.end() || running;
    },
    /** Takes the last operation back, where nothing was done since. */
    takeBack(): void {
      const { report } = state.value;
      if (report?.kind === "done" && store.history.undo.at(-1) === report.entry) store.undo();
      state.update((now) => ({ ...now, report: null }));
    },
  };
}
export type Editing = ReturnType<typeof createEditing>;
