import type { Translation } from "./translation.ts";

/** Valori rispetto a un intervallo di riferimento. */
export const reference: Translation["reference"] = {
  lead: "Questo caso rispetto a una coorte: il 95 % centrale dei suoi valori, come in un referto di laboratorio.",
  open: "Apri un file di coorte",
  openMore:
    "CSV: la nostra esportazione lunga o larga di molti casi, oppure una tabella con le colonne feature e value",
  remove: "Togli la coorte",
  problem: "{{name}} non è stato accettato: {{detail}}",
  facts: "{{name}}: {{features}} feature, fino a {{subjects}} soggetti",
  modality: "La coorte è {{found}}, questa serie {{expected}}.",
  unknown_one: "{{count}} nome nel file non è di una feature: {{names}}",
  unknown_other: "{{count}} nomi nel file non sono di feature: {{names}}",
  anyway: "Confronta anche se le impostazioni sono diverse",
  settings: {
    same: "Misurata con le impostazioni di questa serie.",
    differ: "Misurata con impostazioni diverse da questa serie ({{hash}}).",
    mixed: "Misurata con più impostazioni.",
    unknown: "Il file non dice con quali impostazioni.",
  },
  subjectsUnknown: "Il file non dice di chi è ogni valore: ognuno conta come un altro soggetto.",
  waiting: "Le feature di «{{name}}» sono in corso di misura.",
  noneShared: "Il file non conosce nessuna delle feature che questa ricetta misura.",
  chart: "Intervalli di riferimento",
  value: "Valore",
  interval: "Riferimento",
  low: "sotto l’intervallo",
  high: "sopra l’intervallo",
  within: "dentro l’intervallo",
  flag: { L: "B", H: "A" },
  of_one: "{{count}} soggetto",
  of_other: "{{count}} soggetti",
  not: {
    absent: "non nel file",
    too_few_one: "{{count}} soggetto: troppo pochi per un intervallo",
    too_few_other: "{{count}} soggetti: troppo pochi per un intervallo",
    unit: "non confrontato: {{found}} nel file, {{expected}} qui",
    settings: "non confrontato: altre impostazioni",
  },
  caution: {
    few: "da meno di 120 soggetti",
    several: "più valori di uno stesso soggetto",
    unit_unknown: "il file non dà l’unità",
    settings_unknown: "il file non dà le impostazioni",
    settings_differ: "altre impostazioni",
  },
};
