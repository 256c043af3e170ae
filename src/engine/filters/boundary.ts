import type { Vec3 } from "../grid.ts";
import type { Boundary, FilterImage } from "./filter.ts";

/**
 * The voxel of an axis of `n` that stands at index `i`, inside or outside the image; −1 where there is none and a zero
 * is read. IBSI-2 §2 (GBYQ). Any distance is allowed: mirror and periodic repeat for ever.
 */
export function sourceIndex(i: number, n: number, boundary: Boundary): number {
  if (i >= 0 && i < n) return i;
  switch (boundary) {
    case "zero":
      return -1;
    case "nearest":
      return i < 0 ? 0 : n - 1;
    case "periodic":
      return ((i % n) + n) % n;
    case "mirror": {
      // The edge voxel is repeated: … 1 0 | 0 1 2 … n−1 | n−1 …
      const p = ((i % (2 * n)) + 2 * n) % (2 * n);
      return p < n ? p : 2 * n - 1 - p;
    }
  }
}

/** Source indices of the positions from `from` on, `count` of them. */
export function sourceIndices(from: number, count: number, n: number, boundary: Boundary): Int32Array {
  const out = new Int32Array(count);
  for (let k = 0; k < count; k++) out[k] = sourceIndex(from + k, n, boundary);
  return out;
}

/** The image with a margin of `before` and `after` voxels along x, y, z, filled as the boundary says. */
export function padImage(image: FilterImage, before: Vec3, after: Vec3, boundary: Boundary): FilterImage {
  const [nx, ny, nz] = image.dims;
  const dims: Vec3 = [nx + before[0] + after[0], ny + before[1] + after[1], nz + before[2] + after[2]];
  const xs = sourceIndices(-before[0], dims[0], nx, boundary);
  const ys = sourceIndices(-before[1], dims[1], ny, boundary);
  const zs = sourceIndices(-before[2], dims[2], nz, boundary);
  const data = new Float64Array(dims[0] * dims[1] * dims[2]);
  let o = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      if (zs[z] < 0 || ys[y] < 0) {
        o += dims[0];
        continue;
      }
      const row = nx * (ys[y] + ny * zs[z]);
      for (let x = 0; x < dims[0]; x++, o++) if (xs[x] >= 0) data[o] = image.data[row + xs[x]];
    }
  }
  return { dims, spacing: image.spacing, data };
}

/** The box of `dims` voxels from `offset` on: what takes a margin off again. */
export function cutImage(data: Float64Array, [nx, ny]: Vec3, offset: Vec3, dims: Vec3): Float64Array {
  const out = new Float64Array(dims[0] * dims[1] * dims[2]);
  let o = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++, o += dims[0]) {
      const row = offset[0] + nx * (offset[1] + y + ny * (offset[2] + z));
      out.set(data.subarray(row, row + dims[0]), o);
    }
  }
  return out;
}
