import { cache } from "@cornerstonejs/core";
import type { Vec3 } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";
import { layerOfLabel } from "#session/layers.ts";
import type { SessionStore } from "#session/store.ts";
import {
  type Axis,
  addTraced,
  type Canvas,
  crossed,
  cutContour,
  fillContour,
  fillEnclosed,
  growFrom,
  paint,
  reshape,
} from "./edits.ts";
import type { Masks } from "./masks.ts";
import { voxelAt } from "./planes.ts";
import type { ContourId } from "./toolbox.ts";
import type { View } from "./view.ts";
import type { ToolId, ToolOptions } from "./viewer.ts";
import { layerKey, sliceOfImageId, volumeId } from "./voxels.ts";

/** The series in view. `key` stands for it in Cornerstone's ids; each showing has its own. */
export type Shown = {
  readonly series: Series;
  readonly key: string;
  readonly asVolume: boolean;
  /** How much of the scale a pixel of window dragging moves. */
  readonly step: number;
  readonly knows: { readonly position: boolean; readonly spacing: boolean };
};

/** Where a drawing takes place. */
export type Place = {
  shown(): Shown | null;
  tool(): ToolId;
  options(): ToolOptions;
  /** Name for a segment that is made because there is none. */
  nameSegment(): string;
};

/** Writes what was drawn into the label map, shows it, and makes each drawing one step of the session's history. */
export class Drawing {
  /** Slices that the stroke in progress has touched, those of them not yet shown, and the layer that it is in. */
  readonly #stroke = new Set<number>();
  readonly #fresh = new Set<number>();
  #layer = 0;
  /** Slice that a title names. */
  #slice = 0;

  constructor(
    private readonly store: SessionStore,
    private readonly masks: Masks,
    private readonly place: Place,
  ) {}

  /** The label map with the segment to draw (the active one), or null. */
  canvas(label = this.#state()?.activeLabel ?? 0): Canvas | null {
    const shown = this.place.shown();
    const map = shown && label > 0 ? this.store.mapOf(shown.series.id, label) : undefined;
    return shown && map ? { grid: shown.series.image.grid, labels: map.labels, label } : null;
  }
  ensureSegment(): void {
    const seriesId = this.place.shown()?.series.id;
    if (seriesId && !this.#state()?.activeLabel) this.store.addSegment(seriesId, this.place.nameSegment());
  }

  /** A brush moved. */
  paint(view: View, from: Vec3, to: Vec3, shift: boolean): void {
    const canvas = this.canvas();
    const shown = this.place.shown();
    if (!canvas || !shown || !view.plane) return;
    const tool = this.place.tool();
    const { brushRadius, threshold } = this.place.options();
    const ball = shown.asVolume && (tool === "sphere" || tool === "sphere_eraser");
    const locked = new Uint8Array(256);
    for (const s of this.#state()?.segments ?? []) if (s.locked) locked[s.label] = 1;
    if (locked[canvas.label]) return;
    this.#slice = view.slice;
    const layer = layerOfLabel(this.#state(), canvas.label);
    if (layer !== this.#layer) {
      // Another segment was chosen while the button was down.
      this.endStroke();
      this.#showFresh();
      this.#layer = layer;
    }
    const slices = paint(canvas, shown.series.image.data, from, to, {
      radius: brushRadius,
      within: ball ? null : view.plane.axis,
      erase: shift || tool === "eraser" || tool === "sphere_eraser",
      range: tool === "threshold_brush" ? threshold : null,
      locked,
    });
    if (slices.length === 0) return;
    // Shown with the next frame; events come faster than that.
    if (this.#fresh.size === 0) requestAnimationFrame(() => this.#showFresh());
    for (const k of slices) {
      this.#fresh.add(k);
      this.#stroke.add(k);
    }
  }
  /** The brush was lifted. */
  endStroke(): void {
    const shown = this.place.shown();
    if (!shown || this.#stroke.size === 0) return;
    const slices = [...this.#stroke].sort((a, b) => a - b);
    this.#stroke.clear();
    this.store.commitVoxels(shown.series.id, this.#title(this.place.tool()), slices, "stroke", this.#layer);
  }
  /** The series in view is about to change. */
  leave(): void {
    this.endStroke();
    this.#fresh.clear();
  }

  /** A contour was closed in a view. */
  contour(view: View, tool: ContourId, points: readonly Vec3[]): void {
    const canvas = this.canvas();
    if (!view.plane || !canvas) return;
    const { axis } = view.plane;
    this.#slice = view.slice;
    if (fillContour(canvas, axis, view.slice, points, this.place.options().mode) > 0)
      this.#commit(tool, crossed(canvas.grid, axis, view.slice));
  }
  /** The outline was bent: in the slice of a view the segment is now what the mask holds. */
  reshape(view: View, mask: Uint8Array): void {
    const canvas = this.canvas();
    if (!view.plane || !canvas) return;
    const { axis } = view.plane;
    this.#slice = view.slice;
    if (reshape(canvas, axis, view.slice, mask) > 0)
      this.#commit("contour_edit", crossed(canvas.grid, axis, view.slice));
  }
  /** Scissors were closed in a view. */
  scissors(view: View, points: readonly Vec3[]): void {
    const canvas = this.canvas();
    if (!view.plane || !canvas || points.length < 3) return;
    const { scissors, scissorsDepth } = this.place.options();
    this.#slice = view.slice;
    if (cutContour(canvas, view.plane.axis, view.slice, points, scissors, scissorsDepth) > 0) this.#commit("scissors");
  }
  /** A click of "grow", "level_trace" or "fill". */
  click(view: View, world: Vec3): void {
    const canvas = this.canvas();
    const shown = this.place.shown();
    const voxel = canvas && voxelAt(canvas.grid, world);
    if (!canvas || !shown || !voxel || !view.plane) return;
    const { axis } = view.plane;
    this.#slice = view.slice;
    if (this.place.tool() === "fill") {
      if (fillEnclosed(canvas, axis, voxel) > 0) this.#commit("fill", crossed(canvas.grid, axis, voxel[axis]));
      return;
    }
    const { growTolerance, growRadius, grow3D, threshold, mode } = this.place.options();
    if (this.place.tool() === "level_trace") {
      if (addTraced(canvas, shown.series.image.data, axis, voxel, mode) > 0)
        this.#commit("level_trace", crossed(canvas.grid, axis, voxel[axis]));
      return;
    }
    const [nx, ny] = canvas.grid.dims;
    const { data } = shown.series.image;
    const value = data[voxel[0] + nx * (voxel[1] + ny * voxel[2])];
    const low = Math.max(value - growTolerance, threshold?.[0] ?? Number.NEGATIVE_INFINITY);
    const high = Math.min(value + growTolerance, threshold?.[1] ?? Number.POSITIVE_INFINITY);
    const within = grow3D && shown.asVolume ? null : axis;
    if (growFrom(canvas, data, voxel, { low, high, radius: growRadius, within }) > 0) this.#commit("grow");
  }
  /** Changes the whole segment, seen across an axis; returns how many voxels changed. */
  edit(tool: "interpolate" | "fill_holes", axis: Axis, change: (canvas: Canvas, axis: Axis) => number): number {
    const canvas = this.canvas();
    const count = canvas ? change(canvas, axis) : 0;
    if (count > 0) this.#commit(tool);
    return count;
  }

  /** Uploads slices (k) of a layer's label map again. */
  refresh(slices: readonly number[], layer: number): void {
    const shown = this.place.shown();
    if (!shown || slices.length === 0) return;
    // Cornerstone sorts slices by position; where our k runs the other way, its slice numbers are not ours.
    const ids = shown.asVolume ? cache.getVolume(volumeId(layerKey(shown.key, layer), "mask"))?.imageIds : null;
    const place = ids && new Map(ids.map((id, at) => [sliceOfImageId(id), at]));
    this.masks.refresh(
      shown.key,
      layer,
      slices.map((k) => place?.get(k) ?? k),
    );
  }

  #showFresh(): void {
    this.refresh([...this.#fresh], this.#layer);
    this.#fresh.clear();
  }
  #commit(tool: string, slices?: readonly number[]): void {
    const shown = this.place.shown();
    if (!shown) return;
    const runs = this.store.commitVoxels(shown.series.id, this.#title(tool), slices);
    const plane = shown.series.image.grid.dims[0] * shown.series.image.grid.dims[1];
    const layer = layerOfLabel(this.#state(), this.#state()?.activeLabel ?? 0);
    if (runs) this.refresh([...new Set(Array.from(runs.start, (at) => Math.floor(at / plane)))], layer);
  }
  #title(tool: string) {
    return { key: `history.${tool}`, fields: { slice: this.#slice + 1 } };
  }
  #state() {
    const shown = this.place.shown();
    return shown ? this.store.state.series[shown.series.id] : undefined;
  }
}
