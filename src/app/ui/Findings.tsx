import { useTranslation } from "react-i18next";
import type { Finding } from "#io/series.ts";

/** What the loader found: the sentence in the page's language, the numbers in the loader's own words beneath. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  if (findings.length === 0) return <p className="dim small">{t("series.noFindings")}</p>;
  return (
    <ul className="findings">
      {findings.map((f) => (
        <li key={`${f.code}-${f.detail}`} data-level={f.level}>
          {t(`finding.${f.code}`, f.fields)}
          <span className="dim small" lang="en">
            {f.detail}
          </span>
        </li>
      ))}
    </ul>
  );
}
