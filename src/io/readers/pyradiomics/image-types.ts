import { RadiomicaError } from "#engine/errors.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import { completeParams, isFilterProblem } from "#engine/filters/index.ts";
import type { Settings } from "./check-settings.ts";

/** One image that is measured: how its columns begin, and the filter that makes it; null for the image itself. */
export type BankImage = { readonly prefix: string; readonly filter: FilterSettings | null };

type Bank = (settings: Settings, path: string) => BankImage[];

const number = (settings: Settings, key: string, otherwise: number): number => {
  const value = settings.get(key);
  return typeof value === "number" ? value : otherwise;
};
const text = (settings: Settings, key: string, otherwise: string): string => {
  const value = settings.get(key);
  return typeof value === "string" ? value : otherwise;
};

const alone =
  (prefix: string, id: FilterSettings["id"]): Bank =>
  () => [{ prefix, filter: { id, params: {} } }];

/** A number as Python writes a float: 3 is "3.0", as the column names have it. */
const pythonFloat = (x: number): string => (Number.isInteger(x) ? `${x}.0` : String(x));

/** Every image type of PyRadiomics, and the images it gives. */
export const imageTypes: ReadonlyMap<string, Bank> = new Map<string, Bank>([
  ["Original", () => [{ prefix: "original", filter: null }]],
  ["LoG", laplacians],
  ["Wavelet", wavelets],
  ["Square", alone("square", "square")],
  ["SquareRoot", alone("squareroot", "square_root")],
  ["Logarithm", alone("logarithm", "logarithm")],
  ["Exponential", alone("exponential", "exponential")],
  [
    "Gradient",
    (settings) => {
      const spacing = settings.get("gradientUseSpacing") !== false;
      return [{ prefix: "gradient", filter: { id: "gradient", params: { use_spacing: spacing } } }];
    },
  ],
  ["LBP2D", binaryPatterns2d],
  ["LBP3D", binaryPatterns3d],
]);

/**
 * The images of an image type under its settings; one that cannot be had is left out, and said in `notices`. Throws
 * RadiomicaError "Unsupported" where a filter or one of its parameters is not to be had.
 */
export function filterBank(type: string, settings: Settings, path: string, notices: string[]): BankImage[] {
  const images = imageTypes.get(type)?.(settings, path) ?? [];
  if (type === "LBP3D") notices.push(`"${path}": ${noKurtosis}`);
  for (const { filter } of images) {
    if (filter === null) continue;
    const params = completeParams(filter);
    if (!isFilterProblem(params)) continue;
    const message = `The image type "${type}" cannot be made with these settings: ${params.detail}`;
    throw new RadiomicaError("Unsupported", message, { path, key: type });
  }
  return images;
}

function laplacians(settings: Settings, path: string): BankImage[] {
  const sigmas = settings.get("sigma");
  if (!Array.isArray(sigmas)) {
    const message = `"${path}" needs "sigma", a list of widths in mm; without it PyRadiomics measures nothing.`;
    throw new RadiomicaError("Parse", message, { path, key: "sigma" });
  }
  const list: readonly number[] = sigmas;
  return list.map((sigma) => ({
    prefix: `log-sigma-${pythonFloat(sigma).replaceAll(".", "-")}-mm-3D`,
    filter: { id: "log", params: { sigma, convention: "PyRadiomics" } },
  }));
}

function wavelets(settings: Settings): BankImage[] {
  const family = text(settings, "wavelet", "coif1");
  const first = number(settings, "start_level", 0);
  const levels = number(settings, "level", 1);
  // With force2D one axis is not filtered, and has no letter.
  const axes = settings.get("force2D") === true ? 2 : 3;
  const bands = Array.from({ length: 2 ** axes - 1 }, (_, k) =>
    (k + 1).toString(2).padStart(axes, "0").replaceAll("0", "L").replaceAll("1", "H"),
  );
  const common = { family, dimensionality: axes === 2 ? "2D" : "3D", convention: "PyRadiomics" };
  const image = (level: number, band: string): BankImage => ({
    prefix: `wavelet${level === 1 ? "" : level}-${band}`,
    filter: { id: "wavelet", params: { ...common, level: first + level, band } },
  });
  const details = Array.from({ length: levels }, (_, k) => bands.map((band) => image(k + 1, band))).flat();
  return [...details, image(levels, "L".repeat(axes))];
}

function binaryPatterns2d(settings: Settings): BankImage[] {
  const params = {
    radius: number(settings, "lbp2DRadius", 1),
    samples: number(settings, "lbp2DSamples", 8),
    method: text(settings, "lbp2DMethod", "uniform"),
  };
  return [{ prefix: "lbp-2D", filter: { id: "lbp_2d", params } }];
}

function binaryPatterns3d(settings: Settings): BankImage[] {
  const levels = number(settings, "lbp3DLevels", 2);
  const params = {
    radius: number(settings, "lbp3DIcosphereRadius", 1),
    subdivision: number(settings, "lbp3DIcosphereSubdivision", 1),
  };
  const map = (suffix: string, output: string): BankImage => ({
    prefix: `lbp-3D-${suffix}`,
    filter: { id: "lbp_3d", params: { ...params, levels, output } },
  });
  return Array.from({ length: levels }, (_, k) => map(`m${k + 1}`, `m${k + 1}`));
}

/** PyRadiomics' last image of the type: the kurtosis of a sphere's points is 0/0 where all of them are alike. */
const noKurtosis =
  "the image lbp-3D-k is left out. It is the kurtosis of the points of a sphere around each voxel, which has no value " +
  "where all of them are alike; its other images are measured.";
