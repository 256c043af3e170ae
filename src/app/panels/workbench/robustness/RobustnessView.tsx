import { Button, Progress, SegmentedControl } from "@mantine/core";
import { IconAlertTriangle, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { Section } from "../../../ui/Section.tsx";
import { pairsOfReaders, pairsOfSeries } from "../../../workbench/robustness/pairs.ts";
import { planFor, planSize } from "../../../workbench/robustness/plan.ts";
import type { TrustMode } from "../../../workbench/robustness/rows.ts";
import { SegmentPick } from "../SegmentPick.tsx";
import type { ViewProps } from "../views.ts";
import { PairsForm } from "./PairsForm.tsx";
import { PlanForm } from "./PlanForm.tsx";
import { Results } from "./Results.tsx";

const modes: readonly TrustMode[] = ["perturb", "retest", "readers"];

/** How far features are to be trusted: disturbed, scanned twice, drawn twice. */
export function RobustnessView({ series, state }: ViewProps) {
  const app = useApp();
  const { robustness } = app.workbench;
  const { t } = useTranslation();
  const now = useCell(robustness.state);
  const tallies = useCell(app.tallies);
  const { series: open } = useCell(app.library);
  const { mode } = now;
  const filled = (seriesId: string) =>
    robustness.regionsOf(seriesId).filter(({ label }) => (tallies[seriesId]?.[label]?.count ?? 0) > 0);
  const here = filled(series.id);
  const asked = here.map((r) => r.label).filter((l) => now.labels.includes(l));
  const labels = asked.length > 0 ? asked : here.map((r) => r.label);
  const others = open.filter((s) => s.id !== series.id && filled(s.id).length > 0);
  const second = mode === "retest" ? filled(now.otherSeries) : here;
  const found = mode === "readers" ? pairsOfReaders(here) : pairsOfSeries(here, second);
  // What was chosen in another series is none of this one.
  const chosen = now.pairs?.every((pair) => pair.first.seriesId === series.id) ? now.pairs : null;
  const pairs = (chosen ?? found).filter(
    (pair) =>
      here.some((r) => r.label === pair.first.label && r.seriesId === pair.first.seriesId) &&
      second.some((r) => r.label === pair.second.label && r.seriesId === pair.second.seriesId),
  );
  if (here.length === 0) return <p className="hint">{t("workbench.noSegment")}</p>;
  const size = planSize(planFor(now.choice, series, state.recipe.filter !== undefined));
  const last = now.results[mode];
  const result = last?.seriesId === series.id ? last : undefined;
  const refused = mode === "perturb" && typeof size !== "number" ? size.message : null;
  const ready = mode === "perturb" ? refused === null : pairs.length > 0;
  const start = () => void (mode === "perturb" ? robustness.perturb(labels) : robustness.measurePairs(mode, pairs));
  return (
    <div className="section-body robust">
      <p className="small dim">{t("robustness.lead")}</p>
      <SegmentedControl
        fullWidth
        aria-label={t("robustness.mode")}
        value={mode}
        onChange={(value) => {
          robustness.stop();
          robustness.choose({ mode: modes.find((m) => m === value) ?? "perturb", pairs: null });
        }}
        data={modes.map((m) => ({
          value: m,
          label: <span title={t(`robustness.modesMore.${m}`)}>{t(`robustness.modes.${m}`)}</span>,
        }))}
      />
      {mode === "perturb" ? (
        <>
          <SegmentPick
            segments={state.segments.filter((s) => here.some((r) => r.label === s.label))}
            value={labels}
            onChange={(next) => robustness.choose({ labels: next })}
          />
          <Section key={String(!result)} title={t("robustness.setUp")} open={!result}>
            <PlanForm series={series} />
          </Section>
        </>
      ) : (
        <PairsForm mode={mode} series={series} pairs={pairs} first={here} second={second} others={others} />
      )}
      <div className="row">
        {mode === "perturb" && typeof size === "number" && (
          <span className="small dim" data-trust="size">
            {t("robustness.size", {
              count: size,
              segments: t("robustness.segments", { count: labels.length }),
              total: labels.length * (size + 1),
            })}
          </span>
        )}
        <span className="spring" />
        {now.work ? (
          <Button leftSection={<IconX size="1rem" />} onClick={() => robustness.stop()} data-trust="cancel">
            {t("robustness.cancel")}
          </Button>
        ) : (
          <Button leftSection={<IconPlayerPlay size="1rem" />} disabled={!ready} onClick={start} data-trust="run">
            {mode === "perturb" ? t("robustness.run") : t("robustness.measure")}
          </Button>
        )}
      </div>
      {now.work && (
        <div className="robust-work" role="status">
          <Progress
            value={now.work.total > 0 ? (100 * now.work.done) / now.work.total : 0}
            aria-label={t("robustness.working", now.work)}
          />
          <span className="small dim">
            {t("robustness.working", now.work)} {now.work.what}
          </span>
        </div>
      )}
      {(refused ?? now.problem) && (
        <p className="problem" data-level="error" role="alert">
          <IconAlertTriangle size="0.875rem" aria-hidden /> {refused ?? now.problem}
        </p>
      )}
      {result && (
        <Results
          key={`${mode} ${result.seconds}`}
          result={result}
          labels={here.map((r) => r.label)}
          series={series}
          state={state}
        />
      )}
    </div>
  );
}
