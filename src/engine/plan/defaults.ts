import type { Grid } from "../grid.ts";
import type { Discretisation, Recipe } from "../recipe.ts";
import type { IntensityUnit } from "../volume.ts";

/** Whether an image may be measured in 3D, or only slice by slice (gaps, uneven steps, a single slice). */
export type ImageUse = "volume" | "slices";

/** Why a setting has the default it has. `setting` is its path in the recipe. */
export type DefaultReason = { readonly setting: string; readonly en: string; readonly it: string };

/** Spacings that differ less than this are equal for textures. */
const NEARLY_EQUAL = 1.05;

type Choice = { readonly recipe: Recipe; readonly reasons: readonly DefaultReason[] };

/**
 * Settings to begin with for an image: by modality and unit, by the shape of its voxels, and by whether it may be
 * measured in 3D. A proposal for a first look, not a protocol; `defaultReasons` says why each is as it is.
 */
export const defaultRecipe = (modality: string, unit: IntensityUnit, grid: Grid, use: ImageUse): Recipe =>
  choose(modality, unit, grid, use).recipe;

/** The sentences that explain `defaultRecipe` for the same image, one per setting, in English and Italian. */
export const defaultReasons = (
  modality: string,
  unit: IntensityUnit,
  grid: Grid,
  use: ImageUse,
): readonly DefaultReason[] => choose(modality, unit, grid, use).reasons;

function choose(modality: string, unit: IntensityUnit, grid: Grid, use: ImageUse): Choice {
  const space = chooseInterpolation(unit, grid, use);
  const levels = chooseLevels(modality, unit);
  const in3d = use === "volume" && grid.dims[2] > 1;
  return {
    recipe: {
      interpolation: space.interpolation,
      resegmentation: { range: levels.range, outlierSigma: null },
      discretisation: levels.discretisation,
      ivh: levels.ivh,
      aggregations: in3d
        ? ["3D_avg", "3D_mrg"]
        : grid.dims[2] > 1
          ? ["2D_avg", "2D_mrg", "2.5D_mrg"]
          : ["2D_avg", "2D_mrg"],
      texture: { distance: 1, weighting: "none", coarseness: 0 },
    },
    reasons: [
      space.reason,
      ...levels.reasons,
      in3d
        ? {
            setting: "aggregations",
            en: "The slices are evenly spaced, so textures are measured in 3D: averaged over the 13 directions, and with the directions merged.",
            it: "Le sezioni sono equidistanti, perciò le tessiture si misurano in 3D: in media sulle 13 direzioni, e con le direzioni unite.",
          }
        : {
            setting: "aggregations",
            en: "The slices do not form an even volume (or there is one only), so textures are measured within slices.",
            it: "Le sezioni non formano un volume regolare (o ce n'è una sola), perciò le tessiture si misurano dentro le sezioni.",
          },
      {
        setting: "texture",
        en: "Neighbours at distance 1, no weighting, coarseness 0: the settings of the IBSI's reference values.",
        it: "Vicini a distanza 1, nessun peso, coarseness 0: le impostazioni dei valori di riferimento dell'IBSI.",
      },
    ],
  };
}

function chooseInterpolation(
  unit: IntensityUnit,
  { dims, spacing }: Grid,
  use: ImageUse,
): { interpolation: Recipe["interpolation"]; reason: DefaultReason } {
  const setting = "interpolation";
  const shared = { image: "linear", mask: "linear", maskThreshold: 0.5, round: unit === "HU" } as const;
  const inPlane = Math.max(spacing[0], spacing[1]) / Math.min(spacing[0], spacing[1]);
  if (use === "slices" || dims[2] === 1) {
    if (inPlane <= NEARLY_EQUAL) {
      return {
        interpolation: null,
        reason: {
          setting,
          en: "Pixels are square and the image is measured within slices: no interpolation is needed.",
          it: "I pixel sono quadrati e l'immagine si misura dentro le sezioni: non serve interpolare.",
        },
      };
    }
    const side = Math.min(spacing[0], spacing[1]);
    return {
      interpolation: { ...shared, dimensionality: "2D", spacing: [side, side, spacing[2]] },
      reason: {
        setting,
        en: "Pixels are not square: they are interpolated to square ones, so that directions are comparable.",
        it: "I pixel non sono quadrati: si interpolano a pixel quadrati, così le direzioni sono confrontabili.",
      },
    };
  }
  if (Math.max(...spacing) / Math.min(...spacing) <= NEARLY_EQUAL) {
    return {
      interpolation: null,
      reason: {
        setting,
        en: "Voxels are cubes already: no interpolation is needed.",
        it: "I voxel sono già cubici: non serve interpolare.",
      },
    };
  }
  // Between the finest and the coarsest axis, in steps of half a millimetre: neither invents slices nor throws away
  // the plane's detail wholesale, and is the same for scans that are nearly alike.
  const mean = Math.cbrt(spacing[0] * spacing[1] * spacing[2]);
  const side = mean >= 0.75 ? Math.round(mean * 2) / 2 : Math.max(0.05, Math.round(mean * 20) / 20);
  return {
    interpolation: { ...shared, dimensionality: "3D", spacing: [side, side, side] },
    reason: {
      setting,
      en: `Voxels are not cubes; 3D textures need equal spacing, here ${side} mm (near their mean size).`,
      it: `I voxel non sono cubici; le tessiture 3D richiedono una spaziatura uguale, qui ${side} mm (vicina alla loro dimensione media).`,
    },
  };
}

type LevelChoice = {
  readonly range: Recipe["resegmentation"]["range"];
  readonly discretisation: Discretisation;
  readonly ivh: Discretisation;
  readonly reasons: readonly DefaultReason[];
};

function chooseLevels(modality: string, unit: IntensityUnit): LevelChoice {
  if (unit === "HU") {
    return {
      range: [-1000, null],
      discretisation: { method: "FBS", width: 25 },
      ivh: { method: "FBS", width: 2.5 },
      reasons: [
        {
          setting: "resegmentation",
          en: "HU from −1000 (air) upward stay: padding outside the scan does not count, and bins start at −1000 in every patient.",
          it: "Restano le HU da −1000 (aria) in su: il riempimento fuori dalla scansione non conta, e i bin partono da −1000 in ogni paziente.",
        },
        {
          setting: "discretisation",
          en: "HU are calibrated, so bins have a fixed width of 25 HU and mean the same in every patient.",
          it: "Le HU sono calibrate, perciò i bin hanno un'ampiezza fissa di 25 HU e significano lo stesso in ogni paziente.",
        },
        {
          setting: "ivh",
          en: "Interpolated HU: bins of 2.5 HU, as in the IBSI's configuration C.",
          it: "HU interpolate: bin di 2,5 HU, come nella configurazione C dell'IBSI.",
        },
      ],
    };
  }
  if (unit === "SUV") {
    return {
      range: [0, null],
      discretisation: { method: "FBS", width: 0.5 },
      ivh: { method: "FBS", width: 0.1 },
      reasons: [
        {
          setting: "resegmentation",
          en: "SUV from 0 upward: bins then start at 0 in every patient.",
          it: "SUV da 0 in su: i bin partono così da 0 in ogni paziente.",
        },
        {
          setting: "discretisation",
          en: "SUV are calibrated, so bins have a fixed width of 0.5 SUV.",
          it: "I SUV sono calibrati, perciò i bin hanno un'ampiezza fissa di 0,5 SUV.",
        },
        {
          setting: "ivh",
          en: "SUV are continuous: fine bins of 0.1 SUV for the intensity-volume histogram.",
          it: "I SUV sono continui: bin fini di 0,1 SUV per l'istogramma intensità-volume.",
        },
      ],
    };
  }
  const bins = modality === "MR" ? 64 : 32;
  return {
    range: [null, null],
    discretisation: { method: "FBN", bins },
    ivh: { method: "FBN", bins: 1000 },
    reasons: [
      {
        setting: "resegmentation",
        en: "The unit has no fixed meaning, so no range of intensities can be given in advance.",
        it: "L'unità non ha un significato fisso, perciò non si può dare in anticipo un intervallo di intensità.",
      },
      {
        setting: "discretisation",
        en: `Intensities are not calibrated: a fixed number of ${bins} bins makes regions comparable in contrast, not in level.`,
        it: `Le intensità non sono calibrate: un numero fisso di ${bins} bin rende confrontabile il contrasto, non il livello.`,
      },
      {
        setting: "ivh",
        en: "Arbitrary units: 1000 bins, as the IBSI prescribes for them; intensities at a volume are then bins.",
        it: "Unità arbitrarie: 1000 bin, come l'IBSI prescrive; le intensità a un dato volume sono allora bin.",
      },
    ],
  };
}
