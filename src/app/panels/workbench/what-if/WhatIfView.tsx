import { Button, NativeSelect, NumberInput } from "@mantine/core";
import { IconCheck, IconEraser, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import type { SettingId } from "../../../workbench/what-if/setting.ts";
import { FeaturePick } from "../FeaturePick.tsx";
import { SegmentPick } from "../SegmentPick.tsx";
import type { ViewProps } from "../views.ts";
import { CurveChart } from "./CurveChart.tsx";
import { HeatView } from "./HeatView.tsx";
import { SettingField } from "./SettingField.tsx";
import { useSettingTexts } from "./setting-texts.ts";
import { ValueList } from "./ValueList.tsx";

const MOST = 4;

/** Features against a setting: a slider, and the curves that it leaves behind. */
export function WhatIfView({ series, state }: ViewProps) {
  const app = useApp();
  const { whatIf } = app.workbench;
  const { t } = useTranslation();
  const now = useCell(whatIf.state);
  const tallies = useCell(app.tallies)[series.id];
  const texts = useSettingTexts(series.image.unit);
  // biome-ignore lint/correctness/useExhaustiveDependencies: recipe, segments and voxels are what a place is made of
  const place = useMemo(() => whatIf.place(), [whatIf, now, state, tallies]);
  const key = place && JSON.stringify([place.recipe, place.labels, place.features]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new recipe or region is measured where the slider stands
  useEffect(() => void whatIf.follow(), [whatIf, key, tallies]);
  useEffect(() => () => whatIf.stop(), [whatIf]);
  if (!place) return <p className="hint">{t("workbench.noSegment")}</p>;
  const { setting, recipe, value } = place;
  const own = setting.value(recipe);
  const filled = state.segments.filter((s) => (tallies?.[s.label]?.count ?? 0) > 0);
  return (
    <div className="section-body what-if">
      <p className="small dim">{t("whatIf.lead")}</p>
      <FeaturePick
        recipe={recipe}
        value={place.features}
        most={MOST}
        onChange={(features) => whatIf.choose({ features })}
      />
      <SegmentPick segments={filled} value={place.labels} onChange={(labels) => whatIf.choose({ labels })} />
      <NativeSelect
        label={t("whatIf.setting")}
        value={setting.id}
        data={place.settings.map((s) => ({ value: s.id, label: texts.nameOf(s) }))}
        onChange={(event) => whatIf.chooseSetting(event.currentTarget.value as SettingId)}
        data-what-if="setting"
      />
      <SettingField place={place} onMove={(next) => whatIf.move(next)} />
      <div className="row what-if-actions">
        <Button
          leftSection={<IconCheck size="1rem" />}
          variant="default"
          title={t("whatIf.useMore")}
          disabled={value === own}
          onClick={() => {
            const next = whatIf.recipe();
            if (next) app.setRecipe(next);
          }}
          data-what-if="use"
        >
          {t("whatIf.use")}
        </Button>
        <span className="spring" />
        <NumberInput
          aria-label={t("whatIf.steps")}
          title={t("whatIf.steps")}
          className="what-if-steps"
          min={3}
          max={60}
          allowDecimal={false}
          value={now.steps}
          onChange={(steps) => typeof steps === "number" && steps >= 3 && whatIf.choose({ steps: Math.min(60, steps) })}
        />
        {now.work?.what === "sweep" ? (
          <Button leftSection={<IconX size="1rem" />} onClick={() => whatIf.stop()}>
            {t("whatIf.working", { ...now.work })}
          </Button>
        ) : (
          <Button
            leftSection={<IconPlayerPlay size="1rem" />}
            title={t("whatIf.sweepMore")}
            onClick={() => void whatIf.sweep()}
            data-what-if="sweep"
          >
            {t("whatIf.sweep")}
          </Button>
        )}
      </div>
      <ValueList place={place} samples={now.samples} segments={filled} />
      {place.features.map((feature) => (
        <CurveChart key={feature} place={place} samples={now.samples} feature={feature} segments={filled} />
      ))}
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconEraser size="1rem" />}
        onClick={() => whatIf.clear()}
        className="what-if-clear"
      >
        {t("whatIf.clear")}
      </Button>
      <HeatView place={place} samples={now.samples} segments={filled} work={now.work} />
    </div>
  );
}
