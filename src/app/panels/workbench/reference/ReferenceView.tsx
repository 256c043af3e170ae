import { Button, Checkbox, FileButton } from "@mantine/core";
import { IconFileImport, IconX } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { featureKey } from "../../../workbench/chosen.ts";
import { keyInFile, settingsMatch, verdictOf } from "../../../workbench/reference/verdict.ts";
import { FeaturePick } from "../FeaturePick.tsx";
import type { ViewProps } from "../views.ts";
import { type Compared, ReferenceChart } from "./ReferenceChart.tsx";
import { ReferenceTableView } from "./ReferenceTableView.tsx";

/** The active segment against a cohort, as a laboratory report draws it. */
export function ReferenceView({ series, state }: ViewProps) {
  const app = useApp();
  const { reference } = app.workbench;
  const { t } = useTranslation();
  const now = useCell(reference.state);
  const measurement = useCell(app.measurements)[series.id]?.[state.activeLabel];
  const extraction = measurement?.extraction ?? null;
  const recipe = extraction?.recipe;
  useEffect(() => {
    if (recipe) void reference.hashOf(recipe);
  }, [reference, recipe]);
  const hash = recipe && now.hashes[JSON.stringify(recipe)];
  const { table, anyway } = now;
  const compared = useMemo((): readonly Compared[] => {
    if (!table || !extraction || !hash) return [];
    const setting = { recipe: extraction.recipe, hash, unit: series.image.unit };
    return extraction.rows.flatMap((row) => {
      if (!table.features.has(keyInFile(row, extraction.recipe))) return [];
      const key = featureKey(row.id, row.aggregation);
      return [{ key, row, verdict: verdictOf(row, table, setting, anyway) }];
    });
  }, [table, extraction, hash, series, anyway]);
  const keys = useMemo(() => compared.map((c) => c.key), [compared]);
  const shown = compared.filter((c) => now.features.length === 0 || now.features.includes(c.key));
  const segment = state.segments.find((s) => s.label === state.activeLabel);
  const matches = table && hash ? [...table.features.values()].map((f) => settingsMatch(f, hash)) : [];
  const match = (["differ", "mixed", "unknown", "same"] as const).find((m) => matches.includes(m));
  const other = table && table.modalities.length > 0 && !table.modalities.includes(series.modality);
  return (
    <div className="section-body reference">
      <p className="small dim">{t("reference.lead")}</p>
      <div className="row">
        <FileButton
          accept=".csv,text/csv,text/plain"
          inputProps={{ "data-reference": "file" } as object}
          onChange={(file) => file && void reference.load(file)}
        >
          {(props) => (
            <Button {...props} leftSection={<IconFileImport size="1rem" />} title={t("reference.openMore")}>
              {t("reference.open")}
            </Button>
          )}
        </FileButton>
        <span className="spring" />
        {table && <IconButton label={t("reference.remove")} icon={IconX} onClick={() => reference.remove()} />}
      </div>
      {now.problem !== "" && (
        <p className="small compare-note" role="alert">
          {t("reference.problem", { name: now.name, detail: now.problem })}
        </p>
      )}
      {!table && now.problem === "" && <p className="small dim">{t("reference.openMore")}</p>}
      {table && (
        <ul className="reference-facts small">
          <li>
            {t("reference.facts", {
              name: now.name,
              features: table.features.size,
              subjects: Math.max(0, ...[...table.features.values()].map((f) => f.subjects)),
            })}
          </li>
          {other && (
            <li className="compare-note">
              {t("reference.modality", { found: table.modalities.join(", "), expected: series.modality })}
            </li>
          )}
          {match && (
            <li className={match === "same" ? "dim" : "compare-note"} data-settings={match}>
              {t(`reference.settings.${match}`, { hash: hash?.slice(0, 12) })}
            </li>
          )}
          {!table.subjectsKnown && <li className="dim">{t("reference.subjectsUnknown")}</li>}
          {table.unknown.length > 0 && (
            <li className="dim">
              {t("reference.unknown", { count: table.unknown.length, names: table.unknown.slice(0, 5).join(", ") })}
            </li>
          )}
        </ul>
      )}
      {(match === "differ" || match === "mixed") && (
        <Checkbox
          label={t("reference.anyway")}
          checked={anyway}
          onChange={(event) => reference.choose({ anyway: event.currentTarget.checked })}
        />
      )}
      {table && segment && !extraction && (
        <p className="hint">
          {measurement?.status === "refused" ? t("features.refused") : t("reference.waiting", { name: segment.name })}
        </p>
      )}
      {table && !segment && <p className="hint">{t("workbench.noSegment")}</p>}
      {table && hash && compared.length === 0 && <p className="hint">{t("reference.noneShared")}</p>}
      {compared.length > 0 && (
        <>
          <FeaturePick
            recipe={state.recipe}
            keys={keys}
            value={now.features}
            onChange={(features) => reference.choose({ features })}
          />
          <ReferenceTableView compared={shown} unit={series.image.unit} stale={measurement?.status !== "done"} />
          <ReferenceChart compared={shown} />
        </>
      )}
    </div>
  );
}
