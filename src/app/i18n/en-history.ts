import { editHistory } from "./en-edit.ts";
import { imagesHistory } from "./en-images.ts";
import { layersHistory } from "./en-layers.ts";
import { measureHistory } from "./en-measure.ts";

/** What steps are called in the history. */
export const history = {
  ...editHistory,
  ...imagesHistory,
  ...layersHistory,
  ...measureHistory,
  brush: "Brush on slice {{slice}}",
  eraser: "Eraser on slice {{slice}}",
  sphere: "3D brush around slice {{slice}}",
  sphere_eraser: "3D eraser around slice {{slice}}",
  threshold_brush: "Threshold brush on slice {{slice}}",
  freehand: "Freehand on slice {{slice}}",
  polygon: "Polygon on slice {{slice}}",
  spline: "Spline on slice {{slice}}",
  livewire: "Livewire on slice {{slice}}",
  rectangle: "Rectangle on slice {{slice}}",
  ellipse: "Ellipse on slice {{slice}}",
  grow: "Region growing",
  fill: "Fill on slice {{slice}}",
  fill_holes: "Fill holes",
  interpolate: "Interpolate slices",
  add_segment: "Add “{{name}}”",
  update_segment: "Change “{{name}}”",
  remove_segment: "Delete “{{name}}”",
  import: "Add “{{name}}” from a file",
  copy: "Copy of “{{name}}” from another series",
  habitat: "Habitat “{{name}}”",
  edit: "Edit",
} as const;
