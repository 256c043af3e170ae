/** A direction: x, y, z. */
export type Axis = readonly [number, number, number];

/** Eigenvalues, descending, and unit eigenvectors of a symmetric 3 × 3 matrix; `vectors[k]` belongs to `values[k]`. */
export type Eigen3 = {
  readonly values: readonly [number, number, number];
  readonly vectors: readonly [Axis, Axis, Axis];
};

/**
 * Eigenvalues of the symmetric matrix [[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]] by Jacobi rotations: slower than the
 * closed formula, but small eigenvalues beside large ones keep their digits.
 */
export function eigen3(xx: number, yy: number, zz: number, xy: number, xz: number, yz: number): Eigen3 {
  const a = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 50; sweep++) {
    if (a[0][1] === 0 && a[0][2] === 0 && a[1][2] === 0) break;
    for (const [p, q, r] of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 2, 0],
    ]) {
      const off = a[p][q];
      if (off === 0) continue;
      if (Math.abs(off) <= 1e-18 * Math.sqrt(Math.abs(a[p][p] * a[q][q]))) {
        a[p][q] = a[q][p] = 0;
        continue;
      }
      const theta = (a[q][q] - a[p][p]) / (2 * off);
      const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      const s = t * c;
      a[p][p] -= t * off;
      a[q][q] += t * off;
      a[p][q] = a[q][p] = 0;
      const rp = a[r][p];
      const rq = a[r][q];
      a[r][p] = a[p][r] = c * rp - s * rq;
      a[r][q] = a[q][r] = s * rp + c * rq;
      for (const row of v) {
        const vp = row[p];
        const vq = row[q];
        row[p] = c * vp - s * vq;
        row[q] = s * vp + c * vq;
      }
    }
  }
  const [i, j, k] = [0, 1, 2].sort((m, n) => a[n][n] - a[m][m]);
  const column = (m: number): Axis => [v[0][m], v[1][m], v[2][m]];
  return { values: [a[i][i], a[j][j], a[k][k]], vectors: [column(i), column(j), column(k)] };
}
