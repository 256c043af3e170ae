import type { Vec3 } from "#engine/grid.ts";
import { boxedRoi } from "#engine/process/measured-roi.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Roi } from "#engine/roi.ts";

/** A region given by its levels alone (0 outside); the morphological mask may be larger. */
export function textureRoi(
  levels: Uint16Array,
  dims: Vec3,
  {
    spacing = [1, 1, 1] as Vec3,
    mask = Uint8Array.from(levels, (level) => (level > 0 ? 1 : 0)),
    intensities = Float64Array.from(levels),
    ng = levels.reduce((a, b) => Math.max(a, b), 0),
  } = {},
): Roi {
  return boxedRoi({
    dims,
    spacing,
    unit: "arbitrary",
    intensities,
    morphologicalMask: mask,
    intensityMask: Uint8Array.from(levels, (level) => (level > 0 ? 1 : 0)),
    levels,
    ng,
  });
}

/** A recipe whose texture settings alone matter. */
export const textureRecipe = (texture: Partial<Recipe["texture"]> = {}): Recipe => ({
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "none" },
  ivh: { method: "none" },
  aggregations: [],
  texture: { distance: 1, weighting: "none", coarseness: 0, ...texture },
});

/** Levels 1..ng with holes: smooth enough to have runs and zones, `filled` of the voxels inside. */
export function randomLevels(random: () => number, dims: Vec3, ng: number, filled = 0.85): Uint16Array {
  const levels = new Uint16Array(dims[0] * dims[1] * dims[2]);
  for (let i = 0; i < levels.length; i++) {
    if (random() > filled) continue;
    const before = i > 0 ? levels[i - 1] : 0;
    levels[i] = before > 0 && random() < 0.5 ? before : 1 + Math.floor(random() * ng);
  }
  return levels;
}
