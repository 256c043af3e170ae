import type { FamilyId, FeatureUnit, Quantity } from "../features/family.ts";
import type { NormalisationRecord } from "../process/normalisation/settings.ts";
import type { Reason } from "../reason.ts";
import type { Aggregation, Recipe } from "../recipe.ts";
import type { Labels, Volume } from "../volume.ts";

/** What an extraction works on: an image, the label map on its grid, and which label. */
export type ExtractionInput = {
  readonly image: Volume;
  readonly labels: Labels;
  readonly label: number;
  /** The slices [z0, z1) outside which the label is known not to occur, so that they need not be read; left out: none is known. */
  readonly within?: readonly [number, number];
  /** The region that a normalisation names, on the image's grid; left out where none is named, or it is not there. */
  readonly reference?: { readonly labels: Labels; readonly label: number };
};

/** One measured feature, or the reason it has none. Names, formula and unit are looked up by `id` in the registry. */
export type FeatureRow = {
  readonly id: string;
  readonly family: FamilyId;
  readonly ibsi: string | null;
  readonly aggregation: Aggregation | null;
  /** The aggregation's IBSI code (BTW3 …), or "DHQ4" for the whole volume. */
  readonly aggregationCode: string;
  readonly unit: FeatureUnit;
} & ({ readonly value: number } | Reason);

/** A diagnostic of image or region before and after a processing step (IBSI-1 §4.2). */
export type DiagnosticRow = {
  /** The tag of the IBSI's reference table, such as "img_dim_x_init_img". */
  readonly tag: string;
  readonly stage: "initial image" | "interpolated image" | "initial ROI" | "interpolated ROI" | "re-segmented ROI";
  readonly name: string;
  readonly unit: FeatureUnit;
} & ({ readonly value: number } | Reason);

/** Something the reader of the numbers should know; `code` is translated by the interface, `detail` is English. */
export type Warning = { readonly code: string; readonly detail: string };

/** What the features of a family in one aggregation were computed from: counts of voxels, levels, runs, faces … */
export type Intermediates = {
  readonly family: FamilyId;
  readonly aggregation: Aggregation | null;
  readonly quantities: readonly Quantity[];
};

export type Extraction = {
  readonly rows: readonly FeatureRow[];
  readonly diagnostics: readonly DiagnosticRow[];
  /** One record for each family and aggregation that could be computed. */
  readonly intermediates: readonly Intermediates[];
  readonly warnings: readonly Warning[];
  readonly recipe: Recipe;
  /** What a normalisation of the recipe came to in this image; left out where there is none. */
  readonly normalisation?: NormalisationRecord;
};

/** Called between units of work. `cancelled` is asked often; when true the engine throws a "Cancelled" error. */
export type Hooks = {
  readonly onProgress?: (done: number, total: number, what: string) => void;
  readonly cancelled?: () => boolean;
};
