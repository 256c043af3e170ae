import { RadiomicaError } from "../errors.ts";
import type { Filter } from "./filter.ts";
import { intensityMap, largestMagnitude } from "./intensity-scale.ts";

export const exponential: Filter = {
  ...intensityMap,
  id: "exponential",
  name: "Exponential",
  tex: String.raw`h=e^{cf},\qquad c=\frac{\log\max\lvert f\rvert}{\max\lvert f\rvert}`,
  about: {
    en: "Exponential of the intensity, scaled so that the largest magnitude stays what it is.",
    it: "Esponenziale dell'intensità, in scala tale che il modulo massimo resti quello che è.",
  },
  note: "Not defined for an image of zeros alone.",
  label: () => "exponential",
  apply: ({ data }) => {
    const max = largestMagnitude(data);
    if (max === 0) {
      throw new RadiomicaError("Unsupported", "The exponential filter has no scale: the whole image is zero.", { max });
    }
    const scale = Math.log(max) / max;
    return data.map((v) => Math.exp(scale * v));
  },
};
