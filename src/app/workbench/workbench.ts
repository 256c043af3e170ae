import type { Series } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import type { Pool } from "#workers/protocol.ts";
import type { Exporter } from "../export/export.ts";
import { createReport } from "../report/report.ts";
import { type Cell, cell } from "../state/cell.ts";
import type { MessageCentre } from "../state/messages.ts";
import { selectionCell } from "../state/selection.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { createCompare } from "./compare/compare.ts";
import { createInside } from "./inside/inside.ts";
import { createReference } from "./reference/reference.ts";
import { createRobustness } from "./robustness/robustness.ts";
import type { WorkbenchView } from "./views.ts";
import { createWhatIf } from "./what-if/what-if.ts";

/** What the workbench's views work with. */
export type WorkbenchHost = {
  readonly store: SessionStore;
  readonly pool: Pool;
  readonly viewer: Cell<Viewer | null>;
  readonly messages: MessageCentre;
  readonly exporter: Exporter;
  readonly seriesById: (id: string) => Series | undefined;
};

/** The physicist's workbench: which view is open, and the state of each, without React. */
export function createWorkbench(host: WorkbenchHost) {
  const view = cell<WorkbenchView>("histogram");
  const reference = createReference(host);
  const robustness = createRobustness(host);
  return {
    view,
    /** The features that a person has kept, for any view. */
    selection: selectionCell(),
    show: (id: WorkbenchView): void => view.set(id),
    // One line a view.
    ...createInside(host),
    whatIf: createWhatIf(host),
    robustness,
    compare: createCompare(host),
    reference,
    report: createReport({ ...host, reference, robustness }),
  };
}
export type Workbench = ReturnType<typeof createWorkbench>;
