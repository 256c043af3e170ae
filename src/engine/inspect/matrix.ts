import type { Counts } from "../features/matrices/counts.ts";
import type { ToneDifferences } from "../features/matrices/tone-differences.ts";
import type { Vec3 } from "../grid.ts";

/** The families that read a matrix, with PyRadiomics' of the same kind. */
export const matrixFamilies = [
  "glcm",
  "glrlm",
  "glszm",
  "gldzm",
  "ngtdm",
  "ngldm",
  "pyradiomics.glcm",
  "pyradiomics.glrlm",
  "pyradiomics.glszm",
  "pyradiomics.gldm",
  "pyradiomics.ngtdm",
] as const;
export type MatrixFamily = (typeof matrixFamilies)[number];

export const hasMatrix = (family: string): family is MatrixFamily =>
  (matrixFamilies as readonly string[]).includes(family);

/** What an entry of a matrix counts. */
export type EventKind = "pairs" | "runs" | "zones" | "depths" | "dependences" | "differences";

/** How a matrix was counted: enough to find the voxels behind each of its entries again. */
export type MatrixSource = {
  readonly kind: EventKind;
  /** Steps to neighbours: one of each opposite pair for pairs, runs and zones, all of them for the others. */
  readonly steps: readonly Vec3[];
  /** The only slice that is counted; null: all. */
  readonly slice: number | null;
  /** Distances to the border know of the slices above and below. */
  readonly in3d: boolean;
  /** A pair counts from the voxel to its neighbour only. */
  readonly oneWay: boolean;
  /** Greatest level difference of dependent neighbours. */
  readonly coarseness: number;
  /** NGTDM: voxels without any neighbour count, too. */
  readonly lonely: boolean;
};

/** One of the matrices that a feature is averaged over. */
export type MatrixPart = {
  /** Slice of the region's box, from 0; null: all slices, or the volume. */
  readonly slice: number | null;
  /** The only direction; null: all merged, or none. */
  readonly direction: Vec3 | null;
  readonly source: MatrixSource;
  /** The entries. An NGTDM has n_i in column 1. */
  readonly counts: Counts;
  /** The NGTDM's s_i, entry by entry; null for the others. */
  readonly sums: Float64Array | null;
  /** Sum of the entries. */
  readonly total: number;
  /** What the family's features compute from. */
  readonly prepared: unknown;
};

/** Cells [i0, i1] × [j0, j1], ends included. */
export type Cells = { readonly i: readonly [number, number]; readonly j: readonly [number, number] };

/** A source with the usual settings. */
export const sourceOf = (source: Partial<MatrixSource> & Pick<MatrixSource, "kind" | "steps">): MatrixSource => ({
  slice: null,
  in3d: true,
  oneWay: false,
  coarseness: 0,
  lonely: false,
  ...source,
});

/** The matrix of an NGTDM. */
export const tonePart = (prepared: ToneDifferences, slice: number | null, source: MatrixSource): MatrixPart => ({
  slice,
  direction: null,
  source,
  counts: {
    i: Uint16Array.from(prepared.i),
    j: new Uint32Array(prepared.i.length).fill(1),
    n: prepared.n,
  },
  sums: prepared.s,
  total: prepared.voxels,
  prepared,
});

/** One source for all that several parts of a matrix family were counted from. */
export function wholeSource(parts: readonly MatrixPart[]): MatrixSource {
  const [{ source }] = parts;
  if (parts.length === 1) return source;
  const steps = new Map(parts.flatMap((part) => part.source.steps.map((step) => [step.join(), step] as const)));
  return { ...source, slice: null, steps: [...steps.values()] };
}
