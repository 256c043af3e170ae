import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FamilyId } from "#engine/features/family.ts";
import { perturbedValuesCsv, robustnessCsv } from "#io/writers/robustness.ts";
import { fileName } from "../../../export/file-name.ts";
import { intensityUnit } from "../../../format.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { APP_VERSION } from "../../../version.ts";
import type { TrustResult } from "../../../workbench/robustness/robustness.ts";
import { failuresOf, type SortColumn, sorted, type TrustRow, trustRows } from "../../../workbench/robustness/rows.ts";
import type { ViewProps } from "../views.ts";
import { KeepRow } from "./KeepRow.tsx";
import { AltmanChart, DotsChart, PairTable, ValuesChart } from "./TrustCharts.tsx";
import { type Sorting, TrustTable } from "./TrustTable.tsx";

const kindOf = (job: TrustResult["jobs"][number]) => job.steps.map((s) => s.id).join("+");
const matches = (row: TrustRow, query: string) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => row.text.includes(word));

type Props = ViewProps & {
  readonly result: TrustResult;
  /** Segments with voxels. */
  readonly labels: readonly number[];
};

/** What came out of a run: the table, its charts, what is kept and saved. */
export function Results({ result, labels, series, state }: Props) {
  const app = useApp();
  const { robustness, selection } = app.workbench;
  const { t } = useTranslation();
  const { feature } = useCell(robustness.state);
  const kept = useCell(selection);
  const [kind, setKind] = useState("");
  const [query, setQuery] = useState("");
  const [family, setFamily] = useState<FamilyId | "">("");
  const [only, setOnly] = useState(false);
  const [sorting, setSorting] = useState<Sorting>({ by: "order", descending: false });
  const { mode, table, jobs, unit } = result;
  const kinds = useMemo(() => [...new Set(jobs.map(kindOf))], [jobs]);
  const columns = useMemo(
    () => (kinds.includes(kind) ? jobs.flatMap((job, j) => (kindOf(job) === kind ? [j] : [])) : undefined),
    [jobs, kinds, kind],
  );
  const rows = useMemo(() => trustRows(table.features, mode, columns), [table, mode, columns]);
  const failures = useMemo(() => failuresOf(table, columns), [table, columns]);
  const keptKeys = useMemo(() => new Set(kept?.keys), [kept]);
  const shown = useMemo(() => {
    const found = rows.filter(
      (row) =>
        matches(row, query) && (family === "" || row.feature.family === family) && (!only || keptKeys.has(row.key)),
    );
    return sorting.by === "order" ? found : sorted(found, sorting.by, sorting.descending);
  }, [rows, query, family, only, keptKeys, sorting]);
  const families = useMemo(() => [...new Set(rows.map((row) => row.feature.family))], [rows]);
  const counts = useMemo(() => countsOf(rows), [rows]);
  const selected = rows.find((row) => row.key === feature) ?? shown[0];
  const hasIcc = table.subjects.length > 1;
  const shownColumns: readonly SortColumn[] =
    mode === "perturb"
      ? hasIcc
        ? ["name", "icc", "wcv", "wsd", "rc"]
        : ["name", "wcv", "wsd", "rc"]
      : ["name", "icc", "ccc", "wcv", "wsd", "rc"];
  const model = mode === "readers" ? "2,1" : "1,1";
  const facts = [
    ["mode", mode],
    ["columns", kind || "all"],
    ["subjects", table.subjects.join("; ")],
    ["measurements", (columns?.map((j) => table.jobs[j]) ?? table.jobs).join("; ")],
    ["noise_sd", result.noise],
    ["seed", result.seed],
    ["series_instance_uid", series.seriesInstanceUid],
    ["settings", JSON.stringify(result.recipe)],
    ["app_version", APP_VERSION],
  ] as const;
  const save = (what: string, content: string) => robustness.save(fileName(series, what, "csv"), content);
  const outdated = result.stale
    ? t("robustness.stale")
    : result.recipe !== state.recipe
      ? t("robustness.otherRecipe")
      : null;
  const measurements = table.subjects.length * (mode === "perturb" ? jobs.length + 1 : 2);
  const noise = result.noise !== null && jobs.some((job) => job.steps.some((s) => s.id === "noise"));
  return (
    <div className="robust-results" data-trust-result={mode}>
      {outdated && (
        <p className="problem" data-level="warning">
          <IconAlertTriangle size="0.875rem" aria-hidden /> {outdated}
        </p>
      )}
      <p className="small dim">
        {t("robustness.done", { measurements, seconds: result.seconds.toFixed(1) })}{" "}
        {noise &&
          result.noise !== null &&
          t("robustness.noise", {
            value: `${Number(result.noise.toPrecision(3))} ${intensityUnit(unit)}`.trim(),
          })}
      </p>
      {!hasIcc && <p className="small robust-note">{t("robustness.oneSubject")}</p>}
      {hasIcc && mode === "perturb" && table.subjects.length < 10 && (
        <p className="small robust-note">{t("robustness.fewSubjects", { subjects: table.subjects.length })}</p>
      )}
      {failures.slice(0, 3).map(({ subject, job, detail }) => (
        <p key={`${subject} ${job}`} className="problem" data-level="warning">
          <IconAlertTriangle size="0.875rem" aria-hidden /> {t("robustness.failed", { subject, job, detail })}
        </p>
      ))}
      {failures.length > 3 && <p className="small dim">{t("robustness.failedMore", { more: failures.length - 3 })}</p>}
      {hasIcc && (
        <p className="small" data-trust="counts">
          {t("robustness.counts", counts)}
        </p>
      )}
      <div className="robust-filters">
        {kinds.length > 1 && (
          <NativeSelect
            label={t("robustness.columns")}
            value={columns ? kind : ""}
            data={[
              { value: "", label: t("robustness.allColumns") },
              ...kinds.map((k) => ({
                value: k,
                label: k
                  .split("+")
                  .map((id) => nameOfKind(id))
                  .join(" + "),
              })),
            ]}
            onChange={(event) => setKind(event.currentTarget.value)}
            data-trust="columns"
          />
        )}
        <NativeSelect
          label={t("robustness.family")}
          value={family}
          data={[
            { value: "", label: t("robustness.allFamilies") },
            ...families.map((id) => ({ value: id, label: t(`family.${id}`) })),
          ]}
          onChange={(event) => setFamily(families.find((id) => id === event.currentTarget.value) ?? "")}
        />
        <TextInput
          className="robust-search"
          aria-label={t("robustness.search")}
          placeholder={t("robustness.search")}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <TrustTable
        rows={shown}
        unit={unit}
        model={model}
        columns={shownColumns}
        verdicts={hasIcc}
        sorting={sorting}
        onSort={setSorting}
        selected={selected?.key ?? null}
        kept={keptKeys}
        onSelect={(key) => robustness.choose({ feature: key })}
      />
      <div className="row">
        <span className="small dim grow">{t("robustness.shown", { shown: shown.length, total: rows.length })}</span>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size="0.875rem" />}
          title={t("robustness.saveMore")}
          onClick={() => save("robustness", robustnessCsv(rows, { unit, facts }))}
          data-trust="save"
        >
          {t("robustness.save")}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size="0.875rem" />}
          title={t("robustness.saveValuesMore")}
          onClick={() => save("robustness-values", perturbedValuesCsv(table))}
        >
          {t("robustness.saveValues")}
        </Button>
      </div>
      <KeepRow rows={rows} labels={labels} hasIcc={hasIcc} only={only} onOnly={setOnly} />
      {selected && mode === "perturb" && (
        <ValuesChart row={selected} result={result} unit={unit} segments={state.segments} columns={columns} />
      )}
      {selected && mode !== "perturb" && (
        <>
          <AltmanChart row={selected} result={result} unit={unit} />
          <PairTable row={selected} result={result} unit={unit} />
        </>
      )}
      <DotsChart rows={shown} by={hasIcc ? "icc" : "wcv"} />
    </div>
  );

  function nameOfKind(id: string): string {
    const known = jobs.flatMap((job) => job.steps.map((s) => s.id)).find((other) => other === id);
    return known ? t(`robustness.id.${known}`) : id;
  }
}

function countsOf(rows: readonly TrustRow[]) {
  const counts = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const { robustness } of rows) counts[robustness.light.light]++;
  return counts;
}
