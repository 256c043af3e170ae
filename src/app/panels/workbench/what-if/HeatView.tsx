import { Button, NativeSelect } from "@mantine/core";
import { IconGridDots, IconX } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "#session/session.ts";
import { labValue } from "../../../format.ts";
import { useApp } from "../../../hooks/use-app.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import { Section } from "../../../ui/Section.tsx";
import { partsOf } from "../../../workbench/chosen.ts";
import type { SettingId } from "../../../workbench/what-if/setting.ts";
import { gapsOf, heatCsv, heatOf } from "../../../workbench/what-if/table.ts";
import type { Place, Sample, WhatIfState } from "../../../workbench/what-if/what-if.ts";
import { useFeatureNames } from "../feature-names.ts";
import { Gaps } from "./Gaps.tsx";
import { useSettingTexts } from "./setting-texts.ts";

type Props = {
  place: Place;
  samples: readonly Sample[];
  segments: readonly Segment[];
  work: WhatIfState["work"];
};

/** The first feature of the first segment over two settings at once. */
export function HeatView({ place, samples, segments, work }: Props) {
  const { whatIf } = useApp().workbench;
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  const texts = useSettingTexts(place.scene.image.unit);
  const { setting, second } = place;
  const [feature] = place.features;
  const segment = segments.find((s) => s.label === place.labels[0]);
  const cells = useMemo(() => heatOf(place, samples, feature), [place, samples, feature]);
  const named = (s: typeof setting) => {
    const unit = texts.unitOf(s);
    return unit ? `${texts.nameOf(s)} (${unit})` : texts.nameOf(s);
  };
  const [xName, yName] = [named(setting), second ? named(second) : ""];
  const draw = useCallback<Draw>(
    (plot, { large }) => {
      const ends = (k: "x" | "y") => {
        const found = [...new Set(cells.map((c) => c[k]))];
        return found.every((v) => typeof v === "number") ? found.sort((a, b) => Number(a) - Number(b)) : found;
      };
      const [xs, ys] = [ends("x"), ends("y")];
      const every = (list: readonly unknown[]) => Math.ceil(list.length / (large ? 12 : 7));
      return {
        marginLeft: large ? 110 : 56,
        marginBottom: large ? 70 : 40,
        padding: 0,
        x: {
          type: "band",
          domain: xs,
          label: xName,
          tickFormat: texts.wordOf,
          ticks: xs.filter((_, i) => i % every(xs) === 0),
        },
        y: {
          type: "band",
          domain: [...ys].reverse(),
          label: yName,
          tickFormat: texts.wordOf,
          ticks: ys.filter((_, i) => i % every(ys) === 0),
        },
        color: { scheme: "viridis", legend: false },
        marks: [
          plot.cell(
            cells.filter((c) => c.value !== null),
            {
              x: "x",
              y: "y",
              fill: "value",
              inset: 0.5,
              title: (c: (typeof cells)[number]) =>
                `${texts.wordOf(c.x)}, ${texts.wordOf(c.y)}: ${labValue(c.value ?? 0)}`,
            },
          ),
        ],
      };
    },
    [cells, xName, yName, texts],
  );
  const values = cells.flatMap((c) => c.value ?? []);
  return (
    <Section title={t("whatIf.heat")} open={second !== null}>
      <NativeSelect
        label={t("whatIf.second")}
        value={second?.id ?? ""}
        data={[
          { value: "", label: t("whatIf.noSecond") },
          ...place.settings.filter((s) => s.id !== setting.id).map((s) => ({ value: s.id, label: texts.nameOf(s) })),
        ]}
        onChange={(event) => whatIf.choose({ second: (event.currentTarget.value || null) as SettingId | null })}
        data-what-if="second"
      />
      {second && (
        <>
          <div className="row">
            <span className="small dim grow">
              {t("whatIf.heatLead", { feature: nameOf(feature), name: segment?.name ?? "" })}
            </span>
            {work?.what === "heat" ? (
              <Button leftSection={<IconX size="1rem" />} onClick={() => whatIf.stop()}>
                {t("whatIf.working", { ...work })}
              </Button>
            ) : (
              <Button
                leftSection={<IconGridDots size="1rem" />}
                onClick={() => void whatIf.sweepBoth()}
                data-what-if="heat"
              >
                {t("whatIf.heatRun")}
              </Button>
            )}
          </div>
          <Gaps
            gaps={gapsOf(place, samples, feature, second)}
            say={({ x, y }) => `${texts.sayValue(setting, x)}, ${texts.sayValue(second, y ?? "")}`}
          />
          {values.length > 0 && (
            <>
              <Chart
                title={t("whatIf.heatTitle", {
                  feature: nameOf(feature),
                  x: texts.nameOf(setting),
                  y: texts.nameOf(second),
                })}
                file={`what-if_${partsOf(feature).id}_${setting.id}_${second.id}`}
                draw={draw}
                ratio={0.7}
                csv={() => heatCsv(setting.id, second.id, feature, cells)}
              />
              <div className="what-if-scale small">
                <span>{labValue(Math.min(...values))}</span>
                <span className="what-if-ramp" aria-hidden />
                <span>{labValue(Math.max(...values))}</span>
              </div>
            </>
          )}
        </>
      )}
    </Section>
  );
}
