import type { Vec3 } from "../grid.ts";
import type { Filter, FilterImage, FilterParams, Pooling, Pulse } from "./filter.ts";
import {
  boundaryOf,
  boundaryParam,
  dimensionalityParam,
  inName,
  is3d,
  kernelProblem,
  numberOf,
  poolingOf,
  poolingParam,
  problem,
  sigmaParam,
} from "./params.ts";
import { eachModulus, hermitianSpectrum, type PlaneAxes, planeFourier, strideOf } from "./plane-fourier.ts";

/** Where the envelope is cut, in standard deviations: it has fallen to 1.5e-8 there. */
const CUT = 6;
/** The part of the envelope that must fit into the image, in standard deviations: 99.7 % of its weight. */
const CORE = 3;
/** Planes between two signs of life. */
const PLANES = 8;

const planes: readonly PlaneAxes[] = [
  { a: 0, b: 1, c: 2 },
  { a: 0, b: 2, c: 1 },
  { a: 1, b: 2, c: 0 },
];
const planesOf = (params: FilterParams): readonly PlaneAxes[] => (is3d(params) ? planes : planes.slice(0, 1));

/** Orientations in radians. θ and θ + 180° have conjugate kernels, so of such a pair one is computed. */
export function orientations(theta: number, step: number): number[] {
  const count = step === 0 ? 1 : Math.round(360 / step);
  const distinct = count % 2 === 0 ? count / 2 : count;
  return Array.from({ length: distinct }, (_, k) => ((theta + k * step) * Math.PI) / 180);
}

const anglesOf = (params: FilterParams): number[] => orientations(numberOf(params, "theta"), numberOf(params, "step"));

/** How far the envelope of any orientation reaches in a plane, in voxels along its two axes, at `cut` sigmas. */
function reachOf(params: FilterParams, { a, b }: PlaneAxes, spacing: Vec3, cut: number): [number, number] {
  const along = numberOf(params, "sigma");
  const across = along / numberOf(params, "gamma");
  let ra = 0;
  let rb = 0;
  for (const theta of anglesOf(params)) {
    ra = Math.max(ra, Math.hypot(along * Math.cos(theta), across * Math.sin(theta)));
    rb = Math.max(rb, Math.hypot(along * Math.sin(theta), across * Math.cos(theta)));
  }
  return [Math.ceil((cut * ra) / spacing[a] - 1e-9), Math.ceil((cut * rb) / spacing[b] - 1e-9)];
}

/** The reach along x, y, z over all planes that are filtered. */
function reach3d(params: FilterParams, spacing: Vec3, cut: number): Vec3 {
  const reach = [0, 0, 0];
  for (const plane of planesOf(params)) {
    const [ra, rb] = reachOf(params, plane, spacing, cut);
    reach[plane.a] = Math.max(reach[plane.a], ra);
    reach[plane.b] = Math.max(reach[plane.b], rb);
  }
  return [reach[0], reach[1], reach[2]];
}

/** Gabor filter, modulus of the complex response: IBSI-2 §3.4 (Q88H). */
export const gabor: Filter = {
  id: "gabor",
  name: "Gabor",
  ibsi: "Q88H",
  section: "3.4",
  tex: String.raw`g[\mathbf{k}]=e^{-\frac{u^2+\gamma^2v^2}{2\sigma^2}+i\frac{2\pi u}{\lambda}},\quad u=k_1\cos\theta+k_2\sin\theta,\ v=-k_1\sin\theta+k_2\cos\theta,\quad h=\lvert g*f\rvert`,
  about: {
    en: "Answers to stripes of one wavelength and direction, as in a fine-toothed comb; with an angle step, to stripes of any direction.",
    it: "Risponde a strisce di una lunghezza d'onda e una direzione, come un pettine; con un passo angolare, a strisce di ogni direzione.",
  },
  note:
    "Kernels lie in planes: of x and y, and in 3D of x and z and of y and z as well. With an angle step, orientations all " +
    "round from theta on are pooled, in 3D over the planes too. The envelope is cut at 6 sigma, and refused where its " +
    "inner ±3 sigma are wider than the image. The kernel has no norm.",
  params: [
    {
      ...sigmaParam(5),
      help: {
        en: "Standard deviation of the envelope along the wave.",
        it: "Deviazione standard dell'inviluppo lungo l'onda.",
      },
    },
    {
      id: "lambda",
      kind: "number",
      unit: "mm",
      integer: false,
      min: 0.01,
      max: 500,
      default: 4,
      label: { en: "Wavelength", it: "Lunghezza d'onda" },
    },
    {
      id: "gamma",
      kind: "number",
      unit: "1",
      integer: false,
      min: 0.05,
      max: 20,
      default: 1,
      label: { en: "Aspect ratio", it: "Rapporto d'aspetto" },
      help: {
        en: "Sigma along the wave divided by sigma across it.",
        it: "Sigma lungo l'onda diviso per sigma attraverso.",
      },
    },
    {
      id: "theta",
      kind: "number",
      unit: "degrees",
      integer: false,
      min: -360,
      max: 360,
      default: 0,
      label: { en: "Angle", it: "Angolo" },
      help: {
        en: "Direction of the wave, from the plane's first axis.",
        it: "Direzione dell'onda, dal primo asse del piano.",
      },
    },
    {
      id: "step",
      kind: "number",
      unit: "degrees",
      integer: false,
      min: 0,
      max: 180,
      default: 0,
      label: { en: "Angle step", it: "Passo angolare" },
      help: {
        en: "0: one direction. Above 0: all directions from the angle on, this far apart, pooled.",
        it: "0: una direzione. Sopra 0: tutte le direzioni dall'angolo in poi, a questa distanza, riunite.",
      },
    },
    poolingParam("mean"),
    dimensionalityParam,
    boundaryParam,
  ],
  problem: (params, { dims, spacing }) => {
    const step = numberOf(params, "step");
    const count = step === 0 ? 1 : 360 / step;
    if (Math.abs(count - Math.round(count)) > 1e-9 || count > 360) {
      const detail = `The angle step must divide 360 degrees into 360 parts at most; it is ${step}.`;
      return problem("param_outside", "step", detail);
    }
    const axes = is3d(params) ? [0, 1, 2] : [0, 1];
    const sigma = numberOf(params, "sigma");
    const narrow = Math.min(sigma, sigma / numberOf(params, "gamma"));
    const lambda = numberOf(params, "lambda");
    for (const axis of axes) {
      if (narrow < 0.5 * spacing[axis]) {
        const detail = `The envelope's sigma (${Number(narrow.toFixed(3))} mm) is below half a voxel along ${"xyz"[axis]} (${spacing[axis]} mm).`;
        return problem("sigma_too_small", "sigma", detail);
      }
      if (lambda < 2 * spacing[axis] * (1 - 1e-6)) {
        const detail = `A wave of ${lambda} mm is shorter than two voxels along ${"xyz"[axis]} (${spacing[axis]} mm) and cannot be told from a longer one.`;
        return problem("param_outside", "lambda", detail);
      }
    }
    return kernelProblem(
      "sigma",
      reach3d(params, spacing, CORE).map((r) => (r === 0 ? 0 : 2 * r + 1)),
      dims,
    );
  },
  halo: (params, spacing) => (boundaryOf(params) === "periodic" ? null : reach3d(params, spacing, CUT)),
  bytes: (params, voxels) => 8 * voxels + 8 * (anglesOf(params).length + 8) * 4 * voxels ** (2 / 3),
  keepsUnit: false,
  label: (params) =>
    [
      "gabor-sigma",
      inName(numberOf(params, "sigma")),
      "lambda",
      inName(numberOf(params, "lambda")),
      "gamma",
      inName(numberOf(params, "gamma")),
      "theta",
      inName(numberOf(params, "theta")),
      ...(numberOf(params, "step") > 0 ? ["step", inName(numberOf(params, "step")), poolingOf(params)] : []),
      is3d(params) ? "3D" : "2D",
    ].join("-"),
  apply: respond,
};

function respond(image: FilterImage, params: FilterParams, pulse: Pulse = () => {}): Float64Array {
  const out = new Float64Array(image.data.length);
  const used = planesOf(params);
  used.forEach((axes, n) => {
    poolPlanes(image, params, axes, n === 0, (done) => pulse((n + done) / used.length), out);
  });
  const count = used.length * anglesOf(params).length;
  if (poolingOf(params) === "mean" && count > 1) {
    for (let i = 0; i < out.length; i++) out[i] /= count;
  }
  return out;
}

/** Pools the moduli of all orientations in all planes spanned by two axes into `out` (sums, for the mean). */
function poolPlanes(
  { dims, data, spacing }: FilterImage,
  params: FilterParams,
  axes: PlaneAxes,
  first: boolean,
  pulse: Pulse,
  out: Float64Array,
): void {
  const fourier = planeFourier(dims, axes, reachOf(params, axes, spacing, CUT), boundaryOf(params));
  const kernels = anglesOf(params).map((theta) =>
    hermitianSpectrum(fourier, waveOf(params, theta, spacing[axes.a], spacing[axes.b])),
  );
  const pooling = poolingOf(params);
  for (let c = 0; c < dims[axes.c]; c += PLANES) {
    pulse(c / dims[axes.c]);
    eachModulus(fourier, kernels, data, c, Math.min(c + PLANES, dims[axes.c]), (index, k, modulus) =>
      pool(modulus, dims, axes, index, pooling, first && k === 0, out),
    );
  }
}

/** The kernel's value at voxel (x, y) of a plane: the envelope times cosine and sine of the wave. */
function waveOf(params: FilterParams, theta: number, sa: number, sb: number) {
  const sigma = numberOf(params, "sigma");
  const gamma = numberOf(params, "gamma");
  const lambda = numberOf(params, "lambda");
  const cos = Math.cos(theta);
  const sin = Math.sin(theta);
  return (x: number, y: number): [number, number] => {
    const u = x * sa * cos + y * sb * sin;
    const v = -x * sa * sin + y * sb * cos;
    const envelope = Math.exp(-(u * u + gamma * gamma * v * v) / (2 * sigma * sigma));
    const angle = (2 * Math.PI * u) / lambda;
    return [envelope * Math.cos(angle), envelope * Math.sin(angle)];
  };
}

/** Pools one plane's modulus, `modulus[x + na * y]`, into the volume. */
function pool(
  modulus: Float64Array,
  dims: Vec3,
  axes: PlaneAxes,
  index: number,
  pooling: Pooling,
  first: boolean,
  out: Float64Array,
): void {
  const na = dims[axes.a];
  const nb = dims[axes.b];
  const sa = strideOf(dims, axes.a);
  const sb = strideOf(dims, axes.b);
  const start = index * strideOf(dims, axes.c);
  const sign = pooling === "max" ? 1 : -1;
  for (let y = 0, m = 0; y < nb; y++) {
    let i = start + y * sb;
    if (first && sa === 1) {
      out.set(modulus.subarray(m, m + na), i);
      m += na;
      continue;
    }
    for (const end = m + na; m < end; m++, i += sa) {
      const h = modulus[m];
      if (first) out[i] = h;
      else if (pooling === "mean") out[i] += h;
      else if (sign * h > sign * out[i]) out[i] = h;
    }
  }
}
