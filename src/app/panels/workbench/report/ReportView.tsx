import { Button, Modal, NativeSelect, Switch, Textarea } from "@mantine/core";
import { IconDownload, IconMaximize, IconPrinter } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { type Language, languages } from "../../../i18n/index.ts";
import { drawSlice } from "../../../report/picture.ts";
import { keysFor } from "../../../report/report.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { FeaturePick } from "../FeaturePick.tsx";
import { SegmentPick } from "../SegmentPick.tsx";
import type { ViewProps } from "../views.ts";

const MOST = 40;
/** A pause in what is ticked and typed, ms. */
const PAUSE = 300;

/** What stands in the report of this series, and how it will look. */
export function ReportView({ series, state }: ViewProps) {
  const app = useApp();
  const { report, reference, robustness, selection } = app.workbench;
  const { t, i18n } = useTranslation();
  const now = useCell(report.state);
  const cohort = useCell(reference.state);
  const trust = useCell(robustness.state).results;
  const kept = useCell(selection);
  const tallies = useCell(app.tallies)[series.id];
  const [large, setLarge] = useState(false);
  const paper = useRef<HTMLIFrameElement>(null);
  const filled = state.segments.filter((s) => (tallies?.[s.label]?.count ?? 0) > 0);
  const chosen = filled.filter((s) => now.labels.length === 0 || now.labels.includes(s.label)).map((s) => s.label);
  const language = now.language ?? (i18n.language === "it" ? "it" : "en");
  const { features, withPatient, withPictures, comment } = now;
  const wish = JSON.stringify([chosen, language, features, withPatient, withPictures, comment, state.segments]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the report is made of makes a new one
  useEffect(() => {
    const timer = setTimeout(() => void report.make(chosen, language, drawSlice), PAUSE);
    return () => clearTimeout(timer);
  }, [report, series.id, state.recipe, tallies, wish, cohort.table, cohort.anyway, trust]);
  useEffect(() => () => report.stop(), [report]);
  if (filled.length === 0) return <p className="hint">{t("workbench.noSegment")}</p>;
  const keys = keysFor(features, state.recipe);
  return (
    <div className="section-body report">
      <p className="small dim">{t("report.lead")}</p>
      <SegmentPick segments={filled} value={chosen} onChange={(labels) => report.choose({ labels })} />
      <FeaturePick
        recipe={state.recipe}
        value={keys}
        most={MOST}
        onChange={(next) => report.choose({ features: next })}
      />
      <div className="row">
        <Button variant="default" disabled={features.length === 0} onClick={() => report.choose({ features: [] })}>
          {t("report.usual")}
        </Button>
        {kept && (
          <Button variant="default" onClick={() => report.choose({ features: kept.keys.slice(0, MOST) })}>
            {t("report.kept")}
          </Button>
        )}
      </div>
      <div className="report-options">
        <Switch
          label={t("report.pictures")}
          checked={withPictures}
          onChange={(event) => report.choose({ withPictures: event.currentTarget.checked })}
        />
        <Switch
          label={t("report.patient")}
          title={t("report.patientMore")}
          checked={withPatient}
          onChange={(event) => report.choose({ withPatient: event.currentTarget.checked })}
          data-report="patient"
        />
      </div>
      {withPictures && series.findings.some((f) => f.code === "burned_in") && (
        <p className="small compare-note">{t("report.burnedIn")}</p>
      )}
      <Textarea
        size="xs"
        label={t("report.comment")}
        placeholder={t("report.commentMore")}
        autosize
        minRows={2}
        maxRows={8}
        value={comment}
        onChange={(event) => report.choose({ comment: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("report.language")}
        value={language}
        data={languages.map((l) => ({ value: l.id, label: l.name }))}
        onChange={(event) => report.choose({ language: event.currentTarget.value as Language })}
      />
      {now.problem !== null && (
        <p className="small compare-note" role="alert">
          {t("report.refused", { detail: now.problem })}
        </p>
      )}
      <div className="row">
        <Button
          leftSection={<IconDownload size="1rem" />}
          disabled={!now.made}
          onClick={() => report.save()}
          data-report="save"
        >
          {t("report.save")}
        </Button>
        <Button
          leftSection={<IconPrinter size="1rem" />}
          disabled={!now.made}
          title={t("report.printMore")}
          onClick={() => paper.current?.contentWindow?.print()}
          data-report="print"
        >
          {t("report.print")}
        </Button>
        <span className="spring" />
        <IconButton label={t("report.preview")} icon={IconMaximize} onClick={() => setLarge(true)} />
      </div>
      {now.work && <p className="small dim">{t("report.working", { ...now.work, done: now.work.done + 1 })}</p>}
      {now.made && (
        <div className="report-paper">
          <iframe
            ref={paper}
            title={t("report.preview")}
            srcDoc={now.made.html}
            sandbox="allow-same-origin allow-modals"
            data-report="paper"
          />
        </div>
      )}
      <Modal opened={large} onClose={() => setLarge(false)} fullScreen title={t("report.preview")}>
        {large && now.made && (
          <iframe title={t("report.preview")} srcDoc={now.made.html} sandbox="" className="report-large" />
        )}
      </Modal>
    </div>
  );
}
