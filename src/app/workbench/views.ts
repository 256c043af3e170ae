/** The views of the workbench. To add one: its line here, in panels/workbench/views.ts and in workbench.ts. */
export const workbenchViews = [
  "histogram",
  "matrix",
  "what_if",
  "robustness",
  "compare",
  "reference",
  "report",
] as const;
export type WorkbenchView = (typeof workbenchViews)[number];
