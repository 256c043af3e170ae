import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../hooks/use-app.ts";

/** What came of the last exchange with an archive: a sentence, and below it what the archive itself said. */
export function Said() {
  const app = useApp();
  const { t } = useTranslation();
  const { said } = useCell(app.pacs.state);
  if (!said) return null;
  const { level, key } = said;
  const fields: Readonly<Record<string, string | number>> = { ...said.fields, count: Number(said.fields.count ?? 0) };
  const Icon = level === "success" ? IconCircleCheck : IconAlertTriangle;
  return (
    <div className="pacs-said" data-level={level} role={level === "success" ? "status" : "alert"}>
      <Icon size="1.1rem" aria-hidden />
      <div>
        <p>{t(`pacs.${key}`, fields)}</p>
        {fields.detail && <p className="dim small">{fields.detail}</p>}
      </div>
    </div>
  );
}
