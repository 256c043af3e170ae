import { editHistory } from "./it-edit.ts";
import { imagesHistory } from "./it-images.ts";
import { layersHistory } from "./it-layers.ts";
import { measureHistory } from "./it-measure.ts";
import type { Translation } from "./translation.ts";

/** Come si chiamano le operazioni nella cronologia. */
export const history: Translation["history"] = {
  ...editHistory,
  ...imagesHistory,
  ...layersHistory,
  ...measureHistory,
  brush: "Pennello sulla sezione {{slice}}",
  eraser: "Gomma sulla sezione {{slice}}",
  sphere: "Pennello 3D attorno alla sezione {{slice}}",
  sphere_eraser: "Gomma 3D attorno alla sezione {{slice}}",
  threshold_brush: "Pennello a soglia sulla sezione {{slice}}",
  freehand: "Mano libera sulla sezione {{slice}}",
  polygon: "Poligono sulla sezione {{slice}}",
  spline: "Spline sulla sezione {{slice}}",
  livewire: "Livewire sulla sezione {{slice}}",
  rectangle: "Rettangolo sulla sezione {{slice}}",
  ellipse: "Ellisse sulla sezione {{slice}}",
  grow: "Crescita della regione",
  fill: "Riempimento sulla sezione {{slice}}",
  fill_holes: "Riempi i buchi",
  interpolate: "Interpola le sezioni",
  add_segment: "Aggiungi «{{name}}»",
  update_segment: "Modifica «{{name}}»",
  remove_segment: "Elimina «{{name}}»",
  import: "Aggiungi «{{name}}» da file",
  copy: "Copia di «{{name}}» da un’altra serie",
  habitat: "Habitat «{{name}}»",
  edit: "Modifica",
};
