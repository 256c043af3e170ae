import { Button, CloseButton, CopyButton, UnstyledButton } from "@mantine/core";
import { IconCopy, IconMicroscope } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { featureById } from "#engine/features/index.ts";
import { IBSI_1 } from "#engine/ibsi.ts";
import { hasMatrix } from "#engine/inspect/matrix.ts";
import type { Extraction } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Segment } from "#session/session.ts";
import { featureUnit, fullValue } from "../../format.ts";
import { useApp } from "../../hooks/use-app.ts";
import { Formula } from "../../ui/Formula.tsx";
import { useRecipeSummary } from "./recipe-summary.ts";
import type { TableRow } from "./rows.ts";
import { Trace } from "./Trace.tsx";

type Props = {
  row: TableRow;
  segments: readonly Segment[];
  /** In the order of the segments. */
  extractions: readonly (Extraction | null)[];
  recipe: Recipe;
  unit: IntensityUnit;
  onClose: () => void;
};

/** What a feature is: its formula, what it tells, and the settings that stand behind the number. */
export function Definition({ row, segments, extractions, recipe, unit, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const app = useApp();
  const found = featureById(row.id);
  const summary = useRecipeSummary(recipe, unit);
  const family = found?.family.id;
  const settings = [
    ...(recipe.normalisation ? [summary.normalisation] : []),
    summary.interpolation,
    summary.resegmentation,
    ...(recipe.filter ? [summary.filter] : []),
    ...(family && binned.has(family) ? [summary.discretisation] : []),
    ...(family === "ivh" ? [summary.ivh] : []),
    ...(family && withDistance.has(family) ? [`δ ${recipe.texture.distance}`] : []),
    ...(family === "ngldm" ? [`α ${recipe.texture.coarseness}`] : []),
  ];
  const key = row.aggregation ?? "none";
  return (
    <section className="definition" aria-label={t("features.definition")}>
      <header>
        <h3>{row.name}</h3>
        {row.ibsi && <code>{row.ibsi}</code>}
        <span className="spring" />
        <CloseButton size="sm" aria-label={t("app.close")} onClick={onClose} />
      </header>
      <div className="definition-body">
        <p className="dim small">
          {found
            ? `${found.feature.ibsi === null ? t("features.outside") : t("features.section", { section: found.feature.section })} · ${found.feature.ibsi === null ? (found.feature.source ?? "") : IBSI_1.source} · ${row.id}`
            : row.id}
        </p>
        {row.cells.map((cell, i) => (
          <p key={segments[i]?.label ?? i} className="definition-value">
            <span className="dot" style={{ background: `rgb(${segments[i]?.color.join(",")})` }} />
            {segments[i]?.name}:{" "}
            {cell === null ? null : "value" in cell ? (
              <>
                <strong>
                  {fullValue(cell.value)} {featureUnit(row.unit, unit)}
                </strong>
                <CopyButton value={fullValue(cell.value)}>
                  {({ copied, copy }) => (
                    <UnstyledButton className="link" aria-label={t("features.copyValue")} onClick={copy}>
                      <IconCopy size="0.875rem" aria-hidden /> {copied && t("messages.copied")}
                    </UnstyledButton>
                  )}
                </CopyButton>
              </>
            ) : (
              <span>
                {t("features.undefined")}: {t(`reason.${cell.reason}`)}.{" "}
                <span className="dim" lang="en">
                  {cell.detail}
                </span>
              </span>
            )}
          </p>
        ))}
        {found && (
          <>
            <p>{found.feature.about[i18n.language === "it" ? "it" : "en"]}</p>
            <Formula tex={found.feature.tex} />
            {hasMatrix(found.family.id) && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconMicroscope size="0.875rem" aria-hidden />}
                data-open="matrix"
                onClick={() => {
                  app.workbench.matrix.choose(row.id, row.aggregation);
                  app.workbench.show("matrix");
                  app.showTab("workbench");
                }}
              >
                {t("inside.open")}
              </Button>
            )}
            {found.feature.note && (
              <p className="small">
                <strong>{t("features.note")}.</strong> <span lang="en">{found.feature.note}</span>
              </p>
            )}
            <Trace
              family={found.family.id}
              aggregation={row.aggregation}
              segments={segments}
              extractions={extractions}
              unit={unit}
            />
            <p className="small">
              <strong>{t("features.aggregation")}.</strong> {t(`aggregation.${key}`)} (
              <code>{row.aggregationCode}</code>): {t(`aggregationMore.${key}`)}
            </p>
            <p className="small">
              <strong>{t("features.settingsBehind")}.</strong> {settings.join(" · ")}
            </p>
          </>
        )}
      </div>
    </section>
  );
}

const binned: ReadonlySet<string> = new Set(["histogram", "glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"]);
const withDistance: ReadonlySet<string> = new Set(["glcm", "ngtdm", "ngldm"]);
