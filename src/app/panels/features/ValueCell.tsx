import { useTranslation } from "react-i18next";
import { fullValue, labValue } from "../../format.ts";
import type { CellValue } from "./rows.ts";

/** A value as laboratories write it, in full on hover; or, in words, why there is none. */
export function ValueCell({ value, stale }: { value: CellValue; stale: boolean }) {
  const { t } = useTranslation();
  if (value === null) return <span className="no-value" />;
  if ("reason" in value) {
    return (
      <span className="no-value" data-stale={stale || undefined} title={value.detail}>
        {t(`reason.${value.reason}`)}
      </span>
    );
  }
  return (
    <span className="value" data-stale={stale || undefined} title={fullValue(value.value)}>
      {labValue(value.value)}
    </span>
  );
}
