import { defaultRecipe } from "#engine/plan/defaults.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";

/** Settings that have a name of their own; `recipe` null: chosen for each image, as the app does. */
export type Preset = { readonly name: string; readonly about: string; readonly recipe: Recipe | null };

/** Settings to begin with for a modality, written for voxels of 2 mm. */
const start = (modality: string, unit: IntensityUnit): Recipe => {
  const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  return defaultRecipe(modality, unit, { dims: [8, 8, 8], spacing: [1, 1, 8], origin: [0, 0, 0], direction }, "volume");
};

export const presets: readonly Preset[] = [
  { name: "default", about: "chosen for each image by its modality, unit and voxels, as the app does", recipe: null },
  { name: "ct", about: "a start for CT in HU: 2 mm voxels, bins of 25 HU from -1000 HU", recipe: start("CT", "HU") },
  { name: "pet", about: "a start for PET in SUV: 2 mm voxels, bins of 0.5 SUV from 0", recipe: start("PT", "SUV") },
  { name: "mr", about: "a start for MR: 2 mm voxels, 64 bins", recipe: start("MR", "arbitrary") },
  ...ibsiConfigurations.map(({ id, name, recipe }) => ({
    name: `ibsi-${id.toLowerCase().replace("_", "-")}`,
    about: `${name}, for which reference values are published`,
    recipe,
  })),
];
