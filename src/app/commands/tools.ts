import {
  IconAngle,
  IconArrowDownLeft,
  IconArrowsMove,
  IconBrush,
  IconBucketDroplet,
  IconCircle,
  IconCircleMinus,
  IconColorPicker,
  IconContrast2,
  IconCrosshair,
  IconEraser,
  IconLasso,
  IconLassoPolygon,
  IconMagnet,
  IconOval,
  IconPinned,
  IconPlant2,
  IconRectangle,
  IconRipple,
  IconRulerMeasure,
  IconRulerMeasure2,
  IconScissors,
  IconShadow,
  IconSphere,
  IconSquare,
  IconStack2,
  IconVector,
  IconVectorSpline,
  IconZoomIn,
} from "@tabler/icons-react";
import type { ToolId, ToolOptions } from "../viewer/viewer.ts";
import type { Icon } from "./command.ts";

/** A tool of the left mouse button: its key, picture, and which options it reads. */
export type ToolEntry = {
  readonly id: ToolId;
  readonly key: string;
  readonly icon: Icon;
  readonly group: "read" | "measure" | "draw" | "contour";
  readonly options: readonly (keyof ToolOptions)[];
};

/** All tools, in the order of the tool strip. One line a tool: keys, strip and options panel read it. */
export const tools: readonly ToolEntry[] = [
  { id: "window", key: "w", icon: IconContrast2, group: "read", options: [] },
  { id: "pan", key: "p", icon: IconArrowsMove, group: "read", options: [] },
  { id: "zoom", key: "z", icon: IconZoomIn, group: "read", options: [] },
  { id: "scroll", key: "y", icon: IconStack2, group: "read", options: [] },
  { id: "crosshair", key: "c", icon: IconCrosshair, group: "read", options: [] },
  { id: "probe", key: "u", icon: IconColorPicker, group: "read", options: [] },
  { id: "measure_length", key: "Shift+D", icon: IconRulerMeasure, group: "measure", options: [] },
  { id: "measure_bidirectional", key: "Shift+R", icon: IconRulerMeasure2, group: "measure", options: [] },
  { id: "measure_angle", key: "Shift+N", icon: IconAngle, group: "measure", options: [] },
  { id: "measure_ellipse", key: "Shift+O", icon: IconCircle, group: "measure", options: [] },
  { id: "measure_rectangle", key: "Shift+I", icon: IconSquare, group: "measure", options: [] },
  { id: "measure_probe", key: "Shift+U", icon: IconPinned, group: "measure", options: [] },
  { id: "measure_arrow", key: "Shift+W", icon: IconArrowDownLeft, group: "measure", options: [] },
  { id: "brush", key: "b", icon: IconBrush, group: "draw", options: ["brushRadius"] },
  { id: "eraser", key: "e", icon: IconEraser, group: "draw", options: ["brushRadius"] },
  { id: "sphere", key: "Shift+B", icon: IconSphere, group: "draw", options: ["brushRadius"] },
  { id: "sphere_eraser", key: "Shift+E", icon: IconCircleMinus, group: "draw", options: ["brushRadius"] },
  { id: "threshold_brush", key: "t", icon: IconShadow, group: "draw", options: ["brushRadius", "threshold"] },
  {
    id: "grow",
    key: "g",
    icon: IconPlant2,
    group: "draw",
    options: ["growTolerance", "growRadius", "grow3D", "threshold"],
  },
  { id: "level_trace", key: "Shift+G", icon: IconRipple, group: "draw", options: ["mode"] },
  { id: "fill", key: "f", icon: IconBucketDroplet, group: "draw", options: [] },
  { id: "freehand", key: "d", icon: IconLasso, group: "contour", options: ["mode"] },
  { id: "polygon", key: "Shift+P", icon: IconLassoPolygon, group: "contour", options: ["mode"] },
  { id: "spline", key: "Shift+C", icon: IconVectorSpline, group: "contour", options: ["mode"] },
  { id: "livewire", key: "Shift+L", icon: IconMagnet, group: "contour", options: ["mode"] },
  { id: "scissors", key: "Shift+X", icon: IconScissors, group: "contour", options: ["scissors", "scissorsDepth"] },
  { id: "contour_edit", key: "Shift+V", icon: IconVector, group: "contour", options: ["brushRadius"] },
  { id: "rectangle", key: "s", icon: IconRectangle, group: "contour", options: ["mode"] },
  { id: "ellipse", key: "Shift+S", icon: IconOval, group: "contour", options: ["mode"] },
];

const byId = new Map(tools.map((tool) => [tool.id, tool]));
export const toolEntry = (id: ToolId): ToolEntry | undefined => byId.get(id);

/** True for tools that change voxels: they need a segment to draw with. */
export const draws = (id: ToolId): boolean => {
  const group = toolEntry(id)?.group;
  return group === "draw" || group === "contour";
};
