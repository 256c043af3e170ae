import { cell } from "./cell.ts";

export type Tab = "segments" | "features" | "maps" | "workbench" | "info";

const closed = {
  projects: false,
  pacs: false,
  help: false,
  palette: false,
  messages: false,
  methods: false,
  conformance: false,
  agreement: false,
};
/** What opens and closes over the page. */
export type Opening = keyof typeof closed;

/** What is open beside the images. `columns`: whose features are shown. */
export type Ui = Readonly<Record<Opening, boolean>> & {
  readonly tab: Tab;
  readonly columns: "active" | "all" | readonly number[];
};

export const uiCell = () => cell<Ui>({ tab: "segments", ...closed, columns: "active" });
