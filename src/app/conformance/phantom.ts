import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { type Reference, referencesOf } from "./reference.ts";
import phantom from "./tables/digital-phantom.json";
import published from "./tables/digital-phantom-matrices.json";
import values from "./tables/digital-phantom-values.csv?raw";

/** A texture matrix that the IBSI prints for its digital phantom; zeros left out, columns as its family has them. */
export type PublishedMatrix = {
  readonly matrix: "GLCM" | "GLRLM" | "GLSZM" | "GLDZM" | "NGTDM" | "NGLDM";
  readonly aggregation: "2D" | "2D, slice-merged" | "3D" | "3D, merged";
  readonly direction: readonly number[] | null;
  readonly slice: number | null;
  readonly rows: readonly (readonly number[])[];
};

/** The 482 values the IBSI publishes for its digital phantom. */
export const phantomReferences: readonly Reference[] = referencesOf(values);

/** The 88 matrices it prints. */
export const publishedMatrices = published.matrices as readonly PublishedMatrix[];

/** The digital phantom with its region. */
export function digitalPhantom(): ExtractionInput {
  const [nx, ny, nz] = phantom.dims;
  const [sx, sy, sz] = phantom.spacing;
  return {
    image: {
      grid: {
        dims: [nx, ny, nz],
        spacing: [sx, sy, sz],
        origin: [0, 0, 0],
        direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      },
      data: Float32Array.from(phantom.image),
      unit: "arbitrary",
    },
    labels: Uint8Array.from(phantom.mask),
    label: 1,
  };
}
