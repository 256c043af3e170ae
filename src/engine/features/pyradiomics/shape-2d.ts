import { largestDistance } from "../../kernels/diameter.ts";
import { maskBits, maskMoments } from "../../kernels/mask-bits.ts";
import { type Reason, undefinedBecause } from "../../reason.ts";
import type { Recipe } from "../../recipe.ts";
import type { Roi } from "../../roi.ts";
import type { Family, Feature, FeatureUnit } from "../family.ts";
import { flatAxis } from "./directions.ts";
import { names } from "./equal.ts";
import { axesOf } from "./shape.ts";

export type Shape2d = {
  readonly perimeter: number;
  readonly surface: number;
  readonly pixels: number;
  readonly diameter: number;
  readonly major: number;
  readonly minor: number;
};

function prepare({ morphologicalMask: mask, dims, spacing }: Roi, recipe: Recipe): readonly Shape2d[] | Reason {
  const flat = flatAxis(recipe);
  if (flat === null) return undefinedBecause("needs_2d", "Shape in 2D needs force2D.");
  if (dims[flat] !== 1) {
    return undefinedBecause("needs_2d", `The region is ${dims[flat]} voxels thick across its plane; 2D needs 1.`);
  }
  const [a, b] = [0, 1, 2].filter((axis) => axis !== flat);
  const [nx, ny] = [dims[a], dims[b]];
  const [sx, sy] = [spacing[a], spacing[b]];
  const inside = (x: number, y: number) => (x >= 0 && y >= 0 && x < nx && y < ny ? mask[x + nx * y] : 0);
  const half = Math.hypot(sx, sy) / 2;
  const vertices: number[] = [];
  let [surface, perimeter, count] = [0, 0, 0];
  // Marching squares: the cell of four pixel centres that begins at (x, y).
  for (let y = -1; y < ny; y++) {
    for (let x = -1; x < nx; x++) {
      const [p, q, r, s] = [inside(x, y), inside(x + 1, y), inside(x, y + 1), inside(x + 1, y + 1)];
      const corners = p + q + r + s;
      count += s;
      if (p !== q) vertices.push((x + 0.5) * sx, y * sy, 0);
      if (p !== r) vertices.push(x * sx, (y + 0.5) * sy, 0);
      if (corners === 4) surface += 1;
      else if (corners === 1 || corners === 3) {
        surface += corners === 1 ? 1 / 8 : 7 / 8;
        perimeter += half;
      } else if (corners === 2) {
        surface += p === s ? 1 / 4 : 1 / 2;
        perimeter += p === s ? 2 * half : p === q ? sx : sy;
      }
    }
  }
  if (count === 0) return undefinedBecause("empty_region", "The mask holds no pixel.");
  const axes = axesOf(maskMoments(maskBits(mask, dims)), spacing);
  const diameter = largestDistance(Float64Array.from(vertices), vertices.length / 3);
  return [{ perimeter, surface: surface * sx * sy, pixels: count * sx * sy, diameter, major: axes[0], minor: axes[1] }];
}

function feature(
  name: string,
  unit: FeatureUnit,
  tex: string,
  en: string,
  it: string,
  compute: Feature<Shape2d>["compute"],
): Feature<Shape2d> {
  const outside = { ibsi: null, section: "", source: "PyRadiomics, shape features in 2D" };
  return { ...names("shape2D", name), ...outside, unit, tex, about: { en, it }, compute };
}

const features: readonly Feature<Shape2d>[] = [
  feature(
    "Elongation",
    "1",
    String.raw`\sqrt{\lambda_{minor}/\lambda_{major}}`,
    "The shorter axis over the longer: 1 when they are alike, near 0 for a thin outline.",
    "L'asse minore diviso per il maggiore: 1 se sono uguali, vicino a 0 per un contorno sottile.",
    (s) => (s.major === 0 ? undefinedBecause("degenerate_shape", "The region has no extent.") : s.minor / s.major),
  ),
  feature(
    "MajorAxisLength",
    "mm",
    String.raw`4\sqrt{\lambda_{major}}`,
    "Length of the longer axis of the ellipse that spreads like the region.",
    "Lunghezza dell'asse maggiore dell'ellisse con la stessa dispersione della regione.",
    (s) => s.major,
  ),
  feature(
    "MaximumDiameter",
    "mm",
    String.raw`\max\left\lVert\mathbf{X}_1-\mathbf{X}_2\right\rVert_2`,
    "The largest distance between two points of the outline.",
    "La massima distanza tra due punti del contorno.",
    (s) => s.diameter,
  ),
  feature(
    "MeshSurface",
    "mm2",
    String.raw`A=\frac12\sum_k \mathbf{Oa}_k\times\mathbf{Ob}_k`,
    "The area inside the outline.",
    "L'area racchiusa dal contorno.",
    (s) => s.surface,
  ),
  feature(
    "MinorAxisLength",
    "mm",
    String.raw`4\sqrt{\lambda_{minor}}`,
    "Length of the shorter axis of the ellipse that spreads like the region.",
    "Lunghezza dell'asse minore dell'ellisse con la stessa dispersione della regione.",
    (s) => s.minor,
  ),
  feature(
    "Perimeter",
    "mm",
    String.raw`P=\sum_k\left\lVert\mathbf{a}_k-\mathbf{b}_k\right\rVert_2`,
    "The length of the outline.",
    "La lunghezza del contorno.",
    (s) => s.perimeter,
  ),
  feature(
    "PerimeterSurfaceRatio",
    "1/mm",
    String.raw`\frac{P}{A}`,
    "Perimeter per area: high for small, thin or ragged outlines.",
    "Perimetro per unità di area: alto per contorni piccoli, sottili o irregolari.",
    (s) => s.perimeter / s.surface,
  ),
  feature(
    "PixelSurface",
    "mm2",
    String.raw`\sum_k A_k`,
    "The number of pixels times the area of one.",
    "Il numero di pixel per l'area di uno.",
    (s) => s.pixels,
  ),
  feature(
    "Sphericity",
    "1",
    String.raw`\frac{2\sqrt{\pi A}}{P}`,
    "The perimeter of a circle of the same area over the region's: 1 for a circle.",
    "Il perimetro di un cerchio di uguale area diviso per quello della regione: 1 per un cerchio.",
    (s) => (2 * Math.sqrt(Math.PI * s.surface)) / s.perimeter,
  ),
];

export const shape2d: Family<Shape2d> = {
  id: "pyradiomics.shape2D",
  name: "PyRadiomics: shape in 2D",
  ibsi: "",
  section: "",
  aggregations: {},
  prepare,
  features,
};
