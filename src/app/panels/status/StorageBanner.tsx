import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useApp, useCell, useHistory } from "../../hooks/use-app.ts";
import { saveView } from "../../projects/save-view.ts";

/** Says, across the page, that work is not being saved, and what can be done. */
export function StorageBanner() {
  const app = useApp();
  const { t } = useTranslation();
  const { status, text } = saveView(useCell(app.projects.save));
  const { undo, redo } = useHistory();
  if (status !== "not_saved" || undo.length + redo.length === 0) return null;
  return (
    <div className="banner" role="alert">
      <IconAlertTriangle size="1.125rem" aria-hidden />
      <span>{t(text)}</span>
      <Button variant="default" onClick={() => void app.exportProject()}>
        {t("save.exportNow")}
      </Button>
      <Button variant="default" onClick={() => app.projects.retry()}>
        {t("save.retry")}
      </Button>
    </div>
  );
}
