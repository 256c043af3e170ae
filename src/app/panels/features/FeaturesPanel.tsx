import { Button, Checkbox, CloseButton, Menu, Progress, Switch, TextInput } from "@mantine/core";
import {
  IconAlertTriangle,
  IconChevronDown,
  IconColumns3,
  IconFileText,
  IconRefresh,
  IconSearch,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FamilyId } from "#engine/features/family.ts";
import { familyById } from "#engine/features/index.ts";
import type { Warning } from "#engine/plan/extraction.ts";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";
import { en } from "../../i18n/en.ts";
import type { Measurement } from "../../state/measurements.ts";
import { Section } from "../../ui/Section.tsx";
import { ChecksView } from "./ChecksView.tsx";
import { Definition } from "./Definition.tsx";
import { FeatureTable } from "./FeatureTable.tsx";
import { useRecipeSummary } from "./recipe-summary.ts";
import { tableRows } from "./rows.ts";
import { SettingsView } from "./settings/SettingsView.tsx";

/** The features of the shown segments, and the settings they come from. */
export function FeaturesPanel() {
  const { t } = useTranslation();
  const active = useActiveSeries();
  if (!active) return <p className="hint">{t("features.none")}</p>;
  return <Features key={active.series.id} {...active} />;
}

function Features({ series, state }: { series: Series; state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const [selected, setSelected] = useState<string | null>(null);
  const { columns } = useCell(app.ui);
  const tallies = useCell(app.tallies)[series.id];
  const measurements = useCell(app.measurements)[series.id];
  const { recipe } = state;
  const summary = useRecipeSummary(recipe, series.image.unit);

  const segments = useMemo(
    () =>
      state.segments.filter(
        (s) =>
          (tallies?.[s.label]?.count ?? 0) > 0 &&
          (columns === "all" || (columns === "active" ? s.label === state.activeLabel : columns.includes(s.label))),
      ),
    [state.segments, state.activeLabel, tallies, columns],
  );
  const shown = segments.map((s) => measurements?.[s.label]);
  const key = shown.map((m) => m?.status).join();
  const rows = useMemo(
    () => tableRows(segments.map((s) => measurements?.[s.label]?.extraction ?? null)),
    [segments, measurements],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the statuses are all that this depends on
  const stale = useMemo(() => shown.map((m) => m?.status !== "done"), [key]);
  const warnings = distinct(shown.flatMap((m) => m?.extraction?.warnings ?? []));
  const row = rows.find((r) => r.key === selected);
  const activeSegment = state.segments.find((s) => s.label === state.activeLabel);
  return (
    <div className="features">
      <ChecksView series={series} open={segments.length === 0} />
      <div className="features-settings">
        <Section
          title={t("settings.title")}
          open={false}
          summary={`${recipe.profile === "PyRadiomics" ? "PyRadiomics · " : ""}${summary.normalisation ? `${summary.normalisation} · ` : ""}${summary.interpolation} · ${recipe.filter ? `${summary.filter} · ` : ""}${summary.discretisation}`}
        >
          <SettingsView series={series} recipe={recipe} />
        </Section>
      </div>
      <div className="features-bar">
        <TextInput
          className="grow"
          placeholder={t("features.search")}
          aria-label={t("features.search")}
          leftSection={<IconSearch size="0.875rem" />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && setQuery("")}
          rightSection={query && <CloseButton size="xs" aria-label={t("app.close")} onClick={() => setQuery("")} />}
        />
        <ColumnsMenu state={state} />
        <Button
          variant="default"
          leftSection={<IconFileText size="1rem" />}
          title={t("command.methods")}
          data-command="methods"
          onClick={() => app.show("methods")}
        >
          {t("methods.button")}
        </Button>
      </div>
      <Work shown={shown} />
      {warnings.length > 0 && (
        <ul className="warnings" aria-label={t("features.warnings")}>
          {warnings.map((w) => (
            <li key={`${w.code}-${w.detail}`}>
              <IconAlertTriangle size="0.875rem" aria-hidden /> <WarningText warning={w} />
            </li>
          ))}
        </ul>
      )}
      {segments.length === 0 ? (
        <p className="hint">{activeSegment ? t("features.empty", { name: activeSegment.name }) : t("features.none")}</p>
      ) : (
        <FeatureTable
          rows={rows}
          segments={segments}
          stale={stale}
          unit={series.image.unit}
          query={query}
          selected={selected}
          onSelect={(chosen) => setSelected((now) => (now === chosen.key ? null : chosen.key))}
        />
      )}
      {row && (
        <Definition
          row={row}
          segments={segments}
          extractions={shown.map((m) => m?.extraction ?? null)}
          recipe={recipe}
          unit={series.image.unit}
          onClose={() => setSelected(null)}
        />
      )}
    </div>
  );
}

/** Whose values stand side by side. */
function ColumnsMenu({ state }: { state: SeriesState }) {
  const app = useApp();
  const { t } = useTranslation();
  const { columns } = useCell(app.ui);
  const chosen =
    columns === "all" ? state.segments.map((s) => s.label) : columns === "active" ? [state.activeLabel] : columns;
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width="15rem">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconColumns3 size="1rem" />}
          rightSection={<IconChevronDown size="0.75rem" />}
        >
          {t("features.segments")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(["active", "all"] as const).map((mode) => (
          <Menu.Item key={mode} onClick={() => app.setColumns(mode)} fw={columns === mode ? 700 : undefined}>
            {t(mode === "all" ? "features.all" : "features.activeOnly")}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {state.segments.map(({ label, name }) => (
          <Checkbox
            key={label}
            px="sm"
            py={4}
            label={name}
            checked={chosen.includes(label)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              app.setColumns(state.segments.map((s) => s.label).filter((l) => (l === label ? on : chosen.includes(l))));
            }}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What is being computed, with a way to stop it; or that the values are old, with a way to renew them. */
function Work({ shown }: { shown: readonly (Measurement | undefined)[] }) {
  const app = useApp();
  const { t } = useTranslation();
  const { live } = useCell(app.preferences);
  const running = shown.filter((m) => m?.status === "running");
  const done = running.reduce((n, m) => n + (m?.done ?? 0), 0);
  const total = running.reduce((n, m) => n + (m?.total ?? 0), 0);
  const what = running.find((m) => m?.what)?.what ?? "region";
  const has = (status: Measurement["status"]) => shown.some((m) => m?.status === status);
  const family = familyById(what as FamilyId);
  const name = family ? t(`family.${family.id}`) : t("features.region");
  return (
    <div className="work">
      <Switch
        label={t("features.live")}
        checked={live}
        onChange={(event) => app.setLive(event.currentTarget.checked)}
      />
      <span className="spring" />
      {running.length > 0 ? (
        <>
          <Progress
            value={total > 0 ? (100 * done) / total : 0}
            aria-label={t("features.computing", { what: name })}
            className="work-bar"
            size="sm"
          />
          <span className="small dim work-what">{name}</span>
          <Button size="compact-xs" variant="default" onClick={() => app.cancelFeatures()}>
            {t("features.cancel")}
          </Button>
        </>
      ) : has("refused") ? (
        <span className="small problem" data-level="error">
          {t("features.refused")}
        </span>
      ) : has("cancelled") || has("failed") || (!live && (has("stale") || shown.includes(undefined))) ? (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconRefresh size="0.875rem" />}
          onClick={() => void app.compute()}
          data-command="compute"
        >
          {t("features.compute")}
        </Button>
      ) : null}
    </div>
  );
}

function WarningText({ warning }: { warning: Warning }) {
  const { t } = useTranslation();
  const known = warning.code in en.warning ? (warning.code as keyof typeof en.warning) : "other";
  return (
    <span>
      {t(`warning.${known}`)}{" "}
      <span className="dim" lang="en">
        {warning.detail}
      </span>
    </span>
  );
}

const distinct = (warnings: readonly Warning[]) =>
  warnings.filter((w, i) => warnings.findIndex((v) => v.code === w.code && v.detail === w.detail) === i);
