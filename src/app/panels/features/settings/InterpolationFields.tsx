import { Checkbox, NativeSelect, NumberInput, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Vec3 } from "#engine/grid.ts";
import type { Recipe } from "#engine/recipe.ts";

type Interpolation = NonNullable<Recipe["interpolation"]>;
type Props = {
  value: Recipe["interpolation"];
  /** Spacing of the image, mm: what the fields begin with. */
  spacing: Vec3;
  /** Measured slice by slice: 3D is not offered. */
  flat: boolean;
  isHu: boolean;
  onChange: (next: Recipe["interpolation"]) => void;
};

const images = ["nearest", "linear", "cubic"] as const;
const masks = ["nearest", "linear"] as const;
const axes = ["x", "y", "z"] as const;

export function InterpolationFields({ value, spacing, flat, isHu, onChange }: Props) {
  const { t } = useTranslation();
  const begin = (dimensionality: "2D" | "3D"): Interpolation => {
    const side = Number(
      (dimensionality === "2D" ? spacing[0] : Math.cbrt(spacing[0] * spacing[1] * spacing[2])).toFixed(2),
    );
    const z = dimensionality === "2D" ? spacing[2] : side;
    return {
      dimensionality,
      spacing: [side, side, z],
      image: "linear",
      mask: "linear",
      maskThreshold: 0.5,
      round: isHu,
    };
  };
  const choose = (mode: string) => {
    if (mode === "2D" || mode === "3D") onChange(value ? { ...value, dimensionality: mode } : begin(mode));
    else onChange(null);
  };
  const change = (patch: Partial<Interpolation>) => value && onChange({ ...value, ...patch });
  return (
    <>
      <SegmentedControl
        aria-label={t("settings.dimensionality")}
        value={value?.dimensionality ?? "off"}
        onChange={choose}
        data={[
          { value: "off", label: t("settings.off") },
          { value: "2D", label: "2D" },
          { value: "3D", label: "3D", disabled: flat },
        ]}
      />
      {value && (
        <>
          <div className="fields">
            {axes.slice(0, value.dimensionality === "2D" ? 2 : 3).map((axis, i) => (
              <NumberInput
                key={axis}
                label={`${t("settings.spacing")} ${t(`settings.${axis}`)}`}
                value={value.spacing[i]}
                min={0}
                suffix=" mm"
                onChange={(next) => {
                  if (typeof next !== "number") return;
                  const [x, y, z] = value.spacing.with(i, next);
                  change({ spacing: [x, y, z] });
                }}
              />
            ))}
          </div>
          <div className="fields">
            <NativeSelect
              label={t("settings.image")}
              value={value.image}
              data={images.map((m) => ({ value: m, label: t(`settings.method.${m}`) }))}
              onChange={(e) => change({ image: images.find((m) => m === e.currentTarget.value) ?? "linear" })}
            />
            <NativeSelect
              label={t("settings.mask")}
              value={value.mask}
              data={masks.map((m) => ({ value: m, label: t(`settings.methodMask.${m}`) }))}
              onChange={(e) => change({ mask: masks.find((m) => m === e.currentTarget.value) ?? "linear" })}
            />
          </div>
          {value.mask === "linear" && (
            <NumberInput
              label={t("settings.maskThreshold")}
              value={value.maskThreshold}
              min={0}
              max={1}
              step={0.05}
              hideControls={false}
              onChange={(next) => typeof next === "number" && change({ maskThreshold: next })}
            />
          )}
          <Checkbox
            label={t("settings.round")}
            checked={value.round}
            onChange={(event) => change({ round: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
}
