import type { Grid, Vec3 } from "#engine/grid.ts";
import type { MapOut } from "#engine/maps/map-slab.ts";
import type { PreparedMap } from "#engine/maps/prepare-map.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Volume } from "#engine/volume.ts";
import { seeded } from "../../helpers/seeded.ts";
import { textureRecipe } from "../../helpers/texture-roi.ts";

/** A smooth, noisy image and a ragged ellipsoid in it, which touches the image's border at x = 0. */
export function lesion(seed: number, dims: Vec3, noise = 40) {
  const random = seeded(seed);
  const [nx, ny, nz] = dims;
  const data = new Float32Array(nx * ny * nz);
  const labels = new Uint8Array(data.length);
  for (let i = 0, z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        data[i] = Math.round(80 * Math.sin(x / 3) * Math.cos(y / 4) + 30 * Math.sin(z) + noise * (random() - 0.5));
        const u = (x - nx / 2 + 1.5) / (nx / 2 - 0.5);
        const v = (y - ny / 2 + 0.5) / (ny / 2 - 0.5);
        const w = nz === 1 ? 0 : (z - nz / 2 + 0.5) / (nz / 2);
        if (u * u + v * v + w * w <= 1.1 && random() > 0.06) labels[i] = 3;
      }
    }
  }
  const grid: Grid = { dims, spacing: [1, 1.5, 2], origin: [-10, 5, 3], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const image: Volume = { grid, data, unit: "HU" };
  return { image, labels, label: 3, random };
}

export const binned = (bins: number, change: Partial<Recipe> = {}): Recipe => ({
  ...textureRecipe(),
  discretisation: { method: "FBN", bins },
  ...change,
});

/** Room for a whole map. */
export function allocate(prepared: PreparedMap): MapOut {
  const n = prepared.target.length;
  return {
    values: prepared.featureIds.map(() => new Float64Array(n)),
    states: prepared.featureIds.map(() => new Uint8Array(n)),
  };
}
