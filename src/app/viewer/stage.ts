import { Enums, type RenderingEngine } from "@cornerstonejs/core";
import type { Place } from "./layouts.ts";
import { View, type ViewId } from "./view.ts";

const ids: readonly ViewId[] = ["acquisition", "axial", "coronal", "sagittal", "3d"];

/** The viewing area: its element, its panes, and which of them stand in it. It outlives React's mounts. */
export class Stage {
  readonly root = document.createElement("div");
  readonly views: ReadonlyMap<ViewId, View>;
  #shown: readonly View[] = [];
  #waiting: (() => void)[] = [];

  constructor(
    private readonly engine: RenderingEngine,
    private readonly resized: () => void,
  ) {
    this.root.setAttribute("style", "position:absolute;inset:0;background:#000;overflow:hidden;user-select:none");
    this.views = new Map(ids.map((id) => [id, new View(id, engine)]));
    for (const view of this.views.values()) this.root.append(view.pane);
    new ResizeObserver(() => this.#fit()).observe(this.root);
  }

  /** The views that stand in the area now. */
  get shown(): readonly View[] {
    return this.#shown;
  }
  attach(element: HTMLDivElement): void {
    if (getComputedStyle(element).position === "static") element.style.position = "relative";
    element.append(this.root);
  }
  detach(): void {
    this.root.remove();
  }
  /** Resolves once the area has a size. */
  ready(): Promise<void> {
    if (this.#size() > 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Puts panes in their places and gives each a fresh viewport; what they show is to be mounted anew. */
  place(places: readonly Place[]): void {
    for (const view of this.views.values()) view.pane.style.display = "none";
    this.#shown = places.flatMap(({ view: id, at: [x, y, w, h] }) => {
      const view = this.views.get(id);
      if (!view) return [];
      const percent = (share: number) => `${(share * 100).toFixed(4)}%`;
      Object.assign(view.pane.style, {
        display: "block",
        left: percent(x),
        top: percent(y),
        width: `calc(${percent(w)} - ${x + w < 0.999 ? 2 : 0}px)`,
        height: `calc(${percent(h)} - ${y + h < 0.999 ? 2 : 0}px)`,
      });
      return [view];
    });
    // All at once: disabling one viewport alone leaves the shared canvas at the old size and the others badly cropped.
    this.engine.setViewports(
      this.#shown.map(({ id, element }) => ({
        viewportId: id,
        element,
        type: id === "3d" ? Enums.ViewportType.VOLUME_3D : Enums.ViewportType.PLANAR_NEXT,
        defaultOptions: { background: id === "3d" ? [0.07, 0.07, 0.08] : [0, 0, 0] },
      })),
    );
  }

  #size(): number {
    return this.root.clientWidth * this.root.clientHeight;
  }
  #fit(): void {
    if (this.#size() === 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
    // A resize while a frame is pending is dropped by the engine: ask in a frame of its own.
    requestAnimationFrame(() => {
      if (this.#size() === 0 || this.#shown.length === 0) return;
      this.engine.resize(true, true);
      this.resized();
    });
  }

  /** Resolves when the first view of images has been drawn; after ten seconds in any case. */
  firstImage(): Promise<void> {
    const element = this.shown.find((v) => v.id !== "3d")?.element;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(done, 10_000);
      element?.addEventListener(Enums.Events.IMAGE_RENDERED, done, { once: true });
    });
  }
}
