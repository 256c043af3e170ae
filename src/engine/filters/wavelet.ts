import type { Vec3 } from "../grid.ts";
import { cutImage, padImage } from "./boundary.ts";
import type { Filter, FilterImage, FilterParams, Pulse } from "./filter.ts";
import {
  boundaryOf,
  boundaryParam,
  conventionParam,
  dimensionalityParam,
  is3d,
  isOn,
  isPyRadiomics,
  kernelProblem,
  keyWithout,
  numberOf,
  poolingOf,
  poolingParam,
  problem,
  rotationParam,
  textOf,
} from "./params.ts";
import { pooledSeparables } from "./rotations.ts";
import { type Chain, convolveSeparable, type Kernel, kernelOf } from "./separable.ts";
import { scalingFilters } from "./wavelet.table.ts";

/** Wavelets by name: Haar (which is db1), Daubechies db1 … db20, symlets sym2 … sym20, Coiflets coif1 … coif5. */
export const waveletNames: readonly string[] = ["haar", ...Object.keys(scalingFilters)];

/** Low-pass (L) and high-pass (H) decomposition filters, as they are convolved. */
export function waveletFilters(name: string): { readonly L: readonly number[]; readonly H: readonly number[] } {
  const low = scalingFilters[name === "haar" ? "db1" : name];
  const last = low.length - 1;
  return { L: low, H: low.map((_, k) => (k % 2 === 0 ? -1 : 1) * low[last - k]) };
}

/**
 * A filter of a level. The IBSI's levels are à trous: from level to level a zero comes after every tap, the last one
 * too, and the middle moves with the length. PyRadiomics takes the filters of level 1 at every level.
 */
export function waveletKernel(name: string, letter: "L" | "H", level: number, dilated: boolean): Kernel {
  const taps = waveletFilters(name)[letter];
  const step = dilated ? 2 ** (level - 1) : 1;
  const spread = new Float64Array(taps.length * step);
  taps.forEach((w, k) => {
    spread[k * step] = w;
  });
  return kernelOf(spread);
}

type Letter = "L" | "H";
const lettersOf = (band: string): Letter[] => [...band].map((letter) => (letter === "H" ? "H" : "L"));

/**
 * The bands of one wavelet and level together, which share their passes. `bands` such as "LLH"; the other parameters are
 * those of `params`, whose own band is not read. `emit` is given each response as soon as it is complete.
 */
export function waveletBands(
  image: FilterImage,
  params: FilterParams,
  bands: readonly string[],
  emit: (band: string, response: Float64Array) => void,
  pulse?: Pulse,
): void {
  const name = textOf(params, "family");
  const level = numberOf(params, "level");
  const theirs = isPyRadiomics(params);
  const kernel = (letter: Letter, k: number): Kernel => waveletKernel(name, letter, k, !theirs);
  const odd = theirs ? oddness(image.dims) : null;
  const padded = odd === null ? image : padImage(image, [0, 0, 0], odd, "periodic");
  const how = {
    boundary: theirs ? ("periodic" as const) : boundaryOf(params),
    rotationInvariant: isOn(params, "rotation_invariance"),
    pooling: poolingOf(params),
  };
  // Rotated, every axis needs the low-pass filters of its own direction; else the approximation is common to all bands.
  const smoothed = how.rotationInvariant ? padded : approximation(padded, level - 1);
  const before = how.rotationInvariant ? level - 1 : 0;
  const chain = (letter: Letter): Chain => [
    ...Array.from({ length: before }, (_, k) => kernel("L", k + 1)),
    kernel(letter, level),
  ];
  const chains = { L: chain("L"), H: chain("H") };
  pooledSeparables(
    smoothed,
    bands.map((band) => lettersOf(band).map((letter) => chains[letter])),
    how,
    (b, response) => {
      emit(bands[b], odd === null ? response : cutImage(response, padded.dims, [0, 0, 0], image.dims));
    },
    pulse,
  );

  function approximation(from: FilterImage, levels: number): FilterImage {
    let data = from.data;
    for (let k = 1; k <= levels; k++) {
      const low = kernel("L", k);
      data = convolveSeparable(data, from.dims, is3d(params) ? [low, low, low] : [low, low], how.boundary);
    }
    return { ...from, data };
  }
}

/** PyRadiomics repeats the first voxel behind an axis of odd length before it takes the image as periodic; null: no axis is. */
function oddness(dims: Vec3): Vec3 | null {
  const odd: Vec3 = [dims[0] % 2, dims[1] % 2, dims[2] % 2];
  return odd.some((o) => o > 0) ? odd : null;
}

/** Separable undecimated wavelets: IBSI-2 §3.5 (25BO). */
export const wavelet: Filter = {
  id: "wavelet",
  name: "Separable wavelet",
  ibsi: "25BO",
  section: "3.5",
  tex: String.raw`h=\left(g_{x,j}\otimes g_{y,j}\otimes g_{z,j}\right)\ast f_{j-1},\quad g\in\{L,H\},\quad f_{j}=\left(L_j\otimes L_j\otimes L_j\right)\ast f_{j-1}`,
  about: {
    en: "Low-pass (L) or high-pass (H) along each axis: LLH shows changes along z, HHH fine texture, LLL the coarse image. Undecimated: the response has the image's size.",
    it: "Passa-basso (L) o passa-alto (H) lungo ciascun asse: LLH mostra i cambiamenti lungo z, HHH la tessitura fine, LLL l'immagine grossolana. Non decimata: la risposta ha le dimensioni dell'immagine.",
  },
  note: "The first letter acts along x. PyRadiomics' convention is periodic whatever the boundary parameter says, repeats the first voxel behind axes of odd length, and uses the filters of level 1 at every level.",
  params: [
    {
      id: "family",
      kind: "choice",
      options: waveletNames,
      default: "coif1",
      label: { en: "Wavelet", it: "Wavelet" },
    },
    {
      id: "band",
      kind: "text",
      pattern: "^[LH]{2,3}$",
      default: "LLH",
      label: { en: "Band", it: "Banda" },
      help: {
        en: "A letter for each axis, x first: L low-pass, H high-pass. Three letters in 3D, two in 2D.",
        it: "Una lettera per asse, x per prima: L passa-basso, H passa-alto. Tre lettere in 3D, due in 2D.",
      },
    },
    {
      id: "level",
      kind: "number",
      unit: "1",
      integer: true,
      min: 1,
      max: 10,
      default: 1,
      label: { en: "Level", it: "Livello" },
    },
    dimensionalityParam,
    boundaryParam,
    rotationParam,
    poolingParam("mean"),
    conventionParam({
      en: "PyRadiomics: periodic beyond the image, no dilated filters.",
      it: "PyRadiomics: periodica oltre l'immagine, senza filtri dilatati.",
    }),
  ],
  problem: (params, { dims }) => {
    const band = textOf(params, "band");
    const axes = is3d(params) ? 3 : 2;
    if (band.length !== axes) {
      return problem("param_outside", "band", `band must have ${axes} letters in ${axes}D; it is ${band}.`);
    }
    if (isPyRadiomics(params) && isOn(params, "rotation_invariance")) {
      const detail = "PyRadiomics has no rotation invariance; set convention to IBSI or switch it off.";
      return problem("param_outside", "rotation_invariance", detail);
    }
    const name = textOf(params, "family");
    const taps = waveletFilters(name).L.length;
    const atFirst = kernelProblem("family", axesOf(params, taps), dims);
    if (atFirst !== null) return atFirst;
    const level = numberOf(params, "level");
    const width = isPyRadiomics(params) ? taps : taps * 2 ** (level - 1);
    const atLevel = kernelProblem("level", axesOf(params, width), dims);
    if (atLevel === null) return null;
    return problem("level_too_deep", "level", `At level ${level} ${name} is too wide. ${atLevel.detail}`);
  },
  halo: (params) => {
    if (isPyRadiomics(params) || boundaryOf(params) === "periodic") return null;
    return axesOf(params, reachOf(params));
  },
  reach: (params) => axesOf(params, reachOf(params)),
  bytes: (params, voxels) => {
    // Three layers of a rotation (without one, two boxes in the kernels' memory) and the response; a cascade's scratch or approximations; the padded image and the cut response.
    const cascade = numberOf(params, "level") === 1 ? 0 : isOn(params, "rotation_invariance") ? 1 : 2;
    return 8 * voxels * (4 + cascade + (isPyRadiomics(params) ? 2 : 0));
  },
  keepsUnit: false,
  label: (params) => {
    const level = numberOf(params, "level");
    const band = textOf(params, "band");
    if (isPyRadiomics(params)) return `wavelet${level > 1 ? level : ""}-${band}`;
    const turned = isOn(params, "rotation_invariance") ? `-rot-${poolingOf(params)}` : "";
    return `wavelet-${textOf(params, "family")}-level-${level}-${band}${turned}`;
  },
  apply: (image, params, pulse) => {
    let out: Float64Array = image.data;
    waveletBands(
      image,
      params,
      [textOf(params, "band")],
      (_band, response) => {
        out = response;
      },
      pulse,
    );
    return out;
  },
  together: {
    key: (params) => keyWithout(params, "band"),
    apply: (image, list, emit, pulse) => {
      const bands = list.map((params) => textOf(params, "band"));
      waveletBands(image, list[0], bands, (band, response) => emit(bands.indexOf(band), response), pulse);
    },
  },
};

/** Taps on both sides of the middle, either way round: half the length of each level. */
function reachOf(params: FilterParams): number {
  const taps = waveletFilters(textOf(params, "family")).L.length;
  const level = numberOf(params, "level");
  return (taps * (isPyRadiomics(params) ? level : 2 ** level - 1)) / 2;
}

const axesOf = (params: FilterParams, n: number): Vec3 => [n, n, is3d(params) ? n : 0];
