import { type Cell, cell } from "./cell.ts";

/**
 * Features that a person has kept, as keys like `glcm.contrast@3D_mrg` (see workbench/chosen.ts): the stable ones of the
 * robustness view. Compare, Reference and Report may read it as what to begin with; null where nothing was kept.
 */
export type FeatureSelection = {
  readonly keys: readonly string[];
  /** By what they were kept: the interval of ICC from here on, or the coefficient of variation up to here. */
  readonly by: { readonly what: "icc" | "wcv"; readonly limit: number };
};
export type SelectionCell = Cell<FeatureSelection | null>;

export const selectionCell = (): SelectionCell => cell<FeatureSelection | null>(null);
