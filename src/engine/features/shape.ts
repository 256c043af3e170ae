import { largestDistance } from "../kernels/diameter.ts";
import { convexHull, hullMeasures } from "../kernels/hull.ts";
import { cellKinds, countCells, padMask } from "../kernels/mesh.ts";
import { cellAreas, cellCuts, cellFaces, cellVolumes } from "../kernels/mesh-cells.ts";
import { pairSums } from "../kernels/pair-sums.ts";
import { smallestBox } from "../kernels/smallest-box.ts";
import { smallestEllipsoid } from "../kernels/smallest-ellipsoid.ts";
import { extremePoints, extremePointsLength, keepPlanarCorners } from "../kernels/surface-points.ts";
import { type Eigen3, eigen3 } from "../math/eigen3.ts";
import { ellipsoidArea, ellipsoidVolume, printedEllipsoidArea } from "../math/ellipsoid.ts";
import { moments } from "../math/moments.ts";
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

function measureBody({ dims, spacing, morphologicalMask: mask }: Roi): MaskShape | Reason {
  const [nx, ny, nz] = dims;
  const [sx, sy, sz] = spacing;
  const centre = massOf(mask, dims, null);
  if (centre.mass === 0) return undefinedBecause("empty_region", "The morphological mask holds no voxel.");
  if (Math.max(nx, ny, nz) > LONGEST) {
    return undefinedBecause("failed", `The region is ${Math.max(nx, ny, nz)} voxels long; at most ${LONGEST} can be.`);
  }

  const count = extremePointsLength(nx, ny, nz);
  const points = new Int32Array(count);
  let kept = extremePoints(mask, nx, ny, nz, points);
  for (const axis of [2, 1, 0] as const) kept = keepPlanarCorners(points, kept, axis, 2 * Math.max(nx, ny, nz) + 2);
  const hull = convexHull(points, kept);
  if (hull === null) return undefinedBecause("degenerate_shape", "The mesh has no volume.");
  const inMm = new Float64Array(3 * kept);
  for (let i = 0; i < 3 * kept; i++) inMm[i] = (points[i] / 2) * spacing[i % 3];
  const corners = new Float64Array(3 * hull.corners.length);
  hull.corners.forEach((p, k) => {
    corners.set(inMm.subarray(3 * p, 3 * p + 3), 3 * k);
  });

  const principal = covarianceOf(mask, dims, spacing);
  const axes = axesOf(principal, centre.mass);
  const half = axes.map((axis) => (typeof axis === "number" ? axis / 2 : 0));
  const missing = axes.find((axis) => typeof axis !== "number");
  return {
    mesh: meshOf(mask, nx, ny, nz, sx, sy, sz),
    count: centre.mass,
    voxels: centre.mass * sx * sy * sz,
    diameter: largestDistance(corners, hull.corners.length),
    axes,
    box: boxBody(nx * sx, ny * sy, nz * sz),
    orientedBox: boxBody(...smallestBox(inMm, hull, principal.vectors)),
    principalEllipsoid: missing ?? printedEllipsoid(half[0], half[1], half[2]),
    smallestEllipsoid: ellipsoidBody(...smallestEllipsoid(corners, hull.corners.length)),
    hull: hullMeasures(points, hull, sx, sy, sz),
    hullVertices: hull.corners.length,
    centre: centre.at,
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

function meshOf(
  mask: Uint8Array,
  nx: number,
  ny: number,
  nz: number,
  sx: number,
  sy: number,
  sz: number,
): Shape["mesh"] {
  const padded = new Uint8Array((nx + 2) * (ny + 2) * (nz + 2));
  padMask(mask, nx, ny, nz, padded);
  const cells = new Uint32Array(cellKinds);
  countCells(padded, nx + 2, ny + 2, nz + 2, cells);
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

/** Mass and centre, in voxels from voxel (0, 0, 0); each voxel of the mask weighs 1 or its intensity. */
function massOf(
  mask: Uint8Array,
  [nx, ny, nz]: Roi["dims"],
  weights: Float64Array | null,
): { mass: number; at: readonly [number, number, number] } {
  let [mass, x1, y1, z1] = [0, 0, 0, 0];
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      let row = 0;
      let rowX = 0;
      for (let x = 0; x < nx; x++, i++) {
        if (mask[i] === 0) continue;
        const w = weights === null ? 1 : weights[i];
        row += w;
        rowX += w * x;
      }
      mass += row;
      x1 += rowX;
      y1 += row * y;
      z1 += row * z;
    }
  }
  return { mass, at: [x1 / mass, y1 / mass, z1 / mass] };
}

/** Eigenvalues (mm²) and directions of the covariance of the voxel centres, divided by N − 1. */
export function covarianceOf(mask: Uint8Array, [nx, ny, nz]: Roi["dims"], [sx, sy, sz]: Roi["spacing"]): Eigen3 {
  // Sums of whole numbers: exact up to 2^53.
  let [n, x1, y1, z1, xx, yy, zz, xy, xz, yz] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      let row = 0;
      let rowX = 0;
      for (let x = 0; x < nx; x++, i++) {
        if (mask[i] === 0) continue;
        row++;
        rowX += x;
        xx += x * x;
      }
      n += row;
      x1 += rowX;
      y1 += row * y;
      z1 += row * z;
      yy += row * y * y;
      zz += row * z * z;
      xy += rowX * y;
      xz += rowX * z;
      yz += row * y * z;
    }
  }
  // One voxel: all sums are 0, and any divisor gives a covariance of 0.
  const c = (ab: number, a: number, b: number) => (ab - (a * b) / n) / Math.max(1, n - 1);
  return eigen3(
    c(xx, x1, x1) * sx * sx,
    c(yy, y1, y1) * sy * sy,
    c(zz, z1, z1) * sz * sz,
    c(xy, x1, y1) * sx * sy,
    c(xz, x1, z1) * sx * sz,
    c(yz, y1, z1) * sy * sz,
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
  { values, intensityMask, intensities, dims, spacing }: Roi,
  centre: readonly [number, number, number],
): Pick<Shape, "centreShift" | "meanIntensity" | "autocorrelation"> {
  const none = (reason: Reason) => ({ centreShift: reason, meanIntensity: reason, autocorrelation: reason });
  if (values.length === 0) {
    return none(undefinedBecause("empty_intensity_mask", "The intensity mask holds no voxel."));
  }
  const { mean, variance } = moments(values);
  if (!Number.isFinite(variance)) {
    return none(undefinedBecause("failed", "The region holds voxels that are no numbers."));
  }
  const { mass, at } = massOf(intensityMask, dims, intensities);
  return {
    meanIntensity: mean,
    centreShift:
      mass === 0
        ? undefinedBecause("zero_mean", "The intensities add up to 0: they have no centre of mass.")
        : Math.hypot(...at.map((position, k) => (position - centre[k]) * spacing[k])),
    autocorrelation: autocorrelationOf(intensityMask, intensities, dims, spacing, mean, variance, values.length),
  };
}

function autocorrelationOf(
  mask: Uint8Array,
  intensities: Float64Array,
  dims: Roi["dims"],
  spacing: Roi["spacing"],
  mean: number,
  variance: number,
  count: number,
): Shape["autocorrelation"] {
  if (count === 1) return undefinedBecause("single_voxel", "One voxel has no other voxel to be compared with.");
  if (variance === 0) return undefinedBecause("flat_region", `All intensities are ${mean}; their variance is 0.`);
  const values = new Float64Array(mask.length);
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) values[i] = intensities[i] - mean;
  const { weights, products, squares } = pairSums({ mask, values, dims, spacing }, count);
  const moran = products / weights / variance;
  // Σ w (xᵢ − xⱼ)² = 2 Σ w xᵢ² − 2 Σ w xᵢxⱼ over ordered pairs.
  const geary = (((count - 1) / count) * (squares - products)) / weights / variance;
  return { moran, geary };
}
