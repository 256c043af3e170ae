import { RadiomicaError } from "#engine/errors.ts";
import type { Grid } from "#engine/grid.ts";
import { filledMap } from "#engine/maps/fill.ts";
import { DEFINED } from "#engine/maps/map-state.ts";
import type { Series } from "../series.ts";
import type { Code } from "./derived.ts";
import { writeNifti } from "./nifti.ts";
import { writeNrrd } from "./nrrd.ts";
import { PADDING, writeParametricMap } from "./parametric-map.ts";

export type MapFormat = "nifti" | "nrrd" | "dicom";

/** A feature map or a filter's response, to be written. */
export type MapRecord = {
  /** Such as "glcm.contrast" or "log-sigma-3-0-mm-3D". */
  readonly name: string;
  readonly grid: Grid;
  readonly values: Float32Array;
  /** Which voxels have a value (see `DEFINED`); null: all have one. */
  readonly states: Uint8Array | null;
  readonly quantity: Code;
  readonly unit: Code;
  /** How it was made, in one English paragraph. */
  readonly derivation: string;
};

export type MapFileOptions = {
  readonly now: Date;
  readonly appVersion: string;
  /** NIfTI and NRRD compressed (default). */
  readonly gzip?: boolean;
  /** What voxels without a value hold in NIfTI and NRRD. Left out: not a number, for 0 would read as a value. */
  readonly outside?: number;
  /** Makes a new UID at each call; random by default. */
  readonly uid?: () => string;
};

/**
 * The file of a map. Voxels without a value hold `outside`; in DICOM the padding value, which is declared there. Throws
 * "Unsupported" for a series whose slices are uneven (a grid cannot say where they are) and for an `outside` that is
 * also the value of a voxel; else as the format's writer.
 */
export function mapFile(
  series: Series,
  map: MapRecord,
  format: MapFormat,
  { now, appVersion, gzip = true, outside = Number.NaN, uid }: MapFileOptions,
): Uint8Array<ArrayBuffer> {
  const { grid, values, states } = map;
  if (series.use === "slices" && grid.dims[2] > 1) {
    const detail =
      "The slices of this series are not evenly spaced; in a file of one grid they would lie in wrong places.";
    throw new RadiomicaError("Unsupported", detail);
  }
  const padded = states?.some((state) => state !== DEFINED) ?? false;
  const filled = (by: number) => (states === null ? Float32Array.from(values) : filledMap(values, states, by));
  if (format === "dicom") {
    const padding = padded ? PADDING : null;
    const options = { now, appVersion, ...(uid ? { uid } : {}) };
    return writeParametricMap(series, { ...map, values: filled(PADDING), padding }, options);
  }
  if (padded && values.some((v, i) => states?.[i] === DEFINED && v === Math.fround(outside))) {
    const detail = `${outside} is also the value of a voxel of ${map.name}: outside and inside could not be told apart.`;
    throw new RadiomicaError("Unsupported", detail, { outside, name: map.name });
  }
  if (format === "nifti") {
    return writeNifti({ image: { ...series.image, grid }, use: series.use }, filled(outside), { gzip });
  }
  const fields = { radiomica: appVersion, name: map.name, unit: map.unit.value, derivation: map.derivation };
  return writeNrrd(grid, filled(outside), { gzip, fields });
}
