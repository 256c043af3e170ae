import { isRadiomicaError } from "#engine/errors.ts";
import { featureById } from "#engine/features/index.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import { thresholdMap } from "#engine/maps/threshold.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import { movedGrid } from "#engine/rigid.ts";
import { type Registration, registered } from "#io/registration.ts";
import type { Series } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import { computeMaps, createMapCache, type FeatureMaps, type MapRun, mapKey } from "#workers/maps.ts";
import type { Pool } from "#workers/protocol.ts";
import { featureUnit } from "../format.ts";
import { type Cell, cell } from "../state/cell.ts";
import type { MessageCentre } from "../state/messages.ts";
import { referenceLabel, referenceOf } from "../state/reference.ts";
import type { Overlay } from "../viewer/overlay.ts";
import { acquiredPlane } from "../viewer/planes.ts";
import type { LayoutId, Viewer } from "../viewer/viewer.ts";
import { initialMaps, isWhole, type Layer, type Look, type MapChoice, type MapsState, usualLook } from "./layer.ts";
import { responseBox } from "./response-box.ts";
import { differenceOf, maskOnImage, rangeOf, sameGrid, statesOf } from "./values.ts";

type Host = {
  readonly store: SessionStore;
  readonly pool: Pool;
  readonly viewer: Cell<Viewer | null>;
  readonly messages: MessageCentre;
  readonly seriesById: (id: string) => Series | undefined;
  /** How frames of reference lie to each other, as far as files told. */
  readonly registrations?: () => readonly Registration[];
  /** Name of the n-th habitat, in the language of the page. */
  readonly habitatName?: (n: number) => string;
  /** What others lay over the maps. */
  readonly above?: Cell<readonly Overlay[]>;
};

/** A pause in drawing long enough to compute a map in, ms. */
const PAUSE = 300;
/** Between two looks at a map's percentiles while it fills, ms. */
const LOOK = 300;

/**
 * Feature maps and filter responses of the series in view: computes them, keeps them as layers, and lays them over the
 * images. A map is of the committed voxels; once these or the settings change, it says that it is old.
 */
export function createMaps({ store, pool, viewer, messages, registrations, seriesById, habitatName, above }: Host) {
  const state = cell<MapsState>(initialMaps);
  const cache = createMapCache();
  /** Grows with every change of a segment's voxels: part of the cache's key. */
  const revisions = new Map<string, number>();
  let running: { readonly aborter: AbortController; readonly run: MapRun | null; readonly ids: Set<string> } | null =
    null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let layoutBefore: LayoutId | null = null;

  const set = (patch: Partial<MapsState>) => state.update((now) => ({ ...now, ...patch }));
  const active = () => {
    const series = seriesById(store.state.activeSeries);
    const document = store.state.series[store.state.activeSeries];
    const map = series && document && store.mapOf(series.id, document.activeLabel);
    return series && document && map ? { series, document, map, label: document.activeLabel } : null;
  };
  const layer = (id: string) => state.value.layers.find((l) => l.id === id);

  /** Brings the layers that are to be seen to the viewer. */
  function push(): void {
    const { shown, beside } = state.value;
    const view = viewer.value;
    const now = active();
    if (!view || !now) return;
    const side = acquiredPlane(now.series.image.grid);
    const pair = layer(beside) !== undefined && view.snapshot.layout === "pair";
    const over = (id: string, views: Overlay["views"]): Overlay[] => {
      const found = layer(id);
      if (!found || found.seriesId !== now.series.id) return [];
      const { name, grid, values, states, look, range, unit, imageUnit } = found;
      const { colormap, opacity } = look;
      const named = { id, name, unit: featureUnit(unit, imageUnit) };
      return [{ ...named, grid, values, states, colormap, opacity, range, views }];
    };
    const layers = [...over(shown, pair ? ["acquisition"] : null), ...(pair ? over(beside, [side]) : [])];
    view.overlays.set([...layers, ...(above?.value ?? [])]);
  }

  function patchLayers(ids: ReadonlySet<string>, change: (layer: Layer) => Layer): void {
    state.update((now) => ({ ...now, layers: now.layers.map((l) => (ids.has(l.id) ? change(l) : l)) }));
    push();
  }
  const ranged = (l: Layer): Layer => ({ ...l, range: rangeOf(l, l.look, l.source.kind === "difference") });

  const isSeen = (id: string) => id === state.value.shown || id === state.value.beside;

  /** Puts layers in place of those with the same id, keeps how these looked, and shows the first if none of them is. */
  function place(made: readonly Layer[]): void {
    state.update((now) => {
      const kept = (l: Layer) => ranged({ ...l, look: now.layers.find((old) => old.id === l.id)?.look ?? l.look });
      const fresh = made.map(kept);
      const ids = new Set(made.map((l) => l.id));
      const layers = now.layers.map((l) => fresh.find((f) => f.id === l.id) ?? l);
      const added = fresh.filter((f) => !now.layers.some((l) => l.id === f.id));
      const shown = ids.has(now.shown) ? now.shown : made[0].id;
      return { ...now, layers: [...added, ...layers], shown, beside: now.beside === shown ? "" : now.beside };
    });
    push();
  }

  function stop(): void {
    clearTimeout(timer);
    if (!running) return;
    const { aborter, ids } = running;
    running = null;
    aborter.abort();
    set({ work: null });
    patchLayers(ids, (l) => (l.status === "running" ? { ...l, status: "partial" } : l));
  }
  function fail(error: unknown): void {
    set({ work: null });
    if (isRadiomicaError(error, "Cancelled")) return;
    if (isRadiomicaError(error)) {
      const code = String(error.fields.code ?? error.tag);
      set({ problem: { code, detail: error.message, fields: error.fields as Record<string, string | number> } });
    } else messages.fail(error);
  }
  const refuse = (code: string, detail: string) => set({ problem: { code, detail, fields: {} } });

  /** The middle of the slice in view, so that it comes first. */
  function focus(): Vec3 | undefined {
    const now = active();
    if (!now) return undefined;
    const { grid } = now.series.image;
    const plane = acquiredPlane(grid);
    const view = viewer.value?.snapshot.views.find((v) => v.plane === "acquisition" || v.plane === plane);
    return view && indexToWorld(grid, [(grid.dims[0] - 1) / 2, (grid.dims[1] - 1) / 2, view.slice]);
  }

  /** Computes the chosen maps of the active segment; they fill up in view. */
  async function compute(): Promise<void> {
    stop();
    set({ problem: null });
    const now = active();
    if (!now || now.label === 0 || !now.map.committed.includes(now.label)) {
      refuse("no_segment", "There is no segment with voxels to make a map of.");
      return;
    }
    const { series, document, map, label } = now;
    const { settings, featureIds } = state.value.choice;
    const { recipe } = document;
    const input = { image: series.image, labels: map.committed, label, ...referenceOf(store, series.id, recipe) };
    const request = { input, recipe, settings, featureIds };
    const key = mapKey(
      `${series.id} ${series.valueChain}/${label}/${revisions.get(`${series.id}/${label}`) ?? 0}`,
      request,
    );
    const layersOf = (maps: FeatureMaps, status: Layer["status"]): Layer[] =>
      featureIds.flatMap((featureId, f) => {
        const feature = featureById(featureId)?.feature;
        if (!feature) return [];
        const id = [series.id, label, featureId, JSON.stringify(settings)].join(" ");
        return [
          {
            id,
            seriesId: series.id,
            label,
            name: feature.name,
            source: { kind: "map", featureId, settings, recipe, prepared: maps.prepared },
            unit: feature.unit,
            imageUnit: maps.prepared.unit,
            grid: maps.prepared.grid,
            values: maps.values[f],
            states: maps.states[f],
            look: usualLook,
            range: [0, 1],
            status,
          },
        ];
      });
    const known = cache.get(key);
    if (known) {
      place(layersOf(known, "done"));
      return;
    }
    const aborter = new AbortController();
    const ids = new Set<string>();
    let looked = 0;
    const mine = () => running?.aborter === aborter;
    const run = computeMaps(pool, request, {
      focus: focus(),
      signal: aborter.signal,
      onUpdate: (maps, { done, total, slab }) => {
        if (!mine()) return;
        if (!slab) {
          const made = layersOf(maps, "running");
          for (const l of made) ids.add(l.id);
          place(made);
        }
        viewer.value?.overlays.touch();
        if (!mine() || performance.now() - looked < LOOK) return;
        looked = performance.now();
        set({ work: { what: "map", done, total } });
        patchLayers(new Set([...ids].filter(isSeen)), ranged);
      },
    });
    running = { aborter, run, ids };
    set({ work: { what: "map", done: 0, total: 0 } });
    try {
      const maps = await run.finished;
      cache.set(key, maps);
      if (!mine()) return;
      running = null;
      set({ work: null });
      patchLayers(ids, (l) => ranged({ ...l, status: "done" }));
    } catch (error) {
      if (mine()) {
        running = null;
        fail(error);
      }
    }
  }

  /** Computes what a filter makes of the image: around the active segment, or of the slice in view. */
  async function respond(filter: FilterSettings): Promise<void> {
    stop();
    set({ problem: null });
    const now = active();
    if (!now) return;
    const { series, document, map, label } = now;
    const recipe = { ...document.recipe, filter };
    if (recipe.profile === "PyRadiomics") {
      refuse("profile_without_maps", "Responses are those of the IBSI's chain; choose the IBSI profile for them.");
      return;
    }
    const aborter = new AbortController();
    running = { aborter, run: null, ids: new Set() };
    const mine = () => running?.aborter === aborter;
    set({ work: { what: "filter", done: 0, total: 1 } });
    try {
      const box = responseBox(series.image.grid, recipe, map.committed, label, focus());
      const input = { image: series.image, recipe, box };
      const onProgress = (done: number, total: number) => mine() && set({ work: { what: "filter", done, total } });
      const { grid, values, unit } = await pool.run("filter", input, { signal: aborter.signal, onProgress });
      if (!mine()) return;
      const name = filterLabel(filter);
      place([
        {
          id: [series.id, label, name].join(" "),
          seriesId: series.id,
          label,
          name,
          source: { kind: "response", filter, recipe },
          unit: "intensity",
          imageUnit: unit,
          grid,
          values,
          states: null,
          look: { ...usualLook, opacity: 1, colormap: "grey" },
          range: [0, 1],
          status: "done",
        },
      ]);
    } catch (error) {
      if (mine()) fail(error);
    } finally {
      if (mine()) {
        running = null;
        set({ work: null });
      }
    }
  }

  /** Layers that are no longer of what is drawn, or of the settings, say so; live ones are computed anew. */
  function outdate(seriesId: string, labels: readonly number[] | null): void {
    const { layers, choice } = state.value;
    const old = layers.filter((l) => l.seriesId === seriesId && (labels === null || labels.includes(l.label)));
    const affected = new Set(
      old.filter((l) => l.source.kind !== "response" && l.source.kind !== "series").map((l) => l.id),
    );
    if (affected.size > 0) patchLayers(affected, (l) => (l.status === "done" ? { ...l, status: "stale" } : l));
    if (!choice.live || layers.length === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void compute(), PAUSE);
  }

  store.onVoxels(({ seriesId, labels }) => {
    for (const label of labels) {
      const key = `${seriesId}/${label}`;
      revisions.set(key, (revisions.get(key) ?? 0) + 1);
    }
    const recipe = store.state.series[seriesId]?.recipe;
    const reference = recipe && referenceLabel(store, seriesId, recipe);
    outdate(seriesId, reference !== undefined && labels.includes(reference) ? null : labels);
  });
  let seen = { seriesId: "", recipe: active()?.document.recipe };
  store.subscribe(() => {
    const { activeSeries } = store.state;
    const recipe = store.state.series[activeSeries]?.recipe;
    const other = activeSeries !== seen.seriesId;
    if (!other && recipe !== seen.recipe) outdate(activeSeries, null);
    seen = { seriesId: activeSeries, recipe };
    if (other) {
      stop();
      set({ problem: null, layers: state.value.layers.filter((l) => seriesById(l.seriesId)) });
      if (state.value.layers.length === 0) cache.clear();
      push();
    }
  });
  above?.subscribe(push);
  /** The slice in view comes next, wherever a person goes meanwhile. */
  let lastSlice = "";
  viewer.subscribe(() => {
    push();
    viewer.value?.subscribe(() => {
      const at = focus();
      const slice = JSON.stringify(at);
      if (slice === lastSlice) return;
      lastSlice = slice;
      if (at) running?.run?.focus(at);
    });
  });

  return {
    state,
    compute,
    respond,
    cancel: stop,
    choose(patch: Partial<MapChoice>): void {
      state.update((now) => ({ ...now, choice: { ...now.choice, ...patch }, problem: null }));
    },
    /** Shows a layer; "" shows none. */
    show(id: string): void {
      set({ shown: id, ...(state.value.beside === id ? { beside: "" } : {}) });
      viewer.value?.overlays.setVisible(true);
      push();
    },
    /** Shows a second layer in a view of its own beside the first; "" goes back to one. */
    showBeside(id: string): void {
      const view = viewer.value;
      if (!view) return;
      set({ beside: id });
      if (id !== "" && view.snapshot.layout !== "pair") {
        layoutBefore = view.snapshot.layout;
        view.setLayout("pair");
      }
      if (id === "" && view.snapshot.layout === "pair") view.setLayout(layoutBefore ?? "acquisition");
      // The layout is there a moment later.
      const done = view.subscribe(() => {
        if ((view.snapshot.layout === "pair") !== (id !== "")) return;
        done();
        push();
      });
      push();
    },
    look(id: string, patch: Partial<Look>): void {
      patchLayers(new Set([id]), (l) => ranged({ ...l, look: { ...l.look, ...patch } }));
    },
    remove(id: string): void {
      if (running?.ids.has(id)) stop();
      state.update((now) => {
        const layers = now.layers.filter((l) => l.id !== id);
        const shown = now.shown === id ? "" : now.shown;
        return { ...now, layers, shown, beside: now.beside === id ? "" : now.beside };
      });
      push();
    },
    /** Lays another series over the one in view, where both are in the body (PET over CT, a map that was saved). */
    lay(id: string): void {
      const now = active();
      const other = seriesById(id);
      if (!now || !other || id === now.series.id) return;
      const found = registered(registrations?.() ?? [], other, now.series);
      const { grid } = other.image;
      place([
        {
          id: `${now.series.id} over ${id}`,
          seriesId: now.series.id,
          label: 0,
          name: other.description || other.modality,
          source: { kind: "series", of: id, ...(found ? { registered: found.registration.label } : {}) },
          unit: "intensity",
          imageUnit: other.image.unit,
          grid: found ? movedGrid(found.rigid, grid) : grid,
          values: other.image.data,
          states: statesOf(other),
          look: { ...usualLook, colormap: "inferno", opacity: 0.5, high: 99.9 },
          range: [0, 1],
          status: "done",
        },
      ]);
      set({ shown: `${now.series.id} over ${id}` });
      push();
    },
    toggle(): void {
      const view = viewer.value;
      view?.overlays.setVisible(!view.overlays.visible);
    },
    /** A third layer: one minus the other. Both lie on the same grid. */
    subtract(first: string, second: string): void {
      const [a, b] = [layer(first), layer(second)];
      if (!a || !b) return;
      if (!sameGrid(a.grid, b.grid) || !isWhole(a) || !isWhole(b)) {
        refuse("grids_differ", "The two maps are not of the same voxels.");
        return;
      }
      const unit = a.unit === b.unit && a.imageUnit === b.imageUnit ? a.unit : ("1" as const);
      const name = `${a.name} − ${b.name}`;
      const source = { kind: "difference", of: [a.name, b.name] } as const;
      const look: Look = { ...usualLook, colormap: "vik" };
      const id = `${first} − ${second}`;
      const made: Layer = { ...a, ...differenceOf(a, b), id, name, source, unit, look, range: [-1, 1], status: "done" };
      place([made]);
      set({ shown: id, problem: null });
      push();
    },
    /** The voxels of a layer in a range of values, as a new segment. Returns how many there are. */
    threshold(id: string, low: number | null, high: number | null): number {
      const found = layer(id);
      if (!found || !isWhole(found)) return 0;
      try {
        const states = found.states ?? new Uint8Array(found.values.length).fill(1);
        const mask = thresholdMap(found.values, states, low, high);
        const name = `${found.name} ${low === null ? "≤" : "≥"} ${low ?? high}${low !== null && high !== null ? ` ≤ ${high}` : ""}`;
        return addSegments(found, [{ name, mask }])[0] ?? 0;
      } catch (error) {
        fail(error);
        return 0;
      }
    },
    /** Habitats: voxels alike in several layers, as new segments. */
    async cluster(ids: readonly string[], clusters: number): Promise<void> {
      const chosen = ids.flatMap((id) => layer(id) ?? []);
      if (chosen.length === 0) return;
      stop();
      set({ problem: null });
      if (chosen.some((l) => !sameGrid(l.grid, chosen[0].grid) || !isWhole(l))) {
        refuse("grids_differ", "The chosen maps are not of the same voxels.");
        return;
      }
      const aborter = new AbortController();
      running = { aborter, run: null, ids: new Set() };
      const mine = () => running?.aborter === aborter;
      set({ work: { what: "kmeans", done: 0, total: 0 } });
      try {
        const maps = chosen.map(({ values, states }) => ({
          values,
          states: states ?? new Uint8Array(values.length).fill(1),
        }));
        const input = { maps, settings: { clusters, seed: 1 } };
        const found = await pool.run("kmeans", input, { signal: aborter.signal });
        if (!mine()) return;
        const names = Array.from({ length: clusters }, (_, n) => habitatName?.(n + 1) ?? `Habitat ${n + 1}`);
        const masks = names.map((name, n) => ({ name, mask: found.labels.map((l) => (l === n + 1 ? 1 : 0)) }));
        addSegments(chosen[0], masks);
        const { seriesId } = chosen[0];
        const means = [...found.means];
        set({ habitats: { seriesId, names, maps: chosen.map((l) => l.name), counts: [...found.counts], means } });
      } catch (error) {
        if (mine()) fail(error);
      } finally {
        if (mine()) {
          running = null;
          set({ work: null });
        }
      }
    },
  };

  /**
   * Adds masks on a layer's grid as segments, in one step: of drawn voxels only. Returns how many voxels each got. They
   * lie over the segments that they are parts of, which stay whole.
   */
  function addSegments(of: Layer, masks: readonly { name: string; mask: Uint8Array }[]): number[] {
    const series = seriesById(of.seriesId);
    const drawings = [...store.layers(of.seriesId).values()];
    if (!series || drawings.length === 0) return [];
    const isDrawn = (v: number) => drawings.some(({ committed }) => committed[v] > 0);
    const drawn = masks.map(({ name, mask }) => ({
      name,
      color: null,
      mask: maskOnImage(of.grid, mask, series.image.grid, isDrawn),
    }));
    const counts = drawn.map(({ mask }) => mask.reduce((n, v) => n + v, 0));
    const filled = drawn.filter((_, i) => counts[i] > 0);
    if (filled.length === 0) {
      refuse("no_voxels", "No voxel of the segments lies in this range.");
      return counts;
    }
    const labels = store.importSegments(
      of.seriesId,
      { key: "history.habitat", fields: { name: filled[0].name } },
      filled,
    );
    if (labels.length < filled.length) messages.say({ level: "warning", key: "segments.full" });
    const count = counts.reduce((n, c) => n + c, 0);
    messages.say({ level: "success", key: "maps.habitatsDone", fields: { count, segments: labels.length } });
    return counts;
  }
}
export type Maps = ReturnType<typeof createMaps>;
