import { NativeSelect, NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Discretisation } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import { intensityUnit } from "../../../format.ts";

const methods = ["none", "FBS", "FBN"] as const;

type Props = {
  label: string;
  value: Discretisation;
  unit: IntensityUnit;
  /** For the IVH: finer bins to begin with. */
  fine?: boolean;
  onChange: (next: Discretisation) => void;
};

/** Method and number of a discretisation; a changed method begins with a usual number. */
export function DiscretisationFields({ label, value, unit, fine = false, onChange }: Props) {
  const { t } = useTranslation();
  const usualWidth = unit === "SUV" ? 0.5 : 25;
  const choose = (method: string) => {
    if (method === "FBS") onChange({ method: "FBS", width: fine ? usualWidth / 10 : usualWidth });
    else if (method === "FBN") onChange({ method: "FBN", bins: fine ? 1000 : 32 });
    else onChange({ method: "none" });
  };
  return (
    <div className="fields">
      <NativeSelect
        aria-label={label}
        value={value.method}
        data={methods.map((m) => ({ value: m, label: t(`settings.discretise.${m}`) }))}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {value.method === "FBS" && (
        <NumberInput
          aria-label={`${label}: ${t("settings.width")}`}
          value={value.width}
          min={0}
          suffix={intensityUnit(unit) && ` ${intensityUnit(unit)}`}
          onChange={(width) => typeof width === "number" && onChange({ method: "FBS", width })}
        />
      )}
      {value.method === "FBN" && (
        <NumberInput
          aria-label={`${label}: ${t("settings.bins")}`}
          value={value.bins}
          min={1}
          allowDecimal={false}
          hideControls={false}
          onChange={(bins) => typeof bins === "number" && onChange({ method: "FBN", bins })}
        />
      )}
    </div>
  );
}
