import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "../../../hooks/use-app.ts";

/** How many voxels are lit, and the way to them. */
export function Lit() {
  const app = useApp();
  const { t } = useTranslation();
  const lit = useCell(app.workbench.lights.lit);
  if (!lit) return null;
  return (
    <p className="inside-lit" data-inside="lit">
      <span className="inside-light" /> {t("inside.matrix.lit", { count: lit.voxels })}
      {lit.voxels > 0 && (
        <UnstyledButton className="link" onClick={() => app.workbench.lights.goTo()}>
          {t("inside.matrix.goTo")}
        </UnstyledButton>
      )}
    </p>
  );
}
