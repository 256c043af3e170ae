import { Button, UnstyledButton } from "@mantine/core";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Series } from "#io/series.ts";
import { type Measurement, measurementsOf } from "#session/measurements.ts";
import type { SeriesState } from "#session/session.ts";
import { useApp, useViewing } from "../../hooks/use-app.ts";
import { figureText } from "../../measure/describe.ts";
import { figuresOf } from "../../measure/measurements-csv.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Section } from "../../ui/Section.tsx";
import { TextField } from "../../ui/TextField.tsx";

/** What was measured by hand in the series, with a way to each, and its files. */
export function MeasurementsView({ series, state }: { series: Series; state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const list = measurementsOf(state);
  return (
    <Section
      // The first one opens it.
      key={list.length > 0 ? "some" : "none"}
      title={t("measure.title")}
      summary={list.length > 0 && t("measure.summary", { count: list.length })}
      open={list.length > 0}
    >
      {list.length === 0 ? (
        <p className="dim small">{t("measure.none")}</p>
      ) : (
        <>
          <ul className="measurements" aria-label={t("measure.list")}>
            {list.map((m) => (
              <Row key={m.id} series={series} m={m} />
            ))}
          </ul>
          <div className="row">
            <Button
              variant="default"
              leftSection={<IconDownload size="1rem" />}
              onClick={() => app.measuring.saveCsv()}
            >
              CSV
            </Button>
            <Button
              variant="default"
              title={t("measure.reportMore")}
              leftSection={<IconDownload size="1rem" />}
              onClick={() => void app.measuring.saveReport()}
            >
              {t("measure.report")}
            </Button>
          </div>
          <p className="dim small">{t("measure.how")}</p>
        </>
      )}
    </Section>
  );
}

function Row({ series, m }: { series: Series; m: Measurement }) {
  const app = useApp();
  const { t } = useTranslation();
  const selected = useViewing((_, { measuring }) => measuring.selected);
  const name = `${t(`measure.kind.${m.kind}`)} ${m.id}`;
  const slice = Math.round(m.points[0][m.axis]) + 1;
  return (
    <li data-measurement={m.id} data-active={selected === m.id || undefined}>
      <div className="measurement-head">
        <UnstyledButton onClick={() => app.measuring.go(m)} aria-label={t("measure.go", { name })}>
          <b>{name}</b> <span className="dim small">{t("measure.slice", { slice })}</span>
        </UnstyledButton>
        <TextField
          label={t("measure.text", { name })}
          placeholder={t("measure.textHint")}
          value={m.text}
          onChange={(text) => app.measuring.setText(m, text)}
        />
        <IconButton icon={IconTrash} label={t("measure.remove", { name })} onClick={() => app.measuring.remove(m.id)} />
      </div>
      <span className="figures">
        {figuresOf(m, series).map((figure) => (
          <span key={figure.id} data-figure={figure.id}>
            <span className="dim">{t(`measure.figure.${figure.id}`)}</span> {figureText(figure, series.image.unit)}
          </span>
        ))}
      </span>
    </li>
  );
}
