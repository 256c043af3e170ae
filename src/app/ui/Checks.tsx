import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle, IconMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { QualityCheck } from "#io/quality.ts";
import { intensityUnit } from "../format.ts";

const icons = {
  ok: IconCircleCheck,
  none: IconMinus,
  info: IconInfoCircle,
  warning: IconAlertTriangle,
  error: IconCircleX,
} as const;

/** What a series was checked for, each with its verdict and what was found. */
export function Checks({ checks }: { checks: readonly QualityCheck[] }) {
  const { t } = useTranslation();
  const title = ({ id, state, fields }: QualityCheck): string => {
    const unit = String(fields.unit ?? "");
    const values = {
      ...{ x: "", y: "", slices: "", step: "", ratio: "" },
      ...fields,
      unit: intensityUnit(unit as "HU") || unit,
    };
    if (id === "calibration" && (unit === "arbitrary" || unit === "1")) return t("images.quality.noUnit");
    if (state === "ok") return t(`images.quality.ok.${id}`, values);
    if (state === "none") return t(`images.quality.none.${id as "stacking"}`);
    return t(`images.quality.other.${id}`, values);
  };
  return (
    <ul className="quality">
      {checks.map((check) => {
        const Icon = icons[check.state];
        return (
          <li key={check.id} data-check={check.id} data-state={check.state}>
            <Icon size="1rem" aria-hidden />
            <div>
              <span className="quality-title">{title(check)}</span>
              {check.findings.map((f) => (
                <p key={`${f.code}-${f.detail}`} className="small">
                  {t(`finding.${f.code}`, f.fields)}
                  <span className="dim" lang="en">
                    {f.detail}
                  </span>
                </p>
              ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
