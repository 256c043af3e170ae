import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../../hooks/use-app.ts";

/** Shows the discretised region over the image. */
export function LevelsSwitch() {
  const app = useApp();
  const { t } = useTranslation();
  const { lights } = app.workbench;
  const shown = useCell(lights.levels);
  return (
    <Switch
      label={t("inside.showLevels")}
      checked={shown}
      data-inside="levels"
      onChange={(event) => lights.showLevels(event.currentTarget.checked, t("inside.levels"))}
    />
  );
}
