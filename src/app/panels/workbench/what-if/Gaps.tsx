import { useTranslation } from "react-i18next";
import type { Gap } from "../../../workbench/what-if/table.ts";

/** Where a chart has no value, and why: one line for each reason. `say`: names a place. */
export function Gaps({ gaps, say }: { gaps: readonly Gap[]; say: (gap: Gap) => string }) {
  const { t } = useTranslation();
  const reasons = [...new Set(gaps.map((g) => g.why))];
  return reasons.map((why) => {
    const places = [...new Set(gaps.filter((g) => g.why === why).map(say))];
    const list = places.length > 3 ? `${places.slice(0, 3).join("; ")} …` : places.join("; ");
    return (
      <p key={why} className="small dim" data-gap>
        {t("whatIf.gap", { count: places.length, places: list })} <span lang="en">{why}</span>
      </p>
    );
  });
}
