import type { Boundary, FilterParam, FilterParams, FilterProblem, Pooling } from "./filter.ts";

// Parameters that several filters have, and how a filter reads them once they are complete.

/** In slices (x and y), or in the volume. */
export const dimensionalityParam: FilterParam = {
  id: "dimensionality",
  kind: "choice",
  options: ["2D", "3D"],
  default: "3D",
  label: { en: "Dimensions", it: "Dimensioni" },
  help: {
    en: "2D filters every slice by itself; 3D reaches into the slices above and below.",
    it: "2D filtra ogni sezione da sola; 3D comprende le sezioni sopra e sotto.",
  },
};

/** What is read beyond the image. IBSI-2 §2 (GBYQ). */
export const boundaryParam: FilterParam = {
  id: "boundary",
  kind: "choice",
  options: ["mirror", "nearest", "zero", "periodic"],
  default: "mirror",
  label: { en: "Beyond the image", it: "Oltre l'immagine" },
  help: {
    en: "What is read where the kernel leaves the image: its mirror image (edge voxel repeated), its nearest voxel, zeros, or the image again.",
    it: "Che cosa si legge dove il kernel esce dall'immagine: l'immagine speculare (voxel di bordo ripetuto), il voxel più vicino, zeri, o l'immagine da capo.",
  },
};

/** All right-angle rotations instead of one orientation. */
export const rotationParam: FilterParam = {
  id: "rotation_invariance",
  kind: "switch",
  default: false,
  label: { en: "Rotation invariance", it: "Invarianza per rotazione" },
  help: {
    en: "Filters the image in all its right-angle rotations (4 in 2D, 24 in 3D) and pools the responses.",
    it: "Filtra l'immagine in tutte le sue rotazioni ad angolo retto (4 in 2D, 24 in 3D) e riunisce le risposte.",
  },
};

/** How the responses of several orientations become one; the IBSI writes "average" for the mean. */
export const poolingParam = (preset: Pooling): FilterParam => ({
  id: "pooling",
  kind: "choice",
  options: ["mean", "max", "min"],
  default: preset,
  label: { en: "Pooling", it: "Riunione" },
  help: {
    en: "How the responses of several orientations become one.",
    it: "Come le risposte di più orientazioni diventano una sola.",
  },
});

/** A scale σ in mm. */
export const sigmaParam = (preset: number): FilterParam => ({
  id: "sigma",
  kind: "number",
  unit: "mm",
  integer: false,
  min: 0.01,
  max: 200,
  default: preset,
  label: { en: "Sigma", it: "Sigma" },
  help: { en: "Standard deviation of the Gaussian.", it: "Deviazione standard della gaussiana." },
});

/** Where a Gaussian is cut, in standard deviations. */
export const truncationParam: FilterParam = {
  id: "truncation",
  kind: "number",
  unit: "1",
  integer: false,
  min: 1,
  max: 10,
  default: 4,
  label: { en: "Cut at", it: "Taglio a" },
  help: {
    en: "Half the kernel's width in standard deviations.",
    it: "Metà dell'ampiezza del kernel in deviazioni standard.",
  },
};

/** Whose definition, where the IBSI and PyRadiomics differ. */
export const conventionParam = (help: { readonly en: string; readonly it: string }): FilterParam => ({
  id: "convention",
  kind: "choice",
  options: ["IBSI", "PyRadiomics"],
  default: "IBSI",
  label: { en: "Convention", it: "Convenzione" },
  help,
});

export const isPyRadiomics = (params: FilterParams): boolean => params.convention === "PyRadiomics";

// After `completeParams` every id of the schema has a value of its kind; a filter that asks for another is a bug.

export function numberOf(params: FilterParams, id: string): number {
  const value = params[id];
  if (typeof value !== "number") throw new TypeError(`Parameter "${id}" is no number.`);
  return value;
}

export function textOf(params: FilterParams, id: string): string {
  const value = params[id];
  if (typeof value !== "string") throw new TypeError(`Parameter "${id}" is no text.`);
  return value;
}

export const isOn = (params: FilterParams, id: string): boolean => params[id] === true;

export const is3d = (params: FilterParams): boolean => params.dimensionality === "3D";

export const boundaryOf = (params: FilterParams): Boundary => textOf(params, "boundary") as Boundary;

export const poolingOf = (params: FilterParams): Pooling => textOf(params, "pooling") as Pooling;

export const problem = (code: FilterProblem["code"], param: string, detail: string): FilterProblem => ({
  code,
  param,
  detail,
});

/**
 * The problem of a kernel that is wider than the image, or null. `widths` along x, y, z in voxels; 0 where the filter
 * leaves an axis alone.
 */
export function kernelProblem(param: string, widths: readonly number[], dims: readonly number[]): FilterProblem | null {
  const axis = widths.findIndex((width, a) => width > dims[a]);
  if (axis < 0) return null;
  return problem(
    "kernel_larger_than_image",
    param,
    `The kernel is ${widths[axis]} voxels wide along ${"xyz"[axis]}, where the image has ${dims[axis]}.`,
  );
}

/** A number as a column name has it: 3 is "3-0", 1.5 "1-5". */
export const inName = (x: number): string => (Number.isInteger(x) ? x.toFixed(1) : String(x)).replace(".", "-");

/** What settings have in common but for one parameter: equal texts for equal settings. */
export const keyWithout = (params: FilterParams, id: string): string =>
  JSON.stringify(
    Object.entries(params)
      .filter(([key]) => key !== id)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
