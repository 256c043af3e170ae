import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { aggregations } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import { intensityUnit } from "../../../format.ts";
import type { Setting, SettingValue } from "../../../workbench/what-if/setting.ts";

const words = ["nearest", "linear", "cubic", "none", "manhattan", "euclidean", "chebyshev", "on", "off"] as const;

/** Names of settings and of their values, in the page's language. */
export function useSettingTexts(image: IntensityUnit) {
  const { t, i18n } = useTranslation();
  const nameOf = useCallback(
    ({ id, label }: Setting): string => {
      if (label) return label[i18n.language === "it" ? "it" : "en"];
      return t(`whatIf.settings.${id as Exclude<Setting["id"], `filter.${string}`>}`);
    },
    [t, i18n.language],
  );
  const unitOf = useCallback(
    ({ unit }: Setting): string => {
      if (unit === "intensity") return intensityUnit(image);
      if (unit === "voxels") return t("whatIf.voxels");
      return { mm: "mm", sigma: "σ", degrees: "°", levels: "", "1": "" }[unit];
    },
    [t, image],
  );
  const wordOf = useCallback(
    (value: SettingValue): string => {
      const aggregation = aggregations.find((a) => a === value);
      if (aggregation) return t(`aggregationShort.${aggregation}`);
      const word = words.find((w) => w === value);
      return word ? t(`whatIf.options.${word}`) : String(value).replace("-", "−");
    },
    [t],
  );
  const sayValue = useCallback(
    (setting: Setting, value: SettingValue): string =>
      typeof value === "number" ? `${wordOf(value)} ${unitOf(setting)}`.trim() : wordOf(value),
    [wordOf, unitOf],
  );
  return useMemo(() => ({ nameOf, unitOf, wordOf, sayValue }), [nameOf, unitOf, wordOf, sayValue]);
}
