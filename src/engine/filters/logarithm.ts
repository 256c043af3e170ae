import type { Filter } from "./filter.ts";
import { intensityMap, largestMagnitude } from "./intensity-scale.ts";

export const logarithm: Filter = {
  ...intensityMap,
  id: "logarithm",
  name: "Logarithm",
  tex: String.raw`h=\operatorname{sign}(f)\,\log(\lvert f\rvert+1)\,\frac{\max\lvert f\rvert}{\log(\max\lvert f\rvert+1)}`,
  about: {
    en: "Logarithm of the intensity's magnitude plus one with its sign kept, scaled to the image's range.",
    it: "Logaritmo del modulo dell'intensità più uno, con il suo segno, riportato alla scala dell'immagine.",
  },
  label: () => "logarithm",
  apply: ({ data }) => {
    const max = largestMagnitude(data);
    if (max === 0) return new Float64Array(data.length);
    const scale = max / Math.log1p(max);
    return data.map((v) => Math.sign(v) * scale * Math.log1p(Math.abs(v)));
  },
};
