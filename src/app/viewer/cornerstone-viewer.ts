import type { RenderingEngine } from "@cornerstonejs/core";
import type { Vec3 } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import { ContourEditing } from "./contour-editing.ts";
import { Drawing, type Shown } from "./drawing.ts";
import { centreOf, fillAllHoles, interpolate } from "./edits.ts";
import { places } from "./layouts.ts";
import { type BrushCursor, drawLines } from "./lines.ts";
import { livewireTool } from "./livewire.ts";
import { Masks } from "./masks.ts";
import { Measuring } from "./measuring.ts";
import { Outline } from "./outline.ts";
import { Overlays } from "./overlays.ts";
import { Pair } from "./pair.ts";
import { acquiredPlane, type PlaneId, voxelAt } from "./planes.ts";
import { cursorOf, isBrush, listen } from "./pointer.ts";
import { readingAt } from "./probe.ts";
import { presented, turnTo } from "./shown.ts";
import { initialSnapshot, kept, Ticker } from "./snapshot.ts";
import { Stage } from "./stage.ts";
import { type Drawn, Surfaces } from "./surfaces.ts";
import { Toolbox } from "./toolbox.ts";
import { mount, type Point, type View } from "./view.ts";
import type { Camera, LayoutId, ToolId, ToolOptions, Viewer, ViewerHooks, ViewerSnapshot } from "./viewer.ts";
import { forget } from "./voxels.ts";
import { firstWindow, picture } from "./windows.ts";

/** What is remembered of a series while others are in view. */
type Memory = { window: readonly [number, number]; inverted: boolean; point: Vec3 | null };

const everyLayout: readonly LayoutId[] = ["acquisition", "1+2", "mpr", "2x2", "pair"];

export class CornerstoneViewer implements Viewer {
  #snapshot: ViewerSnapshot = initialSnapshot;
  readonly #ticker = new Ticker(() => this.#rebuild());
  readonly #stage: Stage;
  readonly #masks: Masks;
  readonly #surfaces: Surfaces;
  readonly #toolbox: Toolbox;
  readonly #drawing: Drawing;
  readonly #outline = new Outline();
  readonly #contour: ContourEditing;
  readonly measuring: Measuring;
  readonly overlays: Overlays;
  readonly #pair = new Pair();
  #shown: Shown | null = null;
  /** The series that the viewports hold. */
  #mounted: Shown | null = null;
  readonly #memory = new Map<string, Memory>();
  #keys = 0;
  /** The layout asked for; a series without a volume shows "acquisition" meanwhile. */
  #wanted: LayoutId = initialSnapshot.layout;
  #queue: Promise<void> = Promise.resolve();
  /** The view that was pressed last: where a contour is being drawn. */
  #pressed: View | null = null;
  #hover: { view: View; at: Point } | null = null;
  #cine: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly store: SessionStore,
    private readonly hooks: ViewerHooks,
    private readonly engine: RenderingEngine,
  ) {
    this.#stage = new Stage(engine, () => this.#ticker.ask());
    this.#masks = new Masks(store);
    const overlaid = () => {
      this.#masks.setShown(!this.overlays.seen);
      this.#followMasks();
      this.#ticker.ask();
    };
    this.overlays = new Overlays([...this.#stage.views.values()], overlaid, () => this.#segments());
    const place = {
      shown: () => this.#shown,
      tool: () => this.#snapshot.tool,
      options: () => this.#snapshot.options,
      nameSegment: () => this.hooks.nameSegment?.() ?? "Segment 1",
    };
    this.#drawing = new Drawing(store, this.#masks, place);
    this.#contour = new ContourEditing(
      this.#drawing,
      place,
      () => store.history,
      (drawing) => this.#set({ drawing }),
    );
    this.measuring = new Measuring(store, hooks, this.#stage, place, (drawing) => this.#set({ drawing }));
    this.#surfaces = new Surfaces(() => this.#ticker.ask());
    this.#toolbox = new Toolbox(
      livewireTool((id) => {
        const view = this.#view(id);
        return view && this.#shown ? { view, data: this.#shown.series.image.data } : null;
      }),
      {
        drawing: (drawing) => this.#set({ drawing }),
        finished: (tool, points) => this.#pressed && this.#drawing.contour(this.#pressed, tool, points),
      },
    );
    for (const view of this.#stage.views.values()) listen(view, this.#gestures);
    this.#followStore();
  }

  get snapshot(): ViewerSnapshot {
    return this.#snapshot;
  }
  subscribe = (listener: () => void): (() => void) => this.#ticker.subscribe(listener);
  attach(element: HTMLDivElement): void {
    this.#stage.attach(element);
  }
  detach(): void {
    this.#stage.detach();
  }
  viewportElement(viewportId: string): HTMLElement | null {
    return this.#view(viewportId)?.overlay ?? null;
  }

  show(series: Series): Promise<void> {
    return this.#queued(async () => {
      if (this.#shown?.series === series) return;
      this.cancelDrawing();
      this.#drawing.leave();
      this.setCine(false);
      const before = this.#shown;
      this.#remember();
      const shown = await presented(series, `s${++this.#keys}`);
      if (!this.#memory.has(series.id))
        this.#memory.set(series.id, { window: firstWindow(series), inverted: series.inverted, point: null });
      const [i, j, k] = series.image.grid.dims.map((n) => Math.floor((n - 1) / 2));
      const point = this.#memory.get(series.id)?.point ?? ([i, j, k] as const);
      for (const view of this.#stage.views.values()) turnTo(view, shown, point);
      this.#shown = shown;
      await this.#arrange();
      if (!before) return;
      this.#masks.forget(before.key);
      forget(before.key, "image");
    });
  }

  setLayout(layout: LayoutId): void {
    if (layout === this.#wanted && !this.#snapshot.maximised) return;
    this.#wanted = layout;
    this.#set({ maximised: null });
    void this.#queued(() => this.#arrange());
  }
  toggleMaximised(viewportId: string): void {
    if (this.#stage.shown.length < 2 && !this.#snapshot.maximised) return;
    this.#set({ maximised: this.#snapshot.maximised ? null : viewportId });
    void this.#queued(() => this.#arrange());
  }
  setActiveViewport(viewportId: string): void {
    if (this.#snapshot.activeViewport !== viewportId) this.#set({ activeViewport: viewportId });
  }
  setTool(tool: ToolId): void {
    this.#drawing.endStroke();
    this.cancelDrawing();
    this.#toolbox.choose(tool);
    this.#set({ tool });
    for (const view of this.#stage.views.values()) view.pane.style.cursor = cursorOf(tool);
  }
  setOptions(patch: Partial<ToolOptions>): void {
    this.#set({ options: { ...this.#snapshot.options, ...patch } });
  }
  setWindow(lower: number, upper: number): void {
    const memory = this.#current();
    if (!memory || !(upper > lower)) return;
    memory.window = [lower, upper];
    this.#paintWindow();
  }
  setInverted(inverted: boolean): void {
    const memory = this.#current();
    if (!memory) return;
    memory.inverted = inverted;
    this.#paintWindow();
  }
  setSlice(viewportId: string, slice: number): void {
    const view = this.#view(viewportId);
    // What is being drawn belongs to its slice.
    if (!view?.plane || (this.#snapshot.drawing && view === this.#pressed)) return;
    const { axis } = view.plane;
    view.setSlice(slice);
    // "acquisition" and the plane it coincides with are one place, also in a layout that is not shown now.
    for (const other of this.#stage.views.values())
      if (other !== view && other.plane?.axis === axis) other.setSlice(view.slice);
    this.#ticker.ask();
  }
  setCamera(viewportId: string, camera: Camera): void {
    this.#view(viewportId)?.setCamera(camera);
    this.#ticker.ask();
  }
  scroll(by: number | "first" | "last"): void {
    const view = this.#active();
    if (view) this.setSlice(view.id, by === "first" ? 0 : by === "last" ? view.slices - 1 : view.slice + by);
  }
  zoomBy(factor: number): void {
    const view = this.#active();
    if (view) this.#gestures.zoom(view, factor, [view.size[0] / 2, view.size[1] / 2]);
  }
  fit(): void {
    this.#active()?.viewport?.resetViewState({ resetFlip: false, resetOrientation: false });
    this.#ticker.ask();
  }
  reset(): void {
    for (const view of this.#stage.shown) {
      view.viewport?.resetViewState({ resetOrientation: false });
      view.setSlice(view.slice);
    }
    if (this.#shown) {
      const memory = this.#current();
      if (memory)
        Object.assign(memory, { window: firstWindow(this.#shown.series), inverted: this.#shown.series.inverted });
    }
    this.#paintWindow();
  }
  flip(axis: "horizontal" | "vertical"): void {
    const viewport = this.#active()?.viewport;
    const state = viewport?.getViewState();
    if (axis === "horizontal") viewport?.setViewState({ flipHorizontal: !state?.flipHorizontal });
    else viewport?.setViewState({ flipVertical: !state?.flipVertical });
    this.#ticker.ask();
  }
  rotate(degrees: number): void {
    const viewport = this.#active()?.viewport;
    viewport?.setViewState({ rotation: ((viewport.getViewState().rotation ?? 0) + degrees + 360) % 360 });
    this.#ticker.ask();
  }
  setCine(playing: boolean, framesPerSecond = 10): void {
    clearInterval(this.#cine);
    this.#cine = undefined;
    if (playing && this.#shown) {
      this.#cine = setInterval(() => {
        const view = this.#active();
        if (view && view.slices > 1) this.setSlice(view.id, (view.slice + 1) % view.slices);
      }, 1000 / framesPerSecond);
    }
    if (this.#snapshot.cine !== (this.#cine !== undefined)) this.#set({ cine: this.#cine !== undefined });
  }
  setMasksVisible(masksVisible: boolean): void {
    this.#masks.setVisible(masksVisible);
    this.#set({ masksVisible });
    this.#followMasks();
  }
  goToSegment(label: number): void {
    const canvas = this.#drawing.canvas(label);
    const centre = canvas && centreOf(canvas);
    if (centre) this.#meetVoxel(centre);
  }
  interpolateSlices(): number {
    return this.#drawing.edit("interpolate", this.#active()?.plane?.axis ?? 2, interpolate);
  }
  fillHoles(): number {
    return this.#drawing.edit("fill_holes", this.#active()?.plane?.axis ?? 2, fillAllHoles);
  }
  finishDrawing(): void {
    const view = this.#pressed;
    if (view) this.#toolbox.finish(view.element, (world) => view.canvasAt(world));
  }
  cancelDrawing(): void {
    this.#toolbox.cancel();
    this.measuring.cancel();
    this.#contour.cancel();
    if (this.#pressed) this.#gestures.draft(this.#pressed, null);
  }
  thumbnail(series: Series): string {
    return picture(series, firstWindow(series));
  }

  /** A view by its id; for tests that must know where a voxel is drawn. */
  viewOf(viewportId: string): View | undefined {
    return this.#view(viewportId);
  }

  readonly #gestures = {
    holders: () => [this.measuring, this.#contour],
    covered: (view: View) => this.overlays.covers(view.id),
    tool: () => this.#snapshot.tool,
    press: (view: View, drawing: boolean) => {
      this.#pressed = view;
      this.setActiveViewport(view.id);
      if (drawing) this.#drawing.ensureSegment();
    },
    window: (_view: View, dx: number, dy: number) => {
      const memory = this.#current();
      if (!memory || !this.#shown) return;
      const { step } = this.#shown;
      const [lower, upper] = memory.window;
      const width = Math.max(step, upper - lower + dx * step);
      const centre = (lower + upper) / 2 + dy * step;
      this.setWindow(centre - width / 2, centre + width / 2);
    },
    scroll: (view: View, slices: number) => this.setSlice(view.id, view.slice + slices),
    zoom: (view: View, factor: number, at: Point) => {
      const { viewport } = view;
      if (!viewport) return;
      viewport.setZoom(Math.min(64, Math.max(0.1, viewport.getZoom() * factor)), [at[0], at[1]]);
      this.#ticker.ask();
    },
    pan: (view: View, dx: number, dy: number) => {
      const { viewport } = view;
      if (!viewport) return;
      const [x, y] = viewport.getPan();
      viewport.setPan([x + dx, y + dy]);
      this.#ticker.ask();
    },
    meet: (view: View, world: Vec3) => {
      const voxel = view.grid && voxelAt(view.grid, world);
      if (voxel) this.#meetVoxel(voxel);
    },
    draft: (view: View, points: readonly Point[] | null) =>
      this.#outline.draw(view, points, (drawing) => this.#set({ drawing })),
    outline: (view: View) => this.#drawing.scissors(view, this.#outline.corners),
    click: (view: View, world: Vec3) => this.#drawing.click(view, world),
    paint: (view: View, from: Vec3, to: Vec3, erase: boolean) => this.#drawing.paint(view, from, to, erase),
    endStroke: () => this.#drawing.endStroke(),
    brushSize: (factor: number) => {
      const brushRadius = Math.min(200, Math.max(0.2, this.#snapshot.options.brushRadius * factor));
      this.setOptions({ brushRadius });
    },
    hover: (view: View, at: Point | null) => {
      this.#hover = at ? { view, at } : null;
      this.#ticker.ask();
    },
    maximise: (view: View) => this.toggleMaximised(view.id),
  };

  /** Everything that rebuilds viewports runs one after the other. */
  #queued(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch((error) => {
      this.#set({ problem: error instanceof RangeError ? "too_large" : "view_failed" });
    });
    return done;
  }

  /** Lays the panes out and mounts the series in each; resolves when the first has been drawn. */
  async #arrange(): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    await this.#stage.ready();
    const { grid } = shown.series.image;
    const layout = shown.asVolume ? this.#wanted : "acquisition";
    const all = places(layout, acquiredPlane(grid));
    const maximised = all.find((p) => p.view === this.#snapshot.maximised);
    for (const view of this.#stage.shown) {
      view.state = shown === this.#mounted ? (view.viewport?.getViewState() ?? view.state) : null;
      this.#toolbox.remove(view.id, this.engine.id);
      this.#masks.unmount(view.id);
    }
    this.#mounted = shown;
    this.#surfaces.unmount();
    this.#stage.place(maximised ? [{ view: maximised.view, at: [0, 0, 1, 1] }] : all);
    const drawn = this.#stage.firstImage();
    for (const view of this.#stage.shown) {
      if (view.id === "3d") {
        this.#surfaces.mount(view, this.engine);
        continue;
      }
      await mount(view, shown.key);
      const { slice: _, orientation: __, ...camera } = view.state ?? {};
      if (view.state) view.viewport?.setViewState(camera);
      view.setSlice(view.slice);
      this.#toolbox.add(view.id, this.engine.id);
      // Where nothing is drawn yet, label maps come after the first image: `#followMasks` sees that they are missing.
      if (this.#segments().length > 0) await this.#masks.mount(shown, view.id);
    }
    this.#paintWindow();
    this.#followMasks();
    this.#surfaces.update(grid, this.#segments());
    if (!this.#stage.shown.some((v) => v.id === this.#snapshot.activeViewport))
      this.#set({ activeViewport: this.#stage.shown[0].id });
    this.#set({ problem: null, layout, layouts: shown.asVolume ? everyLayout : ["acquisition"] });
    this.engine.render();
    await drawn;
    this.#ticker.now();
  }

  #remember(): void {
    const memory = this.#current();
    if (!memory) return;
    const point: [number, number, number] = [0, 0, 0];
    for (const { plane, slice } of this.#stage.views.values()) if (plane) point[plane.axis] = slice;
    memory.point = point;
  }

  #paintWindow(): void {
    const memory = this.#current();
    if (!memory || !this.#shown) return;
    const [lower, upper] = memory.window;
    for (const { viewport } of this.#stage.shown) {
      viewport?.setDisplaySetPresentation(this.#shown.key, { voiRange: { lower, upper }, invert: memory.inverted });
      viewport?.render();
    }
    this.#ticker.ask();
  }

  #followStore(): void {
    this.store.subscribe(() => this.#followMasks());
    this.store.onVoxels(({ seriesId, layer, slices, by }) => {
      const shown = this.#shown;
      if (!shown || seriesId !== shown.series.id) return;
      if (by !== "stroke") this.#drawing.refresh(slices, layer);
      this.#surfaces.later(shown.series.image.grid, this.#segments());
      this.#ticker.ask();
    });
  }
  #followMasks(): void {
    const shown = this.#shown;
    if (!shown) return;
    const ids = this.#stage.shown.filter((v) => v.viewport).map((v) => v.id);
    this.#masks.follow(shown, ids);
    this.#surfaces.restyle(this.#segments());
    if (this.#masks.isBehind(shown, ids)) void this.#queued(() => this.#mountMasks(shown));
  }
  /** Layers come and go with what there is to see in them. */
  async #mountMasks(shown: Shown): Promise<void> {
    if (shown !== this.#mounted || shown !== this.#shown) return;
    const ids = this.#stage.shown.filter((v) => v.viewport).map((v) => v.id);
    for (const id of ids) await this.#masks.mount(shown, id);
    this.#masks.follow(shown, ids);
    this.engine.render();
  }

  #meetVoxel(voxel: Vec3): void {
    for (const view of this.#stage.views.values()) {
      if (!view.plane || (this.#snapshot.drawing && view === this.#pressed)) continue;
      view.setSlice(voxel[view.plane.axis]);
    }
    this.#ticker.ask();
  }
  #seriesState() {
    return this.#shown ? this.store.state.series[this.#shown.series.id] : undefined;
  }
  /** The segments with the label maps that they lie in. */
  #segments(): Drawn[] {
    const { masksVisible } = this.#snapshot;
    return (this.#seriesState()?.segments ?? []).flatMap((s) => {
      const map = this.store.mapOf(this.#shown?.series.id ?? "", s.label);
      return map ? [{ ...s, labels: map.labels, visible: s.visible && masksVisible }] : [];
    });
  }
  #current(): Memory | undefined {
    return this.#shown ? this.#memory.get(this.#shown.series.id) : undefined;
  }
  #view(id: string): View | undefined {
    return this.#stage.views.get(id as PlaneId);
  }
  #active(): View | undefined {
    const { shown } = this.#stage;
    return shown.find((v) => v.id === this.#snapshot.activeViewport && v.plane) ?? shown.find((v) => v.plane);
  }
  #set(patch: Partial<ViewerSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...patch };
    this.#ticker.ask();
  }
  #rebuild(): void {
    const memory = this.#current();
    const shown = this.#shown;
    const { shown: views } = this.#stage;
    if (this.#snapshot.layout === "pair") this.#pair.follow(views);
    const window = memory?.window ?? [0, 1];
    const status = views.map((view) =>
      view.id === "3d"
        ? { ...view.status(window, false, { position: false, spacing: false }), empty: this.#surfaces.empty }
        : view.status(window, memory?.inverted ?? false, shown?.knows ?? { position: false, spacing: false }),
    );
    for (const view of views)
      drawLines(view, views, this.#cursorOf(view), {
        path:
          this.#outline.over(view, this.#snapshot.tool, this.#hover, shown?.series.image) ?? this.#contour.path(view),
        color: this.#activeColor(),
      });
    for (const view of views) if (!this.overlays.covers(view.id)) this.measuring.draw(view);
    const { list: overlays, visible: overlaysVisible } = this.overlays;
    const now = { views: kept(this.#snapshot.views, status), overlays, overlaysVisible, probe: this.#probe() };
    this.#snapshot = { ...this.#snapshot, ...now };
  }
  /** The brush under the pointer, at its true size. */
  #cursorOf(view: View): BrushCursor | null {
    const { tool, options } = this.#snapshot;
    const mm = view.steps()?.mm;
    if (this.#hover?.view !== view || !(isBrush(tool) || tool === "contour_edit") || !mm) return null;
    return { at: this.#hover.at, radius: options.brushRadius / mm, color: this.#activeColor() };
  }
  #activeColor(): string {
    const state = this.#seriesState();
    return `rgb(${(state?.segments.find((s) => s.label === state.activeLabel)?.color ?? [255, 255, 255]).join()})`;
  }
  #probe(): ViewerSnapshot["probe"] {
    if (!this.#shown || !this.#hover) return null;
    const { series } = this.#shown;
    const maps = this.store.layers(series.id).values();
    return readingAt(this.#hover.view, this.#hover.at, series.image, maps, this.overlays);
  }
}
