import {
  IconArrowBackUp,
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconArrowDown,
  IconArrowForwardUp,
  IconArrowUp,
  IconBoxAlignLeft,
  IconBoxMultiple,
  IconCalculator,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconCommand,
  IconContrast,
  IconCopy,
  IconEyeOff,
  IconFileCode,
  IconFileDownload,
  IconFileSpreadsheet,
  IconFileUpload,
  IconFlipHorizontal,
  IconFlipVertical,
  IconFocusCentered,
  IconFolderOpen,
  IconHelp,
  IconInfoCircle,
  IconLanguage,
  IconLayersIntersect2,
  IconLayoutBoard,
  IconLayoutGrid,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconListDetails,
  IconMaximize,
  IconMinus,
  IconPlayerPlay,
  IconPlus,
  IconPresentation,
  IconRefresh,
  IconRotate2,
  IconRotateClockwise2,
  IconSquare,
  IconStackBack,
  IconStackFront,
  IconTargetArrow,
  IconTable,
  IconTrash,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import type { Controller } from "../controller.ts";
import type { Viewer } from "../viewer/viewer.ts";
import type { Command, CommandId } from "./command.ts";
import { tools } from "./tools.ts";

const seen = (app: Controller) => app.viewer.value !== null && app.activeSeries() !== undefined;
const view =
  (act: (viewer: Viewer) => void): Command["run"] =>
  (app) => {
    const viewer = app.viewer.value;
    if (viewer && seen(app)) act(viewer);
  };
const hasSegment = (app: Controller) => app.activeSegment() !== undefined;

const file: Command[] = [
  { id: "open_files", title: "command.open_files", keys: ["Ctrl+O"], icon: IconFileUpload, group: "file", run: (app) => void app.pick("files") },
  { id: "open_folder", title: "command.open_folder", keys: ["Ctrl+Shift+O"], icon: IconFolderOpen, group: "file", run: (app) => void app.pick("folder") },
  { id: "export_csv", title: "command.export_csv", keys: ["Ctrl+E"], icon: IconFileSpreadsheet, group: "file", run: (app) => void app.export("csv-long") },
  { id: "export_json", title: "command.export_json", keys: [], icon: IconFileCode, group: "file", run: (app) => void app.export("json") },
  { id: "export_seg", title: "command.export_seg", keys: [], icon: IconFileDownload, group: "file", run: (app) => void app.export("seg") },
  { id: "export_nifti", title: "command.export_nifti", keys: [], icon: IconFileDownload, group: "file", run: (app) => void app.export("nifti") },
];

const edit: Command[] = [
  { id: "undo", title: "command.undo", keys: ["Ctrl+Z"], icon: IconArrowBackUp, group: "edit", run: (app) => app.undo() },
  { id: "redo", title: "command.redo", keys: ["Ctrl+Y", "Ctrl+Shift+Z"], icon: IconArrowForwardUp, group: "edit", run: (app) => app.redo() },
];

const views: Command[] = [
  { id: "slice_previous", title: "command.slice_previous", keys: ["ArrowUp"], icon: IconArrowUp, group: "view", enabled: seen, run: view((v) => v.scroll(-1)) },
  { id: "slice_next", title: "command.slice_next", keys: ["ArrowDown"], icon: IconArrowDown, group: "view", enabled: seen, run: view((v) => v.scroll(1)) },
  { id: "slice_first", title: "command.slice_first", keys: ["Home"], icon: IconArrowBarToUp, group: "view", enabled: seen, run: view((v) => v.scroll("first")) },
  { id: "slice_last", title: "command.slice_last", keys: ["End"], icon: IconArrowBarToDown, group: "view", enabled: seen, run: view((v) => v.scroll("last")) },
  { id: "view_previous", title: "command.view_previous", keys: ["ArrowLeft"], icon: IconChevronLeft, group: "view", enabled: seen, run: (app) => app.stepView(-1) },
  { id: "view_next", title: "command.view_next", keys: ["ArrowRight"], icon: IconChevronRight, group: "view", enabled: seen, run: (app) => app.stepView(1) },
  { id: "series_previous", title: "command.series_previous", keys: ["PageUp"], icon: IconStackBack, group: "view", enabled: seen, run: (app) => app.stepSeries(-1) },
  { id: "series_next", title: "command.series_next", keys: ["PageDown"], icon: IconStackFront, group: "view", enabled: seen, run: (app) => app.stepSeries(1) },
  { id: "reset", title: "command.reset", keys: ["Space"], icon: IconRefresh, group: "view", enabled: seen, run: view((v) => v.reset()) },
  { id: "zoom_in", title: "command.zoom_in", keys: ["+"], icon: IconZoomIn, group: "view", enabled: seen, run: view((v) => v.zoomBy(1.25)) },
  { id: "zoom_out", title: "command.zoom_out", keys: ["-"], icon: IconZoomOut, group: "view", enabled: seen, run: view((v) => v.zoomBy(0.8)) },
  { id: "fit", title: "command.fit", keys: ["="], icon: IconFocusCentered, group: "view", enabled: seen, run: view((v) => v.fit()) },
  { id: "invert", title: "command.invert", keys: ["i"], icon: IconContrast, group: "view", enabled: seen, run: (app) => app.invert() },
  { id: "flip_h", title: "command.flip_h", keys: ["h"], icon: IconFlipHorizontal, group: "view", enabled: seen, run: view((v) => v.flip("horizontal")) },
  { id: "flip_v", title: "command.flip_v", keys: ["v"], icon: IconFlipVertical, group: "view", enabled: seen, run: view((v) => v.flip("vertical")) },
  { id: "rotate_right", title: "command.rotate_right", keys: ["r"], icon: IconRotateClockwise2, group: "view", enabled: seen, run: view((v) => v.rotate(90)) },
  { id: "rotate_left", title: "command.rotate_left", keys: ["l"], icon: IconRotate2, group: "view", enabled: seen, run: view((v) => v.rotate(-90)) },
  { id: "cine", title: "command.cine", keys: ["k"], icon: IconPlayerPlay, group: "view", enabled: seen, run: view((v) => v.setCine(!v.snapshot.cine)) },
  { id: "maximise", title: "command.maximise", keys: ["x"], icon: IconMaximize, group: "view", enabled: seen, run: view((v) => v.toggleMaximised(v.snapshot.activeViewport)) },
  { id: "layout_acquisition", title: "command.layout_acquisition", keys: ["Alt+1"], icon: IconSquare, group: "view", enabled: seen, run: view((v) => v.setLayout("acquisition")) },
  { id: "layout_1_2", title: "command.layout_1_2", keys: ["Alt+2"], icon: IconLayoutBoard, group: "view", enabled: seen, run: view((v) => v.setLayout("1+2")) },
  { id: "layout_mpr", title: "command.layout_mpr", keys: ["Alt+3"], icon: IconBoxAlignLeft, group: "view", enabled: seen, run: view((v) => v.setLayout("mpr")) },
  { id: "layout_2x2", title: "command.layout_2x2", keys: ["Alt+4"], icon: IconLayoutGrid, group: "view", enabled: seen, run: view((v) => v.setLayout("2x2")) },
  {
    id: "masks",
    title: "command.masks",
    keys: ["m"],
    icon: IconEyeOff,
    group: "view",
    enabled: seen,
    run: view((v) => v.setMasksVisible(false)),
    release: view((v) => v.setMasksVisible(true)),
  },
];

const presets: Command[] = Array.from({ length: 9 }, (_, i) => ({
  id: `preset_${i + 1}` as const,
  title: "command.preset",
  fields: { n: i + 1 },
  keys: [String(i + 1)],
  icon: IconContrast,
  group: "window",
  enabled: (app) => i < app.windowPresets().length,
  run: (app) => app.applyPreset(i),
}));

const toolCommands: Command[] = tools.map((tool) => ({
  id: `tool_${tool.id}` as const,
  title: `command.tool_${tool.id}` as const,
  keys: [tool.key],
  icon: tool.icon,
  group: tool.group === "read" ? "read" : "draw",
  enabled: seen,
  run: (app) => app.setTool(tool.id),
}));

const drawing: Command[] = [
  { id: "brush_smaller", title: "command.brush_smaller", keys: ["["], icon: IconMinus, group: "draw", enabled: seen, run: (app) => app.scaleBrush(1 / 1.25) },
  { id: "brush_larger", title: "command.brush_larger", keys: ["]"], icon: IconPlus, group: "draw", enabled: seen, run: (app) => app.scaleBrush(1.25) },
  { id: "finish", title: "command.finish", keys: ["Enter"], icon: IconCheck, group: "draw", enabled: seen, run: view((v) => v.finishDrawing()) },
  { id: "cancel", title: "command.cancel", keys: ["Escape"], icon: IconX, group: "draw", run: (app) => app.cancel() },
];

const segments: Command[] = [
  { id: "segment_add", title: "command.segment_add", keys: ["a"], icon: IconPlus, group: "segment", enabled: seen, run: (app) => void app.addSegment() },
  { id: "segment_next", title: "command.segment_next", keys: ["q"], icon: IconChevronRight, group: "segment", enabled: hasSegment, run: (app) => app.stepSegment(1) },
  { id: "segment_previous", title: "command.segment_previous", keys: ["Shift+Q"], icon: IconChevronLeft, group: "segment", enabled: hasSegment, run: (app) => app.stepSegment(-1) },
  { id: "segment_go", title: "command.segment_go", keys: ["j"], icon: IconTargetArrow, group: "segment", enabled: hasSegment, run: (app) => app.goToSegment() },
  { id: "segment_remove", title: "command.segment_remove", keys: ["Delete", "Backspace"], icon: IconTrash, group: "segment", enabled: hasSegment, run: (app) => app.removeSegment() },
  { id: "fill_holes", title: "command.fill_holes", keys: ["Shift+F"], icon: IconBoxMultiple, group: "segment", enabled: hasSegment, run: (app) => app.fillHoles() },
  { id: "interpolate", title: "command.interpolate", keys: ["n"], icon: IconLayersIntersect2, group: "segment", enabled: hasSegment, run: (app) => app.interpolate() },
];

const results: Command[] = [
  { id: "compute", title: "command.compute", keys: ["Alt+Enter"], icon: IconCalculator, group: "feature", enabled: hasSegment, run: (app) => void app.compute() },
  { id: "copy_table", title: "command.copy_table", keys: ["Ctrl+Shift+C"], icon: IconCopy, group: "feature", enabled: hasSegment, run: (app) => void app.export("copy") },
];

const page: Command[] = [
  { id: "tab_segments", title: "command.tab_segments", keys: ["Alt+S"], icon: IconListDetails, group: "app", run: (app) => app.showTab("segments") },
  { id: "tab_features", title: "command.tab_features", keys: ["Alt+F"], icon: IconTable, group: "app", run: (app) => app.showTab("features") },
  { id: "tab_info", title: "command.tab_info", keys: ["Alt+I"], icon: IconInfoCircle, group: "app", run: (app) => app.showTab("info") },
  { id: "panel_left", title: "command.panel_left", keys: ["Shift+ArrowLeft"], icon: IconLayoutSidebar, group: "app", run: (app) => app.togglePanel("left") },
  { id: "panel_right", title: "command.panel_right", keys: ["Shift+ArrowRight"], icon: IconLayoutSidebarRight, group: "app", run: (app) => app.togglePanel("right") },
  { id: "palette", title: "command.palette", keys: ["Ctrl+K"], icon: IconCommand, group: "app", run: (app) => app.show("palette") },
  { id: "help", title: "command.help", keys: ["?", "F1"], icon: IconHelp, group: "app", run: (app) => app.show("help") },
  { id: "language", title: "command.language", keys: [], icon: IconLanguage, group: "app", run: (app) => app.nextLanguage() },
  { id: "projector", title: "command.projector", keys: ["Shift+T"], icon: IconPresentation, group: "app", run: (app) => app.toggleProjector() },
];

/** Every command, in the order of the key sheet. To add one: its line here, and its title in both languages. */
export const commands: readonly Command[] = [
  ...file,
  ...edit,
  ...views,
  ...presets,
  ...toolCommands,
  ...drawing,
  ...segments,
  ...results,
  ...page,
];

const byId = new Map(commands.map((c) => [c.id, c]));
const byKey = new Map(commands.flatMap((c) => c.keys.map((key) => [key, c] as const)));

/** The command of an id; ids are a closed union, so there always is one. */
export const command = (id: CommandId): Command => byId.get(id) as Command;
export const commandOfKey = (key: string): Command | undefined => byKey.get(key);
