import { expect, test } from "vitest";
import { asProfile } from "#engine/plan/as-profile.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";

const grid = {
  dims: [9, 9, 9],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
} as const;

for (const { id, recipe } of ibsiConfigurations) {
  test(`configuration ${id} under the PyRadiomics profile is accepted, and comes back as an IBSI recipe`, () => {
    const there = asProfile(recipe, "PyRadiomics");
    expect(checkRecipe(there, { grid, unit: "HU" }).filter(({ level }) => level === "error")).toEqual([]);
    const back = asProfile(there, "IBSI");
    expect(back.profile).toBeUndefined();
    expect(back.pyradiomics).toBeUndefined();
    expect(back.aggregations).toEqual(recipe.aggregations);
    expect(back.interpolation?.spacing).toEqual(recipe.interpolation?.spacing);
    expect(checkRecipe(back, { grid, unit: "HU" }).filter(({ level }) => level === "error")).toEqual([]);
  });
}
