import type { Vec3 } from "./grid.ts";
import type { Moments } from "./math/moments.ts";
import type { Tally } from "./math/tally.ts";
import type { Stored } from "./process/stored.ts";
import type { IntensityUnit } from "./volume.ts";

/** A box of processed intensities, x fastest. */
export type Box = {
  readonly dims: Vec3;
  readonly spacing: Vec3;
  readonly intensities: Float64Array;
};

/**
 * A region after the whole IBSI chain (interpolation, re-segmentation, discretisation), cropped to the tight
 * bounding box of its morphological mask. Arrays have `dims` voxels, x fastest, unless said otherwise.
 * IBSI-1 §2 keeps the two masks apart: re-segmentation changes the intensity mask only.
 *
 * What a family may do without (`intensities`, `values`, `moments`, `tally`, all that is called levels, `surroundings`) is made when
 * it is first read: ask for as little as will do. `voxels` costs nothing, `values.length` an array.
 */
export type Roi = Box & {
  readonly unit: IntensityUnit;
  /** 1 inside. Shape, and distances to the border (GLDZM), are taken from this one. */
  readonly morphologicalMask: Uint8Array;
  /** 1 inside. Intensities and textures are taken from this one. */
  readonly intensityMask: Uint8Array;
  /** Number of voxels of the intensity mask. */
  readonly voxels: number;
  /** The least and the greatest intensity of the intensity mask; 0 and 0 where it holds no voxel. */
  readonly range: readonly [number, number];
  /** The moments of the intensities of the intensity mask, which must hold a voxel. */
  readonly moments: Moments;
  /** The intensities of the intensity mask in ascending order, equal ones counted where that is cheap. */
  readonly tally: Tally;
  /** Discretised grey levels 1..ng inside the intensity mask, 0 outside. */
  readonly levels: Uint16Array;
  /** The same as bytes; null where there are more than 255 levels. */
  readonly levelBytes: Uint8Array | null;
  /** Number of grey levels: the highest that occurs (with FBN the number of bins); 0 where discretisation was impossible. */
  readonly ng: number;
  /** How many voxels have each level: level 1 first, `ng` numbers. */
  readonly levelCounts: Float64Array;
  /** Intensities of the voxels of the intensity mask, in storage order. */
  readonly values: Float64Array;
  /** Their levels, in the same order. */
  readonly valueLevels: Uint16Array;
  /** The same image with a margin of at least 7 mm where it has one (clipped at the image), for local intensity. */
  readonly surroundings: Stored & {
    /** Index in that box of the region's voxel (0, 0, 0). */
    readonly offset: Vec3;
  };
};
