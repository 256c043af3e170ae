import { Enums, segmentation } from "@cornerstonejs/tools";
import type { Series } from "#io/series.ts";
import { layerOf } from "#session/layers.ts";
import type { SessionStore } from "#session/store.ts";
import { forget, imageIds, layerKey, presentMask, volumeId } from "./voxels.ts";

const type = Enums.SegmentationRepresentations.Labelmap;
/** How much a region tints the image. */
const FILL = 0.28;
const id = (key: string) => `mask:${key}`;

/** A series as it is shown; `key` stands for it in Cornerstone's ids. */
type Place = { readonly key: string; readonly series: Series; readonly asVolume: boolean };

/**
 * Shows a series' label maps over its views, one for each layer that has something to see, and follows the session:
 * colours, visibility, and voxels that history or a command changed.
 */
export class Masks {
  #visible = true;
  #shown = true;
  /** What each label map in each viewport was last told, so that a stroke does not repeat it. */
  readonly #told = new Map<string, string>();
  /** Layers that Cornerstone knows, by the series' key; and those that lie over a viewport. */
  readonly #known = new Map<string, Set<number>>();
  readonly #mounted = new Map<string, Set<number>>();

  constructor(private readonly store: SessionStore) {
    const look = { renderFill: true, fillAlpha: FILL, renderOutline: true, outlineWidth: 1, outlineOpacity: 1 };
    segmentation.config.style.setStyle({ type }, { ...look, ...inactive(look) });
  }

  /** The layers that are to lie over a series: the first, and others that have a visible segment. */
  #wanted({ series }: Place): Set<number> {
    const segments = this.store.state.series[series.id]?.segments ?? [];
    return new Set([0, ...segments.filter((s) => s.visible).map(layerOf)]);
  }
  /** Whether a viewport lacks a layer, or has one too many: then `mount` is to be called. */
  isBehind(place: Place, viewportIds: readonly string[]): boolean {
    const wanted = [...this.#wanted(place)].sort().join();
    return viewportIds.some((v) => [...(this.#mounted.get(v) ?? [])].sort().join() !== wanted);
  }
  /** Brings a viewport to have exactly the layers that are to lie over the series. */
  async mount(place: Place, viewportId: string): Promise<void> {
    const wanted = this.#wanted(place);
    const mounted = this.#mounted.get(viewportId) ?? new Set();
    this.#mounted.set(viewportId, mounted);
    for (const layer of [...mounted]) {
      if (wanted.has(layer)) continue;
      segmentation.removeLabelmapRepresentation(viewportId, id(layerKey(place.key, layer)));
      mounted.delete(layer);
    }
    for (const layer of [...wanted].sort((a, b) => a - b)) {
      if (mounted.has(layer)) continue;
      await this.#describe(place, layer);
      const segmentationId = id(layerKey(place.key, layer));
      this.#told.delete(`${viewportId} ${segmentationId}`);
      await segmentation.addLabelmapRepresentationToViewport(viewportId, [{ segmentationId }]);
      if (layer === 0) segmentation.activeSegmentation.setActiveSegmentation(viewportId, segmentationId);
      mounted.add(layer);
    }
  }
  /** Makes the label map of a layer known to Cornerstone; once for each. */
  async #describe({ key, series, asVolume }: Place, layer: number): Promise<void> {
    const known = this.#known.get(key) ?? new Set();
    if (known.has(layer)) return;
    const labels = this.store.labelMap(series.id, layer)?.labels;
    if (!labels) throw new Error(`No label map of layer ${layer} for series ${series.id}`);
    await presentMask(key, layer, series, labels, asVolume);
    const own = layerKey(key, layer);
    const ids = imageIds(own, "mask", series.image.grid.dims[2]);
    const data = asVolume
      ? { volumeId: volumeId(own, "mask"), referencedVolumeId: volumeId(key, "image"), imageIds: ids }
      : { imageIds: ids };
    segmentation.addSegmentations([{ segmentationId: id(own), representation: { type, data: data as never } }]);
    this.#known.set(key, known.add(layer));
  }
  forget(key: string): void {
    for (const layer of this.#known.get(key) ?? []) {
      segmentation.removeSegmentation(id(layerKey(key, layer)));
      forget(layerKey(key, layer), "mask");
    }
    this.#known.delete(key);
    this.#told.clear();
  }

  /** Takes all label maps from a view. */
  unmount(viewportId: string): void {
    for (const { segmentationId } of segmentation.state.getSegmentationRepresentations(viewportId))
      segmentation.removeLabelmapRepresentation(viewportId, segmentationId);
    this.#mounted.delete(viewportId);
  }

  /** Brings colours and visibility of the session to the label maps that lie over the views. */
  follow({ key, series }: Place, viewportIds: readonly string[]): void {
    const segments = this.store.state.series[series.id]?.segments ?? [];
    for (const viewportId of viewportIds) {
      for (const layer of this.#mounted.get(viewportId) ?? []) {
        const segmentationId = id(layerKey(key, layer));
        const own = segments.filter((s) => layerOf(s) === layer);
        const place = `${viewportId} ${segmentationId}`;
        const wanted = JSON.stringify([own.map((s) => [s.label, s.color, s.visible]), this.#visible, this.#shown]);
        if (this.#told.get(place) === wanted) continue;
        this.#told.set(place, wanted);
        for (const { label, color, visible } of own) {
          segmentation.config.color.setSegmentIndexColor(viewportId, segmentationId, label, [...color, 255]);
          segmentation.config.visibility.setSegmentIndexVisibility(
            viewportId,
            { segmentationId, type },
            label,
            visible && this.#visible,
          );
        }
      }
    }
  }
  setVisible(visible: boolean): void {
    this.#visible = visible;
  }
  /** Under a map nothing is drawn: its colours must not be tinted; borders lie above it. Heeded by the next `follow`. */
  setShown(shown: boolean): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    const look = { fillAlpha: shown ? FILL : 0, renderOutline: shown };
    segmentation.config.style.setStyle({ type }, { ...look, ...inactive(look) });
  }

  /** Uploads slices of a layer's label map again. */
  refresh(key: string, layer: number, slices: readonly number[]): void {
    if (!this.#known.get(key)?.has(layer)) return;
    segmentation.triggerSegmentationEvents.triggerSegmentationDataModified(id(layerKey(key, layer)), [...slices]);
  }
}

/** Cornerstone gives all but one label map a look of their own; here all look alike. */
const inactive = (look: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(look).map(([key, value]) => [`${key}Inactive`, value]));
