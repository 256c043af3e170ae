import type { Translation } from "./translation.ts";

/** Segmenti che possono sovrapporsi. */
export const layers: Translation["layers"] = {
  full_one:
    "Tutte le 255 etichette della serie sono in uso; {{count}} regione non è stata aggiunta: {{names}}. Eliminate dei segmenti per fare posto.",
  full_other:
    "Tutte le 255 etichette della serie sono in uso; {{count}} regioni non sono state aggiunte: {{names}}. Eliminate dei segmenti per fare posto.",
  menu: "Altro per {{name}}",
  badge: "Livello {{n}}",
  badgeMore: "Si trova nel livello {{n}} e può sovrapporsi ai segmenti di altri livelli.",
  own: "Consenti sovrapposizione (livello proprio)",
  merge: "Unisci al livello {{n}}",
  copy: "Copia in un nuovo livello",
  note: "I segmenti di uno stesso livello si escludono a vicenda; quelli di livelli diversi possono sovrapporsi.",
  overlaps_one:
    "«{{name}}» resta nel suo livello: {{count}} suo voxel appartiene a segmenti del livello {{n}} ({{others}}).",
  overlaps_other:
    "«{{name}}» resta nel suo livello: {{count}} suoi voxel appartengono a segmenti del livello {{n}} ({{others}}).",
  allow: "I nuovi segmenti possono sovrapporsi",
  allowMore: "Ogni nuovo segmento ha un livello proprio: disegnarlo non toglie voxel agli altri.",
  copyOf: "{{name}} (copia)",
  exported: "Salvato {{file}}: i segmenti si sovrappongono, perciò contiene una mappa per livello ({{count}}).",
};

export const layersHistory = {
  own_layer: "«{{name}}» in un livello proprio",
  merge_layer: "«{{name}}» nel livello {{n}}",
  copy_layer: "Copia di «{{name}}» in un altro livello",
};

/** Commands. */
export const layersCommands = {
  segment_own_layer: "Consenti al segmento di sovrapporsi (livello proprio)",
  segment_copy_layer: "Copia il segmento in un nuovo livello",
};
