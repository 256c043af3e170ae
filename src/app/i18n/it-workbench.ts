import type { Translation } from "./translation.ts";

/** Il banco di lavoro del fisico: la cornice e i grafici; ogni vista ha i propri testi. */
export const workbench: Translation["workbench"] = {
  tab: "Laboratorio",
  none: "Aprite una serie e disegnate una regione: il laboratorio mostra perché una feature ha il suo valore.",
  noSegment: "Il segmento attivo non ha ancora voxel. Disegnatelo: questa vista lo segue.",
  views: "Viste del laboratorio",
  view: {
    histogram: "Istogramma",
    matrix: "Matrice",
    what_if: "E se",
    robustness: "Robustezza",
    compare: "Confronto",
    reference: "Riferimento",
    report: "Referto",
  },
  viewMore: {
    histogram: "Le intensità della regione e gli intervalli in cui cadono",
    matrix: "La matrice dietro una feature di tessitura, cella per cella e voxel per voxel",
    what_if: "Una feature rispetto a un’impostazione, come curva",
    robustness: "Quanto cambiano le feature quando immagine e regione sono perturbate",
    compare: "Segmenti, tempi e serie affiancati",
    reference: "I valori rispetto a un intervallo di riferimento",
    report: "Un referto di questo caso, da stampare o conservare",
  },
  chart: {
    enlarge: "Ingrandisci: {{title}}",
    save: "Salva o copia: {{title}}",
    svg: "Salva come SVG",
    png: "Salva come PNG",
    csv: "Salva i numeri (CSV)",
    copy: "Copia l’immagine",
  },
};
