import type { Vec3 } from "../grid.ts";
import type { Filter, FilterParams } from "./filter.ts";
import { meanKernel } from "./mean.ts";
import {
  boundaryOf,
  boundaryParam,
  dimensionalityParam,
  is3d,
  isOn,
  kernelProblem,
  numberOf,
  poolingOf,
  poolingParam,
  problem,
  rotationParam,
  textOf,
} from "./params.ts";
import { pooledSeparable } from "./rotations.ts";
import { convolveSeparable, type Kernel, kernelOf } from "./separable.ts";

const unit = (taps: readonly number[]): Kernel => kernelOf(taps.map((w) => w / Math.hypot(...taps)));

/** Laws' kernels, of unit length: Level, Edge, Spot, Wave, Ripple. IBSI-2 §3.3. */
export const lawsKernels: Readonly<Record<string, Kernel>> = {
  L3: unit([1, 2, 1]),
  L5: unit([1, 4, 6, 4, 1]),
  E3: unit([-1, 0, 1]),
  E5: unit([-1, -2, 0, 2, 1]),
  S3: unit([-1, 2, -1]),
  S5: unit([-1, 0, 2, 0, -1]),
  W5: unit([-1, 2, 0, -2, 1]),
  R5: unit([1, -4, 6, -4, 1]),
};

const named = (params: FilterParams): readonly string[] => textOf(params, "kernels").match(/../g) ?? [];

/** Half the width of the kernels and, where asked for, of the energy's box. */
const reachOf = (params: FilterParams): number => {
  const kernel = Math.max(...named(params).map((name) => lawsKernels[name].centre));
  return kernel + (isOn(params, "energy") ? numberOf(params, "delta") : 0);
};

/** Laws' kernels and their energy: IBSI-2 §3.3 (JTXT). */
export const laws: Filter = {
  id: "laws",
  name: "Laws kernels",
  ibsi: "JTXT",
  section: "3.3",
  tex: String.raw`h=\left(g_1\otimes g_2\otimes g_3\right)*f,\qquad h_E[\mathbf{k}]=\frac{1}{(2\delta+1)^D}\sum_{\lVert\mathbf{m}\rVert_\infty\le\delta}\bigl|h[\mathbf{k}+\mathbf{m}]\bigr|`,
  about: {
    en: "Small kernels for levels (L), edges (E), spots (S), waves (W) and ripples (R), one along each axis; the energy tells how much of it there is nearby.",
    it: "Piccoli kernel per livelli (L), bordi (E), punti (S), onde (W) e increspature (R), uno per asse; l'energia dice quanto ce n'è intorno.",
  },
  note:
    "The first kernel lies along x (columns), the second along y, the third along z. Kernels have unit length. Rotations " +
    "are pooled before the energy is taken.",
  params: [
    {
      id: "kernels",
      kind: "text",
      pattern: "^([LES][35]|[WR]5){2,3}$",
      default: "L5E5E5",
      label: { en: "Kernels", it: "Kernel" },
      help: {
        en: "One for each axis: L3 L5 E3 E5 S3 S5 W5 R5; three in 3D, two in 2D.",
        it: "Uno per asse: L3 L5 E3 E5 S3 S5 W5 R5; tre in 3D, due in 2D.",
      },
    },
    rotationParam,
    poolingParam("max"),
    {
      id: "energy",
      kind: "switch",
      default: true,
      label: { en: "Energy map", it: "Mappa di energia" },
      help: {
        en: "The mean of the absolute response in a box around each voxel.",
        it: "La media della risposta in valore assoluto in un cubo attorno a ogni voxel.",
      },
    },
    {
      id: "delta",
      kind: "number",
      unit: "voxels",
      integer: true,
      min: 1,
      max: 100,
      default: 7,
      label: { en: "Energy distance", it: "Distanza dell'energia" },
      help: {
        en: "The energy's box reaches this many voxels to either side.",
        it: "Il cubo dell'energia si estende di altrettanti voxel per lato.",
      },
    },
    dimensionalityParam,
    boundaryParam,
  ],
  problem: (params, { dims }) => {
    const names = named(params);
    const axes = is3d(params) ? 3 : 2;
    if (names.length !== axes) {
      const detail = `${axes} kernels are needed in ${axes}D; ${names.join("")} are ${names.length}.`;
      return problem("param_outside", "kernels", detail);
    }
    const widest = Math.max(...names.map((name) => lawsKernels[name].taps.length));
    const onEach = (width: number): number[] => [width, width, axes === 3 ? width : 0];
    const box = isOn(params, "energy") ? 2 * numberOf(params, "delta") + 1 : 0;
    return kernelProblem("kernels", onEach(widest), dims) ?? kernelProblem("delta", onEach(box), dims);
  },
  halo: (params): Vec3 | null => {
    if (boundaryOf(params) === "periodic") return null;
    const reach = reachOf(params);
    return [reach, reach, is3d(params) ? reach : 0];
  },
  bytes: (_params, voxels) => 6 * 8 * voxels,
  keepsUnit: false,
  label: (params) =>
    [
      "laws",
      named(params).join(""),
      ...(isOn(params, "energy") ? ["energy", numberOf(params, "delta")] : []),
      ...(isOn(params, "rotation_invariance") ? ["rot", poolingOf(params)] : []),
    ].join("-"),
  apply: (image, params, pulse) => {
    const boundary = boundaryOf(params);
    const chains = named(params).map((name) => [lawsKernels[name]]);
    const rotationInvariant = isOn(params, "rotation_invariance");
    const response = pooledSeparable(image, chains, { boundary, rotationInvariant, pooling: poolingOf(params) }, pulse);
    if (!isOn(params, "energy")) return response;
    for (let i = 0; i < response.length; i++) response[i] = Math.abs(response[i]);
    const box = meanKernel(2 * numberOf(params, "delta") + 1);
    return convolveSeparable(response, image.dims, is3d(params) ? [box, box, box] : [box, box], boundary);
  },
};
