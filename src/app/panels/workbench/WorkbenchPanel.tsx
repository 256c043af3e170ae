import { Loader, UnstyledButton } from "@mantine/core";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useActiveSeries, useApp, useCell } from "../../hooks/use-app.ts";
import { views } from "./views.ts";

/** Why a feature has its value, and how far to trust it: one view at a time. */
export function WorkbenchPanel() {
  const app = useApp();
  const { t } = useTranslation();
  const active = useActiveSeries();
  const chosen = useCell(app.workbench.view);
  if (!active) return <p className="hint">{t("workbench.none")}</p>;
  const view = views.find((v) => v.id === chosen) ?? views[0];
  return (
    <div className="workbench">
      <div className="workbench-views" role="toolbar" aria-label={t("workbench.views")}>
        {views.map(({ id, icon: Icon }) => (
          <UnstyledButton
            key={id}
            data-workbench={id}
            aria-pressed={id === view.id}
            title={t(`workbench.viewMore.${id}`)}
            onClick={() => app.workbench.show(id)}
          >
            <Icon size="1rem" stroke={1.5} />
            <span>{t(`workbench.view.${id}`)}</span>
          </UnstyledButton>
        ))}
      </div>
      <div className="workbench-view" key={active.series.id}>
        <Suspense fallback={<Loader size="sm" m="md" />}>
          <view.View {...active} />
        </Suspense>
      </div>
    </div>
  );
}
