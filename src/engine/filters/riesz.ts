import type { Vec3 } from "../grid.ts";
import type { Filter, FilterImage, FilterParam, FilterParams, FilterProblem, Pulse } from "./filter.ts";
import { fourierBoundaryParam, fourierLength, fourierResponses, paddingParam } from "./fourier-filter.ts";
import type { Transfer } from "./fourier-gains.ts";
import { gaussianProblem } from "./gaussian-params.ts";
import { laplacianOfGaussian } from "./laplacian-of-gaussian.ts";
import {
  boundaryOf,
  dimensionalityParam,
  inName,
  is3d,
  isOn,
  numberOf,
  problem,
  sigmaParam,
  textOf,
  truncationParam,
} from "./params.ts";
import { cube, simoncelliBand, simoncelliLevelParam, simoncelliProblem } from "./simoncelli.ts";
import { localAxes } from "./structure-tensor.ts";

/** Exponents l along x, y, and in 3D z. */
type Order = readonly number[];

/** Above this, a steered response is a sum of thousands of products a voxel. */
const STEERED_ORDER = 6;

const orderOf = (params: FilterParams): Order => textOf(params, "order").split(",").map(Number);
const degreeOf = (order: Order): number => order.reduce((a, b) => a + b, 0);
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
/** √(L! / Π l!). */
const weightOf = (order: Order): number =>
  Math.sqrt(order.reduce((product, l) => product / factorial(l), factorial(degreeOf(order))));

/** All orders of a degree, for two or three axes. */
function ordersOf(degree: number, axes: number): Order[] {
  if (axes === 1) return [[degree]];
  return Array.from({ length: degree + 1 }, (_, k) => degree - k).flatMap((first) =>
    ordersOf(degree - first, axes - 1).map((rest) => [first, ...rest]),
  );
}

/** (−i)^L √(L!/Πl!) ν^l / |ν|^L, times what the image is filtered with beforehand, a function of |ν|². */
function transferOf(order: Order, band: (squared: number) => number): Transfer {
  const degree = degreeOf(order);
  const weight = weightOf(order);
  const [lx, ly, lz = 0] = order;
  return {
    quarter: degree % 4,
    odd: [lx % 2 === 1, ly % 2 === 1, lz % 2 === 1],
    f: (x, y, z) => {
      const squared = x * x + y * y + z * z;
      const b = band(squared);
      // The mean of an image has no direction.
      if (b === 0 || squared === 0) return 0;
      const length = power(squared, degree >> 1) * (degree % 2 === 1 ? Math.sqrt(squared) : 1);
      return (b * weight * power(x, lx) * power(y, ly) * power(z, lz)) / length;
    },
  };
}

/** A small whole power; `**` is several times slower. */
function power(x: number, exponent: number): number {
  let product = 1;
  for (let k = 0; k < exponent; k++) product *= x;
  return product;
}

/** What comes before the Riesz transform: a change of the padded image, or a band of frequencies. */
type Source = {
  readonly before?: (image: FilterImage) => Float64Array;
  readonly band: (squared: number) => number;
};

function respond(image: FilterImage, params: FilterParams, source: Source, pulse?: Pulse): Float64Array {
  const order = orderOf(params);
  if (!isOn(params, "steered")) {
    let out = image.data;
    const keep = (_index: number, response: Float64Array) => {
      out = response;
    };
    fourierResponses(image, params, [transferOf(order, source.band)], keep, source.before, pulse);
    return out;
  }
  return steer(image, params, order, source, pulse);
}

/**
 * The transform along the local axes u: Π (u_a · ν)^l_a is a polynomial in ν, so the response is a sum of the transforms
 * of all orders of the same degree, with coefficients that change from voxel to voxel.
 */
function steer(
  image: FilterImage,
  params: FilterParams,
  order: Order,
  source: Source,
  pulse: Pulse = () => {},
): Float64Array {
  const axes = order.length;
  const field: Float64Array[] = [];
  const first = ordersOf(1, axes).map((o) => transferOf(o, source.band));
  fourierResponses(
    image,
    params,
    first,
    (a, response) => (field[a] = response),
    source.before,
    (done) => pulse(done / 3),
  );
  const u = localAxes(field, image, numberOf(params, "tensor_sigma"), boundaryOf(params));
  field.length = 0;
  const out = new Float64Array(image.data.length);
  // One factor u_a · ν for each unit of l_a; each chooses a component of ν.
  const factors = order.flatMap((l, a) => Array.from({ length: l }, () => a));
  const orders = ordersOf(degreeOf(order), axes);
  const add = (m: number, component: Float64Array) => {
    const scale = weightOf(order) / weightOf(orders[m]);
    for (const choice of choicesOf(factors.length, orders[m])) {
      const parts = choice.map((component, k) => u[axes * factors[k] + component]);
      for (let i = 0; i < out.length; i++) {
        let product = scale * component[i];
        for (let k = 0; k < parts.length; k++) product *= parts[k][i];
        out[i] += product;
      }
    }
  };
  const transfers = orders.map((o) => transferOf(o, source.band));
  fourierResponses(image, params, transfers, add, source.before, (done) => pulse((1 + 2 * done) / 3));
  return out;
}

/** The ways in which `count` factors can choose components so that each component c is chosen `order[c]` times. */
function choicesOf(count: number, order: Order): number[][] {
  if (count === 0) return [[]];
  return order.flatMap((left, c) =>
    left === 0
      ? []
      : choicesOf(
          count - 1,
          order.map((l, k) => (k === c ? l - 1 : l)),
        ).map((rest) => [c, ...rest]),
  );
}

const rieszParams: readonly FilterParam[] = [
  {
    id: "order",
    kind: "text",
    pattern: "^[0-9],[0-9](,[0-9])?$",
    default: "1,0,0",
    label: { en: "Order", it: "Ordine" },
    help: {
      en: "Exponents along x, y and, in 3D, z. 1,0,0 answers to edges across x; 0,2,0 to ridges across y.",
      it: "Esponenti lungo x, y e, in 3D, z. 1,0,0 risponde ai bordi attraverso x; 0,2,0 alle creste attraverso y.",
    },
  },
  {
    id: "steered",
    kind: "switch",
    default: false,
    label: { en: "Steered", it: "Orientata" },
    help: {
      en: "Turns the transform at every voxel to the local axes of the structure tensor: x becomes the direction of strongest change.",
      it: "Ruota la trasformata in ogni voxel secondo gli assi locali del tensore di struttura: x diventa la direzione di variazione massima.",
    },
  },
  {
    id: "tensor_sigma",
    kind: "number",
    unit: "mm",
    integer: false,
    min: 0.01,
    max: 200,
    default: 3,
    label: { en: "Tensor sigma", it: "Sigma del tensore" },
    help: {
      en: "Over which distance the structure tensor is averaged; used where the transform is steered.",
      it: "Su quale distanza si media il tensore di struttura; usato se la trasformata è orientata.",
    },
  },
  dimensionalityParam,
  fourierBoundaryParam,
  paddingParam,
];

function orderProblem(
  params: FilterParams,
  { dims, spacing }: Pick<FilterImage, "dims" | "spacing">,
): FilterProblem | null {
  const order = orderOf(params);
  const axes = is3d(params) ? 3 : 2;
  const text = textOf(params, "order");
  if (order.length !== axes) {
    return problem("param_outside", "order", `order must have ${axes} numbers in ${axes}D; it is ${text}.`);
  }
  const degree = degreeOf(order);
  if (degree === 0) return problem("param_outside", "order", `order must not be all zeros; it is ${text}.`);
  if (!isOn(params, "steered")) return null;
  if (degree > STEERED_ORDER) {
    const detail = `A steered transform goes up to degree ${STEERED_ORDER}; ${text} is of degree ${degree}.`;
    return problem("param_outside", "order", detail);
  }
  return gaussianProblem({ ...params, sigma: numberOf(params, "tensor_sigma"), truncation: 4 }, { dims, spacing });
}

function bytesOf(params: FilterParams, voxels: number, dims: Vec3, before: number): number {
  const arrays = isOn(params, "steered") ? 16 : 2;
  return 8 * (arrays * voxels + (1 + before) * fourierLength(dims, params));
}

const nameOf = (params: FilterParams): string =>
  `riesz-${orderOf(params).join("-")}${isOn(params, "steered") ? `-steered-${inName(numberOf(params, "tensor_sigma"))}-mm` : ""}`;

const tex = String.raw`\hat h(\boldsymbol\nu)=(-\mathrm{i})^{L}\sqrt{\frac{L!}{l_1!\,l_2!\,l_3!}}\;\frac{\nu_x^{l_1}\nu_y^{l_2}\nu_z^{l_3}}{\lVert\boldsymbol\nu\rVert^{L}}\;\hat g(\boldsymbol\nu)\,\hat f(\boldsymbol\nu),\qquad L=l_1+l_2+l_3`;
const note =
  "Frequencies on the grid centred at (N − 1)/2, as for the non-separable wavelet; with a boundary other than periodic the " +
  "image gets a margin first. The steered transform has no consensus value in the IBSI: here the structure tensor is that " +
  "of the first-order transforms of the same image, averaged by a Gaussian (cut at 4 sigma) of the given sigma; the axes " +
  "are its eigenvectors by falling eigenvalue, each pointing along the first-order transform of its voxel.";

/** Riesz transform of the Laplacian of Gaussian: IBSI-2 §3.7 (AYRS). */
export const rieszLog: Filter = {
  id: "riesz_log",
  name: "Riesz transform of the Laplacian of Gaussian",
  ibsi: "AYRS",
  section: "3.7",
  tex,
  about: {
    en: "Splits what the Laplacian of Gaussian sees by direction, like a derivative that leaves the size of structures alone.",
    it: "Divide per direzione ciò che vede il laplaciano della gaussiana, come una derivata che non altera la grandezza delle strutture.",
  },
  note,
  params: [sigmaParam(3), truncationParam, ...rieszParams],
  problem: (params, image) => orderProblem(params, image) ?? gaussianProblem(params, image),
  halo: () => null,
  bytes: (params, voxels, dims = cube(voxels)) => bytesOf(params, voxels, dims, 3),
  keepsUnit: false,
  label: (params) => `${nameOf(params)}-${laplacianOfGaussian.label(params)}`,
  apply: (image, params, pulse) =>
    respond(
      image,
      params,
      { band: () => 1, before: (padded) => laplacianOfGaussian.apply(padded, { ...params, convention: "IBSI" }) },
      pulse,
    ),
};

/** Riesz transform of the band-pass of Simoncelli's pyramid: IBSI-2 §3.7 (AYRS). */
export const rieszSimoncelli: Filter = {
  id: "riesz_simoncelli",
  name: "Riesz transform of the non-separable wavelet",
  ibsi: "AYRS",
  section: "3.7",
  tex,
  about: {
    en: "Splits the structures of one size by direction.",
    it: "Divide per direzione le strutture di una sola grandezza.",
  },
  note,
  params: [simoncelliLevelParam, ...rieszParams],
  problem: (params, image) => orderProblem(params, image) ?? simoncelliProblem(params, image),
  halo: () => null,
  bytes: (params, voxels, dims = cube(voxels)) => bytesOf(params, voxels, dims, 0),
  keepsUnit: false,
  label: (params) => `${nameOf(params)}-simoncelli-level-${numberOf(params, "level")}-${is3d(params) ? "3D" : "2D"}`,
  apply: (image, params, pulse) => respond(image, params, { band: simoncelliBand(numberOf(params, "level")) }, pulse),
};
