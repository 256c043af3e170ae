import { isReason, type Reason } from "../reason.ts";
import type { Feature } from "./family.ts";
import type { Body, Shape } from "./shape.ts";

/** Share of the region's mesh in a body around it. */
const volumeDensity = (mesh: Body, body: Body | Reason) => (isReason(body) ? body : mesh.volume / body.volume);
const areaDensity = (mesh: Body, body: Body | Reason) => (isReason(body) ? body : mesh.area / body.area);

const uprightNote = "Around the mesh vertices, along the axes of the voxels.";
const orientedNote =
  "The box of smallest volume around the hull: exact for a given direction of one edge (rotating calipers), searched " +
  "over facet normals, axes and a net of directions, then rolled on the hull's edges. The manual names Barequet and Har-Peled's " +
  "approximation. The IBSI gives no reference value.";
const principalNote =
  "Its axes are the principal axis lengths. It does not enclose the region, so the density can exceed 1.";
const printedNote =
  `${principalNote} The ellipsoid's area is the series the manual prints, cut after 20 terms, because the reference ` +
  "values rest on it; it is not quite the area of that ellipsoid (a few percent apart), which needs other constants.";
const smallestNote =
  "The ellipsoid of smallest volume around the hull (by Newton's method on its map and multipliers, volume within 2·10⁻⁹); " +
  "its true area, by Carlson's elliptic integral. The IBSI gives no reference value.";
const hullNote = "The hull of the mesh vertices, exact.";

/** Volume and area densities: IBSI-1 §3.1.17 to §3.1.26. */
export const densities: readonly Feature<Shape>[] = [
  {
    id: "morphology.volume_density_aabb",
    name: "Volume density (AABB)",
    ibsi: "PBX1",
    section: "3.1.17",
    unit: "1",
    tex: String.raw`\frac{V}{V_{aabb}}`,
    about: {
      en: "The region's volume over that of the upright box around it. Little for a region that fills its box badly or lies askew in it.",
      it: "Il volume della regione diviso per quello della scatola diritta che la contiene. Bassa se la regione riempie male la scatola o vi sta di traverso.",
    },
    note: uprightNote,
    tag: "morph_vol_dens_aabb",
    compute: (s) => volumeDensity(s.mesh, s.box),
  },
  {
    id: "morphology.area_density_aabb",
    name: "Area density (AABB)",
    ibsi: "R59B",
    section: "3.1.18",
    unit: "1",
    tex: String.raw`\frac{A}{A_{aabb}}`,
    about: {
      en: "The region's surface over that of the upright box around it.",
      it: "La superficie della regione divisa per quella della scatola diritta che la contiene.",
    },
    note: uprightNote,
    tag: "morph_area_dens_aabb",
    compute: (s) => areaDensity(s.mesh, s.box),
  },
  {
    id: "morphology.volume_density_ombb",
    name: "Volume density (OMBB)",
    ibsi: "ZH1A",
    section: "3.1.19",
    unit: "1",
    tex: String.raw`\frac{V}{V_{ombb}}`,
    about: {
      en: "The region's volume over that of the smallest box around it, turned as it likes. Unlike the upright box it does not depend on how the region lies.",
      it: "Il volume della regione diviso per quello della più piccola scatola che la contiene, comunque orientata. A differenza della scatola diritta non dipende da come è orientata la regione.",
    },
    note: orientedNote,
    tag: "morph_vol_dens_ombb",
    compute: (s) => volumeDensity(s.mesh, s.orientedBox),
  },
  {
    id: "morphology.area_density_ombb",
    name: "Area density (OMBB)",
    ibsi: "IQYR",
    section: "3.1.20",
    unit: "1",
    tex: String.raw`\frac{A}{A_{ombb}}`,
    about: {
      en: "The region's surface over that of the smallest box around it, turned as it likes.",
      it: "La superficie della regione divisa per quella della più piccola scatola che la contiene, comunque orientata.",
    },
    note: orientedNote,
    tag: "morph_area_dens_ombb",
    compute: (s) => areaDensity(s.mesh, s.orientedBox),
  },
  {
    id: "morphology.volume_density_aee",
    name: "Volume density (AEE)",
    ibsi: "6BDE",
    section: "3.1.21",
    unit: "1",
    tex: String.raw`\frac{V}{V_{aee}}`,
    about: {
      en: "The region's volume over that of the ellipsoid with its principal axes. About 1 for an ellipsoid.",
      it: "Il volume della regione diviso per quello dell'ellissoide con i suoi assi principali. Circa 1 per un ellissoide.",
    },
    note: principalNote,
    tag: "morph_vol_dens_aee",
    compute: (s) => volumeDensity(s.mesh, s.principalEllipsoid),
  },
  {
    id: "morphology.area_density_aee",
    name: "Area density (AEE)",
    ibsi: "RDD2",
    section: "3.1.22",
    unit: "1",
    tex: String.raw`\frac{A}{A_{aee}}`,
    about: {
      en: "The region's surface over that of the ellipsoid with its principal axes. More than 1 when the surface is ragged.",
      it: "La superficie della regione divisa per quella dell'ellissoide con i suoi assi principali. Oltre 1 se la superficie è irregolare.",
    },
    note: printedNote,
    tag: "morph_area_dens_aee",
    compute: (s) => areaDensity(s.mesh, s.principalEllipsoid),
  },
  {
    id: "morphology.volume_density_mvee",
    name: "Volume density (MVEE)",
    ibsi: "SWZ1",
    section: "3.1.23",
    unit: "1",
    tex: String.raw`\frac{V}{V_{mvee}}`,
    about: {
      en: "The region's volume over that of the smallest ellipsoid around it. About 1 for an ellipsoid, less for hollows and corners.",
      it: "Il volume della regione diviso per quello del più piccolo ellissoide che la contiene. Circa 1 per un ellissoide, meno con concavità e angoli.",
    },
    note: smallestNote,
    tag: "morph_vol_dens_mvee",
    compute: (s) => volumeDensity(s.mesh, s.smallestEllipsoid),
  },
  {
    id: "morphology.area_density_mvee",
    name: "Area density (MVEE)",
    ibsi: "BRI8",
    section: "3.1.24",
    unit: "1",
    tex: String.raw`\frac{A}{A_{mvee}}`,
    about: {
      en: "The region's surface over that of the smallest ellipsoid around it.",
      it: "La superficie della regione divisa per quella del più piccolo ellissoide che la contiene.",
    },
    note: smallestNote,
    tag: "morph_area_dens_mvee",
    compute: (s) => areaDensity(s.mesh, s.smallestEllipsoid),
  },
  {
    id: "morphology.volume_density_convex_hull",
    name: "Volume density (convex hull)",
    ibsi: "R3ER",
    section: "3.1.25",
    unit: "1",
    tex: String.raw`\frac{V}{V_{convex}}`,
    about: {
      en: "The region's volume over that of its convex hull. Below 1 when the outline has hollows.",
      it: "Il volume della regione diviso per quello del suo inviluppo convesso. Sotto 1 se il contorno ha concavità.",
    },
    note: hullNote,
    tag: "morph_vol_dens_conv_hull",
    compute: (s) => volumeDensity(s.mesh, s.hull),
  },
  {
    id: "morphology.area_density_convex_hull",
    name: "Area density (convex hull)",
    ibsi: "7T7F",
    section: "3.1.26",
    unit: "1",
    tex: String.raw`\frac{A}{A_{convex}}`,
    about: {
      en: "The region's surface over that of its convex hull. More than 1 when the surface is ragged.",
      it: "La superficie della regione divisa per quella del suo inviluppo convesso. Oltre 1 se la superficie è irregolare.",
    },
    note: hullNote,
    tag: "morph_area_dens_conv_hull",
    compute: (s) => areaDensity(s.mesh, s.hull),
  },
];
