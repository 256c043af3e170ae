import { Button, Checkbox, CloseButton, CopyButton, Modal, Progress, TextInput } from "@mantine/core";
import { IconCopy, IconDownload, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRadiomicaError } from "#engine/errors.ts";
import { families } from "#engine/features/index.ts";
import { ENGINE_VERSION, IBSI_1 } from "#engine/ibsi.ts";
import { browserName, conformanceCsv } from "../../conformance/report.ts";
import { type Conformance, runConformance, tally } from "../../conformance/run.ts";
import { download } from "../../export/download.ts";
import { useApp } from "../../hooks/use-app.ts";
import { APP_VERSION } from "../../version.ts";
import { FamilyValues } from "./FamilyValues.tsx";
import { Matrices } from "./Matrices.tsx";

type State =
  | { readonly kind: "running"; readonly done: number; readonly total: number }
  | { readonly kind: "failed"; readonly detail: string }
  | { readonly kind: "done"; readonly result: Conformance };

/** What this very build reaches of the IBSI's digital phantom, computed now in the person's own browser. */
export function ConformanceDialog() {
  const app = useApp();
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State>({ kind: "running", done: 0, total: families.length });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new run
  useEffect(() => {
    const aborter = new AbortController();
    const progress = (done: number, total: number) =>
      aborter.signal.aborted || setState({ kind: "running", done, total });
    runConformance(app.pool, () => performance.now(), progress, aborter.signal).then(
      (result) => aborter.signal.aborted || setState({ kind: "done", result }),
      (error) => {
        if (aborter.signal.aborted || isRadiomicaError(error, "Cancelled")) return;
        setState({ kind: "failed", detail: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => aborter.abort();
  }, [app, round]);
  return (
    <Modal
      opened
      onClose={() => app.show("conformance", false)}
      title={t("conformance.title")}
      size="72rem"
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <p className="dim">{t("conformance.lead")}</p>
      {state.kind === "running" && (
        <div className="conformance-running" role="status">
          <Progress value={(100 * state.done) / state.total} aria-label={t("conformance.title")} />
          <span className="small">{t("conformance.running", { done: state.done, total: state.total })}</span>
        </div>
      )}
      {state.kind === "failed" && (
        <p className="problem" data-level="error" role="alert">
          {t("conformance.failed")} <span lang="en">{state.detail}</span>
        </p>
      )}
      {state.kind === "done" && <Results result={state.result} onAgain={() => setRound((n) => n + 1)} />}
    </Modal>
  );
}

function Results({ result, onAgain }: { result: Conformance; onAgain: () => void }) {
  const app = useApp();
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const [onlyMissed, setOnlyMissed] = useState(false);
  const { rows, missing, matrices, milliseconds } = result;
  const browser = browserName(navigator.userAgent);
  const standard = `${IBSI_1.name} ${IBSI_1.version}`;
  const values = tally(rows, missing);
  const equal = { reached: matrices.filter((m) => m.reached).length, total: matrices.length };
  const csv = useMemo(
    () =>
      conformanceCsv(result, {
        app: APP_VERSION,
        engine: ENGINE_VERSION,
        standard,
        browser,
        date: new Date().toISOString(),
      }),
    [result, browser, standard],
  );
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter(({ row, name, reached }) => {
    const text = `${name} ${row.ibsi ?? ""} ${row.id} ${row.aggregation ?? ""} ${row.aggregationCode}`.toLowerCase();
    return words.every((word) => text.includes(word)) && (!onlyMissed || reached === false);
  });
  const filtering = words.length > 0 || onlyMissed;
  return (
    <div className="conformance" data-reached={values.reached} data-total={values.total}>
      <div className="conformance-totals">
        <Total {...values} text={t("conformance.values")} />
        <Total {...equal} text={t("conformance.matrices")} />
        <ul className="small">
          <li>{t("conformance.build", { app: APP_VERSION, engine: ENGINE_VERSION, standard })}</li>
          <li>{browser}</li>
          <li>{t("conformance.time", { ms: milliseconds.toFixed(0), count: app.pool.size })}</li>
        </ul>
      </div>
      <p className="small dim">
        {t("conformance.rule")} {t("conformance.rest")}
      </p>
      <div className="conformance-bar">
        <TextInput
          className="grow"
          placeholder={t("conformance.search")}
          aria-label={t("conformance.search")}
          leftSection={<IconSearch size="0.875rem" />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          rightSection={query && <CloseButton size="xs" aria-label={t("app.close")} onClick={() => setQuery("")} />}
        />
        <Checkbox
          label={t("conformance.onlyMissed")}
          checked={onlyMissed}
          onChange={(event) => setOnlyMissed(event.currentTarget.checked)}
        />
        <span className="spring" />
        <Button variant="default" leftSection={<IconRefresh size="1rem" />} onClick={onAgain}>
          {t("conformance.run")}
        </Button>
        <CopyButton value={csv}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy size="1rem" />} onClick={copy}>
              {t(copied ? "messages.copied" : "conformance.copy")}
            </Button>
          )}
        </CopyButton>
        <Button
          leftSection={<IconDownload size="1rem" />}
          onClick={() => download(`radiomica-${APP_VERSION}_ibsi-digital-phantom.csv`, csv, "text/csv")}
        >
          {t("conformance.download")}
        </Button>
      </div>
      <div className="conformance-list">
        {families.map((family) => (
          <FamilyValues
            key={family.id}
            family={family}
            all={rows.filter((r) => r.row.family === family.id)}
            shown={shown.filter((r) => r.row.family === family.id)}
            opened={filtering}
          />
        ))}
        {missing.map((r) => (
          <p key={`${r.tag} ${r.aggregationCode}`} className="problem" data-level="error">
            <code>
              {r.tag} {r.aggregationCode}
            </code>
            {t("conformance.missing")}
          </p>
        ))}
        {shown.length === 0 && (
          <p className="hint">
            {t(onlyMissed && words.length === 0 ? "conformance.allReached" : "conformance.noMatch")}
          </p>
        )}
        {!filtering && <Matrices matrices={matrices} />}
      </div>
    </div>
  );
}

function Total({ reached, total, text }: { reached: number; total: number; text: string }) {
  const { t } = useTranslation();
  return (
    <p className="conformance-total" data-all={reached === total || undefined}>
      <strong>{t("conformance.of", { reached, total })}</strong> {text}
    </p>
  );
}
