import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCalculator,
  IconCommand,
  IconCopy,
  IconFileCode,
  IconFileDownload,
  IconFileSpreadsheet,
  IconFileUpload,
  IconFolderOpen,
  IconHelp,
  IconInfoCircle,
  IconLanguage,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconListDetails,
  IconPresentation,
  IconTable,
} from "@tabler/icons-react";
import type { Command } from "./command.ts";
import { hasSegment } from "./when.ts";

/** Opening and exporting. */
export const file: Command[] = [
  {
    id: "open_files",
    title: "command.open_files",
    keys: ["Ctrl+O"],
    icon: IconFileUpload,
    group: "file",
    run: (app) => void app.pick("files"),
  },
  {
    id: "open_folder",
    title: "command.open_folder",
    keys: ["Ctrl+Shift+O"],
    icon: IconFolderOpen,
    group: "file",
    run: (app) => void app.pick("folder"),
  },
  {
    id: "export_csv",
    title: "command.export_csv",
    keys: ["Ctrl+E"],
    icon: IconFileSpreadsheet,
    group: "file",
    run: (app) => void app.export("csv-long"),
  },
  {
    id: "export_json",
    title: "command.export_json",
    keys: [],
    icon: IconFileCode,
    group: "file",
    run: (app) => void app.export("json"),
  },
  {
    id: "export_seg",
    title: "command.export_seg",
    keys: [],
    icon: IconFileDownload,
    group: "file",
    run: (app) => void app.export("seg"),
  },
  {
    id: "export_nifti",
    title: "command.export_nifti",
    keys: [],
    icon: IconFileDownload,
    group: "file",
    run: (app) => void app.export("nifti"),
  },
];

/** Undo and redo. */
export const edit: Command[] = [
  {
    id: "undo",
    title: "command.undo",
    keys: ["Ctrl+Z"],
    icon: IconArrowBackUp,
    group: "edit",
    run: (app) => app.undo(),
  },
  {
    id: "redo",
    title: "command.redo",
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    icon: IconArrowForwardUp,
    group: "edit",
    run: (app) => app.redo(),
  },
];

/** Features. */
export const results: Command[] = [
  {
    id: "compute",
    title: "command.compute",
    keys: ["Alt+Enter"],
    icon: IconCalculator,
    group: "feature",
    enabled: hasSegment,
    run: (app) => void app.compute(),
  },
  {
    id: "copy_table",
    title: "command.copy_table",
    keys: ["Ctrl+Shift+C"],
    icon: IconCopy,
    group: "feature",
    enabled: hasSegment,
    run: (app) => void app.export("copy"),
  },
];

/** The page itself. */
export const page: Command[] = [
  {
    id: "tab_segments",
    title: "command.tab_segments",
    keys: ["Alt+S"],
    icon: IconListDetails,
    group: "app",
    run: (app) => app.showTab("segments"),
  },
  {
    id: "tab_features",
    title: "command.tab_features",
    keys: ["Alt+F"],
    icon: IconTable,
    group: "app",
    run: (app) => app.showTab("features"),
  },
  {
    id: "tab_info",
    title: "command.tab_info",
    keys: ["Alt+I"],
    icon: IconInfoCircle,
    group: "app",
    run: (app) => app.showTab("info"),
  },
  {
    id: "panel_left",
    title: "command.panel_left",
    keys: ["Shift+ArrowLeft"],
    icon: IconLayoutSidebar,
    group: "app",
    run: (app) => app.togglePanel("left"),
  },
  {
    id: "panel_right",
    title: "command.panel_right",
    keys: ["Shift+ArrowRight"],
    icon: IconLayoutSidebarRight,
    group: "app",
    run: (app) => app.togglePanel("right"),
  },
  {
    id: "palette",
    title: "command.palette",
    keys: ["Ctrl+K"],
    icon: IconCommand,
    group: "app",
    run: (app) => app.show("palette"),
  },
  {
    id: "help",
    title: "command.help",
    keys: ["?", "F1"],
    icon: IconHelp,
    group: "app",
    run: (app) => app.show("help"),
  },
  {
    id: "language",
    title: "command.language",
    keys: [],
    icon: IconLanguage,
    group: "app",
    run: (app) => app.nextLanguage(),
  },
  {
    id: "projector",
    title: "command.projector",
    keys: ["Shift+T"],
    icon: IconPresentation,
    group: "app",
    run: (app) => app.toggleProjector(),
  },
];
