import type { Vec3 } from "../grid.ts";
import { icosphere } from "../math/icosphere.ts";
import { sphericalHarmonic } from "../math/spherical-harmonics.ts";
import type { Filter, FilterImage, FilterParams, Pulse } from "./filter.ts";
import { isOn, keyWithout, numberOf, problem, textOf } from "./params.ts";

const POLE = Math.sqrt(3) - 2;

export const localBinaryPattern3d: Filter = {
  id: "lbp_3d",
  name: "Local binary pattern (3D)",
  ibsi: null,
  section: "",
  source: "PyRadiomics 3.0.1 getLBP3DImage, after Banerjee et al. 2013 (doi:10.1007/978-3-642-37410-4_3)",
  tex: String.raw`h_n=\operatorname{Re}\sqrt{\sum_v\Big(\sum_m c_{nm}Y_{nm}(v)\Big)^2},\quad c_{nm}=\sum_v\left[f(\mathbf{k}+R\mathbf{u}_v)\ge f(\mathbf{k})\right]Y_{nm}(v)`,
  about: {
    en: "Compares each voxel with a sphere around it; the pattern of brighter points is described by its spherical harmonics of one degree.",
    it: "Confronta ogni voxel con una sfera attorno; il disegno dei punti più chiari è descritto dalle armoniche sferiche di un grado.",
  },
  note:
    "As PyRadiomics computes it: the sphere is in voxels, polar angle and azimuth are exchanged, the coefficients are not " +
    "conjugated. m1 is degree 0. Its kurtosis map (lbp-3D-k) is not offered: it has no value where all points of a sphere are alike.",
  params: [
    {
      id: "output",
      kind: "choice",
      options: ["m1", "m2", "m3", "m4", "m5"],
      default: "m1",
      label: { en: "Map", it: "Mappa" },
      help: { en: "m1 is degree 0, m2 degree 1 …", it: "m1 è il grado 0, m2 il grado 1 …" },
    },
    {
      id: "levels",
      kind: "number",
      unit: "1",
      integer: true,
      min: 1,
      max: 5,
      default: 2,
      label: { en: "Degrees", it: "Gradi" },
      help: { en: "How many maps there are.", it: "Quante mappe ci sono." },
    },
    {
      id: "radius",
      kind: "number",
      unit: "voxels",
      integer: false,
      min: 0.5,
      max: 20,
      default: 1,
      label: { en: "Radius", it: "Raggio" },
    },
    {
      id: "subdivision",
      kind: "number",
      unit: "1",
      integer: true,
      min: 0,
      max: 2,
      default: 1,
      label: { en: "Subdivisions", it: "Suddivisioni" },
      help: { en: "Of the icosahedron: 12, 42 or 162 points.", it: "Dell'icosaedro: 12, 42 o 162 punti." },
    },
    {
      id: "whole_numbers",
      kind: "switch",
      default: true,
      label: { en: "Whole numbers", it: "Numeri interi" },
      help: {
        en: "Interpolated intensities are rounded, as happens in PyRadiomics to images stored as integers.",
        it: "Le intensità interpolate sono arrotondate, come accade in PyRadiomics alle immagini in numeri interi.",
      },
    },
  ],
  problem: (params, { dims }) => {
    const levels = numberOf(params, "levels");
    const output = textOf(params, "output");
    if (degreeOf(output) >= levels) {
      return problem(
        "param_outside",
        "output",
        `With levels ${levels} there are m1 to m${levels}; output is ${output}.`,
      );
    }
    const radius = numberOf(params, "radius");
    const axis = dims.findIndex((n) => 2 * radius + 1 > n);
    if (axis < 0) return null;
    const detail = `A sphere of radius ${radius} needs ${2 * radius + 1} voxels; along ${"xyz"[axis]} the image has ${dims[axis]}.`;
    return problem("kernel_larger_than_image", "radius", detail);
  },
  // The spline's coefficients feel voxels at any distance; after 28 voxels by less than a double's last bit.
  halo: (params) => {
    const reach = Math.ceil(numberOf(params, "radius")) + 30;
    return [reach, reach, reach];
  },
  bytes: (_params, voxels) => 2 * 8 * voxels,
  keepsUnit: false,
  label: (params) => `lbp-3D-${textOf(params, "output")}`,
  apply: (image, params, pulse) => {
    let out = image.data;
    patterns(
      image,
      [params],
      (_n, response) => {
        out = response;
      },
      pulse,
    );
    return out;
  },
  // The points of the spheres are compared once for maps of all degrees.
  together: { key: (params) => keyWithout(params, "output"), apply: patterns },
};

function patterns(
  image: FilterImage,
  list: readonly FilterParams[],
  emit: (n: number, response: Float64Array) => void,
  pulse: Pulse = () => {},
): void {
  const { data, dims } = image;
  const [nx, ny, nz] = dims;
  const params = list[0];
  const radius = numberOf(params, "radius");
  const rounded = isOn(params, "whole_numbers");
  const points = icosphere(numberOf(params, "subdivision"));
  const samples = points.map((p) => sampleOf(p, radius, dims));
  const norms = list.map((one) => patternNorm(points, degreeOf(textOf(one, "output"))));
  const coefficients = splineCoefficients(image);
  const bits = new Uint8Array(points.length);
  const outs = list.map(() => new Float64Array(data.length));
  // As far from the border, every spline reads the image alone.
  const far = Math.ceil(radius) + 2;
  const within = (k: number, n: number) => k >= far && k < n - far;
  for (let z = 0, i = 0; z < nz; z++) {
    pulse(z / nz);
    for (let y = 0; y < ny; y++) {
      const inner = within(z, nz) && within(y, ny);
      for (let x = 0; x < nx; x++, i++) {
        const inside = inner && within(x, nx);
        for (let v = 0; v < samples.length; v++) {
          const s = samples[v];
          const value = inside
            ? interpolateInside(coefficients, i, s.distance, s.weights)
            : interpolate(coefficients, dims, x, y, z, s);
          bits[v] = (rounded ? Math.sign(value) * Math.floor(Math.abs(value) + 0.5) : value) >= data[i] ? 1 : 0;
        }
        for (let n = 0; n < outs.length; n++) outs[n][i] = norms[n](bits);
      }
    }
  }
  outs.forEach((out, n) => {
    emit(n, out);
  });
}

const degreeOf = (output: string): number => Number(output.slice(1)) - 1;

/** Re √Σ_v f_v² of the part of degree n of a pattern of bits. The first coordinate of a point is z of the image, the last x. */
function patternNorm(points: readonly Vec3[], degree: number): (bits: Uint8Array) => number {
  const orders = Array.from({ length: 2 * degree + 1 }, (_, k) => k - degree);
  const harmonics = orders.map((m) =>
    points.map(([a, b, c]) => sphericalHarmonic(degree, m, Math.acos(c), Math.cos(Math.atan2(b, a)))),
  );
  // Σ_v Y_m(v) Y_k(v), not conjugated.
  const gram = harmonics.map((p) =>
    harmonics.map((q) => {
      let [re, im] = [0, 0];
      p.forEach(([a, b], v) => {
        re += a * q[v][0] - b * q[v][1];
        im += a * q[v][1] + b * q[v][0];
      });
      return [re, im] as const;
    }),
  );
  const parts = harmonics.map((h) => ({
    re: Float64Array.from(h, (y) => y[0]),
    im: Float64Array.from(h, (y) => y[1]),
  }));
  const [cr, ci] = [new Float64Array(orders.length), new Float64Array(orders.length)];
  return (bits) => {
    for (let m = 0; m < orders.length; m++) {
      const { re, im } = parts[m];
      let [a, b] = [0, 0];
      for (let v = 0; v < bits.length; v++) {
        a += bits[v] * re[v];
        b += bits[v] * im[v];
      }
      cr[m] = a;
      ci[m] = b;
    }
    let [re, im] = [0, 0];
    for (let m = 0; m < orders.length; m++) {
      for (let k = 0; k < orders.length; k++) {
        const pr = cr[m] * cr[k] - ci[m] * ci[k];
        const pi = cr[m] * ci[k] + ci[m] * cr[k];
        re += pr * gram[m][k][0] - pi * gram[m][k][1];
        im += pr * gram[m][k][1] + pi * gram[m][k][0];
      }
    }
    return Math.sqrt(Math.max(0, (Math.hypot(re, im) + re) / 2));
  };
}

/** A point of the sphere seen from its voxel: where it is, and the voxels of its spline with their weights. */
type Sample = {
  readonly offset: Vec3;
  readonly dx: Int32Array;
  readonly dy: Int32Array;
  readonly dz: Int32Array;
  /** Distance in the array, where no voxel lies outside the image. */
  readonly distance: Int32Array;
  readonly weights: Float64Array;
};

function sampleOf([a, b, c]: Vec3, radius: number, [nx, ny]: Vec3): Sample {
  const offset: Vec3 = [c * radius, b * radius, a * radius];
  const taps = offset.map((d) => {
    const t = d - Math.floor(d);
    const s = 1 - t;
    const weights = [(s * s * s) / 6, 2 / 3 - (t * t * (2 - t)) / 2, 2 / 3 - (s * s * (2 - s)) / 2, (t * t * t) / 6];
    return weights.map((weight, k) => ({ step: Math.floor(d) - 1 + k, weight })).filter(({ weight }) => weight !== 0);
  });
  const all = taps[2].flatMap((z) =>
    taps[1].flatMap((y) =>
      taps[0].map((x) => ({ x: x.step, y: y.step, z: z.step, weight: z.weight * y.weight * x.weight })),
    ),
  );
  return {
    offset,
    dx: Int32Array.from(all, (t) => t.x),
    dy: Int32Array.from(all, (t) => t.y),
    dz: Int32Array.from(all, (t) => t.z),
    distance: Int32Array.from(all, (t) => t.x + nx * (t.y + ny * t.z)),
    weights: Float64Array.from(all, (t) => t.weight),
  };
}

/** The cubic spline at a sample of voxel i, all of whose voxels lie in the image. */
function interpolateInside(coefficients: Float64Array, i: number, distance: Int32Array, weights: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < weights.length; t++) sum += weights[t] * coefficients[i + distance[t]];
  return sum;
}

/** The cubic spline at a sample of voxel (x, y, z); zero outside the image. */
function interpolate(coefficients: Float64Array, dims: Vec3, x: number, y: number, z: number, sample: Sample): number {
  const { offset, dx, dy, dz, weights } = sample;
  const [nx, ny, nz] = dims;
  const [px, py, pz] = [x + offset[0], y + offset[1], z + offset[2]];
  if (px < 0 || py < 0 || pz < 0 || px > nx - 1 || py > ny - 1 || pz > nz - 1) return 0;
  let sum = 0;
  for (let t = 0; t < weights.length; t++) {
    const row = nx * (reflected(y + dy[t], ny) + ny * reflected(z + dz[t], nz));
    sum += weights[t] * coefficients[row + reflected(x + dx[t], nx)];
  }
  return sum;
}

/** An index mirrored about the outermost voxels, which are not repeated. */
function reflected(i: number, n: number): number {
  if (n === 1) return 0;
  let k = i < 0 ? -i : i;
  k %= 2 * n - 2;
  return k < n ? k : 2 * n - 2 - k;
}

/** Cubic B-spline coefficients of an image that is mirrored about its outermost voxels, as SciPy takes them. */
function splineCoefficients({ data, dims }: FilterImage): Float64Array {
  const out = Float64Array.from(data);
  for (const axis of [0, 1, 2]) {
    const n = dims[axis];
    if (n === 1) continue;
    const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
    const outer = data.length / (n * inner);
    const line = new Float64Array(n);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const start = o * n * inner + i;
        for (let k = 0; k < n; k++) line[k] = 6 * out[start + k * inner];
        let first = 0;
        for (let k = 2 * n - 3; k >= 0; k--) first = first * POLE + line[k < n ? k : 2 * n - 2 - k];
        line[0] = first / (1 - POLE ** (2 * n - 2));
        for (let k = 1; k < n; k++) line[k] += POLE * line[k - 1];
        line[n - 1] = (POLE / (POLE * POLE - 1)) * (POLE * line[n - 2] + line[n - 1]);
        for (let k = n - 2; k >= 0; k--) line[k] = POLE * (line[k + 1] - line[k]);
        for (let k = 0; k < n; k++) out[start + k * inner] = line[k];
      }
    }
  }
  return out;
}
