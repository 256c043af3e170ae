import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { FamilyId } from "#engine/features/family.ts";
import { featureById } from "#engine/features/index.ts";
import { type FeatureKey, partsOf } from "../../workbench/chosen.ts";

/** Families as everybody abbreviates them; the others' features are told apart by their names, or by words. */
function abbreviated(family: FamilyId): string {
  const [head, tail] = family.split(".");
  const short = /^(gl|ng|ivh)/.test(tail ?? head) ? (tail ?? head).toUpperCase() : "";
  return head === "pyradiomics" ? `PyRadiomics ${short}`.trim() : short;
}

/** Names a feature with the family and aggregation that tell it from its namesakes: "Contrast (GLCM, 3D mrg)". */
export function useFeatureNames(): (key: FeatureKey) => string {
  const { t } = useTranslation();
  return useCallback(
    (key) => {
      const { id, aggregation } = partsOf(key);
      const found = featureById(id);
      if (!found) return key;
      const family = found.family.id;
      const parts = [
        family === "statistics" || family === "histogram" ? t(`pick.${family}`) : abbreviated(family),
        aggregation ? t(`aggregationShort.${aggregation}`) : "",
      ].filter((part) => part !== "");
      return parts.length > 0 ? `${found.feature.name} (${parts.join(", ")})` : found.feature.name;
    },
    [t],
  );
}
