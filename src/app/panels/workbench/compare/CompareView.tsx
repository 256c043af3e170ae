import { Button, NativeSelect, SegmentedControl, Switch } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../../export/download.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { Section } from "../../../ui/Section.tsx";
import { keptKeys } from "../../../workbench/chosen.ts";
import type { CompareState } from "../../../workbench/compare/compare.ts";
import { compareCsv, compareRows, settingsDiffer } from "../../../workbench/compare/comparison.ts";
import { FeaturePick } from "../FeaturePick.tsx";
import type { ViewProps } from "../views.ts";
import { CompareTable } from "./CompareTable.tsx";
import { ParallelChart } from "./ParallelChart.tsx";
import { ProfileChart } from "./ProfileChart.tsx";
import { RegionPick } from "./RegionPick.tsx";
import { ScatterChart } from "./ScatterChart.tsx";
import { useColumns } from "./use-columns.ts";
import { VolumeView } from "./VolumeView.tsx";

const MOST = 12;
/** Features to begin with: size, level, and texture, in the ways that both definitions share. */
const usual = [
  "morphology.volume_mesh",
  "statistics.mean",
  "histogram.entropy",
  "glcm.contrast@3D_avg",
  "glszm.zone_percentage@3D_mrg",
];
const peers = [
  "pyradiomics.shape.MeshVolume",
  "pyradiomics.firstorder.Mean",
  "pyradiomics.firstorder.Entropy",
  "pyradiomics.glcm.Contrast",
];
const charts = ["profile", "parallel", "scatter"] as const;

/** Regions beside each other: a table with relative differences, charts, and what is volume in disguise. */
export function CompareView({ state }: ViewProps) {
  const app = useApp();
  const { compare } = app.workbench;
  const { t } = useTranslation();
  const now = useCell(compare.state);
  const { columns, measured, refused, regions } = useColumns();
  const key = columns.map((c) => `${c.id} ${JSON.stringify(c.recipe)}`).join();
  const tallies = useCell(app.tallies);
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns are new objects at each look
  useEffect(() => void compare.measure(columns), [compare, key, tallies]);
  useEffect(() => () => compare.stop(), [compare]);
  const { recipe } = state;
  const features = useMemo(
    () => keptKeys(now.features.length > 0 ? now.features : usual, recipe, peers, MOST),
    [now.features, recipe],
  );
  const baseline = Math.max(
    0,
    measured.findIndex((c) => c.id === now.baseline),
  );
  const rows = useMemo(() => compareRows(features, measured, baseline), [features, measured, baseline]);
  if (regions.length === 0) return <p className="hint">{t("workbench.noSegment")}</p>;
  const base = measured[baseline];
  return (
    <div className="section-body compare">
      <p className="small dim">{t("compare.lead")}</p>
      <RegionPick regions={regions} columns={columns} />
      <div className="compare-options">
        <Switch
          label={t("compare.twins")}
          title={t("compare.twinsMore")}
          checked={now.twins}
          onChange={(event) => compare.choose({ twins: event.currentTarget.checked })}
          data-compare="twins"
        />
        {new Set(columns.map((c) => c.series.id)).size > 1 && (
          <SegmentedControl
            aria-label={t("compare.settings")}
            value={now.settings}
            onChange={(settings) => compare.choose({ settings: settings as CompareState["settings"] })}
            data={[
              { value: "own", label: t("compare.own") },
              { value: "shared", label: t("compare.shared") },
            ]}
          />
        )}
      </div>
      <FeaturePick
        recipe={recipe}
        value={features}
        most={MOST}
        onChange={(keys) => compare.choose({ features: keys })}
      />
      {now.work && <p className="small dim">{t("compare.working", { ...now.work, done: now.work.done + 1 })}</p>}
      {refused.map(({ name, detail }) => (
        <p key={name} className="small compare-note">
          {t("compare.refused", { name, detail })}
        </p>
      ))}
      {measured.length === 1 && !now.work && <p className="small dim">{t("compare.one")}</p>}
      {measured.length > 1 && (
        <>
          <NativeSelect
            label={t("compare.baseline")}
            value={base.id}
            data={measured.map((c) => ({ value: c.id, label: c.name }))}
            onChange={(event) => compare.choose({ baseline: event.currentTarget.value })}
            data-compare="baseline"
          />
          {settingsDiffer(measured) && <p className="small compare-note">{t("compare.settingsDiffer")}</p>}
        </>
      )}
      {measured.length > 0 && (
        <>
          <CompareTable rows={rows} columns={measured} baseline={baseline} />
          <Button
            className="compare-save"
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size="1rem" />}
            onClick={() => download("compare.csv", compareCsv(rows, measured), "text/csv")}
            data-compare="csv"
          >
            {t("compare.saveTable")}
          </Button>
        </>
      )}
      {measured.length > 1 && (
        <>
          <SegmentedControl
            aria-label={t("compare.charts")}
            value={now.chart}
            onChange={(chart) => compare.choose({ chart: chart as CompareState["chart"] })}
            data={charts.map((id) => ({ value: id, label: t(`compare.chart.${id}`) }))}
          />
          {now.chart === "profile" && <ProfileChart rows={rows} columns={measured} baseline={baseline} />}
          {now.chart === "parallel" && <ParallelChart rows={rows} columns={measured} />}
          {now.chart === "scatter" && <ScatterChart rows={rows} columns={measured} unit={base.unit} />}
        </>
      )}
      <Section title={t("compare.volume")}>
        <VolumeView columns={measured.filter((c) => !c.twin)} />
      </Section>
    </div>
  );
}
