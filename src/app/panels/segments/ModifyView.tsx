import { Button, NativeSelect, Switch, UnstyledButton } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconX } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { OperationGroup } from "#engine/edit/operation.ts";
import type { Series } from "#io/series.ts";
import type { EditReport } from "../../edit/editing.ts";
import { type EditId, editEntry, offered } from "../../edit/menu.ts";
import type { Foreseen } from "../../edit/preview.ts";
import { intensityUnit, labValue } from "../../format.ts";
import { useActiveSegment, useApp, useCell, useHistory } from "../../hooks/use-app.ts";
import { Section } from "../../ui/Section.tsx";
import { OptionField } from "./OptionField.tsx";

const groups: readonly OperationGroup[] = ["shape", "islands", "cut", "intensity", "segments", "pet"];

/** Operations on the active segment: one is chosen, its few options stand below it, and it is applied as one step. */
export function ModifyView({ series }: { series: Series }) {
  const app = useApp();
  const { t } = useTranslation();
  const segment = useActiveSegment();
  const { id: chosen, apart, asked, report, running, preview } = useCell(app.editing.state);
  const foreseen = useCell(app.editing.foreseen);
  useEffect(() => () => void app.editing.endPreview(), [app]);
  const menu = offered(series);
  const id = menu.some((e) => e.id === chosen) ? chosen : "margin";
  const { options } = editEntry(id);
  const values = app.editing.valuesOf(series, id);
  const busy = running !== undefined;
  return (
    // Asked for by name, it unfolds.
    <Section key={asked} title={t("edit.title")} summary={t(`command.modify_${id}`)} open={asked > 0}>
      <NativeSelect
        aria-label={t("edit.operation")}
        value={id}
        data={groups
          .map((group) => ({
            group: t(`edit.group.${group}`),
            items: menu
              .filter((e) => e.group === group)
              .map((e) => ({ value: e.id, label: t(`command.modify_${e.id}`) })),
          }))
          .filter((g) => g.items.length > 0)}
        onChange={(event) => app.editing.choose(event.currentTarget.value as EditId)}
      />
      <p className="dim small">{t(`edit.about.${id}`)}</p>
      {Object.keys(options).length > 0 && (
        <div className="edit-options">
          {Object.entries(options).map(([name, option]) => (
            <OptionField
              key={`${id} ${name}`}
              series={series}
              name={name}
              option={option}
              value={values[name]}
              onChange={(value) => app.editing.setValue(series, id, name, value)}
            />
          ))}
        </div>
      )}
      {id !== "split_islands" && id !== "grow_seeds" && id !== "unite" && (
        <Switch
          label={t("edit.apart")}
          title={t("edit.apartMore")}
          checked={apart}
          onChange={(event) => app.editing.setApart(event.currentTarget.checked)}
        />
      )}
      {id !== "grow_seeds" && (
        <Switch
          label={t("edit.preview.on")}
          title={t("edit.preview.onMore")}
          checked={preview}
          onChange={(event) => app.editing.setPreview(event.currentTarget.checked)}
        />
      )}
      <div className="row">
        <Button
          disabled={!segment || busy}
          leftSection={<IconCheck size="1rem" />}
          onClick={() => {
            app.editing.choose(id);
            void app.editing.apply();
          }}
        >
          {t("edit.apply")}
        </Button>
        {busy && (
          <>
            <span className="small" role="status">
              {running === null
                ? t("edit.running")
                : t("edit.runningShare", { percent: Math.round(100 * (running ?? 0)) })}
            </span>
            <Button variant="default" leftSection={<IconX size="1rem" />} onClick={() => app.editing.cancel()}>
              {t("edit.cancel")}
            </Button>
          </>
        )}
      </div>
      {foreseen && !report && <Foresight foreseen={foreseen} series={series} />}
      {report && <Report report={report} series={series} />}
    </Section>
  );
}

type Counts = { added: number; removed: number; taken: number; threshold: number | null };
function counts(t: TFunction, { added, removed, taken, threshold }: Counts, series: Series): string {
  const unit = intensityUnit(series.image.unit);
  return [
    threshold !== null && t("edit.threshold", { value: `${labValue(threshold)} ${unit}`.trim() }),
    added > 0 && t("edit.added", { count: added }),
    removed > 0 && t("edit.removed", { count: removed }),
    taken > 0 && t("edit.taken", { count: taken }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What the tint over the images says in numbers; nothing where it would be refused for want of a segment. */
function Foresight({ foreseen, series }: { foreseen: NonNullable<Foreseen>; series: Series }) {
  const { t } = useTranslation();
  const text = "refused" in foreseen ? t(`edit.refused.${foreseen.refused}`) : counts(t, foreseen, series);
  return (
    <p className="edit-foreseen dim small" role="status">
      {t("edit.preview.title")}: {text}
    </p>
  );
}

/** What was done, with a way back; or why nothing was. */
function Report({ report, series }: { report: EditReport; series: Series }) {
  const app = useApp();
  const { t } = useTranslation();
  const { undo } = useHistory();
  if (report.kind === "refused")
    return (
      <p className="edit-report small" role="status" data-refused={report.reason}>
        {t(`edit.refused.${report.reason}`)}
      </p>
    );
  const { entry } = report;
  return (
    <p className="edit-report small" role="status">
      {counts(t, report, series)}
      {undo.at(-1) === entry && (
        <UnstyledButton className="link" onClick={() => app.editing.takeBack()}>
          <IconArrowBackUp size="0.875rem" aria-hidden /> {t("edit.undo")}
        </UnstyledButton>
      )}
    </p>
  );
}
