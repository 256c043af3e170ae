import { IconFlask } from "@tabler/icons-react";
import { workbenchViews } from "../workbench/views.ts";
import type { Command } from "./command.ts";

/** The views of the workbench, by name: for the palette. */
export const workbench: Command[] = workbenchViews.map((id) => ({
  id: `workbench_${id}` as const,
  title: `command.workbench_${id}` as const,
  keys: [],
  icon: IconFlask,
  group: "feature",
  enabled: (app) => app.activeSeries() !== undefined,
  run: (app) => {
    app.showTab("workbench");
    app.workbench.show(id);
  },
}));
