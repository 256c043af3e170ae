import type { Vec3 } from "../grid.ts";
import { largestDistance } from "../kernels/diameter.ts";
import { convexHull, hullMeasures } from "../kernels/hull.ts";
import { centreOfMass, type MaskBits, type MaskMoments, maskBits, maskMoments } from "../kernels/mask-bits.ts";
import { cellKinds, countCells } from "../kernels/mesh.ts";
import { cellAreas, cellCuts, cellFaces, cellVolumes } from "../kernels/mesh-cells.ts";
import { type Field, pairSums } from "../kernels/pair-sums.ts";
import { outermostVertices } from "../kernels/planar-corners.ts";
import { smallestBox } from "../kernels/smallest-box.ts";
import { smallestEllipsoid } from "../kernels/smallest-ellipsoid.ts";
import { surfaceLines } from "../kernels/surface-lines.ts";
import { type Eigen3, eigen3 } from "../math/eigen3.ts";
import { ellipsoidArea, ellipsoidVolume, printedEllipsoidArea } from "../math/ellipsoid.ts";
import { isReason, type Reason, undefinedBecause } from "../reason.ts";
import type { Roi } from "../roi.ts";

/** Volume in mm³ and surface area in mm² of a body. */
export type Body = { readonly volume: number; readonly area: number };

/** What the morphological features share: the region's mesh and the bodies around it. */
export type Shape = {
  readonly mesh: Body & { readonly vertices: number; readonly faces: number };
  /** Voxels of the morphological mask. */
  readonly count: number;
  /** Volume of all voxels, mm³. */
  readonly voxels: number;
  /** Largest distance of two mesh vertices, mm. */
  readonly diameter: number;
  /** Lengths of the principal axes in mm, descending, or why one has none. */
  readonly axes: readonly [number | Reason, number | Reason, number | Reason];
  readonly box: Body;
  readonly orientedBox: Body;
  readonly principalEllipsoid: Body | Reason;
  readonly smallestEllipsoid: Body;
  readonly hull: Body;
  readonly hullVertices: number;
  /** Distance between the centres of mass without and with intensities, mm. */
  readonly centreShift: number | Reason;
  readonly meanIntensity: number | Reason;
  readonly autocorrelation: { readonly moran: number; readonly geary: number } | Reason;
};

/** Corners of the hull are whole numbers below 2^14 (doubled indices), so that all its decisions are exact. */
const LONGEST = 8000;

/** Measures a region, or says why it cannot be measured. */
export function shapeOf(roi: Roi): Shape | Reason {
  const body = bodyOf(roi);
  if (isReason(body)) return body;
  const { centre, ...shape } = body;
  return { ...shape, ...intensitiesOf(roi, centre) };
}

/** What the mask alone decides. */
type MaskShape = Omit<Shape, "centreShift" | "meanIntensity" | "autocorrelation"> & {
  readonly centre: readonly [number, number, number];
};

// Several filtered images of one region have the same mask: its body is measured once, for as long as the mask lives.
const known = new WeakMap<Uint8Array, MaskShape | Reason>();

function bodyOf(roi: Roi): MaskShape | Reason {
  const old = known.get(roi.morphologicalMask);
  if (old !== undefined) return old;
  const body = measureBody(roi);
  known.set(roi.morphologicalMask, body);
  return body;
}

function measureBody({ dims, spacing, morphologicalMask }: Roi): MaskShape | Reason {
  const [nx, ny, nz] = dims;
  const [sx, sy, sz] = spacing;
  const bits = maskBits(morphologicalMask, dims);
  const sums = maskMoments(bits);
  const { count, first } = sums;
  if (count === 0) return undefinedBecause("empty_region", "The morphological mask holds no voxel.");
  if (Math.max(nx, ny, nz) > LONGEST) {
    return undefinedBecause("failed", `The region is ${Math.max(nx, ny, nz)} voxels long; at most ${LONGEST} can be.`);
  }

  const points = outermostVertices(surfaceLines(bits));
  const hull = convexHull(points, points.length / 3);
  if (hull === null) return undefinedBecause("degenerate_shape", "The mesh has no volume.");
  const vertices = inMm(points, spacing);
  const corners = new Float64Array(3 * hull.corners.length);
  for (let k = 0; k < hull.corners.length; k++) {
    for (let a = 0; a < 3; a++) corners[3 * k + a] = vertices[3 * hull.corners[k] + a];
  }

  const principal = covarianceOf(sums, spacing);
  const axes = axesOf(principal, count);
  const half = axes.map((axis) => (typeof axis === "number" ? axis / 2 : 0));
  const missing = axes.find((axis) => typeof axis !== "number");
  return {
    mesh: meshOf(bits, spacing),
    count,
    voxels: count * sx * sy * sz,
    diameter: largestDistance(corners, hull.corners.length),
    axes,
    box: boxBody(nx * sx, ny * sy, nz * sz),
    orientedBox: boxBody(...smallestBox(vertices, hull, principal.vectors)),
    principalEllipsoid: missing ?? printedEllipsoid(half[0], half[1], half[2]),
    smallestEllipsoid: ellipsoidBody(...smallestEllipsoid(corners, hull.corners.length)),
    hull: hullMeasures(points, hull, sx, sy, sz),
    hullVertices: hull.corners.length,
    centre: [first[0] / count, first[1] / count, first[2] / count],
  };
}

const boxBody = (a: number, b: number, c: number): Body => ({ volume: a * b * c, area: 2 * (a * b + b * c + c * a) });

const ellipsoidBody = (a: number, b: number, c: number): Body => ({
  volume: ellipsoidVolume(a, b, c),
  area: ellipsoidArea(a, b, c),
});

/** The ellipsoid as the manual measures it; see `printedEllipsoidArea`. */
const printedEllipsoid = (a: number, b: number, c: number): Body => ({
  volume: ellipsoidVolume(a, b, c),
  area: printedEllipsoidArea(a, b, c),
});

/** Points in doubled voxel indices, in mm. */
export function inMm(points: Int32Array, [sx, sy, sz]: Vec3): Float64Array {
  const out = new Float64Array(points.length);
  for (let k = 0; k < points.length; k += 3) {
    out[k] = (points[k] / 2) * sx;
    out[k + 1] = (points[k + 1] / 2) * sy;
    out[k + 2] = (points[k + 2] / 2) * sz;
  }
  return out;
}

function meshOf(bits: MaskBits, [sx, sy, sz]: Vec3): Shape["mesh"] {
  const cells = new Float64Array(cellKinds);
  countCells(bits, cells, new Float64Array(3 * cellKinds));
  const areas = cellAreas(sx, sy, sz);
  let volume = 0;
  let area = 0;
  let faces = 0;
  let cuts = 0;
  for (let kind = 0; kind < cellKinds; kind++) {
    faces += cells[kind] * cellFaces[kind];
    cuts += cells[kind] * cellCuts[kind];
    volume += cells[kind] * cellVolumes[kind];
    area += cells[kind] * areas[kind];
  }
  // Each cut edge, and its vertex, is shared by the four cells around it.
  return { volume: volume * sx * sy * sz, area, faces, vertices: cuts / 4 };
}

/** Eigenvalues (mm²) and directions of the covariance of the voxel centres, divided by N − 1. */
export function covarianceOf({ count, first, squares, products }: MaskMoments, [sx, sy, sz]: Vec3): Eigen3 {
  const [x, y, z] = first;
  // One voxel: all sums are 0, and any divisor gives a covariance of 0.
  const c = (ab: number, a: number, b: number) => (ab - (a * b) / count) / Math.max(1, count - 1);
  return eigen3(
    c(squares[0], x, x) * sx * sx,
    c(squares[1], y, y) * sy * sy,
    c(squares[2], z, z) * sz * sz,
    c(products[0], x, y) * sx * sy,
    c(products[1], x, z) * sx * sz,
    c(products[2], y, z) * sy * sz,
  );
}

/** 4√λ for each eigenvalue. An axis without extent has no length: the voxels along it are not of size zero. */
function axesOf({ values }: Eigen3, voxels: number): Shape["axes"] {
  const flat =
    voxels === 1
      ? undefinedBecause("single_voxel", "The region is one voxel: its centre has no extent.")
      : undefinedBecause("degenerate_shape", `The centres of all ${voxels} voxels lie in one plane or on one line.`);
  const axis = (k: 0 | 1 | 2) => (values[k] > 1e-12 * values[0] ? 4 * Math.sqrt(values[k]) : flat);
  return [axis(0), axis(1), axis(2)];
}

/** The parts that need intensities, from the intensity mask. */
function intensitiesOf(
  roi: Roi,
  centre: readonly [number, number, number],
): Pick<Shape, "centreShift" | "meanIntensity" | "autocorrelation"> {
  const none = (reason: Reason) => ({ centreShift: reason, meanIntensity: reason, autocorrelation: reason });
  if (roi.voxels === 0) {
    return none(undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel."));
  }
  const { mean, variance } = roi.moments;
  if (!Number.isFinite(variance)) {
    return none(undefinedBecause("failed", "The region holds voxels that are no numbers."));
  }
  const { values, intensityMask, dims, spacing } = roi;
  const { mass, centre: heavy } = centreOfMass(maskBits(intensityMask, dims), values);
  return {
    meanIntensity: mean,
    centreShift:
      mass === 0
        ? undefinedBecause("zero_mean", "The intensities add up to 0: they have no centre of mass.")
        : Math.hypot(...heavy.map((position, k) => (position - centre[k]) * spacing[k])),
    autocorrelation: autocorrelationOf({ mask: intensityMask, values, mean, dims, spacing }, variance),
  };
}

function autocorrelationOf(field: Field, variance: number): Shape["autocorrelation"] {
  const { values, mean } = field;
  const count = values.length;
  if (count === 1) return undefinedBecause("single_voxel", "One voxel has no other voxel to be compared with.");
  if (variance === 0) return undefinedBecause("flat_region", `All intensities are ${mean}; their variance is 0.`);
  const { weights, products, squares } = pairSums(field);
  const moran = products / weights / variance;
  // Σ w (xᵢ − xⱼ)² = 2 Σ w xᵢ² − 2 Σ w xᵢxⱼ over ordered pairs.
  const geary = (((count - 1) / count) * (squares - products)) / weights / variance;
  return { moran, geary };
}
