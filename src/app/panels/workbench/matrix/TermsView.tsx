import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Feature } from "#engine/features/family.ts";
import { symbols } from "#engine/features/sum.ts";
import type { MatrixPart } from "#engine/inspect/matrix.ts";
import { areTerms, type CellTerms, type NoTerms, type Terms, termsOf } from "#engine/inspect/terms.ts";
import { isReason } from "#engine/reason.ts";
import { fullValue, labValue, percentage } from "../../../format.ts";
import { useApp } from "../../../hooks/use-app.ts";
import { Formula } from "../../../ui/Formula.tsx";
import { filledFormula } from "../../../workbench/inside/fill-formula.ts";

/** Fractions of their full size. */
const large = (tex: string): string => tex.replaceAll("\\frac", "\\dfrac");

/** So many terms are shown. */
const SHOWN = 12;

type Props = {
  feature: Feature<unknown>;
  /** The matrices that are shown: the feature is their mean. */
  parts: readonly MatrixPart[];
  mean: CellTerms | NoTerms;
  /** The feature's own value over these matrices. */
  value: number | null;
};

/** The feature's formula, and its largest terms with their numbers put in. */
export const TermsView = memo(function TermsView({ feature, parts, mean, value }: Props) {
  const { t } = useTranslation();
  const single = useMemo(() => (parts.length === 1 ? termsOf(feature, parts[0]) : null), [feature, parts]);
  const found = single ?? mean;
  return (
    <section className="terms" aria-label={t("inside.matrix.formula")}>
      <h4>{t("inside.matrix.formula")}</h4>
      <Formula tex={feature.tex} />
      {!areTerms<Terms | CellTerms>(found) ? (
        <p className="small">
          {isReason(found) ? `${t(`reason.${found.reason}`)}.` : t(`inside.matrix.none.${found}`)}
        </p>
      ) : (
        <>
          {"terms" in found ? (
            <FilledTerms terms={found} />
          ) : (
            <>
              <p className="small dim">{t("inside.matrix.mean", { count: found.matrices })}</p>
              <MeanTerms terms={found} />
            </>
          )}
          <dl className="terms-sum">
            <div>
              <dt>{t("inside.matrix.sum")}</dt>
              <dd data-terms="sum">{fullValue("sum" in found ? found.sum : found.value)}</dd>
            </div>
            <div>
              <dt>{t("inside.matrix.value")}</dt>
              <dd data-terms="value">{value === null ? "" : fullValue(value)}</dd>
            </div>
          </dl>
          <p className="small dim">✓ {t("inside.matrix.equal")}</p>
        </>
      )}
    </section>
  );
});

type Row = {
  readonly at: readonly number[];
  readonly p: number | null;
  readonly value: number;
  readonly tex: string | null;
};

function FilledTerms({ terms }: { terms: Terms }) {
  const rows = useMemo(
    () =>
      largest(terms.terms).map(
        (term): Row => ({ at: term.at, p: term.p, value: term.value, tex: large(filledFormula(terms, term)) }),
      ),
    [terms],
  );
  const { place, share } = symbols[terms.over];
  return (
    <>
      {terms.where && <Formula tex={terms.where} />}
      <Rows
        rows={rows}
        place={place}
        share={share}
        tex={large(terms.tex)}
        whole={terms.sum}
        count={terms.terms.length}
      />
    </>
  );
}

function MeanTerms({ terms }: { terms: CellTerms }) {
  const rows = useMemo(() => {
    const all = Array.from(terms.byCell, ([key, value]) => ({ at: key.split(" ").map(Number), value }));
    return largest(all).map((row): Row => ({ ...row, p: null, tex: null }));
  }, [terms]);
  return <Rows rows={rows} place={["i", "j"]} share={null} tex={null} whole={terms.value} count={terms.byCell.size} />;
}

type RowsProps = {
  rows: readonly Row[];
  place: readonly string[];
  share: string | null;
  tex: string | null;
  whole: number;
  count: number;
};

function Rows({ rows, place, share, tex, whole, count }: RowsProps) {
  const app = useApp();
  const { t } = useTranslation();
  return (
    <table className="terms-table" data-terms="table">
      <caption className="small dim">{t("inside.matrix.terms", { count })}</caption>
      <thead>
        <tr>
          {place.map((symbol) => (
            <th key={symbol} scope="col">
              <Formula tex={symbol} inline />
            </th>
          ))}
          {share && (
            <th scope="col">
              <Formula tex={share} inline />
            </th>
          )}
          <th scope="col">{tex ? <Formula tex={tex} inline /> : t("inside.matrix.term")}</th>
          <th scope="col">{t("inside.matrix.share")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const [i, j] = row.at;
          const cell = row.at.length === 2 ? ([i, j] as const) : null;
          const percent = whole === 0 ? 0 : (100 * row.value) / whole;
          return (
            <tr
              key={row.at.join()}
              data-term={row.at.join(" ")}
              onPointerEnter={() => cell && app.workbench.matrix.hover(cell)}
              onPointerLeave={() => cell && app.workbench.matrix.hover(null)}
            >
              {row.at.map((x, k) => (
                <td key={place[k]}>{x}</td>
              ))}
              {share && <td>{labValue(row.p ?? 0)}</td>}
              <td title={fullValue(row.value)}>
                {row.tex && <Formula tex={`${row.tex}=`} inline />} {labValue(row.value)}
              </td>
              <td>
                <span className="terms-bar" style={{ width: `${Math.min(100, Math.abs(percent)) * 0.03}rem` }} />
                {percentage(row.value, whole)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const largest = <T extends { readonly value: number }>(terms: readonly T[]): readonly T[] =>
  terms
    .filter((term) => term.value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, SHOWN);
