import type { Vec3 } from "../../grid.ts";
import { largestDistance } from "../../kernels/diameter.ts";
import { type MaskMoments, maskBits, maskMoments } from "../../kernels/mask-bits.ts";
import { outermostVertices, planarDiameters } from "../../kernels/planar-corners.ts";
import { type SurfaceLines, surfaceLines } from "../../kernels/surface-lines.ts";
import { type Reason, undefinedBecause } from "../../reason.ts";
import type { Roi } from "../../roi.ts";
import type { Family, Feature } from "../family.ts";
import { morphology } from "../morphology.ts";
import { covarianceOf, inMm } from "../shape.ts";
import { equal, names } from "./equal.ts";
import { meshOf } from "./mesh.ts";

export type PyradiomicsShape = {
  readonly mesh: { readonly volume: number; readonly area: number };
  readonly voxels: number;
  /** The largest distances between vertices of the mesh, in mm: in space, and between vertices of equal x, y and z. */
  readonly diameters: { readonly space: number; readonly equal: Vec3 };
  /** 4√λ with the covariance divided by N, descending, in mm. */
  readonly axes: readonly [number, number, number];
};

/** Principal axes of the voxel centres, 4√λ, with the covariance divided by N. */
export function axesOf(moments: MaskMoments, spacing: Vec3): PyradiomicsShape["axes"] {
  const { count } = moments;
  const { values } = covarianceOf(moments, spacing);
  // An eigenvalue that rounding has made negative, or a little more than nothing, is none.
  const axis = (k: 0 | 1 | 2) =>
    values[k] > 1e-15 * values[0] ? 4 * Math.sqrt((values[k] * Math.max(1, count - 1)) / count) : 0;
  return [axis(0), axis(1), axis(2)];
}

function diametersOf(lines: SurfaceLines, spacing: Vec3): PyradiomicsShape["diameters"] {
  const points = inMm(outermostVertices(lines), spacing);
  return { space: largestDistance(points, points.length / 3), equal: planarDiameters(lines, spacing) };
}

function prepare({ morphologicalMask, dims, spacing }: Roi): readonly PyradiomicsShape[] | Reason {
  const bits = maskBits(morphologicalMask, dims);
  const moments = maskMoments(bits);
  if (moments.count === 0) return undefinedBecause("empty_region", "The mask holds no voxel.");
  return [
    {
      mesh: meshOf(bits, spacing),
      voxels: moments.count * spacing[0] * spacing[1] * spacing[2],
      diameters: diametersOf(surfaceLines(bits), spacing),
      axes: axesOf(moments, spacing),
    },
  ];
}

type Compute = (s: PyradiomicsShape) => number | Reason;

const sphereArea = (volume: number) => Math.cbrt(36 * Math.PI * volume * volume);
const meshNote =
  "PyRadiomics' own table of marching cubes, measured cell by cell. Where its mesh has gaps, so has this one.";
const axisNote = "The covariance is divided by N, here as there; the IBSI's reference values have N − 1.";

/** A feature under the definition of the IBSI's `of`. */
function like(of: string, name: string, compute: Compute, note?: string): Feature<PyradiomicsShape> {
  const { note: _old, sum: _none, ...found } = equal(morphology, `morphology.${of}`, "shape", name);
  return { ...found, ...(note === undefined ? {} : { note }), compute };
}

const ratio = (a: number, b: number): number | Reason =>
  b === 0 ? undefinedBecause("degenerate_shape", "The region has no extent.") : a / b;

const planes = [
  { name: "Maximum2DDiameterColumn", axis: 1, en: "coronal", it: "coronale", letter: "y" },
  { name: "Maximum2DDiameterRow", axis: 0, en: "sagittal", it: "sagittale", letter: "x" },
  { name: "Maximum2DDiameterSlice", axis: 2, en: "axial", it: "assiale", letter: "z" },
] as const;

const planar = planes.map(
  ({ name, axis, en, it, letter }): Feature<PyradiomicsShape> => ({
    ...names("shape", name),
    ibsi: null,
    section: "",
    source: "PyRadiomics, shape features",
    unit: "mm",
    tex: String.raw`\max_{${letter}_1=${letter}_2}\left\lVert\mathbf{X}_1-\mathbf{X}_2\right\rVert_2`,
    about: {
      en: `The largest distance between two vertices of the mesh in one plane of the image (${en} in an axial scan).`,
      it: `La massima distanza tra due vertici della maglia in un piano dell'immagine (${it} in una scansione assiale).`,
    },
    note: "Not in the IBSI's list.",
    compute: (s) => s.diameters.equal[axis],
  }),
);

export const shape: Family<PyradiomicsShape> = {
  id: "pyradiomics.shape",
  name: "PyRadiomics: shape",
  ibsi: "HCUG",
  section: "3.1",
  aggregations: {},
  prepare,
  features: [
    like("elongation", "Elongation", (s) => ratio(s.axes[1], s.axes[0])),
    like("flatness", "Flatness", (s) => ratio(s.axes[2], s.axes[0]), "0 for a region in one plane."),
    like("least_axis_length", "LeastAxisLength", (s) => s.axes[2], axisNote),
    like("major_axis_length", "MajorAxisLength", (s) => s.axes[0], axisNote),
    planar[0],
    planar[1],
    planar[2],
    like("maximum_3d_diameter", "Maximum3DDiameter", (s) => s.diameters.space),
    like("volume_mesh", "MeshVolume", (s) => s.mesh.volume, meshNote),
    like("minor_axis_length", "MinorAxisLength", (s) => s.axes[1], axisNote),
    like("sphericity", "Sphericity", (s) => sphereArea(s.mesh.volume) / s.mesh.area, meshNote),
    like("surface_area_mesh", "SurfaceArea", (s) => s.mesh.area, meshNote),
    like("surface_to_volume_ratio", "SurfaceVolumeRatio", (s) => ratio(s.mesh.area, s.mesh.volume), meshNote),
    like("volume_voxel_counting", "VoxelVolume", (s) => s.voxels),
  ],
};
