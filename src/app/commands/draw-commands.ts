import {
  IconAdjustments,
  IconBoxMultiple,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconCirclesRelation,
  IconCopyPlus,
  IconLayersIntersect2,
  IconMinus,
  IconPlus,
  IconStack2,
  IconTargetArrow,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { movesOf } from "../edit/layering.ts";
import type { EditId } from "../edit/menu.ts";
import { en } from "../i18n/en.ts";
import type { Command } from "./command.ts";
import { tools } from "./tools.ts";
import { drawing, hasSegment, seen, view } from "./when.ts";

/** One command a tool. */
export const toolCommands: Command[] = tools.map((tool) => ({
  id: `tool_${tool.id}` as const,
  title: `command.tool_${tool.id}` as const,
  keys: [tool.key],
  icon: tool.icon,
  group: tool.group === "read" || tool.group === "measure" ? tool.group : "draw",
  enabled: seen,
  run: (app) => app.setTool(tool.id),
}));

/** While drawing. */
export const strokes: Command[] = [
  {
    id: "brush_smaller",
    title: "command.brush_smaller",
    keys: ["["],
    icon: IconMinus,
    group: "draw",
    enabled: seen,
    run: (app) => app.scaleBrush(1 / 1.25),
  },
  {
    id: "brush_larger",
    title: "command.brush_larger",
    keys: ["]"],
    icon: IconPlus,
    group: "draw",
    enabled: seen,
    run: (app) => app.scaleBrush(1.25),
  },
  {
    id: "finish",
    title: "command.finish",
    keys: ["Enter"],
    icon: IconCheck,
    group: "draw",
    enabled: drawing,
    run: view((v) => v.finishDrawing()),
  },
  { id: "cancel", title: "command.cancel", keys: ["Escape"], icon: IconX, group: "draw", run: (app) => app.cancel() },
];

/** Whether the active segment could have a layer of its own. */
const sharesLayer: Command["enabled"] = (app) => {
  const segment = app.activeSegment();
  return segment !== undefined && movesOf(app.store.state.series[app.store.state.activeSeries], segment).own;
};

/** Segments. */
export const segments: Command[] = [
  {
    id: "segment_add",
    title: "command.segment_add",
    keys: ["a"],
    icon: IconPlus,
    group: "segment",
    enabled: seen,
    run: (app) => void app.addSegment(),
  },
  {
    id: "segment_next",
    title: "command.segment_next",
    keys: ["q"],
    icon: IconChevronRight,
    group: "segment",
    enabled: hasSegment,
    run: (app) => app.stepSegment(1),
  },
  {
    id: "segment_previous",
    title: "command.segment_previous",
    keys: ["Shift+Q"],
    icon: IconChevronLeft,
    group: "segment",
    enabled: hasSegment,
    run: (app) => app.stepSegment(-1),
  },
  {
    id: "lesion_next",
    title: "command.lesion_next",
    keys: ["."],
    icon: IconChevronRight,
    group: "segment",
    enabled: hasSegment,
    run: (app) => {
      app.stepSegment(1);
      app.goToSegment();
    },
  },
  {
    id: "lesion_previous",
    title: "command.lesion_previous",
    keys: [","],
    icon: IconChevronLeft,
    group: "segment",
    enabled: hasSegment,
    run: (app) => {
      app.stepSegment(-1);
      app.goToSegment();
    },
  },
  {
    id: "segment_go",
    title: "command.segment_go",
    keys: ["j"],
    icon: IconTargetArrow,
    group: "segment",
    enabled: hasSegment,
    run: (app) => app.goToSegment(),
  },
  {
    id: "segment_own_layer",
    title: "command.segment_own_layer",
    keys: [],
    icon: IconStack2,
    group: "segment",
    enabled: sharesLayer,
    run: (app) => app.layering.own(app.store.state.activeSeries, app.activeSegment()?.label ?? 0),
  },
  {
    id: "segment_copy_layer",
    title: "command.segment_copy_layer",
    keys: [],
    icon: IconCopyPlus,
    group: "segment",
    enabled: hasSegment,
    run: (app) => app.layering.copy(app.store.state.activeSeries, app.activeSegment()?.label ?? 0),
  },
  {
    id: "segment_remove",
    title: "command.segment_remove",
    keys: ["Delete", "Backspace"],
    icon: IconTrash,
    group: "segment",
    enabled: (app) => hasSegment(app) || app.viewer.value?.measuring.selected != null,
    // What was chosen last goes first.
    run: (app) => app.measuring.removeSelected() || app.removeSegment(),
  },
  {
    id: "fill_holes",
    title: "command.fill_holes",
    keys: ["Shift+F"],
    icon: IconBoxMultiple,
    group: "segment",
    enabled: hasSegment,
    run: (app) => app.fillHoles(),
  },
  {
    id: "interpolate",
    title: "command.interpolate",
    keys: ["n"],
    icon: IconLayersIntersect2,
    group: "segment",
    enabled: hasSegment,
    run: (app) => app.interpolate(),
  },
  {
    id: "modify",
    title: "command.modify",
    keys: ["Shift+M"],
    icon: IconAdjustments,
    group: "segment",
    enabled: seen,
    run: (app) => app.modify(),
  },
  {
    id: "agreement",
    title: "command.agreement",
    keys: ["Alt+A"],
    icon: IconCirclesRelation,
    group: "segment",
    enabled: seen,
    run: (app) => app.show("agreement"),
  },
  {
    id: "modify_apply",
    title: "command.modify_apply",
    keys: ["Shift+A"],
    icon: IconCheck,
    group: "segment",
    enabled: hasSegment,
    run: (app) => void app.editing.apply(),
  },
];

const editOf = (id: Modification) => id.slice("modify_".length) as EditId;
type Modification = Extract<keyof typeof en.command, `modify_${EditId}`>;
const isModification = (id: string): id is Modification => id.startsWith("modify_") && id !== "modify_apply";

/**
 * One command an operation on segments: it opens the operation, with its options, in the panel. They are told by their
 * texts, for the operations themselves are fetched later.
 */
export const modifications: Command[] = Object.keys(en.command)
  .filter(isModification)
  .map((id) => ({
    id,
    title: `command.${id}` as const,
    keys: id === "modify_margin" ? ["Alt+G"] : [],
    icon: IconAdjustments,
    group: "segment",
    enabled: (app) => app.activeSeries() !== undefined && app.editing.offers(editOf(id)),
    run: (app) => app.modify(editOf(id)),
  }));
