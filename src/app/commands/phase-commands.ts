import { IconPlayerTrackNext, IconPlayerTrackPrev } from "@tabler/icons-react";
import type { Controller } from "../controller.ts";
import type { Command } from "./command.ts";

const is4d = (app: Controller) => app.activeSeries()?.phase !== undefined;

/** Stepping through the volumes of a 4D series. */
export const phases: readonly Command[] = [
  {
    id: "phase_previous",
    title: "command.phase_previous",
    keys: ["Shift+PageUp"],
    icon: IconPlayerTrackPrev,
    group: "view",
    enabled: is4d,
    run: (app) => void app.phases.step(-1),
  },
  {
    id: "phase_next",
    title: "command.phase_next",
    keys: ["Shift+PageDown"],
    icon: IconPlayerTrackNext,
    group: "view",
    enabled: is4d,
    run: (app) => void app.phases.step(1),
  },
];
