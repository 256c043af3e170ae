import type { Extraction } from "#engine/plan/extraction.ts";

/** A step of the processing chain, with what stood after it: an image's voxels, or a region's count. */
export type ChainStep =
  | {
      readonly step: "image" | "interpolated";
      readonly dims: readonly number[];
      readonly spacing: readonly number[];
    }
  | {
      readonly step: "drawn" | "interpolatedRegion" | "resegmented";
      readonly voxels: number;
      /** Voxels that this step took out. */
      readonly removed?: number;
    };

/**
 * What the steps of IBSI-1 §2 left of image and region, from the diagnostics. Interpolation is left out where there
 * was none; so is what the diagnostics do not say (an empty region).
 */
export function chainOf({ diagnostics, recipe }: Pick<Extraction, "diagnostics" | "recipe">): ChainStep[] {
  const byTag = new Map(diagnostics.map((row) => [row.tag, "value" in row ? row.value : null]));
  const numbers = (...tags: string[]): number[] => tags.flatMap((tag) => byTag.get(tag) ?? []);
  const image = (step: "image" | "interpolated", suffix: string): ChainStep[] => {
    const dims = numbers(...["x", "y", "z"].map((a) => `img_dim_${a}_${suffix}`));
    const spacing = numbers(...["x", "y", "z"].map((a) => `vox_dim_${a}_${suffix}`));
    return dims.length === 3 && spacing.length === 3 ? [{ step, dims, spacing }] : [];
  };
  const region = (step: "drawn" | "interpolatedRegion", suffix: string): ChainStep[] =>
    numbers(`morph_mask_vox_count_${suffix}`).map((voxels) => ({ step, voxels }));
  const [before] = numbers("int_mask_vox_count_interp_roi");
  const moved = recipe.interpolation !== null;
  return [
    ...image("image", "init_img"),
    ...(moved ? image("interpolated", "interp_img") : []),
    ...region("drawn", "init_roi"),
    ...(moved ? region("interpolatedRegion", "interp_roi") : []),
    ...numbers("int_mask_vox_count_reseg_roi").map(
      (voxels): ChainStep => ({ step: "resegmented", voxels, removed: (before ?? voxels) - voxels }),
    ),
  ];
}
