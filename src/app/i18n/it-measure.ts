import type { Translation } from "./translation.ts";

/** Misure a mano: come si chiamano, che cosa dicono e che cosa se ne può fare. */
export const measure: Translation["measure"] = {
  title: "Misure",
  summary_one: "{{count}} misura",
  summary_other: "{{count}} misure",
  none: "Scegliete uno strumento di misura a sinistra delle immagini e trascinate in una sezione. Anche un clic fissa un punto; Esc annulla ciò che si sta disegnando.",
  how: "Nelle regioni contano i pixel il cui centro vi cade; DS con n − 1. I punti si possono trascinare finché non è attivo uno strumento di disegno.",
  list: "Misure di questa serie",
  kind: {
    length: "Lunghezza",
    bidirectional: "Due assi",
    angle: "Angolo",
    ellipse: "Ellisse",
    rectangle: "Rettangolo",
    probe: "Valore",
    arrow: "Freccia",
  },
  figure: {
    length: "Lunghezza",
    long_axis: "Asse maggiore",
    short_axis: "Asse minore",
    angle: "Angolo",
    area: "Superficie",
    mean: "Media",
    sd: "DS",
    min: "Minimo",
    max: "Massimo",
    pixels: "Numero di pixel",
    value: "Valore",
  },
  missing: {
    no_spacing: "spaziatura assente nel file",
    no_value: "qui non c’è un valore",
    one_pixel: "un solo pixel",
    no_side: "un lato non ha lunghezza",
  },
  slice: "sezione {{slice}}",
  go: "Mostra {{name}}",
  remove: "Elimina {{name}}",
  text: "Testo di {{name}}",
  textHint: "Testo",
  report: "SR DICOM",
  reportMore: "Un referto di misure (SR, TID 1500) di ciò che è stato misurato a mano",
};

export const measureCommands = {
  tool_measure_length: "Misura una lunghezza",
  tool_measure_bidirectional: "Misura due assi (RECIST)",
  tool_measure_angle: "Misura un angolo",
  tool_measure_ellipse: "Misura in un’ellisse",
  tool_measure_rectangle: "Misura in un rettangolo",
  tool_measure_probe: "Fissa un valore",
  tool_measure_arrow: "Freccia con testo",
} as const;

export const measureHistory = {
  measure_add: "Misura {{n}}",
  measure_change: "Modifica della misura {{n}}",
  measure_remove: "Eliminazione della misura {{n}}",
} as const;
