import { Button, NativeSelect, NumberInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  learnLandmarks,
  type Normalisation,
  type NormalisationRecord,
  normalisations,
  sampleOf,
} from "#engine/process/normalisation/index.ts";
import { isReason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { labValue } from "../../../format.ts";
import { useActiveSeries, useApp, useCell } from "../../../hooks/use-app.ts";

type Props = {
  series: Series;
  value: Recipe["normalisation"];
  /** What it came to in the region that was measured last. */
  found: NormalisationRecord | undefined;
  onChange: (next: Normalisation | undefined) => void;
};

/** How intensities without a unit are made comparable. */
export function NormalisationFields({ series, value, found, onChange }: Props) {
  const { t } = useTranslation();
  const choose = (id: string) => onChange(normalisations.find((n) => n.id === id)?.initial);
  return (
    <>
      <NativeSelect
        aria-label={t("images.normalise.method")}
        value={value?.method ?? ""}
        data={[
          { value: "", label: t("images.normalise.off") },
          ...normalisations.map(({ id }) => ({ value: id, label: t(`images.normalise.methods.${id}`) })),
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {value?.method === "z_score" && (
        <NativeSelect
          label={t("images.normalise.over")}
          value={value.over}
          data={(["image", "foreground", "region"] as const).map((over) => ({
            value: over,
            label: t(`images.normalise.overs.${over}`),
          }))}
          onChange={(event) => onChange({ ...value, over: event.currentTarget.value as typeof value.over })}
        />
      )}
      {value?.method === "reference" && (
        <div className="fields">
          <RegionSelect value={value.region} onChange={(region = "") => onChange({ ...value, region })} />
          <NativeSelect
            label={t("images.normalise.scale")}
            value={value.scale}
            data={(["z", "ratio"] as const).map((s) => ({ value: s, label: t(`images.normalise.scales.${s}`) }))}
            onChange={(event) => onChange({ ...value, scale: event.currentTarget.value as typeof value.scale })}
          />
        </div>
      )}
      {value?.method === "nyul" && <NyulFields series={series} value={value} onChange={onChange} />}
      {value?.method === "white_stripe" && (
        <div className="fields">
          <NativeSelect
            label={t("images.normalise.contrast")}
            value={value.contrast}
            data={["T1", "T2"]}
            onChange={(event) => onChange({ ...value, contrast: event.currentTarget.value as typeof value.contrast })}
          />
          <RegionSelect
            value={value.region}
            optional
            onChange={(region) => {
              const { region: _, ...rest } = value;
              onChange(region ? { ...rest, region } : rest);
            }}
          />
          <NumberInput
            label={t("images.normalise.width")}
            value={value.width}
            min={0.01}
            max={0.49}
            step={0.01}
            onChange={(width) => typeof width === "number" && onChange({ ...value, width })}
          />
        </div>
      )}
      {value && found?.method === value.method && (
        <p className="dim small" data-normalised>
          {t("images.normalise.found", {
            from: `${labValue(found.from[0])} … ${labValue(found.from[found.from.length - 1])}`,
            to: `${labValue(found.to[0])} … ${labValue(found.to[found.to.length - 1])}`,
            count: found.voxels,
          })}
        </p>
      )}
    </>
  );
}

type RegionProps = { value: string | undefined; optional?: boolean; onChange: (name: string | undefined) => void };

/** Segments by name: a recipe names its reference, so that it holds for other patients too. */
function RegionSelect({ value, optional, onChange }: RegionProps) {
  const { t } = useTranslation();
  const names = [...new Set(useActiveSeries()?.state.segments.map((s) => s.name.trim()))];
  const missing =
    value && !names.includes(value) ? [{ value, label: t("images.normalise.absent", { name: value }) }] : [];
  return (
    <NativeSelect
      label={t("images.normalise.region")}
      value={value ?? ""}
      data={[
        { value: "", label: t(optional ? "images.normalise.wholeForeground" : "images.normalise.choose") },
        ...missing,
        ...names.map((name) => ({ value: name, label: name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

type Nyul = Extract<Normalisation, { method: "nyul" }>;

function NyulFields({ series, value, onChange }: { series: Series; value: Nyul; onChange: (next: Nyul) => void }) {
  const app = useApp();
  const { t } = useTranslation();
  const [problem, setProblem] = useState("");
  const alike = useCell(app.library).series.filter(
    (s) => s.modality === series.modality && s.protocol === series.protocol && s.image.unit === series.image.unit,
  );
  const learn = () => {
    const samples = alike.map((s) => sampleOf(s.image, "foreground"));
    const bad = samples.find(isReason);
    const good = samples.flatMap((s) => (isReason(s) ? [] : [s]));
    const learned = bad ?? learnLandmarks(good, value.percentiles);
    if (isReason(learned)) setProblem(learned.detail);
    else {
      setProblem("");
      onChange({ ...value, landmarks: learned.map((x) => Number(x.toFixed(4))) });
    }
  };
  return (
    <>
      <Textarea
        // Another list from elsewhere takes the place of what is written.
        key={value.landmarks.join()}
        label={t("images.normalise.landmarks")}
        description={t("images.normalise.landmarksMore", { percentiles: value.percentiles.join(" ") })}
        defaultValue={value.landmarks.join(" ")}
        error={problem || undefined}
        autosize
        onBlur={(event) => {
          const numbers = event.currentTarget.value.split(/[\s,;[\]]+/).filter(Boolean);
          onChange({ ...value, landmarks: numbers.map(Number).filter((x) => Number.isFinite(x)) });
        }}
      />
      <Button variant="default" size="xs" onClick={learn}>
        {t("images.normalise.learn", { count: alike.length })}
      </Button>
    </>
  );
}
