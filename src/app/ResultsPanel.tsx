import { Loader, Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useApp, useCell } from "./hooks/use-app.ts";
import { FeaturesPanel } from "./panels/features/index.ts";
import { InfoPanel } from "./panels/info/index.ts";
import { SegmentsPanel } from "./panels/segments/index.ts";
import type { Tab } from "./state/ui.ts";

const MapsPanel = lazy(() => import("./panels/maps/index.ts").then((m) => ({ default: m.MapsPanel })));
const WorkbenchPanel = lazy(() => import("./panels/workbench/index.ts").then((m) => ({ default: m.WorkbenchPanel })));

const tabs = [
  { id: "segments", Panel: SegmentsPanel },
  { id: "features", Panel: FeaturesPanel },
  { id: "maps", Panel: MapsPanel },
  { id: "workbench", Panel: WorkbenchPanel },
  { id: "info", Panel: InfoPanel },
] as const;

/** The panel at the right: segments, their features, and what the file says. */
export function ResultsPanel() {
  const app = useApp();
  const { t } = useTranslation();
  const { tab } = useCell(app.ui);
  return (
    <Tabs value={tab} onChange={(value) => app.showTab(value as Tab)} className="results" keepMounted={false}>
      <Tabs.List grow>
        {tabs.map(({ id }) => (
          <Tabs.Tab key={id} value={id}>
            {t(`${id}.tab`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ id, Panel }) => (
        <Tabs.Panel key={id} value={id} className="results-panel">
          <Suspense fallback={<Loader size="sm" m="md" />}>
            <Panel />
          </Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
