import { NativeSelect, SegmentedControl, Slider } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SettingValue } from "../../../workbench/what-if/setting.ts";
import type { Place } from "../../../workbench/what-if/what-if.ts";
import { useSettingTexts } from "./setting-texts.ts";

/** More words than these do not fit beside each other. */
const FEW = 4;

/** The slider of a setting, or its few words beside each other. */
export function SettingField({ place, onMove }: { place: Place; onMove: (value: SettingValue) => void }) {
  const { t } = useTranslation();
  const { setting, recipe, scene, value } = place;
  const { nameOf, sayValue, wordOf } = useSettingTexts(scene.image.unit);
  const domain = setting.domain(recipe, scene);
  const own = setting.value(recipe);
  const name = nameOf(setting);
  const options = domain.kind === "choice" ? domain.options.map((o) => ({ value: o, label: wordOf(o) })) : [];
  return (
    <div className="what-if-setting" data-setting={setting.id}>
      {domain.kind === "number" ? (
        <Slider
          min={domain.min}
          max={domain.max}
          step={domain.step}
          value={Number(value)}
          onChange={onMove}
          label={null}
          thumbLabel={name}
          marks={typeof own === "number" ? [{ value: own }] : []}
        />
      ) : options.length <= FEW ? (
        <SegmentedControl fullWidth aria-label={name} value={String(value)} onChange={onMove} data={options} />
      ) : (
        <NativeSelect
          aria-label={name}
          value={String(value)}
          data={options}
          onChange={(event) => onMove(event.currentTarget.value)}
        />
      )}
      <div className="row small">
        <strong data-what-if="value">{sayValue(setting, value)}</strong>
        <span className="spring" />
        <span className="dim">
          {own === null ? t("whatIf.notInRecipe") : t("whatIf.inRecipe", { value: sayValue(setting, own) })}
        </span>
      </div>
    </div>
  );
}
