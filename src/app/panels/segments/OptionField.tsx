import { NativeSelect, NumberInput, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Option } from "#engine/edit/operation.ts";
import type { Series } from "#io/series.ts";
import { intensityUnit } from "../../format.ts";
import { useActiveSeries } from "../../hooks/use-app.ts";
import type { en } from "../../i18n/en.ts";

type Props = {
  series: Series;
  name: string;
  option: Option;
  value: number | string;
  onChange: (value: number | string) => void;
};

const suffixes = { mm: " mm", mm3: " mm³", percent: " %", "1": "" };

/** One option of an operation, made from its record. */
export function OptionField({ series, name, option, value, onChange }: Props) {
  const { t } = useTranslation();
  const label = t(`edit.option.${name as keyof typeof en.edit.option}`);
  if (option.kind === "segment") return <OtherSegment label={label} value={Number(value)} onChange={onChange} />;
  if (option.kind === "choice") {
    const data = option.of.map((choice) => ({
      value: choice,
      label: t(`edit.choice.${choice as keyof typeof en.edit.choice}`),
    }));
    return option.of.length > 3 ? (
      <NativeSelect label={label} value={value} data={data} onChange={(event) => onChange(event.currentTarget.value)} />
    ) : (
      <div className="edit-wide">
        <span className="small">{label}</span>
        <SegmentedControl fullWidth aria-label={label} value={String(value)} data={data} onChange={onChange} />
      </div>
    );
  }
  const unit = option.unit === "intensity" ? intensityUnit(series.image.unit) : "";
  return (
    <NumberInput
      label={label}
      value={value}
      min={option.min}
      max={option.max}
      clampBehavior="blur"
      suffix={option.unit === "intensity" ? unit && ` ${unit}` : suffixes[option.unit]}
      onChange={(next) => typeof next === "number" && onChange(next)}
      // Enter gives the keys back to the page: Shift+A applies then.
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}

/** The other segments of the series, by name. */
function OtherSegment({ label, value, onChange }: { label: string; value: number; onChange: (l: number) => void }) {
  const { t } = useTranslation();
  const state = useActiveSeries()?.state;
  const others = state?.segments.filter((s) => s.label !== state.activeLabel) ?? [];
  return (
    <NativeSelect
      label={label}
      value={String(value)}
      disabled={others.length === 0}
      data={
        others.length === 0
          ? [{ value: "0", label: t("edit.noOther") }]
          : others.map((s) => ({ value: String(s.label), label: s.name }))
      }
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  );
}
