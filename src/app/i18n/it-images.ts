import type { imagesHistory as history } from "./en-images.ts";
import type { Translation } from "./translation.ts";

export const images: Translation["images"] = {
  suv: {
    title: "SUV",
    type: "SUV riferito a",
    types: {
      BW: "Peso corporeo (SUVbw)",
      LBMJANMA: "Massa magra, Janmahasatian (SUVlbm)",
      LBMJAMES128: "Massa magra, James (SUVlbm)",
      BSA: "Superficie corporea, Du Bois (SUVbsa, cm²/ml)",
      IBW: "Peso ideale (SUVibw)",
    },
    missing: "Per questo SUV nei file manca: {{what}}. Si può inserire dalla cartella del paziente.",
    impossible:
      "Da questi file non si può calcolare il SUV, e nessun valore inserito qui servirebbe: si vedano i rilievi.",
    now: "I valori sono SUV: {{type}}.",
    notNow: "I valori sono {{unit}}, non SUV.",
    entered: "Inseriti da una persona: {{what}}. Lo dicono anche le esportazioni e il testo dei metodi.",
    input: {
      weight: "Peso",
      height: "Statura",
      sex: "Sesso",
      dose: "Attività iniettata",
      halfLife: "Tempo di dimezzamento",
      injectionTime: "Ora dell'iniezione (HH:MM:SS)",
    },
    fromFile: "nei file: {{value}}",
    absent: "non è nei file",
    asFiled: "Come nei file",
    halfLifeMore: "Fluoro-18: 6586 s. Gallio-68: 4058 s. Zirconio-89: 282 240 s.",
    timeMore: "Secondo l'orologio dello scanner",
    bounds: "Da {{low}} a {{high}} {{unit}}",
    badTime: "Un'ora del giorno, HH:MM o HH:MM:SS",
    apply: "Applica",
    back: "Torna ai valori dei file",
    enter: "Inserisci ciò che manca",
  },
  normalise: {
    title: "Normalizzazione",
    more: "Le intensità RM non hanno unità: lo stesso tessuto cambia da un esame all'altro. Si applica all'intera immagine, prima di tutto il resto, e le esportazioni la riportano.",
    method: "Metodo",
    off: "Nessuna: come memorizzate",
    methods: {
      z_score: "Punteggio z",
      reference: "Regione di riferimento",
      nyul: "Nyúl: punti di una scala standard",
      white_stripe: "White-Stripe (encefalo)",
    },
    over: "Media e deviazione di",
    overs: { image: "tutta l'immagine", foreground: "il primo piano", region: "la regione misurata" },
    region: "Regione",
    choose: "Scegliete un segmento",
    absent: "«{{name}}» (non è in questa serie)",
    wholeForeground: "Il primo piano",
    scale: "Scala",
    scales: { z: "punteggio z rispetto a essa", ratio: "rapporto con la sua media" },
    contrast: "Contrasto",
    width: "Semiampiezza della striscia",
    landmarks: "Punti della scala standard",
    landmarksMore: "Per i percentili {{percentiles}}, separati da spazi",
    learn_one: "Ricavali dall'immagine aperta di questo tipo ({{count}})",
    learn_other: "Ricavali dalle {{count}} immagini aperte di questo tipo",
    found: "In questa immagine: {{from}} è diventato {{to}} ({{count}} voxel).",
  },
};

export const imagesHistory: Record<keyof typeof history, string> = {
  suv: "SUV: tipo o valori inseriti",
};
