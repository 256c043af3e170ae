import type { Translation } from "./translation.ts";

/** Il percorso di una lettura: modelli di segmenti, note, una lesione dopo l’altra, ciò che è fatto. */
export const reading: Translation["reading"] = {
  templates: "Aggiungi un segmento con nome e codice",
  template: {
    lesion: "Lesione",
    ring: "Anello intorno alla lesione",
    liver: "Riferimento epatico",
    background: "Sfondo",
  },
  note: "Nota su {{name}}",
  noteHint: "Nota: resta con il segmento e va in JSON, CSV e SR DICOM",
  done: "Segna {{name}} come letta",
  undone: "Segna {{name}} come non letta",
  progress: "{{done}} di {{total}} lette",
  prior: {
    show: "Confronta {{name}} fianco a fianco",
    hide: "Termina il confronto",
    shift: "Spostamento lungo le sezioni, mm",
    otherSpace: "Un altro sistema di riferimento: le posizioni possono non coincidere. Spostatela finché coincidono.",
  },
  copy: {
    title: "Copia in un’altra serie",
    lead: "Per posizione, sui voxel propri dell’altra serie: un voxel è nella copia se il suo centro cade in un voxel del segmento.",
    to: "Serie",
    do: "Copia",
    done_one:
      "«{{name}}» è stato copiato per posizione in «{{series}}»: {{count}} voxel ({{from}} ml qui, {{into}} ml là).",
    done_other:
      "«{{name}}» è stato copiato per posizione in «{{series}}»: {{count}} voxel ({{from}} ml qui, {{into}} ml là).",
    outside: "Nessuna parte del segmento cade in «{{series}}»: non è stato copiato nulla.",
  },
};

export const readingCommands = {
  lesion_next: "Vai al segmento successivo",
  lesion_previous: "Vai al segmento precedente",
  series_done: "Segna la serie come letta, o come non letta",
} as const;
