import type { Grid } from "./grid.ts";

/** What a stored number means; it decides units, presets and default settings. */
export type IntensityUnit = "HU" | "SUV" | "Bq/ml" | "Gy" | "1" | "counts" | "mm2/s" | "arbitrary";

/** An image on a grid. `data` may lie on a SharedArrayBuffer; x is fastest. */
export type Volume = {
  readonly grid: Grid;
  readonly data: Float32Array;
  readonly unit: IntensityUnit;
  /**
   * Values, both ends included, that stand for "no value here" (DICOM's pixel padding). The engine takes such voxels for
   * no numbers: nothing is measured from them, or from what interpolation or a filter makes of them.
   */
  readonly padding?: readonly [low: number, high: number];
  /** The slices form no volume, or there is but one: the distance between them means nothing. */
  readonly flat?: true;
};

/** A label map on the grid of its image: 0 is background, 1..255 are segments. */
export type Labels = Uint8Array;
