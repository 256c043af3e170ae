import {
  IconAdjustmentsHorizontal,
  IconArrowsDiff,
  IconChartHistogram,
  IconFileText,
  IconGridDots,
  IconRulerMeasure,
  IconShieldCheck,
} from "@tabler/icons-react";
import { type ComponentType, lazy } from "react";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import type { Icon } from "../../commands/command.ts";
import type { WorkbenchView } from "../../workbench/views.ts";

export type ViewProps = { readonly series: Series; readonly state: SeriesState };

/** The views of the workbench, in the order of their buttons: one line a view. */
export const views: readonly {
  readonly id: WorkbenchView;
  readonly icon: Icon;
  readonly View: ComponentType<ViewProps>;
}[] = [
  {
    id: "histogram",
    icon: IconChartHistogram,
    View: lazy(() => import("./histogram/HistogramView.tsx").then((m) => ({ default: m.HistogramView }))),
  },
  {
    id: "matrix",
    icon: IconGridDots,
    View: lazy(() => import("./matrix/MatrixView.tsx").then((m) => ({ default: m.MatrixView }))),
  },
  {
    id: "what_if",
    icon: IconAdjustmentsHorizontal,
    View: lazy(() => import("./what-if/WhatIfView.tsx").then((m) => ({ default: m.WhatIfView }))),
  },
  {
    id: "robustness",
    icon: IconShieldCheck,
    View: lazy(() => import("./robustness/RobustnessView.tsx").then((m) => ({ default: m.RobustnessView }))),
  },
  {
    id: "compare",
    icon: IconArrowsDiff,
    View: lazy(() => import("./compare/CompareView.tsx").then((m) => ({ default: m.CompareView }))),
  },
  {
    id: "reference",
    icon: IconRulerMeasure,
    View: lazy(() => import("./reference/ReferenceView.tsx").then((m) => ({ default: m.ReferenceView }))),
  },
  {
    id: "report",
    icon: IconFileText,
    View: lazy(() => import("./report/ReportView.tsx").then((m) => ({ default: m.ReportView }))),
  },
];
