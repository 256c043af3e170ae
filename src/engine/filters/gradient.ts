import type { Filter } from "./filter.ts";
import { isOn } from "./params.ts";

export const gradient: Filter = {
  id: "gradient",
  name: "Gradient magnitude",
  ibsi: null,
  section: "",
  source: "ITK GradientMagnitudeImageFilter, as PyRadiomics 3.0.1 uses it",
  tex: String.raw`h=\lVert\nabla f\rVert,\qquad\partial_a f\approx\frac{f(\mathbf{k}+\mathbf{e}_a)-f(\mathbf{k}-\mathbf{e}_a)}{2 s_a}`,
  about: {
    en: "How steeply the intensity changes: edges are bright, flat regions dark.",
    it: "Quanto rapidamente cambia l'intensità: i bordi sono chiari, le regioni uniformi scure.",
  },
  note: "Central differences in 3D; beyond the image, the nearest voxel.",
  params: [
    {
      id: "use_spacing",
      kind: "switch",
      default: true,
      label: { en: "Per mm", it: "Per mm" },
      help: {
        en: "Derivatives per mm; switched off, per voxel.",
        it: "Derivate per mm; se disattivato, per voxel.",
      },
    },
  ],
  problem: () => null,
  halo: () => [1, 1, 1],
  bytes: (_params, voxels) => 8 * voxels,
  keepsUnit: false,
  label: () => "gradient",
  apply: ({ data, dims: [nx, ny, nz], spacing }, params) => {
    const [wx, wy, wz] = spacing.map((s) => (isOn(params, "use_spacing") ? 0.5 / s : 0.5));
    const plane = nx * ny;
    const out = new Float64Array(data.length);
    for (let z = 0, i = 0; z < nz; z++) {
      const down = z > 0 ? plane : 0;
      const up = z < nz - 1 ? plane : 0;
      for (let y = 0; y < ny; y++) {
        const front = y > 0 ? nx : 0;
        const back = y < ny - 1 ? nx : 0;
        for (let x = 0; x < nx; x++, i++) {
          const dx = wx * (data[x < nx - 1 ? i + 1 : i] - data[x > 0 ? i - 1 : i]);
          const dy = wy * (data[i + back] - data[i - front]);
          const dz = wz * (data[i + up] - data[i - down]);
          out[i] = Math.sqrt(dx * dx + dy * dy + dz * dz);
        }
      }
    }
    return out;
  },
};
