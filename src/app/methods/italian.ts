import type { FamilyId } from "#engine/features/family.ts";
import type { Aggregation, Discretisation } from "#engine/recipe.ts";
import type { Facts } from "./facts.ts";
import { italianNormalisation } from "./normalisation.ts";
import { referencesFor } from "./references.ts";
import { italianSuv } from "./suv.ts";
import { groupsOf, isDirectional, readsDistance } from "./textures.ts";
import { capital, listed, product, written } from "./words.ts";

const n = (value: number) => written(value, ",");
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const units: Readonly<Record<Facts["unit"], { full: string; after: string }>> = {
  HU: { full: "unità Hounsfield (HU)", after: " HU" },
  SUV: { full: "valori standardizzati di captazione (SUV)", after: " SUV" },
  "Bq/ml": { full: "concentrazioni di attività (Bq/ml)", after: " Bq/ml" },
  Gy: { full: "dose (Gy)", after: " Gy" },
  "1": { full: "unità adimensionali", after: "" },
  counts: { full: "conteggi", after: " conteggi" },
  "mm2/s": { full: "coefficienti di diffusione apparente (mm²/s)", after: " mm²/s" },
  arbitrary: { full: "unità arbitrarie", after: "" },
};
const modalityNames: Readonly<Record<NonNullable<Facts["modality"]>, string>> = {
  CT: "immagini di tomografia computerizzata (TC)",
  PET: "immagini di tomografia a emissione di positroni (PET)",
  MR: "immagini di risonanza magnetica (RM)",
  mammography: "immagini mammografiche",
};
const familyNames: Readonly<Partial<Record<FamilyId, string>>> = {
  morphology: "morfologia",
  local_intensity: "intensità locale",
  statistics: "statistiche dell'intensità",
  histogram: "istogramma delle intensità",
  ivh: "istogramma intensità-volume",
  glcm: "matrice di co-occorrenza dei livelli di grigio (GLCM)",
  glrlm: "matrice delle lunghezze delle sequenze (GLRLM)",
  glszm: "matrice delle dimensioni delle zone (GLSZM)",
  gldzm: "matrice delle distanze delle zone (GLDZM)",
  ngtdm: "matrice delle differenze di tono nell'intorno (NGTDM)",
  ngldm: "matrice di dipendenza dei livelli vicini (NGLDM)",
  "pyradiomics.shape": "forma",
  "pyradiomics.shape2D": "forma in 2D",
  "pyradiomics.firstorder": "primo ordine",
  "pyradiomics.glcm": "matrice di co-occorrenza dei livelli di grigio (GLCM)",
  "pyradiomics.glrlm": "matrice delle lunghezze delle sequenze (GLRLM)",
  "pyradiomics.glszm": "matrice delle dimensioni delle zone (GLSZM)",
  "pyradiomics.gldm": "matrice di dipendenza dei livelli di grigio (GLDM)",
  "pyradiomics.ngtdm": "matrice delle differenze di tono nell'intorno (NGTDM)",
};
const aggregationNames: Readonly<Record<Aggregation, string>> = {
  "2D_avg": "2D in media su sezioni e direzioni",
  "2D_mrg": "2D con le direzioni unite in ogni sezione",
  "2.5D_dir": "2,5D con le sezioni unite per ogni direzione",
  "2.5D_mrg": "2,5D con sezioni e direzioni unite",
  "3D_avg": "3D in media sulle direzioni",
  "3D_mrg": "3D con le direzioni unite",
};
const spatialNames: Readonly<Partial<Record<Aggregation, string>>> = {
  "2D_avg": "2D in media sulle sezioni",
  "2.5D_mrg": "2,5D con le sezioni unite",
  "3D_mrg": "3D",
};

/** Il paragrafo in italiano: immagini, elaborazione, feature, software. */
export function italianMethods(facts: Facts): string[] {
  return [`${images(facts)} ${processing(facts)}`, `${features(facts)} ${software(facts)}`];
}

function images(f: Facts): string {
  const image = f.modality ? modalityNames[f.modality] : `immagini ${f.modalityCode}`;
  const axes = f.flat ? 2 : 3;
  const element = f.flat ? "pixel" : "voxel";
  const by = f.manufacturer ? ` acquisite con apparecchiature ${f.manufacturer}` : "";
  const size = `${element} di ${product(f.spacing.slice(0, axes), ",")} mm (${product(f.dims.slice(0, axes), ",")} ${element})`;
  const raw = f.unit === "arbitrary" ? ", usate come memorizzate," : "";
  const slices = f.sliceBySlice
    ? " Poiché le sezioni non formano un volume regolare, sono state analizzate una per una."
    : "";
  return `Le feature radiomiche sono state calcolate da ${image}${by}, con intensità in ${units[f.unit].full}${raw} e ${size}.${italianSuv(f.suv)}${slices}`;
}

function processing(f: Facts): string {
  const { number } = referencesFor(f);
  const how = f.pyradiomics
    ? `L'elaborazione delle immagini e le definizioni delle feature seguono PyRadiomics ${number("pyradiomics")}.`
    : `L'elaborazione delle immagini e le definizioni delle feature seguono la Image Biomarker Standardisation Initiative (IBSI) ${number("ibsi1")}${number("manual")}.`;
  return [how, normalised(f), interpolation(f), resegmentation(f), filtered(f), discretised(f), ivh(f)]
    .filter(Boolean)
    .join(" ");
}

function normalised({ pyradiomics: p, recipe }: Facts): string {
  if (!p?.normalize) return italianNormalisation(recipe);
  const scale = p.normalizeScale === 1 ? "" : `, moltiplicate per ${n(p.normalizeScale)}`;
  const limit = p.removeOutliers === null ? "" : ` e limitate a ${n(p.removeOutliers)} deviazioni standard`;
  return `Le intensità sono state normalizzate con media e deviazione standard dell'intera immagine${scale}${limit}.`;
}

function interpolation({ recipe: { interpolation: i }, spacing, flat }: Facts): string {
  if (i === null) return "Né le immagini né le maschere sono state interpolate.";
  const planar = i.dimensionality === "2D" || flat;
  const method = {
    nearest: "interpolazione al vicino più prossimo",
    linear: planar ? "interpolazione bilineare" : "interpolazione trilineare",
    cubic: planar ? "interpolazione con spline bicubica" : "interpolazione con spline tricubica",
  };
  const kept = planar && !flat ? `, mantenendo la distanza tra le sezioni di ${n(spacing[2])} mm,` : "";
  const grids =
    i.alignment === "corner"
      ? "gli angoli esterni dei primi voxel delle due griglie sono stati allineati"
      : "le griglie sono state allineate nei loro centri";
  const rounded = i.round
    ? "le intensità interpolate sono state arrotondate all'intero più vicino"
    : "le intensità interpolate non sono state arrotondate";
  const threshold = i.mask === "linear" ? ` con una soglia di volume parziale di ${n(i.maskThreshold)}` : "";
  const target = product(planar ? i.spacing.slice(0, 2) : i.spacing, ",");
  const mask = i.mask === "linear" ? method.linear : method.nearest;
  return `Le immagini sono state ricampionate a ${planar ? "pixel" : "voxel"} di ${target} mm${kept} mediante ${method[i.image]}; ${grids} e ${rounded}. Le maschere sono state ricampionate mediante ${mask}${threshold}.`;
}

function filtered(f: Facts): string {
  if (!f.filter) return "";
  const { filter, id, params } = f.filter;
  const settings = Object.entries(params).map(([key, value]) => {
    const param = filter?.params.find((p) => p.id === key);
    const unit = param?.kind === "number" && param.unit !== "1" ? ` ${unitNames[param.unit] ?? param.unit}` : "";
    const shown = typeof value === "number" ? n(value) : typeof value === "boolean" ? (value ? "sì" : "no") : value;
    return `${param?.label.it ?? key}: ${shown}${unit}`;
  });
  const { number } = referencesFor(f);
  const standard = filter?.ibsi ? `, come definito dall'IBSI (${filter.ibsi}) ${number("ibsi2")}` : "";
  const inside = settings.length > 0 ? ` (${settings.join("; ")})` : "";
  return `Prima dell'estrazione delle feature alle immagini è stato applicato il filtro «${filter?.name ?? id}»${inside}${standard}.`;
}
const unitNames: Readonly<Record<string, string>> = { voxels: "voxel", degrees: "gradi" };

function resegmentation({ recipe, normalisedUnit: unit, pyradiomics: p, filter }: Facts): string {
  const [low, high] = recipe.resegmentation.range;
  const { outlierSigma } = recipe.resegmentation;
  const sigma = p ? null : outlierSigma;
  const after =
    !p || p.resegmentMode === "absolute"
      ? units[unit].after
      : p.resegmentMode === "sigma"
        ? " deviazioni standard dalla media"
        : " volte il massimo";
  const range =
    low !== null && high !== null
      ? `alle intensità da ${n(low)} a ${n(high)}${after}`
      : low !== null
        ? `alle intensità da ${n(low)}${after} in su`
        : high !== null
          ? `alle intensità fino a ${n(high)}${after}`
          : "";
  const outliers =
    sigma === null ? "" : `alle intensità entro ${n(sigma)} deviazioni standard dalla media della regione`;
  const kept = listed([range, outliers].filter(Boolean), "e");
  if (!kept) return "La maschera delle intensità non è stata risegmentata.";
  const raw = filter ? " delle immagini non filtrate" : "";
  return p?.resegmentShape
    ? `La maschera, anche per la forma, è stata risegmentata ${kept}${raw}.`
    : `La maschera delle intensità è stata risegmentata ${kept}${raw}; la maschera morfologica è rimasta invariata.`;
}

const levels = (f: Facts, how: Discretisation): string => {
  const { measuredUnit, recipe, pyradiomics } = f;
  const { after } = units[measuredUnit];
  if (how.method === "none") return "";
  if (how.method === "FBN") return `un numero fisso di ${plural(how.bins, "bin", "bin")}`;
  // The re-segmentation range is one of the image: a filter's response has none.
  const low = f.filter ? null : recipe.resegmentation.range[0];
  const start =
    pyradiomics || how.origin === "zero"
      ? "con i limiti ai multipli dell'ampiezza"
      : low === null
        ? "a partire dall'intensità minima di ogni regione"
        : `a partire da ${n(low)}${after}`;
  return `bin di ampiezza fissa di ${n(how.width)}${after}, ${start}`;
};

function discretised(f: Facts): string {
  const how = levels(f, f.recipe.discretisation);
  return how
    ? `Per le feature di istogramma e tessitura le intensità sono state discretizzate in ${how}.`
    : "Le intensità non sono state discretizzate: essendo numeri interi, hanno fatto da livelli di grigio.";
}

function ivh(f: Facts): string {
  if (!f.families.some((family) => family.id === "ivh")) return "";
  const how = levels(f, f.recipe.ivh);
  return how
    ? `Per l'istogramma intensità-volume sono state discretizzate in ${how}.`
    : "Per l'istogramma intensità-volume le intensità non sono state discretizzate.";
}

function features(f: Facts): string {
  const names = f.families.map((family) => `${familyNames[family.id] ?? family.name} (${family.features})`);
  const values = f.values > f.features ? `, pari a ${f.values} valori per regione con tutte le aggregazioni` : "";
  const regions =
    f.regions > 0 ? ` Le feature sono state calcolate per ${plural(f.regions, "regione", "regioni")}.` : "";
  const missing =
    f.undefined === 0
      ? ""
      : f.undefined === 1
        ? " 1 valore non è definito ed è stato registrato come mancante, con il motivo."
        : ` ${f.undefined} valori non sono definiti e sono stati registrati come mancanti, con il motivo.`;
  const total = f.features === 1 ? "è stata calcolata 1 feature" : `sono state calcolate ${f.features} feature`;
  return `In totale ${total} di ${plural(f.families.length, "famiglia", "famiglie")}${values}: ${listed(names, "e")}.${regions}${textures(f)}${missing}`;
}

function textures(f: Facts): string {
  if (f.pyradiomics) return pyradiomicsTextures(f);
  const textured = f.families.filter((family) => family.aggregations.length > 0);
  if (textured.length === 0) return "";
  const { distance, weighting, coarseness } = f.recipe.texture;
  const has = (id: FamilyId) => textured.some((family) => family.id === id);
  const groups = groupsOf(textured).map(([ids, family]) => {
    const names = isDirectional(family.id) ? aggregationNames : spatialNames;
    const ways = family.aggregations.map(({ id, code }) => `${names[id] ?? aggregationNames[id]} (${code})`);
    return `le feature ${listed(ids, "e")} come ${listed(ways, "e")}`;
  });
  const near = textured.filter((family) => readsDistance(family.id)).map((family) => family.id.toUpperCase());
  const weights =
    weighting === "none"
      ? "nessuna ponderazione per distanza"
      : `ponderazione per distanza con la norma di ${capital(weighting)}`;
  const settings = [
    ...(near.length > 0 ? [`distanza di Chebyshev di ${n(distance)} per ${listed(near, "e")}`] : []),
    ...(has("glcm") || has("glrlm") ? [weights] : []),
    ...(has("ngldm") ? [`parametro di coarseness di ${n(coarseness)} per NGLDM`] : []),
  ];
  const used = settings.length > 0 ? ` Le matrici di tessitura sono state calcolate con ${listed(settings, "e")}.` : "";
  return `${used} Sono state aggregate nel modo seguente (tra parentesi i codici IBSI): ${groups.join("; ")}.`;
}

function pyradiomicsTextures({ pyradiomics: p }: Facts): string {
  if (!p) return "";
  const plane = p.force2D ? "in 2D" : "in 3D";
  const merged =
    p.weightingNorm === null
      ? "in media sulle direzioni"
      : `con le direzioni unite (norma dei pesi: ${p.weightingNorm})`;
  const distances = p.distances.length > 1 ? "distanze" : "distanza";
  return ` Le tessiture sono state calcolate ${plane}, le feature GLCM e GLRLM ${merged}, con ${distances} di ${listed(p.distances.map(n), "e")} e soglia GLDM di ${n(p.gldm_a)}.`;
}

function software(f: Facts): string {
  const { number } = referencesFor(f);
  const { app, engine } = f.version;
  const name = `Radiomica versione ${app} (motore di calcolo ${engine})`;
  if (f.pyradiomics) {
    return `Tutti i calcoli sono stati eseguiti con ${name} nel profilo compatibile con PyRadiomics, che si discosta dall'IBSI ${number("ibsi1")} dove lo fa PyRadiomics (bin ai multipli dell'ampiezza, curtosi senza sottrarre 3, griglia di ricampionamento propria).`;
  }
  return `Tutti i calcoli sono stati eseguiti con ${name}, che riproduce i 1804 valori di riferimento di IBSI-1 per il fantoccio digitale e le configurazioni TC da A a E entro le loro tolleranze ${number("ibsi1")}${number("manual")}.`;
}
