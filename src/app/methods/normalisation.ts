import type { Recipe } from "#engine/recipe.ts";
import { written } from "./words.ts";

const NYUL = "Nyúl et al., IEEE Trans Med Imaging 2000;19:143–150";
const STRIPE = "Shinohara et al., NeuroImage Clin 2014;6:9–19";

/** What was done to intensities without a unit; "" for nothing. */
export function englishNormalisation({ normalisation: m }: Recipe): string {
  const n = (value: number) => written(value, ".");
  switch (m?.method) {
    case undefined:
      return "";
    case "z_score": {
      const of = {
        image: "the whole image",
        foreground: "the foreground (voxels above the image's mean)",
        region: "the region of interest itself",
      };
      return `Intensities were normalised to the mean and standard deviation of ${of[m.over]}.`;
    }
    case "reference":
      return m.scale === "z"
        ? `Intensities were normalised to the mean and standard deviation of the reference region “${m.region}”.`
        : `Intensities were divided by the mean of the reference region “${m.region}”.`;
    case "nyul":
      return `Intensities were mapped to a standard scale by the percentiles ${m.percentiles.map(n).join(", ")} of the foreground (landmarks ${m.landmarks.map(n).join(", ")}; ${NYUL}).`;
    case "white_stripe": {
      const within = m.region === undefined ? "the foreground" : `the region “${m.region}”`;
      return `Intensities were normalised by White-Stripe for ${m.contrast} contrast within ${within}, with a half width of ${n(m.width)} (${STRIPE}).`;
    }
  }
}

export function italianNormalisation({ normalisation: m }: Recipe): string {
  const n = (value: number) => written(value, ",");
  switch (m?.method) {
    case undefined:
      return "";
    case "z_score": {
      const of = {
        image: "dell'intera immagine",
        foreground: "del primo piano (voxel sopra la media dell'immagine)",
        region: "della regione di interesse stessa",
      };
      return `Le intensità sono state normalizzate con media e deviazione standard ${of[m.over]}.`;
    }
    case "reference":
      return m.scale === "z"
        ? `Le intensità sono state normalizzate con media e deviazione standard della regione di riferimento «${m.region}».`
        : `Le intensità sono state divise per la media della regione di riferimento «${m.region}».`;
    case "nyul":
      return `Le intensità sono state riportate a una scala standard con i percentili ${m.percentiles.map(n).join("; ")} del primo piano (punti di riferimento ${m.landmarks.map(n).join("; ")}; ${NYUL}).`;
    case "white_stripe": {
      const within = m.region === undefined ? "nel primo piano" : `nella regione «${m.region}»`;
      return `Le intensità sono state normalizzate con White-Stripe per contrasto ${m.contrast} ${within}, con semiampiezza ${n(m.width)} (${STRIPE}).`;
    }
  }
}
