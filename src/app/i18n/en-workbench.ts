/** The physicist's workbench: its frame and its charts; each view has texts of its own. */
export const workbench = {
  tab: "Workbench",
  none: "Open a series and draw a region: the workbench shows why a feature has its value.",
  noSegment: "The active segment has no voxels yet. Draw one: this view follows it.",
  views: "Views of the workbench",
  view: {
    histogram: "Histogram",
    matrix: "Matrix",
    what_if: "What if",
    robustness: "Robustness",
    compare: "Compare",
    reference: "Reference",
    report: "Report",
  },
  viewMore: {
    histogram: "The region's intensities, and the bins that they fall in",
    matrix: "The matrix behind a texture feature, cell by cell and voxel by voxel",
    what_if: "A feature against a setting, as a curve",
    robustness: "How much features change when image and region are disturbed",
    compare: "Segments, time points and series side by side",
    reference: "Values against a reference interval",
    report: "A report of this case, to print or keep",
  },
  chart: {
    enlarge: "Enlarge: {{title}}",
    save: "Save or copy: {{title}}",
    svg: "Save as SVG",
    png: "Save as PNG",
    csv: "Save the numbers (CSV)",
    copy: "Copy the picture",
  },
};
