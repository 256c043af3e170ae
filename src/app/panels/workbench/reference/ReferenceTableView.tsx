import { useTranslation } from "react-i18next";
import type { IntensityUnit } from "#engine/volume.ts";
import { featureUnit, fullValue, labValue } from "../../../format.ts";
import { placeOnBar, type Verdict } from "../../../workbench/reference/verdict.ts";
import { useFeatureNames } from "../feature-names.ts";
import type { Compared } from "./ReferenceChart.tsx";

type Props = { compared: readonly Compared[]; unit: IntensityUnit; stale: boolean };

/** A line for each feature: value, flag, bar with marker, interval, and what must be said of it. */
export function ReferenceTableView({ compared, unit, stale }: Props) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  return (
    <ul className="reference-rows" data-stale={stale || undefined}>
      {compared.map(({ key, row, verdict }) => {
        const name = featureUnit(row.unit, unit);
        return (
          <li key={key} data-reference-of={key} data-flag={verdict.kind === "compared" ? verdict.flag : undefined}>
            <div className="row">
              <span className="grow" title={nameOf(key)}>
                {nameOf(key)}
              </span>
              {"value" in row ? (
                <strong title={fullValue(row.value)}>
                  {labValue(row.value)} {name}
                </strong>
              ) : (
                <span className="dim" title={row.detail}>
                  {t(`reason.${row.reason}`)}
                </span>
              )}
            </div>
            <Against verdict={verdict} value={"value" in row ? row.value : null} />
          </li>
        );
      })}
    </ul>
  );
}

function Against({ verdict, value }: { verdict: Verdict; value: number | null }) {
  const { t } = useTranslation();
  if (verdict.kind !== "compared" || value === null)
    return (
      <p className="small dim">
        <NotCompared verdict={verdict} />
      </p>
    );
  const { interval, flag, subjects, cautions } = verdict;
  const place = placeOnBar(value, interval);
  const where = flag === "" ? t("reference.within") : t(flag === "L" ? "reference.low" : "reference.high");
  return (
    <>
      <div className="row">
        <span className="reference-bar" role="img" aria-label={where} data-flag={flag || undefined}>
          <span className="reference-mark" style={{ left: `${100 * place}%` }} />
        </span>
        <span className="reference-flag" title={where}>
          {flag && t(`reference.flag.${flag}`)}
        </span>
        <span className="small reference-ends">
          {labValue(interval.lower.value)} – {labValue(interval.upper.value)}
        </span>
      </div>
      <p className="small dim">
        {[t("reference.of", { count: subjects }), ...cautions.map((c) => t(`reference.caution.${c}`))].join("; ")}
      </p>
    </>
  );
}

/** Why a value is not compared. */
function NotCompared({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  switch (verdict.kind) {
    case "too_few":
      return t("reference.not.too_few", { count: verdict.subjects });
    case "unit":
      return t("reference.not.unit", { found: verdict.found, expected: verdict.expected });
    case "settings":
      return t("reference.not.settings");
    default:
      return t("reference.not.absent");
  }
}
