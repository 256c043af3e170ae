import type { StatisticReason } from "#engine/cohort/statistic.ts";
import type { OperationId } from "#engine/edit/index.ts";
import type { EditRefusal, Values } from "#engine/edit/operation.ts";
import type { Edit, Scene } from "#engine/edit/plan-edit.ts";
import type { FamilyId } from "#engine/features/family.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import type { Vec3 } from "#engine/grid.ts";
import type { CellCount, Levelled } from "#engine/inspect/events.ts";
import type { Cells, MatrixFamily, MatrixPart, MatrixSource } from "#engine/inspect/matrix.ts";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import type { FilterVolume } from "#engine/maps/filter-volume.ts";
import type { Kmeans, KmeansMap, KmeansSettings } from "#engine/maps/kmeans.ts";
import type { MapOut } from "#engine/maps/map-slab.ts";
import type { MapSlab } from "#engine/maps/order.ts";
import type { PreparedMap } from "#engine/maps/prepare-map.ts";
import type { MapInput, MapSettings } from "#engine/maps/settings.ts";
import type { PerturbedRun } from "#engine/perturb/measure.ts";
import type { PerturbationJob } from "#engine/perturb/plan.ts";
import type { BankExtraction, BankFamilies } from "#engine/plan/extract-bank.ts";
import type { DiagnosticRow, Extraction, ExtractionInput } from "#engine/plan/extraction.ts";
import type { Extent } from "#engine/process/crop.ts";
import type { Reason } from "#engine/reason.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";
import type { Roi } from "#engine/roi.ts";
import type { Labels, Volume } from "#engine/volume.ts";
import type { DecodeJob, Refusal, VolumeFacts } from "#io/series.ts";

/** The jobs a worker knows: name → what goes in and what comes out. All voxels lie in shared memory where there is any. */
export type Jobs = {
  /** Features of one region. Families left out: all. */
  extract: {
    input: { input: ExtractionInput; recipe: Recipe; families?: readonly FamilyId[] };
    output: Extraction;
  };
  /** Features of one region on several filtered images; null in the bank is the image itself. */
  extractBank: {
    input: {
      input: ExtractionInput;
      recipe: Recipe;
      bank: readonly (FilterSettings | null)[];
      families?: BankFamilies;
    };
    output: readonly BankExtraction[];
  };
  /** The slices [z0, z1) in which a label occurs; [0, 0] where it does not. */
  slices: { input: { labels: Labels; dims: Vec3; label: number }; output: readonly [number, number] };
  /** Mean, minimum and maximum of the whole image, before and after interpolation. */
  describe: { input: { image: Volume; recipe: Recipe }; output: readonly DiagnosticRow[] };
  /** The chain of a feature map, and its checks; see `computeMaps`. */
  map_prepare: {
    input: {
      input: MapInput;
      recipe: Recipe;
      settings: MapSettings;
      featureIds: readonly string[];
      maxBytes?: number;
    };
    output: PreparedMap;
  };
  /** One slab of the map `id` into `out` (shared), or, where memory cannot be shared, returned. */
  map: { input: { id: string; prepared: PreparedMap; slab: MapSlab; out: MapOut | null }; output: MapOut | null };
  /** The response of the recipe's filter, to be looked at; `box` in voxels of the interpolated image. */
  filter: { input: { image: Volume; recipe: Recipe; box?: Extent }; output: FilterVolume };
  /** Habitats: clusters of voxels alike in several maps. */
  kmeans: { input: { maps: readonly KmeansMap[]; settings: KmeansSettings }; output: Kmeans };
  /** A region as it is measured, to be looked into; its arrays are shared where memory can be. */
  inspect: { input: { input: ExtractionInput; recipe: Recipe }; output: InspectedRegion | Reason };
  /** The matrices of a family in an aggregation. */
  inspect_matrix: {
    input: { roi: Roi; recipe: Recipe; family: MatrixFamily; aggregation: Aggregation | null };
    output: readonly MatrixPart[] | Reason;
  };
  /** The voxels behind cells of matrices; see `voxelsOf`. */
  inspect_voxels: {
    input: { roi: Levelled; sources: readonly MatrixSource[]; cells: Cells };
    output: Float32Array;
  };
  /** The cells that a voxel feeds; see `cellsOf`. */
  inspect_cells: {
    input: { roi: Levelled; sources: readonly MatrixSource[]; voxel: number };
    output: readonly CellCount[];
  };
  /** Features of one region under a perturbation, or why it cannot be perturbed so; see `perturbPlan`. */
  perturb: {
    input: { input: ExtractionInput; recipe: Recipe; perturbation: PerturbationJob; families?: readonly FamilyId[] };
    output: PerturbedRun;
  };
  /** Standard deviation of an image's own noise. */
  noise_level: { input: { image: Volume }; output: number | StatisticReason };
  /** What an operation would do to a segment; nothing is written. */
  edit: { input: { scene: Scene; id: OperationId; values: Values }; output: Edit | EditRefusal };
  /** One frame to physical values in `out` (shared), or, where memory cannot be shared, returned. */
  decode: { input: { job: DecodeJob; out: Float32Array }; output: Float32Array | null };
  /** A gzip file unpacked, or why not; `left`: how many bytes it may unpack to. */
  gunzip: { input: { path: string; bytes: Uint8Array; left: number }; output: Uint8Array | Refusal };
  /** The first volumes of a NIfTI, NRRD or MetaImage file into `outs` (shared), or, where memory cannot be shared, returned. */
  read_volumes: {
    input: { path: string; bytes: Uint8Array; outs: readonly Float32Array[] };
    output: { facts: readonly VolumeFacts[]; returned: readonly Float32Array[] | null };
  };
  /** SHA-256 of the bytes, hex. */
  hash: { input: { bytes: Uint8Array }; output: string };
};

export type JobName = keyof Jobs;

export type JobOptions = {
  /** Aborting rejects with a RadiomicaError "Cancelled" at once, also while the job runs. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Jobs of higher priority start first; default 0. */
  readonly priority?: number;
};

/** A pool of workers over shared memory. */
export interface Pool {
  run<N extends JobName>(name: N, input: Jobs[N]["input"], options?: JobOptions): Promise<Jobs[N]["output"]>;
  /** Number of workers. */
  readonly size: number;
  /** True when voxels are shared, not copied. */
  readonly shared: boolean;
  /** Ends all workers; running jobs reject with "Cancelled". */
  close(): void;
}
