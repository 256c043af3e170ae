import type { Profile, Recipe } from "../recipe.ts";

/**
 * The recipe under a profile, with as few changes as it takes for the profile to accept it. To PyRadiomics: the mask
 * nearest, corners aligned, no rounding, bins between multiples of the width, no outlier rule, its own normalisation only. To the IBSI's: without
 * what PyRadiomics alone knows, and without spacings of 0. What both know stays.
 */
export function asProfile(recipe: Recipe, profile: Profile): Recipe {
  const { profile: _profile, pyradiomics, interpolation, discretisation: how, normalisation, ...rest } = recipe;
  if (profile === "IBSI") {
    return {
      ...rest,
      ...(normalisation ? { normalisation } : {}),
      interpolation: interpolation === null ? null : centred(interpolation),
      discretisation: how.method === "FBS" ? { method: "FBS", width: how.width } : how,
    };
  }
  return {
    ...rest,
    profile,
    pyradiomics: pyradiomics ?? {},
    interpolation:
      interpolation === null ? null : { ...interpolation, mask: "nearest", round: false, alignment: "corner" },
    resegmentation: { ...rest.resegmentation, outlierSigma: null },
    discretisation: how.method === "FBN" ? how : { method: "FBS", width: how.method === "FBS" ? how.width : 25 },
  };
}

function centred({ alignment: _alignment, ...interpolation }: NonNullable<Recipe["interpolation"]>) {
  return interpolation.spacing.every((s) => s > 0) ? interpolation : null;
}
