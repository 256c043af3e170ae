import type { Vec3 } from "../grid.ts";

export type SlicSettings = {
  /** Volume of a supervoxel, mm³. */
  readonly volumeMm3: number;
  /** Weight of distance against intensity (which runs over 0 … 1): greater is rounder. */
  readonly compactness: number;
};
export type Supervoxels = {
  /** Number of each voxel's supervoxel, from 0. */
  readonly labels: Int32Array;
  readonly count: number;
};

const ROUNDS = 10;

/**
 * Supervoxels by simple linear iterative clustering (Achanta 2012, doi:10.1109/TPAMI.2012.120): k-means of intensity and
 * place, each centre looking one step around itself, in mm; then every supervoxel is made one piece.
 */
export function slic(intensities: Float64Array, dims: Vec3, spacing: Vec3, settings: SlicSettings): Supervoxels {
  const step = Math.cbrt(settings.volumeMm3);
  const centres = startingCentres(intensities, dims, spacing, step);
  const labels = new Int32Array(intensities.length).fill(-1);
  for (let round = 0; round < ROUNDS; round++) {
    assign(intensities, dims, spacing, centres, step, settings.compactness, labels);
    recentre(intensities, dims, centres, labels);
  }
  const wanted = intensities.length / centres.count;
  return inOnePiece(labels, dims, Math.max(2, Math.floor(wanted / 4)));
}

type Centres = {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly value: Float64Array;
};

function startingCentres(intensities: Float64Array, dims: Vec3, spacing: Vec3, step: number): Centres {
  const along = ([0, 1, 2] as const).map((a) => Math.max(1, Math.round((dims[a] * spacing[a]) / step)));
  const count = along[0] * along[1] * along[2];
  const centres = {
    count,
    x: new Float64Array(count),
    y: new Float64Array(count),
    z: new Float64Array(count),
    value: new Float64Array(count),
  };
  for (let c = 0; c < count; c++) {
    const place = [c % along[0], Math.floor(c / along[0]) % along[1], Math.floor(c / (along[0] * along[1]))];
    const [x, y, z] = place.map((p, a) => Math.floor(((p + 0.5) * dims[a]) / along[a]));
    centres.x[c] = x;
    centres.y[c] = y;
    centres.z[c] = z;
    centres.value[c] = intensities[x + dims[0] * (y + dims[1] * z)];
  }
  return centres;
}

function assign(
  intensities: Float64Array,
  [nx, ny, nz]: Vec3,
  [dx, dy, dz]: Vec3,
  centres: Centres,
  step: number,
  compactness: number,
  labels: Int32Array,
): void {
  const nearest = new Float64Array(labels.length).fill(Infinity);
  const weight = (compactness / step) ** 2;
  for (let c = 0; c < centres.count; c++) {
    const [cx, cy, cz, value] = [centres.x[c], centres.y[c], centres.z[c], centres.value[c]];
    const [rx, ry, rz] = [dx, dy, dz].map((d) => Math.max(1, step / d));
    const x1 = Math.min(nx - 1, Math.floor(cx + rx));
    const y1 = Math.min(ny - 1, Math.floor(cy + ry));
    const z1 = Math.min(nz - 1, Math.floor(cz + rz));
    const x0 = Math.max(0, Math.ceil(cx - rx));
    for (let z = Math.max(0, Math.ceil(cz - rz)); z <= z1; z++) {
      const fromZ = ((z - cz) * dz) ** 2;
      for (let y = Math.max(0, Math.ceil(cy - ry)); y <= y1; y++) {
        const fromYz = fromZ + ((y - cy) * dy) ** 2;
        const row = nx * (y + ny * z);
        for (let x = x0; x <= x1; x++) {
          const g = intensities[row + x] - value;
          const d = g * g + weight * (fromYz + ((x - cx) * dx) ** 2);
          if (d >= nearest[row + x]) continue;
          nearest[row + x] = d;
          labels[row + x] = c;
        }
      }
    }
  }
}

/** Centres move to the mean of their voxels; one that has none stays. */
function recentre(intensities: Float64Array, [nx, ny]: Vec3, centres: Centres, labels: Int32Array): void {
  const { count, x, y, z, value } = centres;
  const voxels = new Float64Array(count);
  const sums = [x, y, z, value].map(() => new Float64Array(count));
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i];
    if (c < 0) continue;
    voxels[c]++;
    sums[0][c] += i % nx;
    sums[1][c] += Math.floor(i / nx) % ny;
    sums[2][c] += Math.floor(i / (nx * ny));
    sums[3][c] += intensities[i];
  }
  [x, y, z, value].forEach((means, m) => {
    for (let c = 0; c < count; c++) if (voxels[c] > 0) means[c] = sums[m][c] / voxels[c];
  });
}

/** Numbers connected pieces anew; a piece smaller than `least` voxels joins the piece met before it. */
function inOnePiece(labels: Int32Array, [nx, ny, nz]: Vec3, least: number): Supervoxels {
  const out = new Int32Array(labels.length).fill(-1);
  const queue = new Int32Array(labels.length);
  const plane = nx * ny;
  let count = 0;
  for (let start = 0; start < labels.length; start++) {
    if (out[start] >= 0) continue;
    let beside = -1;
    let tail = 0;
    queue[tail++] = start;
    out[start] = count;
    for (let head = 0; head < tail; head++) {
      const at = queue[head];
      const x = at % nx;
      const y = Math.floor(at / nx) % ny;
      const z = Math.floor(at / plane);
      const visit = (next: number) => {
        if (out[next] >= 0) {
          if (out[next] !== count) beside = out[next];
        } else if (labels[next] === labels[start]) {
          out[next] = count;
          queue[tail++] = next;
        }
      };
      if (x > 0) visit(at - 1);
      if (x < nx - 1) visit(at + 1);
      if (y > 0) visit(at - nx);
      if (y < ny - 1) visit(at + nx);
      if (z > 0) visit(at - plane);
      if (z < nz - 1) visit(at + plane);
    }
    if (tail < least && beside >= 0) for (let i = 0; i < tail; i++) out[queue[i]] = beside;
    else count++;
  }
  return { labels: out, count };
}
