import { useTranslation } from "react-i18next";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Discretisation, Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import { intensityUnit, millimetres } from "../../format.ts";

/** The settings in a few words each, in the page's language. */
export function useRecipeSummary(recipe: Recipe, unit: IntensityUnit) {
  const { t } = useTranslation();
  const u = recipe.normalisation ? "" : intensityUnit(unit);
  const { interpolation, resegmentation } = recipe;
  const [low, high] = resegmentation.range;
  const value = (x: number) => `${String(x).replace("-", "−")} ${u}`.trim();
  const levels = (how: Discretisation): string => {
    if (how.method === "FBS") return t("settings.summary.FBS", { width: `${how.width} ${u}`.trim() });
    if (how.method === "FBN") return t("settings.summary.FBN", { count: how.bins });
    return t("settings.summary.none");
  };
  const range =
    low !== null && high !== null
      ? t("settings.summary.range", { low: value(low), high: value(high) })
      : low !== null
        ? t("settings.summary.from", { low: value(low) })
        : high !== null
          ? t("settings.summary.upTo", { high: value(high) })
          : t("settings.summary.noRange");
  const sigma = resegmentation.outlierSigma;
  return {
    normalisation: recipe.normalisation ? t(`images.normalise.methods.${recipe.normalisation.method}`) : "",
    interpolation: interpolation
      ? t("settings.summary.to", {
          spacing: interpolation.spacing
            .slice(0, interpolation.dimensionality === "2D" ? 2 : 3)
            .map(millimetres)
            .join(" × "),
          dimensionality: interpolation.dimensionality,
        })
      : t("settings.summary.asIs"),
    resegmentation: sigma === null ? range : `${range}, ${t("settings.summary.outliers", { sigma })}`,
    discretisation: levels(recipe.discretisation),
    filter: filterLabel(recipe.filter),
    ivh: levels(recipe.ivh),
    aggregations: recipe.aggregations.map((a) => t(`aggregation.${a}`)).join(", "),
  };
}
