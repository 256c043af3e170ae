import { Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";

/** Shows a view of the region once there is one, and else says why not. */
export function RegionGate({ children }: { children: (region: InspectedRegion) => ReactNode }) {
  const app = useApp();
  const { t } = useTranslation();
  const { region, problem, status, label } = useCell(app.workbench.region.state);
  if (region) return children(region);
  if (label === 0 && status !== "running") return <p className="hint">{t("workbench.noSegment")}</p>;
  if (problem === null)
    return (
      <p className="hint">
        <Loader size="xs" /> {t("inside.waiting")}
      </p>
    );
  if (problem.reason === "empty_region") return <p className="hint">{t("workbench.noSegment")}</p>;
  return (
    <p className="hint problem" data-level="error">
      {problem.reason === "failed" ? t("inside.failed") : t(`reason.${problem.reason}`)}{" "}
      <span className="dim" lang="en">
        {problem.detail}
      </span>
    </p>
  );
}
