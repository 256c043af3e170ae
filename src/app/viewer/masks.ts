import { Enums, segmentation } from "@cornerstonejs/tools";
import type { SessionStore } from "#session/store.ts";
import { imageIds, volumeId } from "./voxels.ts";

const type = Enums.SegmentationRepresentations.Labelmap;
/** How much a region tints the image. */
const FILL = 0.28;
const id = (key: string) => `mask:${key}`;

/**
 * Shows a series' label map over its views, and follows the session: colours, visibility, the active segment, and
 * voxels that history or a command changed.
 */
export class Masks {
  #visible = true;
  #shown = true;
  /** What each viewport was last told, so that a stroke does not repeat it. */
  #told = new Map<string, string>();

  constructor(private readonly store: SessionStore) {
    segmentation.config.style.setStyle(
      { type },
      { renderFill: true, fillAlpha: FILL, renderOutline: true, outlineWidth: 1, outlineOpacity: 1 },
    );
  }

  /** Makes a series' label map known to Cornerstone; once for each key. */
  describe(key: string, slices: number, asVolume: boolean): void {
    const ids = imageIds(key, "mask", slices);
    const data = asVolume
      ? { volumeId: volumeId(key, "mask"), referencedVolumeId: volumeId(key, "image"), imageIds: ids }
      : { imageIds: ids };
    segmentation.addSegmentations([{ segmentationId: id(key), representation: { type, data: data as never } }]);
  }
  forget(key: string): void {
    segmentation.removeSegmentation(id(key));
    this.#told.clear();
  }

  /** Adds the overlay to a view. */
  async mount(key: string, viewportId: string): Promise<void> {
    this.#told.delete(viewportId);
    await segmentation.addLabelmapRepresentationToViewport(viewportId, [{ segmentationId: id(key) }]);
    segmentation.activeSegmentation.setActiveSegmentation(viewportId, id(key));
  }

  /** Takes all overlays from a view. */
  unmount(viewportId: string): void {
    for (const { segmentationId } of segmentation.state.getSegmentationRepresentations(viewportId))
      segmentation.removeLabelmapRepresentation(viewportId, segmentationId);
  }

  /** Brings colours, visibility and active segment of the session to the views. */
  follow(key: string, seriesId: string, viewportIds: readonly string[]): void {
    const series = this.store.state.series[seriesId];
    if (!series) return;
    for (const viewportId of viewportIds) {
      const wanted = JSON.stringify([
        series.segments.map((s) => [s.label, s.color, s.visible]),
        this.#visible,
        this.#shown,
      ]);
      if (this.#told.get(viewportId) === wanted) continue;
      this.#told.set(viewportId, wanted);
      for (const { label, color, visible } of series.segments) {
        segmentation.config.color.setSegmentIndexColor(viewportId, id(key), label, [...color, 255]);
        segmentation.config.visibility.setSegmentIndexVisibility(
          viewportId,
          { segmentationId: id(key), type },
          label,
          visible && this.#visible,
        );
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
    segmentation.config.style.setStyle({ type }, { fillAlpha: shown ? FILL : 0, renderOutline: shown });
  }

  /** Uploads slices of the label map again. */
  refresh(key: string, slices: readonly number[]): void {
    segmentation.triggerSegmentationEvents.triggerSegmentationDataModified(id(key), [...slices]);
  }
}
