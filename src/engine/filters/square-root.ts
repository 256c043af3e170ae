import type { Filter } from "./filter.ts";
import { intensityMap, largestMagnitude } from "./intensity-scale.ts";

export const squareRoot: Filter = {
  ...intensityMap,
  id: "square_root",
  name: "Square root",
  tex: String.raw`h=\operatorname{sign}(f)\sqrt{\lvert f\rvert\max\lvert f\rvert}`,
  about: {
    en: "Square root of the intensity's magnitude with its sign kept, scaled to the image's range: small ones stand out.",
    it: "Radice del modulo dell'intensità, con il suo segno, riportata alla scala dell'immagine: le piccole risaltano.",
  },
  label: () => "squareroot",
  apply: ({ data }) => {
    const max = largestMagnitude(data);
    return data.map((v) => Math.sign(v) * Math.sqrt(Math.abs(v) * max));
  },
};
