import { useTranslation } from "react-i18next";
import type { Segment } from "#session/session.ts";
import { fullValue, labValue } from "../../../format.ts";
import { partsOf, valueIn } from "../../../workbench/chosen.ts";
import { featureAt, keyOf, type Place, type Sample } from "../../../workbench/what-if/what-if.ts";
import { useFeatureNames } from "../feature-names.ts";
import { signedPercent } from "../percent.ts";

/** The chosen features where the slider stands, and how far that is from the recipe's value. */
export function ValueList({
  place,
  samples,
  segments,
}: {
  place: Place;
  samples: readonly Sample[];
  segments: readonly Segment[];
}) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  const key = keyOf(place, null);
  const { setting, value, recipe } = place;
  const own = setting.value(recipe);
  const at = (label: number, x: typeof own) =>
    samples.find((s) => s.key === key && s.label === label && s.x === x && s.y === null);
  return (
    <table className="what-if-values small">
      <tbody>
        {place.features.flatMap((feature) =>
          place.labels.map((label) => {
            const segment = segments.find((s) => s.label === label);
            const sample = at(label, value);
            const base = at(label, own);
            const now = sample && valueIn(sample.rows, featureAt(feature, [[setting, value]]));
            const before = base && own !== null ? valueIn(base.rows, featureAt(feature, [[setting, own]])) : undefined;
            return (
              <tr key={`${feature} ${label}`} data-value-of={partsOf(feature).id} data-label={label}>
                <th scope="row">
                  {place.labels.length > 1 && segment && (
                    <span className="dot" style={{ background: `rgb(${segment.color.join()})` }} title={segment.name} />
                  )}{" "}
                  {nameOf(feature)}
                </th>
                <td>
                  {sample?.refused !== undefined ? (
                    <span className="dim">{t("whatIf.refused", { detail: sample.refused })}</span>
                  ) : typeof now === "number" ? (
                    <span title={fullValue(now)}>{labValue(now)}</span>
                  ) : now ? (
                    <span className="dim" title={now.detail}>
                      {t(`reason.${now.reason}`)}
                    </span>
                  ) : (
                    <span className="dim">…</span>
                  )}
                </td>
                <td className="dim" title={t("whatIf.change")}>
                  {typeof now === "number" && typeof before === "number" && before !== 0 && value !== own
                    ? signedPercent((now - before) / Math.abs(before))
                    : ""}
                </td>
              </tr>
            );
          }),
        )}
      </tbody>
    </table>
  );
}
