import { useTranslation } from "react-i18next";
import { featureById } from "#engine/features/index.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Layer } from "../../maps/layer.ts";

/** How a layer was made, in a few words. */
export function useDescribeLayer() {
  const { t } = useTranslation();
  return ({ source }: Layer): string => {
    if (source.kind === "series" && source.registered !== undefined)
      return `${t("maps.kind.series")} · ${t("maps.byRegistration", { name: source.registered })}`;
    if (source.kind !== "map") return t(`maps.kind.${source.kind}`);
    const { settings, featureId, recipe } = source;
    const family = featureById(featureId)?.family.id ?? "";
    const words = [
      family.startsWith("g") || family.startsWith("n") ? family.toUpperCase() : "",
      `r ${settings.radius}`,
      settings.dimensionality,
      settings.directions === "averaged" ? t("maps.averaged") : "",
      recipe.filter ? t("maps.ofFilter", { filter: filterLabel(recipe.filter) }) : "",
    ];
    return words.filter(Boolean).join(" · ");
  };
}
