import { useTranslation } from "react-i18next";
import type { MatrixComparison } from "../../conformance/matrices.ts";
import { Fold } from "./Fold.tsx";
import { Count, Verdict } from "./Verdict.tsx";

const kinds = ["GLCM", "GLRLM", "GLSZM", "GLDZM", "NGTDM", "NGLDM"] as const;

/** The printed texture matrices, entry by entry, beside those that this build counts. */
export function Matrices({ matrices }: { matrices: readonly MatrixComparison[] }) {
  const { t } = useTranslation();
  const count = (list: readonly MatrixComparison[]) => ({
    reached: list.filter((m) => m.reached).length,
    total: list.length,
  });
  const aside = (
    <>
      <span className="conformance-ways">
        {kinds.map((kind) => (
          <Count key={kind} label={kind} {...count(matrices.filter((m) => m.wanted.matrix === kind))} />
        ))}
      </span>
      <strong>
        <Count {...count(matrices)} />
      </strong>
    </>
  );
  return (
    <Fold name={t("conformance.matrix")} aside={aside}>
      <table className="conformance-table">
        <thead>
          <tr>
            <th scope="col">{t("conformance.matrix")}</th>
            <th scope="col">{t("conformance.printed")}</th>
            <th scope="col">{t("conformance.ours")}</th>
            <th scope="col">{t("conformance.verdict")}</th>
          </tr>
        </thead>
        <tbody>
          {matrices.map(({ name, wanted, found, reached }) => (
            <tr key={name} data-reached={reached}>
              <th scope="row">{name}</th>
              <td title={entriesText(wanted.rows)}>{t("conformance.entries", { count: wanted.rows.length })}</td>
              <td title={entriesText(found)}>{t("conformance.entries", { count: found.length })}</td>
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

const entriesText = (rows: readonly (readonly number[])[]): string => rows.map((row) => row.join(" ")).join("\n");
