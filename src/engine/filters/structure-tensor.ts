import type { Vec3 } from "../grid.ts";
import { eigen3 } from "../math/eigen3.ts";
import type { Boundary, FilterImage } from "./filter.ts";
import { gaussianWeights } from "./gaussian-kernels.ts";
import { convolveSeparable } from "./separable.ts";

/** Local axes of every voxel: components x, y, z of the first axis, then of the second, then of the third (2D: x, y of two). */
export type LocalAxes = readonly Float64Array[];

/**
 * Axes along which a vector field varies most, next most and least, about every voxel: the eigenvectors of its structure
 * tensor, the products of its components averaged by a Gaussian of `sigma` mm. An eigenvector has no sign of its own; it
 * is taken to point along the field of its voxel. `field`: the components along x, y, and in 3D z.
 */
export function localAxes(
  field: readonly Float64Array[],
  { dims, spacing }: Pick<FilterImage, "dims" | "spacing">,
  sigma: number,
  boundary: Boundary,
): LocalAxes {
  const flat = field.length === 2;
  const kernels = spacing.map((s) => gaussianWeights(sigma / s, 4));
  const average = (a: Float64Array, b: Float64Array) =>
    convolveSeparable(
      a.map((v, i) => v * b[i]),
      dims,
      flat ? [kernels[0], kernels[1]] : [kernels[0], kernels[1], kernels[2]],
      boundary,
    );
  const [x, y, z] = field;
  const [xx, yy, xy] = [average(x, x), average(y, y), average(x, y)];
  const n = x.length;
  if (flat) {
    const out = Array.from({ length: 4 }, () => new Float64Array(n));
    for (let i = 0; i < n; i++) {
      // The angle of the larger eigenvalue's eigenvector.
      const angle = Math.atan2(2 * xy[i], xx[i] - yy[i]) / 2;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const first = c * x[i] + s * y[i] < 0 ? -1 : 1;
      const second = -s * x[i] + c * y[i] < 0 ? -1 : 1;
      out[0][i] = first * c;
      out[1][i] = first * s;
      out[2][i] = -second * s;
      out[3][i] = second * c;
    }
    return out;
  }
  const [zz, xz, yz] = [average(z, z), average(x, z), average(y, z)];
  // The tensor's arrays are no more needed once a voxel's axes stand in them; three more hold the third axis.
  const out = [xx, yy, zz, xy, xz, yz, ...Array.from({ length: 3 }, () => new Float64Array(n))];
  for (let i = 0; i < n; i++) {
    const { vectors } = eigen3(xx[i], yy[i], zz[i], xy[i], xz[i], yz[i]);
    for (let a = 0; a < 3; a++) {
      const v: Vec3 = vectors[a];
      const sign = v[0] * x[i] + v[1] * y[i] + v[2] * z[i] < 0 ? -1 : 1;
      for (let c = 0; c < 3; c++) out[3 * a + c][i] = sign * v[c];
    }
  }
  return out;
}
