import type { Filter } from "./filter.ts";
import { intensityMap, largestMagnitude } from "./intensity-scale.ts";

export const square: Filter = {
  ...intensityMap,
  id: "square",
  name: "Square",
  tex: String.raw`h=\frac{f^2}{\max\lvert f\rvert}`,
  about: {
    en: "Intensities squared, then scaled back to the image's range: large ones stand out.",
    it: "Intensità al quadrato, riportate poi alla scala dell'immagine: le grandi risaltano.",
  },
  label: () => "square",
  apply: ({ data }) => {
    const max = largestMagnitude(data);
    return max === 0 ? new Float64Array(data.length) : data.map((v) => (v * v) / max);
  },
};
