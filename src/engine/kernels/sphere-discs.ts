type Three = readonly [number, number, number];

/** A disc of voxels: how far its row at dy = 0, 1, … (and −1, …) reaches to either side. */
export type Disc = readonly number[];

/** A sphere of voxels as a stack of discs. */
export type Sphere = {
  /** How many voxels it reaches to either side of its middle along x, y and z. */
  readonly reach: Three;
  /** The discs at dz = 0, 1, … (and −1, …). Those that are the same are one array. */
  readonly discs: readonly Disc[];
};

/** The voxels whose centres lie within `radius` mm of the middle one's, as far as an image of `dims` voxels can hold them. */
export function sphereOf([sx, sy, sz]: Three, radius: number, [nx, ny, nz]: Three): Sphere {
  // Distances that equal the radius but for rounding are inside.
  const square = radius * radius * (1 + 1e-12);
  const half = (left: number, spacing: number, n: number) => Math.min(n - 1, Math.floor(Math.sqrt(left) / spacing));
  const reach: Three = [half(square, sx, nx), half(square, sy, ny), half(square, sz, nz)];
  const discs: Disc[] = [];
  for (let dz = 0; dz <= reach[2]; dz++) {
    const disc: number[] = [];
    for (let dy = 0; dy <= reach[1]; dy++) {
      const left = square - dz * sz * (dz * sz) - dy * sy * (dy * sy);
      if (left >= 0) disc.push(half(left, sx, nx));
    }
    const before = discs.at(-1);
    discs.push(before?.join() === disc.join() ? before : disc);
  }
  return { reach, discs };
}

/** How rows are laid out. */
export type DiscLayout = {
  readonly reach: Three;
  /** Of `values`: from one row to the next, numbers of a row that belong to the image, and which is column 0 of the region. */
  readonly pitch: number;
  readonly width: number;
  readonly left: number;
  /** Numbers of a row of the region, a multiple of 8. */
  readonly stride: number;
  /** Rows of the region that are treated together. */
  readonly block: number;
};

/** What is there of a block, and wanted. */
export type DiscPart = {
  /** Rows of the region. */
  readonly count: number;
  /** Rows [first, end) of `values`; where the image ends are none. */
  readonly first: number;
  readonly end: number;
  /** Columns [from, to) of the region, multiples of 8, which hold all spans. */
  readonly from: number;
  readonly to: number;
};

/** What one slice's discs are computed from and added to; may lie in the memory of the WebAssembly kernels. */
export type DiscArrays = {
  /** The rows of a slice of the image from `reachY` before a block's first row to `reachY` behind its last. */
  readonly values: Float32Array | Float64Array;
  /** Scratch: a row of the region and `reachX` voxels to either side of it. */
  readonly line: Float64Array;
  /** Scratch: for each of those rows, for half widths 0, 1, … reachX, the sums over so wide rows around each column. */
  readonly wide: Float64Array;
  /**
   * Where the sums over the discs' rows stand in `wide`, counted from the middle row's half width 0: of each disc its
   * middle row, then the rows at dy = 1 and −1, 2 and −2, ….
   */
  readonly offsets: Int32Array;
  /** Where the rows of the disc at dz = 0, 1, … end in `offsets`: nothing new for a disc that is the one before. */
  readonly ends: Int32Array;
  /** Of each row of the block, the columns [from, to) that are wanted. */
  readonly spans: Int32Array;
  /** Where the sums around the voxels of slices z + dz and z − dz begin in `sums`, dz = 0, 1, …; −1 where not wanted. */
  readonly slots: Int32Array;
  /** 2·reachZ + 1 slices of `block` rows. */
  readonly sums: Float64Array;
  /** By how many voxels a row of sums is to be divided. */
  readonly counts: Float64Array;
};

export type DiscLengths = { readonly [K in keyof DiscArrays]: number };

export function discLengths({ reach: [rx, ry, rz], discs }: Sphere, { pitch, stride, block }: DiscLayout): DiscLengths {
  const rows = block + 2 * ry;
  return {
    values: rows * pitch,
    line: stride + 2 * rx,
    wide: rows * (rx + 1) * stride,
    offsets: [...new Set(discs)].reduce((sum, disc) => sum + 2 * disc.length - 1, 0),
    ends: rz + 1,
    spans: 2 * block,
    slots: 2 * (rz + 1),
    sums: (2 * rz + 1) * block * stride,
    counts: stride,
  };
}

/** Writes the sphere down in `offsets` and `ends`. */
export function layDiscs({ reach: [rx], discs }: Sphere, { stride }: DiscLayout, arrays: DiscArrays): void {
  let k = 0;
  discs.forEach((disc, dz) => {
    if (disc !== discs[dz - 1]) {
      disc.forEach((half, dy) => {
        arrays.offsets[k++] = (dy * (rx + 1) + half) * stride;
        if (dy > 0) arrays.offsets[k++] = (-dy * (rx + 1) + half) * stride;
      });
    }
    arrays.ends[dz] = k;
  });
}

/**
 * Adds the discs of one slice to the sums of the spheres that hold them. Sums over rows are shared by many discs, and
 * those by many spheres. Only what belongs together is added, and nothing subtracted: digits do not cancel, and what is
 * no number stays within its spheres. The order of each sum is fixed: a row and a disc from the middle outwards by pairs,
 * a sphere by slice.
 */
export function addDiscs(arrays: DiscArrays, layout: DiscLayout, part: DiscPart): void {
  const { values, line, wide, offsets, ends, spans, slots, sums } = arrays;
  const { pitch, width, left, stride } = layout;
  const { count, first, end, from, to } = part;
  const rx = layout.reach[0];
  const ry = layout.reach[1];
  const rz = layout.reach[2];
  for (let r = 0; r < count + 2 * ry; r++) {
    for (let c = from; c < to + 2 * rx; c++) {
      const x = c + left - rx;
      line[c] = r >= first && r < end && x >= 0 && x < width ? values[r * pitch + x] : 0;
    }
    const row = r * (rx + 1) * stride;
    for (let x = from; x < to; x++) {
      let sum = line[x + rx];
      wide[row + x] = sum;
      for (let w = 1; w <= rx; w++) {
        sum += line[x + rx - w] + line[x + rx + w];
        wide[row + w * stride + x] = sum;
      }
    }
  }
  for (let y = 0; y < count; y++) {
    const middle = (y + ry) * (rx + 1) * stride;
    const last = spans[2 * y + 1];
    for (let x = spans[2 * y]; x < last; x++) {
      let disc = 0;
      let k = 0;
      for (let dz = 0; dz <= rz; dz++) {
        if (k < ends[dz]) disc = wide[middle + x + offsets[k++]];
        for (; k < ends[dz]; k += 2) disc += wide[middle + x + offsets[k]] + wide[middle + x + offsets[k + 1]];
        if (slots[2 * dz] >= 0) sums[slots[2 * dz] + y * stride + x] += disc;
        if (dz > 0 && slots[2 * dz + 1] >= 0) sums[slots[2 * dz + 1] + y * stride + x] += disc;
      }
    }
  }
}

/** Makes means of the sums of a row that begins at `at`; the greatest of them, or NaN where one is not finite. */
export function divideSums({ sums, counts }: DiscArrays, at: number, count: number): number {
  let greatest = Number.NEGATIVE_INFINITY;
  let odd = 0;
  for (let k = 0; k < count; k++) {
    const mean = sums[at + k] / counts[k];
    sums[at + k] = mean;
    greatest = Math.max(greatest, mean);
    odd += mean - mean;
  }
  return greatest + odd;
}
