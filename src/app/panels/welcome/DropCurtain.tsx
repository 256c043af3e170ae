import { IconFolderDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Covers the page while files hang over it. */
export function DropCurtain() {
  const { t } = useTranslation();
  return (
    <div className="curtain" aria-hidden>
      <IconFolderDown size="3rem" stroke={1.3} />
      <strong>{t("welcome.dropNow")}</strong>
      <span>{t("welcome.dropMore")}</span>
    </div>
  );
}
