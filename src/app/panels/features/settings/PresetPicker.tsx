import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { defaultReasons, defaultRecipe } from "#engine/plan/defaults.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { useApp } from "../../../hooks/use-app.ts";

/** Whole sets of settings: the default for this image, with its reasons, and the IBSI's configurations. */
export function PresetPicker({ series, recipe }: { series: Series; recipe: Recipe }) {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const { modality, image, use } = series;
  const own = defaultRecipe(modality, image.unit, image.grid, use);
  const presets = [
    { id: "default", label: t("settings.presetDefault", { modality }), recipe: own },
    ...ibsiConfigurations.map(({ id, recipe: settings }) => ({
      id: id as string,
      label: id === "digital_phantom" ? t("settings.presetDigital") : t("settings.presetIbsi", { id }),
      recipe: settings,
    })),
  ];
  const now = JSON.stringify(recipe);
  const current = presets.find((p) => JSON.stringify(p.recipe) === now)?.id ?? "own";
  const reasons = defaultReasons(modality, image.unit, image.grid, use);
  return (
    <div className="preset">
      <NativeSelect
        label={t("settings.preset")}
        value={current}
        data={[
          ...presets.map(({ id, label }) => ({ value: id, label })),
          { value: "own", label: t("settings.presetOwn"), disabled: true },
        ]}
        onChange={(event) => {
          const chosen = presets.find((p) => p.id === event.currentTarget.value);
          if (chosen) app.setRecipe(chosen.recipe);
        }}
      />
      {current === "default" && (
        <details className="reasons">
          <summary>{t("settings.why")}</summary>
          <ul>
            {reasons.map((reason) => (
              <li key={reason.setting}>{reason[i18n.language === "it" ? "it" : "en"]}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
