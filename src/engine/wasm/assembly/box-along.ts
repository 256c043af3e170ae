// The smallest box with an edge along a direction: `rectangle` and `extent` of kernels/silhouette.ts.

/**
 * A hull: normals of `faces` faces as x…, y…, z… (an even number of each), `edges` times (face, face, corner, corner)
 * as i32, and `corners` corners as x…, y…, z… (an even number of each: the first again where they are odd). `front`
 * has room for a byte a face, `seen` for two i32 a corner, the first of them below `view` and above −`view`, `xs` and `ys` have room for the corners,
 * `px` and `py` for twice as many and two. Writes width, depth, cos, sin of the rectangle and the height to `out`.
 */
export function boxAlong(
  faces: i32,
  normals: usize,
  front: usize,
  edges: i32,
  edge: usize,
  corners: i32,
  points: usize,
  seen: usize,
  view: i32,
  xs: usize,
  ys: usize,
  px: usize,
  py: usize,
  ax: f64,
  ay: f64,
  az: f64,
  ux: f64,
  uy: f64,
  uz: f64,
  vx: f64,
  vy: f64,
  vz: f64,
  out: usize,
): void {
  const even = (<usize>((faces + 1) & ~1)) << 3;
  const a = f64x2.splat(ax);
  const b = f64x2.splat(ay);
  const c = f64x2.splat(az);
  const none = f64x2.splat(0);
  for (let f: usize = 0; f < even; f += 16) {
    const n = normals + f;
    const toward = f64x2.add(
      f64x2.add(f64x2.mul(v128.load(n), a), f64x2.mul(v128.load(n + even), b)),
      f64x2.mul(v128.load(n + 2 * even), c),
    );
    const bits = i64x2.bitmask(f64x2.gt(toward, none));
    store<u16>(front + (f >> 3), <u16>((bits & 1) | ((bits & 2) << 7)));
  }
  const evenCorners = (<usize>((corners + 1) & ~1)) << 3;
  // The outline's edges, each as a link from corner to corner with the faces that are seen to its left.
  let count = 0;
  let start = 0;
  for (let k = 0; k < edges; k++) {
    const e = edge + ((<usize>k) << 4);
    const left = load<u8>(front + <usize>load<i32>(e));
    if (left === load<u8>(front + <usize>load<i32>(e + 4))) continue;
    start = load<i32>(e + (left !== 0 ? 8 : 12));
    const link = seen + ((<usize>start) << 3);
    store<i32>(link, view);
    store<i32>(link + 4, load<i32>(e + (left !== 0 ? 12 : 8)));
    count++;
  }
  // But for rounding, where faces are seen edge-on, they make one loop, and its corners are all there are.
  let n = 0;
  let corner = start;
  while (n < count) {
    const link = seen + ((<usize>corner) << 3);
    if (load<i32>(link) !== view) break;
    const p = points + ((<usize>corner) << 3);
    const x = load<f64>(p);
    const y = load<f64>(p + evenCorners);
    const z = load<f64>(p + 2 * evenCorners);
    put(px, n, x * ux + y * uy + z * uz);
    put(py, n, x * vx + y * vy + z * vz);
    n++;
    corner = load<i32>(link + 4);
    if (corner === start) break;
  }
  if (n !== count || corner !== start || !mergeChains(px, py, n, xs, ys)) {
    n = 0;
    for (let k = 0; k < edges; k++) {
      const e = edge + ((<usize>k) << 4);
      if (load<u8>(front + <usize>load<i32>(e)) === load<u8>(front + <usize>load<i32>(e + 4))) continue;
      for (let end: usize = 8; end < 16; end += 4) {
        const other = load<i32>(e + end);
        const link = seen + ((<usize>other) << 3);
        if (load<i32>(link) === -view) continue;
        store<i32>(link, -view);
        const p = points + ((<usize>other) << 3);
        const x = load<f64>(p);
        const y = load<f64>(p + evenCorners);
        const z = load<f64>(p + 2 * evenCorners);
        put(xs, n, x * ux + y * uy + z * uz);
        put(ys, n, x * vx + y * vy + z * vz);
        n++;
      }
    }
    sort(xs, ys, n);
  }
  const top = convexPolygon(xs, ys, n, px, py);
  calipers(px, py, top, out);

  let lo = f64x2.splat(Infinity);
  let hi = f64x2.splat(-Infinity);
  for (let k: usize = 0; k < evenCorners; k += 16) {
    const p = points + k;
    const t = f64x2.add(
      f64x2.add(f64x2.mul(v128.load(p), a), f64x2.mul(v128.load(p + evenCorners), b)),
      f64x2.mul(v128.load(p + 2 * evenCorners), c),
    );
    lo = f64x2.min(lo, t);
    hi = f64x2.max(hi, t);
  }
  const least = min(f64x2.extract_lane(lo, 0), f64x2.extract_lane(lo, 1));
  const most = max(f64x2.extract_lane(hi, 0), f64x2.extract_lane(hi, 1));
  store<f64>(out + 32, most - least);
}

function get(array: usize, k: i32): f64 {
  return load<f64>(array + ((<usize>k) << 3));
}

function put(array: usize, k: i32, value: f64): void {
  store<f64>(array + ((<usize>k) << 3), value);
}

function sortWithin(xs: usize, ys: usize, n: i32, gap: i32): void {
  for (let i = gap; i < n; i++) {
    const x = get(xs, i);
    const y = get(ys, i);
    let k = i;
    for (; k >= gap; k -= gap) {
      const before = get(xs, k - gap);
      if (!(before > x || (before === x && get(ys, k - gap) > y))) break;
      put(xs, k, before);
      put(ys, k, get(ys, k - gap));
    }
    put(xs, k, x);
    put(ys, k, y);
  }
}

/** Shell's sort by x, then y. */
function sort(xs: usize, ys: usize, n: i32): void {
  if (n > 200) sortWithin(xs, ys, n, 57);
  if (n > 60) sortWithin(xs, ys, n, 19);
  if (n > 20) sortWithin(xs, ys, n, 5);
  sortWithin(xs, ys, n, 1);
}

function isBefore(x: usize, y: usize, i: i32, j: i32): bool {
  const a = get(x, i);
  const b = get(x, j);
  return a < b || (a === b && get(y, i) < get(y, j));
}

/**
 * Puts the corners of a loop in order by x, then y, where they go up from the least to the greatest and down again: the
 * order that sorting gives. False where they do not.
 */
function mergeChains(x: usize, y: usize, n: i32, xs: usize, ys: usize): bool {
  let least = 0;
  let most = 0;
  for (let i = 1; i < n; i++) {
    if (isBefore(x, y, i, least)) least = i;
    if (isBefore(x, y, most, i)) most = i;
  }
  // `up` runs forwards from the least corner, `down` backwards; they meet at the greatest.
  let up = least;
  let down = least === 0 ? n - 1 : least - 1;
  for (let k = 0; k < n; k++) {
    let i = up;
    if (up !== down && isBefore(x, y, down, up)) {
      i = down;
      down = down === 0 ? n - 1 : down - 1;
    } else up = up === n - 1 ? 0 : up + 1;
    put(xs, k, get(x, i));
    put(ys, k, get(y, i));
    if (k > 0 && isBefore(xs, ys, k, k - 1)) return false;
  }
  return true;
}

function convexPolygon(xs: usize, ys: usize, n: i32, x: usize, y: usize): i32 {
  let top = 0;
  for (let side = 0; side < 2; side++) {
    const base = top;
    for (let k = 0; k < n; k++) {
      const p = side === 0 ? k : n - 1 - k;
      const xp = get(xs, p);
      const yp = get(ys, p);
      while (top - base >= 2) {
        const x2 = get(x, top - 2);
        const y2 = get(y, top - 2);
        if ((get(x, top - 1) - x2) * (yp - y2) - (get(y, top - 1) - y2) * (xp - x2) > 0) break;
        top--;
      }
      put(x, top, xp);
      put(y, top, yp);
      top++;
    }
    top--;
  }
  memory.copy(x + ((<usize>top) << 3), x, (<usize>top) << 3);
  memory.copy(y + ((<usize>top) << 3), y, (<usize>top) << 3);
  return top;
}

function calipers(x: usize, y: usize, n: i32, out: usize): void {
  let area = Infinity;
  let width = 0.0;
  let depth = 0.0;
  let cos = 1.0;
  let sin = 0.0;
  let right = 1;
  let top = 1;
  let left = 1;
  for (let i = 0; i < n; i++) {
    const xi = get(x, i);
    const yi = get(y, i);
    const along = get(x, i + 1) - xi;
    const up = get(y, i + 1) - yi;
    const square = along * along + up * up;
    if (square === 0) continue;
    const end = i + n;
    if (right < i + 1) right = i + 1;
    while (right < end && along * (get(x, right + 1) - get(x, right)) + up * (get(y, right + 1) - get(y, right)) > 0)
      right++;
    if (top < right) top = right;
    while (top < end && along * (get(y, top + 1) - get(y, top)) - up * (get(x, top + 1) - get(x, top)) > 0) top++;
    if (left < top) left = top;
    while (left < end && along * (get(x, left + 1) - get(x, left)) + up * (get(y, left + 1) - get(y, left)) < 0) left++;
    const w = along * (get(x, right) - get(x, left)) + up * (get(y, right) - get(y, left));
    const d = along * (get(y, top) - yi) - up * (get(x, top) - xi);
    const between = (w * d) / square;
    if (between >= area) continue;
    area = between;
    width = w;
    depth = d;
    cos = along;
    sin = up;
  }
  const side = Math.sqrt(cos * cos + sin * sin);
  store<f64>(out, width / side);
  store<f64>(out + 8, depth / side);
  store<f64>(out + 16, cos / side);
  store<f64>(out + 24, sin / side);
}
