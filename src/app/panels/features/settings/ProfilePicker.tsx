import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asProfile } from "#engine/plan/as-profile.ts";
import type { Profile, Recipe } from "#engine/recipe.ts";
import { useApp } from "../../../hooks/use-app.ts";

const profiles: readonly Profile[] = ["IBSI", "PyRadiomics"];

/** Whose definitions: the IBSI's, or PyRadiomics'. */
export function ProfilePicker({ recipe }: { recipe: Recipe }) {
  const app = useApp();
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t("settings.profile")}
      description={recipe.profile === "PyRadiomics" ? t("settings.profileMore") : undefined}
      value={recipe.profile ?? "IBSI"}
      data={profiles.map((id) => ({ value: id, label: t(`settings.profiles.${id}`) }))}
      onChange={(event) => {
        const chosen = profiles.find((id) => id === event.currentTarget.value);
        if (chosen) app.setRecipe(asProfile(recipe, chosen));
      }}
    />
  );
}
