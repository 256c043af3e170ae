import { RadiomicaError } from "../errors.ts";
import type { DiagnosticRow, Hooks } from "../plan/extraction.ts";
import { isReason } from "../reason.ts";
import type { Recipe } from "../recipe.ts";
import type { Volume } from "../volume.ts";
import { imageIntensityRows } from "./describe.ts";
import { type Lattice, latticeOf } from "./lattice.ts";
import { normalised } from "./normalisation/index.ts";
import { interpolatedIntensities } from "./region-source.ts";

/** Slices of the interpolated image that are held at once. */
const SLAB = 16;

/**
 * Mean, minimum and maximum of the whole image before and after interpolation: the six diagnostics (IBSI-1 §4.2)
 * whose cost is that of the volume. Asked for apart, because they describe the image and not the region.
 * With a normalisation they are those of the normalised image, in a unit that is none.
 * Voxels without a value (padding) do not count. Throws RadiomicaError "Cancelled" when the hooks say so, asked every few
 * slices.
 */
export function describeImage(loaded: Volume, recipe: Recipe, hooks: Hooks = {}): DiagnosticRow[] {
  const found = recipe.normalisation === undefined ? null : normalised(loaded, recipe.normalisation);
  const image = found === null || isReason(found) ? loaded : found.image;
  const before = summary(image, { ...recipe, interpolation: null }, latticeOf(image.grid, null), hooks);
  const after =
    recipe.interpolation === null ? before : summary(image, recipe, latticeOf(image.grid, recipe.interpolation), hooks);
  const rows = [
    ...imageIntensityRows("initial image", "init_img", before),
    ...imageIntensityRows("interpolated image", "interp_img", after),
  ];
  if (!isReason(found)) return rows;
  const detail = "The image is normalised by a region: it has no description of its own.";
  return rows.map(({ tag, stage, name, unit }) => ({ tag, stage, name, unit, reason: "not_normalised", detail }));
}

function summary(
  image: Volume,
  recipe: Recipe,
  lattice: Lattice,
  hooks: Hooks,
): { mean: number; min: number; max: number } {
  const [nx, ny, nz] = lattice.map((axis) => axis.newCount);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let total = 0;
  let count = 0;
  for (let z = 0; z < nz; z += SLAB) {
    if (hooks.cancelled?.()) throw new RadiomicaError("Cancelled", "The description of the image was cancelled.");
    const extent = { lo: [0, 0, z], hi: [nx, ny, Math.min(nz, z + SLAB)] } as const;
    const slab = interpolatedIntensities({ image }, recipe, lattice, extent);
    for (let row = 0; row < slab.length; row += nx) {
      let part = 0;
      for (let i = row; i < row + nx; i++) {
        const x = slab[i];
        if (Number.isNaN(x)) continue; // no value (padding)
        count++;
        if (x < min) min = x;
        if (x > max) max = x;
        part += x;
      }
      total += part;
    }
  }
  return { mean: total / count, min, max };
}
