import { useTranslation } from "react-i18next";
import type { FamilyId, Quantity } from "#engine/features/family.ts";
import type { Extraction } from "#engine/plan/extraction.ts";
import type { Aggregation } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Segment } from "#session/session.ts";
import { featureUnit, labValue, millimetres } from "../../format.ts";
import { type ChainStep, chainOf } from "./chain.ts";

type Props = {
  family: FamilyId;
  aggregation: Aggregation | null;
  segments: readonly Segment[];
  /** In the order of the segments; null where one is not measured yet. */
  extractions: readonly (Extraction | null)[];
  unit: IntensityUnit;
};

/** The way to a number: what each step of processing left, and what the family counted; a column a segment. */
export function Trace({ family, aggregation, segments, extractions, unit }: Props) {
  const { t } = useTranslation();
  const chains = extractions.map((e) => (e ? chainOf(e) : []));
  const quantities = extractions.map(
    (e) => e?.intermediates.find((i) => i.family === family && i.aggregation === aggregation)?.quantities ?? [],
  );
  const steps = longest(chains).map((s) => s.step);
  const codes = longest(quantities).map((q) => q.code);
  const filter = extractions.find((e) => e)?.recipe.filter;
  const value = (code: Quantity["code"], i: number) => quantities[i].find((q) => q.code === code);
  const levelled = quantities.some((list) => list.some((q) => q.code === "levels"));
  const stepRow = (step: ChainStep["step"]) => (
    <tr key={step} data-step={step}>
      <th scope="row">{t(`trace.step.${step}`)}</th>
      {chains.map((chain, i) => (
        <td key={segments[i].label}>
          <StepText step={chain.find((s) => s.step === step)} />
        </td>
      ))}
    </tr>
  );
  return (
    <div className="trace">
      <strong className="small">{t("trace.title")}</strong>
      <table className="trace-table" aria-label={t("trace.title")}>
        {segments.length > 1 && (
          <thead>
            <tr>
              <td />
              {segments.map((s) => (
                <th key={s.label} scope="col">
                  <span className="dot" style={{ background: `rgb(${s.color.join(",")})` }} />
                  {s.name}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {steps.filter(ofImage).map(stepRow)}
          {filter && (
            <tr data-step="filtered">
              <th scope="row">{t("trace.step.filtered")}</th>
              <td colSpan={segments.length}>
                <code>{filter.id}</code>
              </td>
            </tr>
          )}
          {steps.filter((step) => !ofImage(step)).map(stepRow)}
          {levelled && (
            <tr data-step="discretised">
              <th scope="row">{t("trace.step.discretised")}</th>
              {segments.map((s, i) => {
                const levels = value("levels", i);
                const occupied = value("levels_occupied", i);
                return (
                  <td key={s.label}>
                    {levels &&
                      occupied &&
                      t("trace.levels", { levels: labValue(levels.value), occupied: labValue(occupied.value) })}
                  </td>
                );
              })}
            </tr>
          )}
        </tbody>
        <tbody className="trace-quantities">
          {codes.length === 0 && (
            <tr>
              <td colSpan={segments.length + 1}>{t("trace.none")}</td>
            </tr>
          )}
          {codes.map((code) => (
            <tr key={code} data-quantity={code}>
              <th scope="row">{t(`quantity.${code}`)}</th>
              {segments.map((s, i) => (
                <td key={s.label}>
                  <QuantityText quantity={value(code, i)} unit={unit} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StepText({ step }: { step: ChainStep | undefined }) {
  const { t } = useTranslation();
  if (!step) return null;
  if ("dims" in step) {
    return t("trace.size", { dims: step.dims.join(" × "), spacing: step.spacing.map(millimetres).join(" × ") });
  }
  const voxels = t("trace.voxels", { count: step.voxels });
  return step.removed ? `${voxels} (${t("trace.removed", { count: step.removed })})` : voxels;
}

function QuantityText({ quantity, unit }: { quantity: Quantity | undefined; unit: IntensityUnit }) {
  const { t } = useTranslation();
  if (!quantity) return null;
  const { value, each } = quantity;
  const range = each && (each[0] === each[1] ? null : { low: labValue(each[0]), high: labValue(each[1]) });
  return (
    <>
      <span className="trace-value">
        {labValue(value)} {featureUnit(quantity.unit, unit)}
      </span>
      {range && <span className="dim"> ({t("trace.each", range)})</span>}
    </>
  );
}

const ofImage = (step: ChainStep["step"]): boolean => step === "image" || step === "interpolated";

const longest = <T,>(lists: readonly (readonly T[])[]): readonly T[] =>
  lists.reduce((best, list) => (list.length > best.length ? list : best), []);
