import { Enums } from "@cornerstonejs/core";
import type { Vec3 } from "#engine/grid.ts";
import { drawBorders, type Regions } from "./borders.ts";
import { type Overlay, type OverlayLayer, type OverlayReading, type OverlaySource, overlaySources } from "./overlay.ts";
import { paintRaster, type Raster, rasterOf, rasterToWorld, readOverlay } from "./overlay-raster.ts";
import type { View } from "./view.ts";

/** The raster of one overlay in one view, kept while only zoom and pan change. */
type Painted = { slice: number; version: number; overlay: Overlay; raster: Raster | null; canvas: OffscreenCanvas };

/**
 * Overlays are drawn by ourselves, on a canvas above each view: exact nearest voxels, linear opacity, nothing where
 * there is no value. They are drawn in the same task in which Cornerstone hands over a frame, so that they never lag.
 */
export class Overlays implements OverlayLayer {
  readonly #sources = new Map<OverlaySource, readonly Overlay[]>();
  #list: readonly Overlay[] = [];
  #visible = true;
  /** Grows whenever values may have changed. */
  #version = 0;
  #asked = false;
  readonly #painted = new Map<string, Painted>();

  constructor(
    private readonly views: Iterable<View>,
    private readonly changed: () => void,
    /** Whose borders lie above the overlays: the label map itself is not drawn then. */
    private readonly regions: () => Regions | null,
  ) {
    for (const view of views) view.element.addEventListener(Enums.Events.IMAGE_RENDERED, () => this.#draw(view));
  }

  get list(): readonly Overlay[] {
    return this.#list;
  }
  get visible(): boolean {
    return this.#visible;
  }
  /** Whether there is something to see. */
  get seen(): boolean {
    return this.#visible && this.#list.length > 0;
  }
  /** Whether a view shows something else than the image. */
  covers(viewportId: string): boolean {
    return this.#visible && this.#list.some((o) => o.backdrop && (o.views === null || o.views.includes(viewportId)));
  }
  set(added: readonly Overlay[], source: OverlaySource = "maps"): void {
    this.#sources.set(source, added);
    const list = overlaySources.flatMap((s) => this.#sources.get(s) ?? []);
    this.#list = list;
    for (const key of this.#painted.keys()) if (!list.some((o) => key.endsWith(` ${o.id}`))) this.#painted.delete(key);
    this.#later();
  }
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#later();
  }
  touch(): void {
    this.#version++;
    this.#paintLater();
  }
  /** What the overlays that a view shows hold at a patient position. */
  read(viewportId: string, world: Vec3): OverlayReading[] {
    const seen = this.#list.filter((o) => o.views === null || o.views.includes(viewportId));
    return seen.flatMap((o) => readOverlay(o, world) ?? []);
  }

  #later(): void {
    this.changed();
    this.#paintLater();
  }
  /** Without a word to the page: values come in sixty times a second. */
  #paintLater(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      for (const view of this.views) this.#draw(view);
    });
  }

  #draw(view: View): void {
    const { layer, grid, plane } = view;
    const list = this.#visible ? this.#list.filter((o) => o.views === null || o.views.includes(view.id)) : [];
    const [w, h] = view.size;
    layer.style.display = this.seen ? "block" : "none";
    if (!this.seen || !grid || !plane || !view.viewport || w * h === 0) return;
    const dpr = globalThis.devicePixelRatio || 1;
    const [width, height] = [Math.round(w * dpr), Math.round(h * dpr)];
    if (layer.width !== width || layer.height !== height) Object.assign(layer, { width, height });
    const context = layer.getContext("2d");
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    const covered = this.covers(view.id);
    context.globalAlpha = 1;
    if (covered) context.fillRect(0, 0, width, height);
    for (const overlay of list) {
      const { raster, canvas } = this.#paint(view, overlay, plane.axis);
      if (!raster) continue;
      // Three corners of the raster fix where all of it lies on the page.
      const at = (u: number, v: number) => view.canvasAt(rasterToWorld(overlay.grid, raster, u - 0.5, v - 0.5));
      const [x0, y0] = at(0, 0);
      const [xu, yu] = at(raster.size[0], 0);
      const [xv, yv] = at(0, raster.size[1]);
      const [nu, nv] = raster.size;
      const matrix = [(xu - x0) / nu, (yu - y0) / nu, (xv - x0) / nv, (yv - y0) / nv, x0, y0].map((x) => x * dpr);
      if (!matrix.every(Number.isFinite)) continue;
      context.setTransform(matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]);
      context.globalAlpha = overlay.opacity;
      context.imageSmoothingEnabled = overlay.backdrop !== undefined;
      context.drawImage(canvas, 0, 0);
    }
    // What was drawn on the image has no place on another one.
    const regions = covered ? null : this.regions();
    if (regions) drawBorders(context, view, regions, dpr);
  }

  #paint(view: View, overlay: Overlay, axis: 0 | 1 | 2): Painted {
    const key = `${view.id} ${overlay.id}`;
    const { slice } = view;
    const before = this.#painted.get(key);
    if (before && before.slice === slice && before.version === this.#version && before.overlay === overlay)
      return before;
    const raster = view.grid && rasterOf(overlay.grid, view.grid, axis, slice);
    const [width, height] = raster?.size ?? [1, 1];
    const canvas = before?.canvas ?? new OffscreenCanvas(width, height);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (raster) {
      const image = new ImageData(width, height);
      paintRaster(overlay, raster, image.data);
      canvas.getContext("2d")?.putImageData(image, 0, 0);
    }
    const painted = { slice, version: this.#version, overlay, raster, canvas };
    this.#painted.set(key, painted);
    return painted;
  }
}
