import type { Controller } from "../controller.ts";
import type { LayoutId, Viewer } from "../viewer/viewer.ts";
import type { Command } from "./command.ts";

export const seen = (app: Controller) => app.viewer.value !== null && app.activeSeries() !== undefined;
export const view =
  (act: (viewer: Viewer) => void): Command["run"] =>
  (app) => {
    const viewer = app.viewer.value;
    if (viewer && seen(app)) act(viewer);
  };
export const allows = (layout: LayoutId) => (app: Controller) =>
  seen(app) && (app.viewer.value?.snapshot.layouts.includes(layout) ?? false);
export const drawing = (app: Controller) => app.viewer.value?.snapshot.drawing ?? false;
export const hasSegment = (app: Controller) => app.activeSegment() !== undefined;
