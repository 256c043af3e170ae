/** Measurements by hand: what they are called, what they say, and what can be done with them. */
export const measure = {
  title: "Measurements",
  summary_one: "{{count}} measurement",
  summary_other: "{{count}} measurements",
  none: "Take a measuring tool at the left of the images and drag in a slice. A click sets a point too; Escape throws away what is being drawn.",
  how: "Regions count the pixels whose centre lies in them; SD with n − 1. Handles can be dragged at any time while no drawing tool is in hand.",
  list: "Measurements of this series",
  kind: {
    length: "Length",
    bidirectional: "Two axes",
    angle: "Angle",
    ellipse: "Ellipse",
    rectangle: "Rectangle",
    probe: "Value",
    arrow: "Arrow",
  },
  figure: {
    length: "Length",
    long_axis: "Long axis",
    short_axis: "Short axis",
    angle: "Angle",
    area: "Area",
    mean: "Mean",
    sd: "SD",
    min: "Min",
    max: "Max",
    pixels: "Pixels",
    value: "Value",
  },
  missing: {
    no_spacing: "no spacing in the file",
    no_value: "no value here",
    one_pixel: "a single pixel",
    no_side: "a side has no length",
  },
  slice: "slice {{slice}}",
  go: "Show {{name}}",
  remove: "Delete {{name}}",
  text: "Text of {{name}}",
  textHint: "Text",
  report: "DICOM SR",
  reportMore: "A measurement report (SR, TID 1500) of what was measured by hand",
} as const;

export const measureCommands = {
  tool_measure_length: "Measure a length",
  tool_measure_bidirectional: "Measure two axes (RECIST)",
  tool_measure_angle: "Measure an angle",
  tool_measure_ellipse: "Measure in an ellipse",
  tool_measure_rectangle: "Measure in a rectangle",
  tool_measure_probe: "Pin a value",
  tool_measure_arrow: "Arrow with text",
} as const;

export const measureHistory = {
  measure_add: "Measurement {{n}}",
  measure_change: "Change measurement {{n}}",
  measure_remove: "Delete measurement {{n}}",
} as const;
