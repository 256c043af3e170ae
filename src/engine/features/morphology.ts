import { cbrt, power } from "../math/same-bits.ts";
import { isReason, type Reason } from "../reason.ts";
import type { Family, Feature } from "./family.ts";
import { densities } from "./morphology-densities.ts";
import { counted } from "./quantities.ts";
import { type Body, type Shape, shapeOf } from "./shape.ts";

const meshNote =
  "Marching cubes at level 0.5 on the mask with a border of zeros. Tables for it differ in ambiguous cases: here inside " +
  "voxels that touch only across a diagonal of a cell's face stay apart, and mirror images have the same surface.";
/** Area of the sphere of the same volume. */
const sphereArea = ({ volume }: Body) => cbrt(36 * Math.PI * volume * volume);

/** A ratio of two axes, where both have a length. */
const axisRatio = (short: number | Reason, long: number | Reason) =>
  isReason(short) ? short : isReason(long) ? long : short / long;

const axisNote =
  "Four times the root of an eigenvalue of the covariance of the voxel centres (divided by N − 1, as in the reference values; divided by N the axes come out a little shorter). Where all centres lie in " +
  "a plane or on a line the missing axes get a reason; some programs give 0.";
const weightNote =
  "Weights are one over the distance of the voxel centres in mm, over all pairs of the intensity mask, exactly.";

const size: readonly Feature<Shape>[] = [
  {
    id: "morphology.volume_mesh",
    name: "Volume (mesh)",
    ibsi: "RNU0",
    section: "3.1.1",
    unit: "mm3",
    tex: String.raw`V=\sum_{k=1}^{N_{fc}}\frac{\mathbf{a}_k\cdot\left(\mathbf{b}_k\times\mathbf{c}_k\right)}{6}`,
    about: {
      en: "The volume inside a surface mesh drawn around the region.",
      it: "Il volume racchiuso da una superficie a maglia tracciata attorno alla regione.",
    },
    note: meshNote,
    tag: "morph_volume",
    compute: (s) => s.mesh.volume,
  },
  {
    id: "morphology.volume_voxel_counting",
    name: "Volume (voxel counting)",
    ibsi: "YEKZ",
    section: "3.1.2",
    unit: "mm3",
    tex: String.raw`V_{voxel}=\sum_{k=1}^{N_v}V_k`,
    about: {
      en: "The number of voxels times the volume of one: simpler than the mesh, and slightly larger.",
      it: "Il numero di voxel per il volume di uno: più semplice della maglia e di poco maggiore.",
    },
    tag: "morph_vol_approx",
    compute: (s) => s.voxels,
  },
  {
    id: "morphology.surface_area_mesh",
    name: "Surface area (mesh)",
    ibsi: "C0JK",
    section: "3.1.3",
    unit: "mm2",
    tex: String.raw`A=\sum_{k=1}^{N_{fc}}\frac{\left|\mathbf{ab}_k\times\mathbf{ac}_k\right|}{2}`,
    about: {
      en: "The area of the surface mesh. A ragged outline has more of it.",
      it: "L'area della superficie a maglia. Un contorno irregolare ne ha di più.",
    },
    note: meshNote,
    tag: "morph_area_mesh",
    compute: (s) => s.mesh.area,
  },
  {
    id: "morphology.surface_to_volume_ratio",
    name: "Surface to volume ratio",
    ibsi: "2PR5",
    section: "3.1.4",
    unit: "1/mm",
    tex: String.raw`\frac{A}{V}`,
    about: {
      en: "Surface per volume: high for small, flat or ragged regions. It depends on size.",
      it: "Superficie per unità di volume: alta per regioni piccole, piatte o irregolari. Dipende dalle dimensioni.",
    },
    tag: "morph_av",
    compute: ({ mesh }) => mesh.area / mesh.volume,
  },
];

const roundness: readonly Feature<Shape>[] = [
  {
    id: "morphology.compactness_1",
    name: "Compactness 1",
    ibsi: "SKGS",
    section: "3.1.5",
    unit: "1",
    tex: String.raw`\frac{V}{\pi^{1/2}A^{3/2}}`,
    about: {
      en: "How close the region is to a sphere, whose value is 1/(6π) ≈ 0.053; other shapes have less.",
      it: "Quanto la regione somiglia a una sfera, che vale 1/(6π) ≈ 0,053; le altre forme valgono meno.",
    },
    tag: "morph_comp_1",
    compute: ({ mesh }) => mesh.volume / (Math.sqrt(Math.PI) * mesh.area * Math.sqrt(mesh.area)),
  },
  {
    id: "morphology.compactness_2",
    name: "Compactness 2",
    ibsi: "BQWJ",
    section: "3.1.6",
    unit: "1",
    tex: String.raw`36\pi\frac{V^2}{A^3}`,
    about: {
      en: "How close the region is to a sphere, from 0 to 1 (a sphere).",
      it: "Quanto la regione somiglia a una sfera, da 0 a 1 (sfera).",
    },
    tag: "morph_comp_2",
    compute: ({ mesh }) => (36 * Math.PI * power(mesh.volume, 2)) / power(mesh.area, 3),
  },
  {
    id: "morphology.spherical_disproportion",
    name: "Spherical disproportion",
    ibsi: "KRCK",
    section: "3.1.7",
    unit: "1",
    tex: String.raw`\frac{A}{\left(36\pi V^2\right)^{1/3}}`,
    about: {
      en: "How many times larger the surface is than that of a sphere of the same volume; 1 for a sphere.",
      it: "Quante volte la superficie supera quella di una sfera di uguale volume; 1 per una sfera.",
    },
    tag: "morph_sph_dispr",
    compute: ({ mesh }) => mesh.area / sphereArea(mesh),
  },
  {
    id: "morphology.sphericity",
    name: "Sphericity",
    ibsi: "QCFX",
    section: "3.1.8",
    unit: "1",
    tex: String.raw`\frac{\left(36\pi V^2\right)^{1/3}}{A}`,
    about: {
      en: "The surface of a sphere of the same volume over the region's: 1 for a sphere, less for any other shape.",
      it: "La superficie di una sfera di uguale volume divisa per quella della regione: 1 per una sfera, meno per ogni altra forma.",
    },
    tag: "morph_sphericity",
    compute: ({ mesh }) => sphereArea(mesh) / mesh.area,
  },
  {
    id: "morphology.asphericity",
    name: "Asphericity",
    ibsi: "25C7",
    section: "3.1.9",
    unit: "1",
    tex: String.raw`\left(\frac{1}{36\pi}\frac{A^3}{V^2}\right)^{1/3}-1`,
    about: {
      en: "By how much the surface exceeds that of a sphere of the same volume: 0 for a sphere.",
      it: "Di quanto la superficie supera quella di una sfera di uguale volume: 0 per una sfera.",
    },
    tag: "morph_asphericity",
    compute: ({ mesh }) => mesh.area / sphereArea(mesh) - 1,
  },
];

const extent: readonly Feature<Shape>[] = [
  {
    id: "morphology.centre_of_mass_shift",
    name: "Centre of mass shift",
    ibsi: "KLMA",
    section: "3.1.10",
    unit: "mm",
    tex: String.raw`\left\lVert\overrightarrow{CoM}_{geom}-\overrightarrow{CoM}_{gl}\right\rVert_2`,
    about: {
      en: "How far the intensities pull the centre of mass away from the geometric centre.",
      it: "Quanto le intensità spostano il centro di massa rispetto al centro geometrico.",
    },
    note: "The geometric centre is that of the morphological mask, the other that of the intensity mask. With intensities of both signs (HU) the shift can be larger than the region.",
    tag: "morph_com",
    compute: (s) => s.centreShift,
  },
  {
    id: "morphology.maximum_3d_diameter",
    name: "Maximum 3D diameter",
    ibsi: "L0JK",
    section: "3.1.11",
    unit: "mm",
    tex: String.raw`\max_{k_1,k_2}\left\lVert\mathbf{X}_{vx,k_1}-\mathbf{X}_{vx,k_2}\right\rVert_2`,
    about: {
      en: "The largest distance between two points of the surface, in any direction.",
      it: "La massima distanza fra due punti della superficie, in qualunque direzione.",
    },
    note: "Between vertices of the surface mesh, exactly; between voxel centres it would be about one voxel less.",
    tag: "morph_diam",
    compute: (s) => s.diameter,
  },
  {
    id: "morphology.major_axis_length",
    name: "Major axis length",
    ibsi: "TDIC",
    section: "3.1.12",
    unit: "mm",
    tex: String.raw`4\sqrt{\lambda_{major}}`,
    about: {
      en: "Length of the longest axis of the ellipsoid that spreads like the region.",
      it: "Lunghezza dell'asse maggiore dell'ellissoide con la stessa dispersione della regione.",
    },
    note: axisNote,
    tag: "morph_pca_maj_axis",
    compute: (s) => s.axes[0],
  },
  {
    id: "morphology.minor_axis_length",
    name: "Minor axis length",
    ibsi: "P9VJ",
    section: "3.1.13",
    unit: "mm",
    tex: String.raw`4\sqrt{\lambda_{minor}}`,
    about: {
      en: "Length of the second axis of the ellipsoid that spreads like the region.",
      it: "Lunghezza del secondo asse dell'ellissoide con la stessa dispersione della regione.",
    },
    note: axisNote,
    tag: "morph_pca_min_axis",
    compute: (s) => s.axes[1],
  },
  {
    id: "morphology.least_axis_length",
    name: "Least axis length",
    ibsi: "7J51",
    section: "3.1.14",
    unit: "mm",
    tex: String.raw`4\sqrt{\lambda_{least}}`,
    about: {
      en: "Length of the shortest axis of the ellipsoid that spreads like the region.",
      it: "Lunghezza dell'asse più corto dell'ellissoide con la stessa dispersione della regione.",
    },
    note: axisNote,
    tag: "morph_pca_least_axis",
    compute: (s) => s.axes[2],
  },
  {
    id: "morphology.elongation",
    name: "Elongation",
    ibsi: "Q3CK",
    section: "3.1.15",
    unit: "1",
    tex: String.raw`\sqrt{\frac{\lambda_{minor}}{\lambda_{major}}}`,
    about: {
      en: "The second axis over the longest: 1 when they are alike, near 0 for a long thin region.",
      it: "Il secondo asse diviso per il maggiore: 1 se sono uguali, vicino a 0 per una regione lunga e sottile.",
    },
    tag: "morph_pca_elongation",
    compute: (s) => axisRatio(s.axes[1], s.axes[0]),
  },
  {
    id: "morphology.flatness",
    name: "Flatness",
    ibsi: "N17B",
    section: "3.1.16",
    unit: "1",
    tex: String.raw`\sqrt{\frac{\lambda_{least}}{\lambda_{major}}}`,
    about: {
      en: "The shortest axis over the longest: near 0 for a flat region, 1 for one alike in all directions.",
      it: "L'asse più corto diviso per il maggiore: vicino a 0 per una regione piatta, 1 se è uguale in ogni direzione.",
    },
    tag: "morph_pca_flatness",
    compute: (s) => axisRatio(s.axes[2], s.axes[0]),
  },
];

const intensity: readonly Feature<Shape>[] = [
  {
    id: "morphology.integrated_intensity",
    name: "Integrated intensity",
    ibsi: "99N0",
    section: "3.1.27",
    unit: "intensity.mm3",
    tex: String.raw`V\,\frac{1}{N_{v,gl}}\sum_{k=1}^{N_{v,gl}}X_{gl,k}`,
    about: {
      en: "Volume times mean intensity; on PET in SUV, the total lesion glycolysis.",
      it: "Volume per intensità media; in PET con SUV, la glicolisi totale della lesione (TLG).",
    },
    note: "The volume is the mesh's, the mean that of the intensity mask.",
    tag: "morph_integ_int",
    compute: (s) => (isReason(s.meanIntensity) ? s.meanIntensity : s.mesh.volume * s.meanIntensity),
  },
  {
    id: "morphology.morans_i_index",
    name: "Moran's I index",
    ibsi: "N365",
    section: "3.1.28",
    unit: "1",
    tex: String.raw`\frac{N_{v,gl}}{\sum_{k_1\ne k_2}w_{k_1k_2}}\frac{\sum_{k_1\ne k_2}w_{k_1k_2}\left(X_{gl,k_1}-\mu\right)\left(X_{gl,k_2}-\mu\right)}{\sum_k\left(X_{gl,k}-\mu\right)^2}`,
    about: {
      en: "Whether near voxels are alike: near 1 when they are, near 0 without order, negative when they alternate.",
      it: "Se i voxel vicini si somigliano: vicino a 1 se sì, vicino a 0 senza ordine, negativo se si alternano.",
    },
    note: weightNote,
    tag: "morph_moran_i",
    compute: (s) => (isReason(s.autocorrelation) ? s.autocorrelation : s.autocorrelation.moran),
  },
  {
    id: "morphology.gearys_c_measure",
    name: "Geary's C measure",
    ibsi: "NPT7",
    section: "3.1.29",
    unit: "1",
    tex: String.raw`\frac{N_{v,gl}-1}{2\sum_{k_1\ne k_2}w_{k_1k_2}}\frac{\sum_{k_1\ne k_2}w_{k_1k_2}\left(X_{gl,k_1}-X_{gl,k_2}\right)^2}{\sum_k\left(X_{gl,k}-\mu\right)^2}`,
    about: {
      en: "How much near voxels differ: below 1 when they are alike, near 1 without order. More sensitive to local differences than Moran's I.",
      it: "Quanto differiscono i voxel vicini: sotto 1 se si somigliano, vicino a 1 senza ordine. Più sensibile alle differenze locali dell'indice I di Moran.",
    },
    note: weightNote,
    tag: "morph_geary_c",
    compute: (s) => (isReason(s.autocorrelation) ? s.autocorrelation : s.autocorrelation.geary),
  },
];

/** Morphological features: IBSI-1 §3.1 (HCUG), from the morphological mask, some with the intensities. */
export const morphology: Family<Shape> = {
  id: "morphology",
  name: "Morphological features",
  ibsi: "HCUG",
  section: "3.1",
  aggregations: {},
  prepare: (roi) => {
    const shape = shapeOf(roi);
    return isReason(shape) ? shape : [shape];
  },
  describe: ([shape], { spacing, voxels }) => [
    counted("morphological_voxels", shape.count),
    counted("intensity_voxels", voxels),
    { code: "voxel_volume", value: spacing[0] * spacing[1] * spacing[2], unit: "mm3" },
    counted("mesh_vertices", shape.mesh.vertices),
    counted("mesh_faces", shape.mesh.faces),
    counted("hull_vertices", shape.hullVertices),
  ],
  features: [...size, ...roundness, ...extent, ...densities, ...intensity],
};
