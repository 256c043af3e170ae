// `sphereMeans` of kernels/sphere-means.ts.

/**
 * Writes the means for the voxels of the mask, in storage order, to `out`. `sums` has room for the running sums; the
 * sphere's rows are `rows` times (dz, dy, reach) as i32; `total` and `voxels` have room for a row of the mask.
 */
export function sphereMeans(
  intensities: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  mask: usize,
  mx: i32,
  my: i32,
  mz: i32,
  ox: i32,
  oy: i32,
  oz: i32,
  sphere: usize,
  rows: i32,
  sums: usize,
  total: usize,
  lines: usize,
  out: usize,
): void {
  runningSums(intensities, nx, ny * nz, sums);
  let reach = 0;
  for (let r = 0; r < rows; r++) reach = max(reach, load<i32>(sphere + <usize>(12 * r + 8)));
  let to = out;
  for (let z = 0; z < mz; z++) {
    for (let y = 0; y < my; y++) {
      const row = mask + <usize>(mx * (y + my * z));
      let lo = 0;
      while (lo < mx && load<u8>(row + <usize>lo) === 0) lo++;
      if (lo === mx) continue;
      let hi = mx;
      while (load<u8>(row + <usize>(hi - 1)) === 0) hi--;
      // The rows of the sphere that exist: where the first is read from, and how far the last is behind it.
      let count = 0;
      let voxels = 0;
      for (let r = 0; r < rows; r++) {
        const at = sphere + <usize>(12 * r);
        const iz = z + oz + load<i32>(at);
        const iy = y + oy + load<i32>(at + 4);
        if (iz < 0 || iz >= nz || iy < 0 || iy >= ny) continue;
        const wide = load<i32>(at + 8);
        const line = lines + <usize>(12 * count++);
        store<i32>(line, (nx + 1) * (iy + ny * iz));
        store<i32>(line + 4, wide);
        voxels += 2 * wide + 1;
      }
      if (lo + ox - reach >= 0 && hi + ox + reach <= nx) inner(sums, lines, count, ox, lo, hi, <f64>voxels, total);
      else outer(sums, lines, count, nx, ox, lo, hi, total);
      for (let x = lo; x < hi; x++) {
        if (load<u8>(row + <usize>x) !== 1) continue;
        store<f64>(to, load<f64>(total + ((<usize>x) << 3)));
        to += 8;
      }
    }
  }
}

function runningSums(intensities: usize, nx: i32, rows: i32, out: usize): void {
  let i = intensities;
  let o = out;
  for (let row = 0; row < rows; row++) {
    let total = 0.0;
    store<f64>(o, 0);
    o += 8;
    for (let x = 0; x < nx; x++) {
      total += load<f64>(i);
      store<f64>(o, total);
      i += 8;
      o += 8;
    }
  }
}

/** The means for x in [lo, hi) where the whole sphere exists, four at a time; up to three more are written, of nothing. */
function inner(sums: usize, lines: usize, count: i32, ox: i32, lo: i32, hi: i32, voxels: f64, out: usize): void {
  const divisor = f64x2.splat(voxels);
  for (let x = lo; x < hi; x += 4) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    const column = sums + ((<usize>(ox + x)) << 3);
    for (let r = 0; r < count; r++) {
      const line = lines + <usize>(12 * r);
      const row = column + ((<usize>load<i32>(line)) << 3);
      const reach = (<usize>load<i32>(line + 4)) << 3;
      const first = row - reach;
      const last = row + reach + 8;
      a = f64x2.add(a, f64x2.sub(v128.load(last), v128.load(first)));
      b = f64x2.add(b, f64x2.sub(v128.load(last + 16), v128.load(first + 16)));
    }
    const o = out + ((<usize>x) << 3);
    v128.store(o, f64x2.div(a, divisor));
    v128.store(o + 16, f64x2.div(b, divisor));
  }
}

/** The same where part of the sphere lies outside the image. */
function outer(sums: usize, lines: usize, count: i32, nx: i32, ox: i32, lo: i32, hi: i32, out: usize): void {
  for (let x = lo; x < hi; x++) {
    let total = 0.0;
    let voxels = 0;
    for (let r = 0; r < count; r++) {
      const line = lines + <usize>(12 * r);
      const row = load<i32>(line);
      const reach = load<i32>(line + 4);
      const from = row + max(0, ox + x - reach);
      const to = row + min(nx, ox + x + reach + 1);
      total += load<f64>(sums + ((<usize>to) << 3)) - load<f64>(sums + ((<usize>from) << 3));
      voxels += to - from;
    }
    store<f64>(out + ((<usize>x) << 3), total / <f64>voxels);
  }
}
