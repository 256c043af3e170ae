import { Button, CopyButton, Modal, SegmentedControl } from "@mantine/core";
import { IconCheck, IconCircleDashed, IconCopy } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ENGINE_VERSION } from "#engine/ibsi.ts";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";
import { type Language, languages } from "../../i18n/index.ts";
import { methodsOf, plainText, type ReportingItem } from "../../methods/index.ts";
import { APP_VERSION } from "../../version.ts";

/** The methods paragraph of the series in view, to be copied into a paper, and what its author must add. */
export function MethodsDialog() {
  const app = useApp();
  const { t } = useTranslation();
  const active = useActiveSeries();
  return (
    <Modal
      opened
      onClose={() => app.show("methods", false)}
      title={t("methods.title")}
      size="64rem"
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      {active ? <Methods {...active} /> : <p className="hint">{t("methods.none")}</p>}
    </Modal>
  );
}

function Methods({ series, state }: { series: Series; state: SeriesState }) {
  const app = useApp();
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState<Language>(i18n.language === "it" ? "it" : "en");
  const measurements = useCell(app.measurements)[series.id] ?? {};
  const known = state.segments.flatMap(({ label }) => measurements[label] ?? []);
  // Rows of other settings would contradict the text.
  const settings = JSON.stringify(state.recipe);
  const measured = known.filter((m) => JSON.stringify(m.extraction?.recipe) === settings);
  const methods = methodsOf(
    {
      series,
      recipe: state.recipe,
      measured: measured.flatMap((m) => (m.extraction ? [m.extraction.rows] : [])),
      version: { app: APP_VERSION, engine: ENGINE_VERSION },
    },
    language,
  );
  const heading = i18n.getFixedT(language)("methods.references");
  return (
    <>
      <p className="dim">{t("methods.lead")}</p>
      <div className="methods-bar">
        <SegmentedControl
          aria-label={t("methods.language")}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
          data={languages.map((l) => ({ value: l.id, label: l.name }))}
        />
        <span className="spring" />
        <CopyButton value={plainText(methods, heading)}>
          {({ copied, copy }) => (
            <Button leftSection={copied ? <IconCheck size="1rem" /> : <IconCopy size="1rem" />} onClick={copy}>
              {t(copied ? "methods.copied" : "methods.copy")}
            </Button>
          )}
        </CopyButton>
      </div>
      {measured.length === 0 && <Note>{t("methods.unmeasured")}</Note>}
      {measured.length > 0 && known.some((m) => m.status !== "done") && <Note>{t("methods.stale")}</Note>}
      <div className="methods-columns">
        <section className="methods-text" aria-label={t("methods.text")} lang={language}>
          {methods.paragraphs.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <h3>{heading}</h3>
          <ol>
            {methods.references.map((work) => (
              <li key={work}>{work}</li>
            ))}
          </ol>
        </section>
        <div className="methods-items">
          <Items title={t("methods.covered")} items={methods.items.filter((i) => i.covered)} />
          <Items title={t("methods.open")} items={methods.items.filter((i) => !i.covered)} />
          <p className="dim small">{t("methods.guideline")}</p>
        </div>
      </div>
    </>
  );
}

const Note = ({ children }: { children: ReactNode }) => <p className="methods-note small">{children}</p>;

function Items({ title, items }: { title: string; items: readonly ReportingItem[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {items.map(({ id, covered }) => (
          <li key={id} data-covered={covered} data-item={id}>
            {covered ? <IconCheck size="0.875rem" aria-hidden /> : <IconCircleDashed size="0.875rem" aria-hidden />}
            <span>{t(`methods.item.${id}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
