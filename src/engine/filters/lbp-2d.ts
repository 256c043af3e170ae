import type { Filter } from "./filter.ts";
import { numberOf, problem, textOf } from "./params.ts";

/** How a pattern of P bits becomes a number: P bits in, `steps` says where neighbours on the circle differ. */
type Coding = (bits: Uint8Array) => number;

function uniform(bits: Uint8Array): number {
  let changes = 0;
  let ones = bits[0];
  for (let p = 1; p < bits.length; p++) {
    if (bits[p] !== bits[p - 1]) changes++;
    ones += bits[p];
  }
  return changes <= 2 ? ones : bits.length + 1;
}

function value(bits: Uint8Array, first = 0): number {
  let sum = 0;
  for (let p = 0, w = 1; p < bits.length; p++, w *= 2) sum += w * bits[(first + p) % bits.length];
  return sum;
}

function turned(bits: Uint8Array): number {
  let least = value(bits);
  for (let first = 1; first < bits.length; first++) least = Math.min(least, value(bits, first));
  return least;
}

const codings: Readonly<Record<string, Coding>> = { uniform, default: (bits) => value(bits), ror: turned };

export const localBinaryPattern2d: Filter = {
  id: "lbp_2d",
  name: "Local binary pattern (2D)",
  ibsi: null,
  section: "",
  source: "scikit-image local_binary_pattern, as PyRadiomics 3.0.1 uses it",
  tex: String.raw`h=\begin{cases}\sum_p s_p&\text{at most two changes along the circle}\\P+1&\text{else}\end{cases}\qquad s_p=\left[f(\mathbf{k}+R\,\mathbf{u}_p)\ge f(\mathbf{k})\right]`,
  about: {
    en: "Compares each voxel with a circle around it in its slice and counts the brighter points: a code for edges, spots and corners.",
    it: "Confronta ogni voxel con un cerchio attorno nella sua sezione e conta i punti più chiari: un codice per bordi, macchie e angoli.",
  },
  note: "Points between voxels are interpolated linearly; outside the image there are zeros. Changes are counted from the first point to the last, not round the circle, as scikit-image does.",
  params: [
    {
      id: "radius",
      kind: "number",
      unit: "voxels",
      integer: false,
      min: 0.5,
      max: 50,
      default: 1,
      label: { en: "Radius", it: "Raggio" },
    },
    {
      id: "samples",
      kind: "number",
      unit: "1",
      integer: true,
      min: 2,
      max: 24,
      default: 8,
      label: { en: "Points", it: "Punti" },
      help: { en: "Points on the circle.", it: "Punti sul cerchio." },
    },
    {
      id: "method",
      kind: "choice",
      options: Object.keys(codings),
      default: "uniform",
      label: { en: "Code", it: "Codice" },
      help: {
        en: "uniform: number of brighter points; default: the bits as a number; ror: the least number over all turns.",
        it: "uniform: numero di punti più chiari; default: i bit come numero; ror: il numero minimo tra tutte le rotazioni.",
      },
    },
  ],
  problem: (params, { dims }) => {
    const radius = numberOf(params, "radius");
    const axis = dims.slice(0, 2).findIndex((n) => 2 * radius + 1 > n);
    if (axis < 0) return null;
    const detail = `A circle of radius ${radius} needs ${2 * radius + 1} voxels; along ${"xy"[axis]} the image has ${dims[axis]}.`;
    return problem("kernel_larger_than_image", "radius", detail);
  },
  // Where a point falls between voxels depends, in its last bits, on where the image begins: ties would turn out otherwise on a part.
  halo: () => null,
  bytes: (_params, voxels) => 8 * voxels,
  keepsUnit: false,
  label: () => "lbp-2D",
  apply: ({ data, dims: [nx, ny, nz] }, params, pulse = () => {}) => {
    const points = numberOf(params, "samples");
    const radius = numberOf(params, "radius");
    const code = codings[textOf(params, "method")];
    // scikit-image rounds the points to 5 digits.
    const round = (v: number) => Math.round(v * 1e5) / 1e5;
    const angles = Array.from({ length: points }, (_, p) => (2 * Math.PI * p) / points);
    const dy = angles.map((a) => round(-radius * Math.sin(a)));
    const dx = angles.map((a) => round(radius * Math.cos(a)));
    const bits = new Uint8Array(points);
    const out = new Float64Array(data.length);
    const at = (slice: number, x: number, y: number) =>
      x < 0 || y < 0 || x >= nx || y >= ny ? 0 : data[slice + y * nx + x];
    for (let z = 0, i = 0; z < nz; z++) {
      pulse(z / nz);
      const slice = z * nx * ny;
      for (let y = 0; y < ny; y++) {
        for (let x = 0; x < nx; x++, i++) {
          for (let p = 0; p < points; p++) {
            const r = y + dy[p];
            const c = x + dx[p];
            const r0 = Math.floor(r);
            const c0 = Math.floor(c);
            const r1 = Math.ceil(r);
            const c1 = Math.ceil(c);
            const fr = r - r0;
            const fc = c - c0;
            const top = (1 - fc) * at(slice, c0, r0) + fc * at(slice, c1, r0);
            const bottom = (1 - fc) * at(slice, c0, r1) + fc * at(slice, c1, r1);
            bits[p] = (1 - fr) * top + fr * bottom - data[i] >= 0 ? 1 : 0;
          }
          out[i] = code(bits);
        }
      }
    }
    return out;
  },
};
