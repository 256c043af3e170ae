import type { Translation } from "./translation.ts";

/** Regioni affiancate. */
export const compare: Translation["compare"] = {
  lead: "Regioni affiancate: lesioni, tempi, serie, oppure una regione secondo entrambe le definizioni.",
  regions: "Regioni",
  baseline: "Confronta con",
  twins: "IBSI e PyRadiomics",
  twinsMore:
    "Ogni regione anche secondo le altre definizioni; le feature con lo stesso codice IBSI stanno sulla stessa riga",
  settings: "Impostazioni",
  own: "Proprie di ogni serie",
  shared: "Di questa serie",
  settingsDiffer:
    "Le impostazioni di queste colonne non sono uguali: a differire potrebbero essere le impostazioni, non le regioni.",
  unitsDiffer: "Le unità non sono uguali: questi valori non sono confrontabili.",
  working: "Misura {{done}} di {{total}}",
  refused: "«{{name}}» non è stata misurata: {{detail}}",
  difference: "Differenza da «{{name}}»",
  table: "Valori e differenza relativa",
  saveTable: "Salva la tabella (CSV)",
  one: "Una regione sola non ha con che cosa confrontarsi. Sceglietene un’altra, o attivate entrambe le definizioni.",
  charts: "Grafico",
  chart: { profile: "Profilo", parallel: "Paralleli", scatter: "Dispersione" },
  profileTitle: "Variazione da «{{name}}», %",
  parallelTitle: "Coordinate parallele",
  scatterTitle: "{{y}} rispetto a {{x}}",
  profileNone: "Nessuna feature scelta ha nel riferimento un valore di cui calcolare la percentuale.",
  few: "Per questo grafico scegliete almeno due feature.",
  x: "In orizzontale",
  y: "In verticale",
  volume: "Volume travestito",
  volumeMore: "Feature che dicono poco più del volume (correlazione dei ranghi di Spearman tra le regioni).",
  volumeFew_one:
    "{{count}} regione; per una correlazione dei ranghi ne servono almeno {{least}}, e circa {{sure}} perché il verdetto sia sicuro.",
  volumeFew_other:
    "{{count}} regioni; per una correlazione dei ranghi ne servono almeno {{least}}, e circa {{sure}} perché il verdetto sia sicuro.",
  volumeOver_one: "Su {{count}} regione. Sotto circa {{sure}} gli intervalli sono ampi: è solo un indizio.",
  volumeOver_other: "Su {{count}} regioni. Sotto circa {{sure}} gli intervalli sono ampi: è solo un indizio.",
  volumeSettings:
    "Le regioni sono misurate con impostazioni o in unità diverse, perciò la loro correlazione non significa nulla.",
  volumeNone: "Nessuna feature va con il volume oltre 0,8.",
  verdict: { disguised: "volume travestito", suspect: "sospetta" },
  verdictMore: {
    disguised: "Anche l’estremo più vicino dell’intervallo al 95 % è oltre 0,8.",
    suspect:
      "La correlazione è oltre 0,8, ma il suo intervallo scende sotto, oppure le regioni sono troppo poche per dirlo.",
  },
};
