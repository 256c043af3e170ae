import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LEAST_REGIONS, SURE_REGIONS, settingsDiffer, volumeVerdicts } from "../../../workbench/compare/comparison.ts";
import { useFeatureNames } from "../feature-names.ts";
import type { ShownColumn } from "./use-columns.ts";

/** Features that go with the volume over the regions, and how many regions that takes. */
export function VolumeView({ columns }: { columns: readonly ShownColumn[] }) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  const mixed = settingsDiffer(columns) || new Set(columns.map((c) => c.unit)).size > 1;
  const found = useMemo(() => (mixed ? [] : volumeVerdicts(columns)), [columns, mixed]);
  const numbers = { count: columns.length, least: LEAST_REGIONS, sure: SURE_REGIONS };
  if (mixed) return <p className="small compare-note">{t("compare.volumeSettings")}</p>;
  if (found === null) return <p className="small dim">{t("compare.volumeFew", numbers)}</p>;
  return (
    <>
      <p className="small dim">
        {t("compare.volumeMore")} {columns.length < SURE_REGIONS && t("compare.volumeOver", numbers)}
      </p>
      {found.length === 0 && <p className="small">{t("compare.volumeNone")}</p>}
      <ul className="compare-volume small">
        {found.map(({ key, verdict, correlation, interval }) => (
          <li key={key} data-verdict={verdict} title={t(`compare.verdictMore.${verdict}`)}>
            <span className="grow">{nameOf(key)}</span>
            <span className="dim">
              {signed(correlation)} {interval && `[${signed(interval.low)}, ${signed(interval.high)}]`}
            </span>
            <strong>{t(`compare.verdict.${verdict}`)}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}

const signed = (r: number) => r.toFixed(2).replace("-", "−");
