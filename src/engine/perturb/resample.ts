import type { Vec3 } from "../grid.ts";
import { cropImage, extentDims } from "../process/crop.ts";
import { SPLINE_REACH, splinePrefilter } from "../process/spline-prefilter.ts";
import type { Scene } from "./scene.ts";

/** A partial volume this little below one half is one half. */
const EPSILON = 1e-6;

/**
 * Image and mask of a moved scene in its box: cubic B-spline, and linear with a partial volume of one half. Beyond the
 * image the nearest voxel goes on. An axis along which nothing moves is not interpolated. What a voxel without a value
 * (padding) tells on becomes NaN.
 */
export function resampled(scene: Scene): { image: Float64Array; mask: Uint8Array } {
  const { extent, grid, pose } = scene;
  const dims = extentDims(extent);
  const [a, b, c, d] = pose.matrix;
  const inPlane = a !== 1 || b !== 0 || c !== 0 || d !== 1 || pose.offset[0] !== 0 || pose.offset[1] !== 0;
  const moved = [inPlane, inPlane, pose.offset[2] !== 0] as const;
  const source = sourceExtent(scene, moved);
  const coefficients = cropImage(scene.image, grid.dims, source, "nearest", scene.padding);
  const size = extentDims(source);
  for (const axis of [0, 1, 2] as const) if (moved[axis]) splinePrefilter(coefficients, size, axis);
  const image = new Float64Array(dims[0] * dims[1] * dims[2]);
  const mask = new Uint8Array(image.length);
  const at = positions(scene);
  const inImage = sampler(coefficients, size, moved, cubicTaps);
  const inMask = sampler(scene.mask, dims, moved, linearTaps);
  let i = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, i++) {
        const [sx, sy, sz] = at(x + extent.lo[0], y + extent.lo[1], z + extent.lo[2]);
        image[i] = inImage(sx - source.lo[0], sy - source.lo[1], sz - source.lo[2]);
        if (inMask(sx - extent.lo[0], sy - extent.lo[1], sz - extent.lo[2]) >= 0.5 - EPSILON) mask[i] = 1;
      }
    }
  }
  return { image, mask };
}

/** From a voxel of the image to the place (in voxels) where its new value lies. The answer is overwritten each time. */
function positions({ grid, pose }: Scene): (x: number, y: number, z: number) => Vec3 {
  const [dx, dy, dz] = grid.spacing;
  const [a, b, c, d] = pose.matrix;
  const [tx, ty, tz] = pose.offset;
  const out: [number, number, number] = [0, 0, 0];
  const [ex, ey, ez] = [tx / dx, ty / dy, tz / dz];
  const [bx, cy] = [(b * dy) / dx, (c * dx) / dy];
  return (x, y, z) => {
    out[0] = a * x + bx * y + ex;
    out[1] = cy * x + d * y + ey;
    out[2] = z + ez;
    return out;
  };
}

function sourceExtent(scene: Scene, moved: readonly boolean[]) {
  const { lo, hi } = scene.extent;
  const at = positions(scene);
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const [x, y, z] = [0, 1, 2].map((a) => ((corner >> a) & 1 ? hi[a] - 1 : lo[a]));
    const p = at(x, y, z);
    for (const a of [0, 1, 2] as const) {
      low[a] = Math.min(low[a], p[a]);
      high[a] = Math.max(high[a], p[a]);
    }
  }
  const margin = (a: number) => (moved[a] ? SPLINE_REACH + 2 : 0);
  const end = (a: 0 | 1 | 2) => Math.ceil(high[a]) + 1 + margin(a);
  const start = (a: 0 | 1 | 2) => Math.floor(low[a]) - margin(a);
  return { lo: [start(0), start(1), start(2)], hi: [end(0), end(1), end(2)] } as const;
}

/** Weights of the neighbours around a position into `w`; returns the first neighbour. */
type Taps = { readonly order: number; readonly fill: (p: number, w: Float64Array, from: number) => number };

const cubicTaps: Taps = {
  order: 4,
  fill(p, w, from) {
    const base = Math.floor(p);
    const t = p - base;
    const s = 1 - t;
    w[from] = (s * s * s) / 6;
    w[from + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
    w[from + 2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
    w[from + 3] = (t * t * t) / 6;
    return base - 1;
  },
};
const linearTaps: Taps = {
  order: 2,
  fill(p, w, from) {
    const base = Math.floor(p);
    w[from] = 1 - (p - base);
    w[from + 1] = p - base;
    return base;
  },
};
const nearestTap: Taps = {
  order: 1,
  fill(p, w, from) {
    w[from] = 1;
    return Math.round(p);
  },
};

function sampler(
  data: Float64Array | Uint8Array,
  [nx, ny, nz]: Vec3,
  moved: readonly boolean[],
  taps: Taps,
): (x: number, y: number, z: number) => number {
  const [tx, ty, tz] = moved.map((m) => (m ? taps : nearestTap));
  const wx = new Float64Array(4);
  const wy = new Float64Array(4);
  const wz = new Float64Array(4);
  const held = (i: number, n: number) => (i < 0 ? 0 : i >= n ? n - 1 : i);
  return (x, y, z) => {
    const x0 = tx.fill(x, wx, 0);
    const y0 = ty.fill(y, wy, 0);
    const z0 = tz.fill(z, wz, 0);
    let sum = 0;
    for (let k = 0; k < tz.order; k++) {
      const plane = nx * ny * held(z0 + k, nz);
      for (let j = 0; j < ty.order; j++) {
        const row = plane + nx * held(y0 + j, ny);
        const w = wz[k] * wy[j];
        for (let i = 0; i < tx.order; i++) sum += w * wx[i] * data[row + held(x0 + i, nx)];
      }
    }
    return sum;
  };
}
