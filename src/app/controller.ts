import { defaultRecipe } from "#engine/plan/defaults.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { load } from "#io/load.ts";
import type { Series } from "#io/series.ts";
import type { LabelMap } from "#session/label-map.ts";
import type { Segment } from "#session/session.ts";
import type { SessionStore } from "#session/store.ts";
import type { Pool } from "#workers/protocol.ts";
import { allocateUint8 } from "#workers/shared.ts";
import { draws } from "./commands/tools.ts";
import { type WindowPreset, windowPresets } from "./commands/window-presets.ts";
import type { EditId } from "./edit/menu.ts";
import { addFromTemplate, type TemplateId } from "./edit/templates.ts";
import type { Exporter, ExportKind } from "./export/export.ts";
import { fileName } from "./export/file-name.ts";
import type { LayerFormat } from "./export/layer-file.ts";
import { createAdding } from "./intake/adding.ts";
import { createOpening } from "./intake/opening.ts";
import { describeMeasurement } from "./measure/describe.ts";
import { createPacs, type PacsPage, withoutPacs } from "./pacs/pacs.ts";
import { PROJECT_EXTENSION } from "./projects/project.ts";
import { createProjects, type ProjectsHost, withoutProjects } from "./projects/projects.ts";
import { type Cell, cell } from "./state/cell.ts";
import { byStudy, libraryCell } from "./state/library.ts";
import { messageCentre } from "./state/messages.ts";
import type { Preferences } from "./state/preferences.ts";
import { tallyBook } from "./state/tallies.ts";
import { taskList } from "./state/tasks.ts";
import { type Opening, type Tab, type Ui, uiCell } from "./state/ui.ts";
import type { CreateViewer, ToolId, Viewer } from "./viewer/viewer.ts";
import type { Workplace } from "./workplace.ts";

/** What the controller needs from its page; tests give plain stand-ins. */
export type ControllerHost = {
  readonly store: SessionStore;
  readonly pool: Pool;
  readonly load: typeof load;
  readonly preferences: Cell<Preferences>;
  readonly createViewer: CreateViewer;
  /** Fetches what the viewer is made of, without making it. */
  readonly fetchViewer?: () => Promise<unknown>;
  /** Bytes of a file that ships with the app. */
  readonly fetchDemo: (file: string, signal: AbortSignal) => Promise<Uint8Array>;
  readonly exporter: Exporter;
  /** Name given to the n-th segment, in the language of the page. */
  readonly segmentName: (n: number) => string;
  /** Name of the n-th habitat; without it "Habitat n". */
  readonly habitatName?: (n: number) => string;
  readonly setLanguage: (language: Preferences["language"]) => void;
  /** Where projects are kept; without it nothing is, and nothing is said of it. */
  readonly projects?: ProjectsHost;
  /** The network, for archives that a person enters; without it there is none. */
  readonly pacs?: PacsPage;
};

/**
 * What the app does, without React: opening, choosing, drawing's companions, measuring, exporting. Everything a
 * person can trigger is a method here; panels and commands only call them. State is in cells and in the store.
 */
export function createController(host: ControllerHost) {
  const { store, pool, preferences } = host;
  const library = libraryCell();
  const messages = messageCentre();
  const tasks = taskList();
  const viewer = cell<Viewer | null>(null);
  /** The first image has been shown, or cannot be: from then on the page may do other things. */
  const imageShown = cell(false);
  const ui = uiCell();
  const seriesById = (id: string) => library.value.series.find((s) => s.id === id);
  const tallies = tallyBook((id) => seriesById(id)?.image);
  // Heard first: what follows voxels looks at the counts.
  store.onVoxels(tallies.follow);

  const activeSeries = () => seriesById(store.state.activeSeries);
  const activeState = () => store.state.series[store.state.activeSeries];
  const activeSegment = (): Segment | undefined => {
    const state = activeState();
    return state?.segments.find((s) => s.label === state.activeLabel);
  };
  const countOf = (seriesId: string, label: number) => tallies.tallies.value[seriesId]?.[label]?.count ?? 0;

  /** Labels whose features are shown: the active one, or all; empty ones have none. */
  function shownLabels(): readonly number[] {
    const state = activeState();
    if (!state) return [];
    const { columns } = ui.value;
    const all = state.segments.map((s) => s.label);
    const chosen =
      columns === "all" ? all : columns === "active" ? [state.activeLabel] : all.filter((l) => columns.includes(l));
    return chosen.filter((label) => label > 0 && countOf(store.state.activeSeries, label) > 0);
  }
  /** Makes the label map of a series when it is first needed: memory for what is looked at, not for all that is open. */
  function openInStore(series: Series): LabelMap {
    const open = store.labelMap(series.id);
    if (open) return open;
    const { grid, data, unit } = series.image;
    const map = { dims: grid.dims, labels: allocateUint8(data.length), committed: allocateUint8(data.length) };
    store.openSeries(series.id, map, defaultRecipe(series.modality, unit, grid, series.use));
    return map;
  }

  const projects = createProjects({
    ...(host.projects ?? withoutProjects()),
    store,
    viewer,
    messages,
    allocate: allocateUint8,
    hasImages: () => library.value.series.length > 0,
  });

  let place: Workplace | null = null;
  let placeStart: Promise<unknown> | null = null;
  /** Fetches what works on images; it is there before the first series is. */
  function startWorkplace(): Promise<unknown> {
    placeStart ??= import("./workplace.ts").then(
      ({ createWorkplace }) => {
        const shared = { library, messages, tasks, tallies, viewer, ui, seriesById, activeSeries };
        place = createWorkplace({ ...host, ...shared, openInStore, showSeries, countOf, shownLabels });
      },
      (error) => {
        placeStart = null;
        throw error;
      },
    );
    return placeStart;
  }
  function work(): Workplace {
    if (!place) throw new Error("What works on images comes with the first of them.");
    return place;
  }

  let viewerStart: Promise<Viewer | null> | null = null;
  /** The viewer, started when first asked for; null where it cannot start (said once in the messages). */
  function startViewer(): Promise<Viewer | null> {
    const hooks = { nameSegment: freeName, describeMeasurement };
    // What works on images listens for the viewer: it has to be there first.
    viewerStart ??= Promise.all([host.createViewer(store, hooks), startWorkplace()]).then(
      ([made]) => {
        viewer.set(made);
        return made;
      },
      (error) => {
        messages.fail(error, "viewer");
        return null;
      },
    );
    return viewerStart;
  }

  /** Starts what the first image needs while nothing else is to be done. What cannot be had now is asked for again. */
  async function warmUp(): Promise<void> {
    // A worker starts with its first job.
    pool.run("hash", { bytes: new Uint8Array() }).catch(() => {});
    await Promise.all([startWorkplace(), host.fetchViewer?.()]).then(startViewer, () => {});
  }

  async function showSeries(id: string): Promise<void> {
    const series = seriesById(id);
    if (!series) return;
    try {
      openInStore(series);
      store.activate(id);
      await (await startViewer())?.show(series);
      projects.showAgain(id);
    } catch (error) {
      messages.fail(error, "viewer");
    } finally {
      imageShown.set(true);
    }
  }

  const { addSegmentation, cutFraction, followImport } = createAdding({
    ...host,
    library,
    messages,
    seriesById,
    openInStore,
    countOf,
  });

  const opening = createOpening({
    ...host,
    library,
    messages,
    tasks,
    tallies,
    viewer,
    projects,
    startViewer,
    startWorkplace,
    showSeries,
    addSegmentation,
  });

  const pacs = createPacs({
    ...(host.pacs ?? withoutPacs()),
    messages,
    openRetrieved: opening.openRetrieved,
    arrived: () => ui.update((now) => ({ ...now, pacs: false })),
  });

  /** "Lesion 1", or the next number that is free. */
  function freeName(): string {
    const names = new Set(activeState()?.segments.map((s) => s.name));
    let n = 1;
    while (names.has(host.segmentName(n))) n++;
    return host.segmentName(n);
  }
  function addSegment(): number {
    const series = activeSeries();
    if (!series) return 0;
    const label = store.addSegment(series.id, freeName(), undefined, preferences.value.overlap ? "own" : "active");
    if (label === 0) messages.say({ level: "warning", key: "segments.full" });
    return label;
  }

  const presets = (): readonly WindowPreset[] => {
    const series = activeSeries();
    return series ? windowPresets(series) : [];
  };
  /** The next of a list, round and round. */
  const step = <T>(list: readonly T[], at: number, by: number): T | undefined =>
    list.length === 0 ? undefined : list[(Math.max(0, at) + by + list.length) % list.length];

  return {
    store,
    pool,
    preferences,
    library,
    messages,
    tasks,
    viewer,
    imageShown,
    ui,
    tallies: tallies.tallies,
    seriesById,
    activeSeries,
    activeSegment,
    shownLabels,
    windowPresets: presets,
    projects,
    pacs,

    // What works on images: from the first series on.
    startWorkplace,
    get measurements() {
      return work().features.measurements;
    },
    get maps() {
      return work().maps;
    },
    get suv() {
      return work().suv;
    },
    get phases() {
      return work().phases;
    },
    get bank() {
      return work().bank;
    },
    get workbench() {
      return work().workbench;
    },
    get editing() {
      return work().editing;
    },
    get layering() {
      return work().layering;
    },
    get diameters() {
      return work().diameters;
    },
    get copying() {
      return work().copying;
    },
    get prior() {
      return work().prior;
    },
    get difference() {
      return work().difference;
    },
    get measuring() {
      return work().measuring;
    },

    // Opening
    ...opening,
    showSeries,
    addSegmentation,
    cutFraction,

    // Views
    startViewer,
    warmUp,
    setTool(tool: ToolId): void {
      viewer.value?.setTool(tool);
      if (draws(tool) && ui.value.tab === "info") ui.update((now) => ({ ...now, tab: "segments" }));
    },
    applyPreset(index: number): void {
      const preset = presets()[index];
      if (preset) viewer.value?.setWindow(preset.lower, preset.upper);
    },
    invert(): void {
      const view = viewer.value?.snapshot.views.find((v) => v.plane !== "3d");
      if (view) viewer.value?.setInverted(!view.inverted);
    },
    scaleBrush(factor: number): void {
      const radius = viewer.value?.snapshot.options.brushRadius;
      if (radius)
        viewer.value?.setOptions({
          brushRadius: Math.min(100, Math.max(0.2, Number((radius * factor).toPrecision(2)))),
        });
    },
    stepView(by: number): void {
      const snapshot = viewer.value?.snapshot;
      if (!snapshot) return;
      const ids = snapshot.views.map((v) => v.viewportId);
      const next = step(ids, ids.indexOf(snapshot.activeViewport), by);
      if (next) viewer.value?.setActiveViewport(next);
    },
    stepSeries(by: number): void {
      const list = byStudy(library.value.series).flatMap((g) => g.series);
      const next = step(
        list,
        list.findIndex((s) => s.id === store.state.activeSeries),
        by,
      );
      if (next) void showSeries(next.id);
    },

    // Segments
    /** Opens the operations on segments, or one of them. */
    modify(id?: EditId): void {
      const { editing } = work();
      editing.choose(id ?? editing.state.value.id, true);
      this.showTab("segments");
    },
    addSegment,
    /** Before a stroke: says so when the segment is locked, so that nobody wonders why nothing is drawn. */
    beforeStroke(tool: ToolId): void {
      if (!draws(tool)) work().workbench.matrix.pick();
      else if (activeSegment()?.locked) messages.say({ level: "warning", key: "segments.locked" });
    },
    /** A segment that has its name and its code from the start. */
    addTemplate(id: TemplateId): void {
      const series = activeSeries();
      if (!series) return;
      const label = addFromTemplate(store, series.id, id, preferences.value.overlap ? "own" : "active");
      if (label === 0) messages.say({ level: "warning", key: "segments.full" });
    },
    stepSegment(by: number): void {
      const state = activeState();
      if (!state) return;
      const labels = state.segments.map((s) => s.label);
      const next = step(labels, labels.indexOf(state.activeLabel), by);
      if (next) store.activateSegment(store.state.activeSeries, next);
    },
    removeSegment(label = activeSegment()?.label): void {
      if (label) store.removeSegment(store.state.activeSeries, label);
    },
    goToSegment(label = activeSegment()?.label): void {
      if (label) viewer.value?.goToSegment(label);
    },
    fillHoles(): void {
      const count = viewer.value?.fillHoles() ?? 0;
      if (count > 0) messages.say({ level: "success", key: "segments.holesDone", fields: { count } });
      else messages.say({ level: "info", key: "segments.holesNone" });
    },
    interpolate(): void {
      const count = viewer.value?.interpolateSlices() ?? 0;
      if (count > 0) messages.say({ level: "success", key: "segments.interpolateDone", fields: { count } });
      else messages.say({ level: "info", key: "segments.interpolateNone" });
    },
    undo: (): void => followImport(store.undo(), false),
    redo: (): void => followImport(store.redo(), true),

    // Features
    setRecipe(recipe: Recipe): void {
      const id = store.state.activeSeries;
      store.setRecipe(id, recipe);
      work().features.recipeChanged(id);
    },
    compute(): Promise<void> {
      this.showTab("features");
      return work().features.now();
    },
    setLive(live: boolean): void {
      preferences.update((now) => ({ ...now, live }));
      place?.features.setLive(live);
    },
    /** Ends the contour that is being drawn, and the computation that runs. */
    cancel(): void {
      if (viewer.value?.snapshot.drawing) viewer.value.cancelDrawing();
      else if (place && !place.editing.cancel()) {
        place.maps.cancel();
        place.bank.cancel();
        place.workbench.robustness.stop();
        place.features.cancel();
      }
    },
    cancelFeatures: (): void => place?.features.cancel(),
    /** Saves an export, or hands it to `to`, which then says what became of it. */
    async export(kind: ExportKind, to: Exporter = host.exporter): Promise<void> {
      if (place) await place.exporting.segments(kind, to);
      else messages.say({ level: "warning", key: "export.nothing" });
    },
    /** Saves a map, a filter response or a difference. */
    exportLayer: (id: string, format: LayerFormat): Promise<void> => work().exporting.layer(id, format),
    /** Saves the open project as one file. */
    async exportProject(): Promise<void> {
      const bytes = await projects.file();
      const name = projects.current.value?.name ?? "";
      if (!bytes) {
        messages.say({ level: "warning", key: "export.nothing" });
        return;
      }
      const file = fileName(
        { description: name, modality: "project", study: { studyDate: "" } },
        "",
        PROJECT_EXTENSION,
      );
      host.exporter.save(file, bytes, "application/zip");
      messages.say({ level: "success", key: "export.done", fields: { file } });
    },

    // Page
    show(what: Opening, open = true): void {
      ui.update((now) => ({ ...now, [what]: open }));
      if (what === "messages") messages.markRead();
      if (what === "projects") void (open ? projects.refresh() : projects.purge());
    },
    showTab(tab: Tab): void {
      ui.update((now) => ({ ...now, tab }));
      preferences.update((now) => ({ ...now, rightOpen: true }));
    },
    setColumns(columns: Ui["columns"]): void {
      ui.update((now) => ({ ...now, columns }));
    },
    togglePanel(side: "left" | "right"): void {
      const key = side === "left" ? "leftOpen" : "rightOpen";
      preferences.update((now) => ({ ...now, [key]: !now[key] }));
    },
    toggleProjector: (): void => preferences.update((now) => ({ ...now, projector: !now.projector })),
    setLanguage(language: Preferences["language"]): void {
      preferences.update((now) => ({ ...now, language }));
      host.setLanguage(language);
    },
    nextLanguage(): void {
      this.setLanguage(preferences.value.language === "en" ? "it" : "en");
    },
  };
}
export type Controller = ReturnType<typeof createController>;
