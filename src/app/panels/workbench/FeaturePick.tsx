import { MultiSelect } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { featureById } from "#engine/features/index.ts";
import type { Recipe } from "#engine/recipe.ts";
import { type FeatureKey, keysOf, partsOf } from "../../workbench/chosen.ts";
import { useFeatureNames } from "./feature-names.ts";

type Props = {
  recipe: Recipe;
  value: readonly FeatureKey[];
  most?: number;
  onChange: (keys: readonly FeatureKey[]) => void;
  /** The features there are, where it is not all that the recipe gives. */
  keys?: readonly FeatureKey[];
};

/** Features of the recipe, found by typing. */
export function FeaturePick({ recipe, value, most, onChange, keys }: Props) {
  const { t } = useTranslation();
  const name = useFeatureNames();
  const groups = useMemo(() => {
    const all = keys ?? keysOf(recipe);
    const families = [...new Set(all.flatMap((key) => featureById(partsOf(key).id)?.family.id ?? []))];
    return families.map((family) => ({
      group: t(`family.${family}`),
      items: all
        .filter((key) => featureById(partsOf(key).id)?.family.id === family)
        .map((key) => ({ value: key, label: name(key) })),
    }));
  }, [recipe, keys, name, t]);
  return (
    <MultiSelect
      size="xs"
      label={t("pick.features")}
      placeholder={value.length === 0 ? t("pick.placeholder") : undefined}
      nothingFoundMessage={t("pick.nothing")}
      data={groups}
      value={[...value]}
      onChange={onChange}
      searchable
      maxValues={most}
      hidePickedOptions
      limit={80}
      maxDropdownHeight="16rem"
      comboboxProps={{ withinPortal: true }}
    />
  );
}
