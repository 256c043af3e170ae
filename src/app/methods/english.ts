import type { FamilyId } from "#engine/features/family.ts";
import type { Aggregation, Discretisation } from "#engine/recipe.ts";
import type { Facts } from "./facts.ts";
import { englishNormalisation } from "./normalisation.ts";
import { referencesFor } from "./references.ts";
import { englishSuv } from "./suv.ts";
import { groupsOf, isDirectional, readsDistance } from "./textures.ts";
import { capital, listed, product, written } from "./words.ts";

const n = (value: number) => written(value, ".");
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const units: Readonly<Record<Facts["unit"], { full: string; after: string }>> = {
  HU: { full: "Hounsfield units (HU)", after: " HU" },
  SUV: { full: "standardised uptake values (SUV)", after: " SUV" },
  "Bq/ml": { full: "activity concentrations (Bq/ml)", after: " Bq/ml" },
  Gy: { full: "dose (Gy)", after: " Gy" },
  "1": { full: "dimensionless units", after: "" },
  counts: { full: "counts", after: " counts" },
  "mm2/s": { full: "apparent diffusion coefficients (mm²/s)", after: " mm²/s" },
  arbitrary: { full: "arbitrary units", after: "" },
};
const modalityNames: Readonly<Record<NonNullable<Facts["modality"]>, string>> = {
  CT: "computed tomography (CT)",
  PET: "positron emission tomography (PET)",
  MR: "magnetic resonance (MR)",
  mammography: "mammography",
};
const familyNames: Readonly<Partial<Record<FamilyId, string>>> = {
  morphology: "morphology",
  local_intensity: "local intensity",
  statistics: "intensity-based statistics",
  histogram: "intensity histogram",
  ivh: "intensity-volume histogram",
  glcm: "grey level co-occurrence matrix (GLCM)",
  glrlm: "grey level run length matrix (GLRLM)",
  glszm: "grey level size zone matrix (GLSZM)",
  gldzm: "grey level distance zone matrix (GLDZM)",
  ngtdm: "neighbourhood grey tone difference matrix (NGTDM)",
  ngldm: "neighbouring grey level dependence matrix (NGLDM)",
  "pyradiomics.shape": "shape",
  "pyradiomics.shape2D": "shape in 2D",
  "pyradiomics.firstorder": "first order",
  "pyradiomics.glcm": "grey level co-occurrence matrix (GLCM)",
  "pyradiomics.glrlm": "grey level run length matrix (GLRLM)",
  "pyradiomics.glszm": "grey level size zone matrix (GLSZM)",
  "pyradiomics.gldm": "grey level dependence matrix (GLDM)",
  "pyradiomics.ngtdm": "neighbouring grey tone difference matrix (NGTDM)",
};
const aggregationNames: Readonly<Record<Aggregation, string>> = {
  "2D_avg": "2D averaged over slices and directions",
  "2D_mrg": "2D with directions merged in each slice",
  "2.5D_dir": "2.5D with slices merged for each direction",
  "2.5D_mrg": "2.5D with slices and directions merged",
  "3D_avg": "3D averaged over directions",
  "3D_mrg": "3D with directions merged",
};
const spatialNames: Readonly<Partial<Record<Aggregation, string>>> = {
  "2D_avg": "2D averaged over slices",
  "2.5D_mrg": "2.5D with slices merged",
  "3D_mrg": "3D",
};

/** The paragraph in English: images, processing, features, software. */
export function englishMethods(facts: Facts): string[] {
  return [`${images(facts)} ${processing(facts)}`, `${features(facts)} ${software(facts)}`];
}

function images(f: Facts): string {
  const image = f.modality ? modalityNames[f.modality] : f.modalityCode;
  const element = f.flat ? "pixel" : "voxel";
  const axes = f.flat ? 2 : 3;
  const by = f.manufacturer ? ` acquired with equipment of ${f.manufacturer}` : "";
  const size = `${element}s of ${product(f.spacing.slice(0, axes), ".")} mm (${product(f.dims.slice(0, axes), ".")} ${element}s)`;
  const raw = f.unit === "arbitrary" ? ", used as stored," : "";
  const slices = f.sliceBySlice
    ? " As the slices do not form a regular volume, they were analysed slice by slice."
    : "";
  return `Radiomic features were computed from ${image} images${by}, with intensities in ${units[f.unit].full}${raw} and ${size}.${englishSuv(f.suv)}${slices}`;
}

function processing(f: Facts): string {
  const { number } = referencesFor(f);
  const how = f.pyradiomics
    ? `Image processing and feature definitions followed PyRadiomics ${number("pyradiomics")}.`
    : `Image processing and feature definitions followed the Image Biomarker Standardisation Initiative (IBSI) ${number("ibsi1")}${number("manual")}.`;
  return [how, normalised(f), interpolation(f), resegmentation(f), filtered(f), discretised(f), ivh(f)]
    .filter(Boolean)
    .join(" ");
}

function normalised({ pyradiomics: p, recipe }: Facts): string {
  if (!p?.normalize) return englishNormalisation(recipe);
  const limit = p.removeOutliers === null ? "" : `, and limited to ${n(p.removeOutliers)} standard deviations`;
  const scale = p.normalizeScale === 1 ? "" : ` and multiplied by ${n(p.normalizeScale)}`;
  return `Intensities were normalised by the mean and standard deviation of the whole image${scale}${limit}.`;
}

function interpolation({ recipe: { interpolation: i }, spacing, flat }: Facts): string {
  if (i === null) return "Neither the images nor the masks were interpolated.";
  const planar = i.dimensionality === "2D" || flat;
  const method = {
    nearest: "nearest neighbour interpolation",
    linear: planar ? "bilinear interpolation" : "trilinear interpolation",
    cubic: planar ? "bicubic spline interpolation" : "tricubic spline interpolation",
  };
  const kept = planar && !flat ? `, keeping the slice distance of ${n(spacing[2])} mm,` : "";
  const grids =
    i.alignment === "corner"
      ? "the outer corners of the first voxels of both grids were aligned"
      : "the grids were aligned by their centres";
  const rounded = i.round
    ? "interpolated intensities were rounded to the nearest integer"
    : "interpolated intensities were not rounded";
  const threshold = i.mask === "linear" ? ` with a partial volume threshold of ${n(i.maskThreshold)}` : "";
  const target = product(planar ? i.spacing.slice(0, 2) : i.spacing, ".");
  const mask = i.mask === "linear" ? method.linear : method.nearest;
  return `Images were resampled to ${planar ? "pixels" : "voxels"} of ${target} mm${kept} by ${method[i.image]}; ${grids}, and ${rounded}. The masks were resampled by ${mask}${threshold}.`;
}

function filtered(f: Facts): string {
  if (!f.filter) return "";
  const { filter, id, params } = f.filter;
  const settings = Object.entries(params).map(([key, value]) => {
    const param = filter?.params.find((p) => p.id === key);
    const unit = param?.kind === "number" && param.unit !== "1" ? ` ${param.unit}` : "";
    const shown = typeof value === "number" ? n(value) : typeof value === "boolean" ? (value ? "yes" : "no") : value;
    return `${param?.label.en ?? key}: ${shown}${unit}`;
  });
  const { number } = referencesFor(f);
  const standard = filter?.ibsi ? ` as defined by the IBSI (${filter.ibsi}) ${number("ibsi2")}` : "";
  const inside = settings.length > 0 ? ` (${settings.join("; ")})` : "";
  return `Before feature extraction the images were filtered with the filter “${filter?.name ?? id}”${inside}${standard}.`;
}

function resegmentation({ recipe, normalisedUnit: unit, pyradiomics: p, filter }: Facts): string {
  const [low, high] = recipe.resegmentation.range;
  const { outlierSigma } = recipe.resegmentation;
  const sigma = p ? null : outlierSigma;
  const relative = p && p.resegmentMode !== "absolute";
  const after = !relative
    ? units[unit].after
    : p.resegmentMode === "sigma"
      ? " standard deviations from the mean"
      : " times the maximum";
  const range =
    low !== null && high !== null
      ? `intensities from ${n(low)} to ${n(high)}${after}`
      : low !== null
        ? `intensities of ${n(low)}${after} and above`
        : high !== null
          ? `intensities of up to ${n(high)}${after}`
          : "";
  const outliers = sigma === null ? "" : `intensities within ${n(sigma)} standard deviations of the region's mean`;
  const kept = listed([range, outliers].filter(Boolean), "and to");
  if (!kept) return "The intensity mask was not re-segmented.";
  const raw = filter ? " of the unfiltered images" : "";
  const shape = p?.resegmentShape ? "as well" : "was left unchanged";
  return p?.resegmentShape
    ? `The mask, also for shape, was re-segmented to ${kept}${raw}.`
    : `The intensity mask was re-segmented to ${kept}${raw}; the morphological mask ${shape}.`;
}

const levels = (f: Facts, how: Discretisation): string => {
  const { measuredUnit, recipe, pyradiomics } = f;
  const { after } = units[measuredUnit];
  if (how.method === "none") return "";
  if (how.method === "FBN") return `a fixed number of ${plural(how.bins, "bin", "bins")}`;
  // The re-segmentation range is one of the image: a filter's response has none.
  const low = f.filter ? null : recipe.resegmentation.range[0];
  const start =
    pyradiomics || how.origin === "zero"
      ? "with bin edges at multiples of the width"
      : low === null
        ? "starting at the lowest intensity of each region"
        : `starting at ${n(low)}${after}`;
  return `bins of a fixed size of ${n(how.width)}${after}, ${start}`;
};

function discretised(f: Facts): string {
  const how = levels(f, f.recipe.discretisation);
  return how
    ? `For histogram and texture features intensities were discretised into ${how}.`
    : "Intensities were not discretised: being whole numbers, they served as grey levels.";
}

function ivh(f: Facts): string {
  if (!f.families.some((family) => family.id === "ivh")) return "";
  const how = levels(f, f.recipe.ivh);
  return how
    ? `For the intensity-volume histogram they were discretised into ${how}.`
    : "For the intensity-volume histogram intensities were not discretised.";
}

function features(f: Facts): string {
  const names = f.families.map((family) => `${familyNames[family.id] ?? family.name} (${family.features})`);
  const values = f.values > f.features ? `, giving ${f.values} values for each region with all aggregations` : "";
  const regions = f.regions > 0 ? ` Features were computed for ${plural(f.regions, "region", "regions")}.` : "";
  const missing =
    f.undefined > 0
      ? ` ${plural(f.undefined, "value", "values")} could not be defined and ${f.undefined === 1 ? "was" : "were"} recorded as missing, with the reason.`
      : "";
  return `In total ${plural(f.features, "feature", "features")} from ${plural(f.families.length, "family", "families")} were computed${values}: ${listed(names, "and")}.${regions}${textures(f)}${missing}`;
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
    return `${listed(ids, "and")} features as ${listed(ways, "and")}`;
  });
  const near = textured.filter((family) => readsDistance(family.id)).map((family) => family.id.toUpperCase());
  const weights =
    weighting === "none" ? "no distance weighting" : `distance weighting by the ${capital(weighting)} norm`;
  const settings = [
    ...(near.length > 0 ? [`a Chebyshev distance of ${n(distance)} for ${listed(near, "and")}`] : []),
    ...(has("glcm") || has("glrlm") ? [weights] : []),
    ...(has("ngldm") ? [`a coarseness parameter of ${n(coarseness)} for NGLDM`] : []),
  ];
  const used = settings.length > 0 ? ` Texture matrices were computed with ${listed(settings, "and")}.` : "";
  return `${used} They were aggregated as follows (IBSI codes in brackets): ${groups.join("; ")}.`;
}

function pyradiomicsTextures({ pyradiomics: p }: Facts): string {
  if (!p) return "";
  const plane = p.force2D ? "in 2D" : "in 3D";
  const merged =
    p.weightingNorm === null
      ? "averaged over directions"
      : `merged over directions (weighting norm: ${p.weightingNorm})`;
  return ` Textures were computed ${plane}, GLCM and GLRLM features ${merged}, with ${p.distances.length > 1 ? "distances" : "a distance"} of ${listed(p.distances.map(n), "and")} and a GLDM cutoff of ${n(p.gldm_a)}.`;
}

function software(f: Facts): string {
  const { number } = referencesFor(f);
  const { app, engine } = f.version;
  const name = `Radiomica version ${app} (engine ${engine})`;
  if (f.pyradiomics) {
    return `All computations were made with ${name} in its PyRadiomics-compatible profile, which departs from the IBSI ${number("ibsi1")} where PyRadiomics does (bins at multiples of the bin width, kurtosis without subtracting 3, its own resampling grid).`;
  }
  return `All computations were made with ${name}, which reproduces the 1804 reference values of IBSI-1 for the digital phantom and the CT configurations A to E within their tolerances ${number("ibsi1")}${number("manual")}.`;
}
