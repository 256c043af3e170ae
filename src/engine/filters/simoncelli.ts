import type { Vec3 } from "../grid.ts";
import type { Filter, FilterImage, FilterParam, FilterParams, FilterProblem } from "./filter.ts";
import { fourierBoundaryParam, fourierLength, fourierResponses, paddingParam } from "./fourier-filter.ts";
import type { Transfer } from "./fourier-gains.ts";
import { dimensionalityParam, is3d, numberOf, problem } from "./params.ts";

export const simoncelliLevelParam: FilterParam = {
  id: "level",
  kind: "number",
  unit: "1",
  integer: true,
  min: 1,
  max: 10,
  default: 1,
  label: { en: "Level", it: "Livello" },
  help: {
    en: "Level 1 is the finest octave; each further one is half as fine.",
    it: "Il livello 1 è l'ottava più fine; ogni livello successivo è fine la metà.",
  },
};

/** The band-pass B of a level as a function of the squared distance from frequency 0: an octave about 2^−level. */
export function simoncelliBand(level: number): (squared: number) => number {
  const top = 2 ** (1 - level);
  const low = (top / 4) ** 2;
  const high = top ** 2;
  // log2(2r / top) = log2(4r² / top²) / 2
  const scale = 4 / high;
  return (squared) => (squared < low || squared > high ? 0 : Math.cos((Math.PI / 4) * Math.log2(scale * squared)));
}

/** A level whose middle wavelength, 2^(level + 1) voxels, does not fit into the image has nothing to say about it. */
export function simoncelliProblem(params: FilterParams, { dims }: Pick<FilterImage, "dims">): FilterProblem | null {
  const level = numberOf(params, "level");
  const wave = 2 ** (level + 1);
  const axis = (is3d(params) ? dims : dims.slice(0, 2)).findIndex((n) => n < wave);
  if (axis < 0) return null;
  const detail = `Level ${level} looks at waves of ${wave} voxels; along ${"xyz"[axis]} the image has ${dims[axis]}.`;
  return problem("level_too_deep", "level", detail);
}

/** Non-separable wavelets, the band-pass of Simoncelli's pyramid: IBSI-2 §3.6 (LODD). */
export const simoncelli: Filter = {
  id: "simoncelli",
  name: "Non-separable wavelet (Simoncelli)",
  ibsi: "LODD",
  section: "3.6",
  tex: String.raw`\hat g_j(\boldsymbol\nu)=\begin{cases}\cos\left(\frac{\pi}{2}\log_2\frac{2\lVert\boldsymbol\nu\rVert}{\nu_j}\right)&\frac{\nu_j}{4}\le\lVert\boldsymbol\nu\rVert\le\nu_j\\0&\text{else}\end{cases}\qquad\nu_j=2^{1-j}\nu_{\text{Nyquist}}`,
  about: {
    en: "Keeps the structures of one size, whatever their direction: an octave of spatial frequencies.",
    it: "Conserva le strutture di una sola grandezza, in qualunque direzione: un'ottava di frequenze spaziali.",
  },
  note:
    "Frequencies are those of the image itself, on a grid centred at (N − 1)/2 with ±1 at its ends, as the IBSI's " +
    "reference maps have it; of an axis of even length this is half a step beside the transform's own frequencies. " +
    "The IBSI's references of phase 2, though they name a mirror, are those of a periodic image.",
  params: [simoncelliLevelParam, dimensionalityParam, fourierBoundaryParam, paddingParam],
  problem: simoncelliProblem,
  halo: () => null,
  bytes: (params, voxels, dims = cube(voxels)) => 8 * (2 * voxels + fourierLength(dims, params)),
  keepsUnit: false,
  label: (params) => `simoncelli-level-${numberOf(params, "level")}-${is3d(params) ? "3D" : "2D"}`,
  apply: (image, params, pulse) => {
    const band = simoncelliBand(numberOf(params, "level"));
    const transfer: Transfer = { quarter: 0, odd: [false, false, false], f: (x, y, z) => band(x * x + y * y + z * z) };
    let out = image.data;
    fourierResponses(
      image,
      params,
      [transfer],
      (_index, response) => {
        out = response;
      },
      undefined,
      pulse,
    );
    return out;
  },
};

/** Where only the number of voxels is known. */
export function cube(voxels: number): Vec3 {
  const n = Math.ceil(Math.cbrt(voxels));
  return [n, n, n];
}
