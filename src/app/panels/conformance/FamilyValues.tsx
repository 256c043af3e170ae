import { useTranslation } from "react-i18next";
import type { Family } from "#engine/features/family.ts";
import { aggregations } from "#engine/recipe.ts";
import { type ConformanceRow, tally } from "../../conformance/run.ts";
import { fullValue } from "../../format.ts";
import { Fold } from "./Fold.tsx";
import { Count, Verdict } from "./Verdict.tsx";

type Props = {
  family: Family<unknown>;
  all: readonly ConformanceRow[];
  /** Those that the filter lets through. */
  shown: readonly ConformanceRow[];
  opened: boolean;
};

/** A family: how many values it reaches in each aggregation, and each of them when opened. */
export function FamilyValues({ family, all, shown, opened }: Props) {
  const { t } = useTranslation();
  if (shown.length === 0) return null;
  const name = t(`family.${family.id}`);
  const used = aggregations.filter((a) => all.some(({ row }) => row.aggregation === a));
  const aside = (
    <>
      <code className="dim">{family.ibsi}</code>
      <span className="conformance-ways">
        {used.map((a) => (
          <Count
            key={a}
            label={t(`aggregationShort.${a}`)}
            {...tally(all.filter(({ row }) => row.aggregation === a))}
          />
        ))}
      </span>
      <strong>
        <Count {...tally(all)} />
      </strong>
    </>
  );
  return (
    <Fold name={name} aside={aside} opened={opened}>
      <table className="conformance-table" aria-label={t("conformance.table", { family: name })}>
        <thead>
          <tr>
            <th scope="col">{t("conformance.feature")}</th>
            <th scope="col">{t("conformance.code")}</th>
            <th scope="col">{t("conformance.aggregation")}</th>
            <th scope="col" className="number">
              {t("conformance.reference")}
            </th>
            <th scope="col" className="number">
              {t("conformance.tolerance")}
            </th>
            <th scope="col" className="number">
              {t("conformance.found")}
            </th>
            <th scope="col">{t("conformance.verdict")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, name: feature, reference, reached }) => (
            <tr key={`${row.id} ${row.aggregation}`} data-reached={reached ?? undefined}>
              <th scope="row">{feature}</th>
              <td>
                <code>{row.ibsi}</code>
              </td>
              <td>
                {t(`aggregationShort.${row.aggregation ?? "none"}`)} <code className="dim">{row.aggregationCode}</code>
              </td>
              <td className="number">{reference && fullValue(reference.value)}</td>
              <td className="number">{reference && fullValue(reference.tolerance)}</td>
              <td className="number">{"value" in row ? fullValue(row.value) : t(`reason.${row.reason}`)}</td>
              <td>
                <Verdict reached={reached} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Fold>
  );
}
