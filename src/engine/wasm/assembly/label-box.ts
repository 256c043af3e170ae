// The box of a label: `labelExtent` of process/crop.ts.

/** Where the next byte with a label lies from `at` on; `end` where there is none. Reads up to fifteen bytes further. */
function nextLabel(at: usize, end: usize, wanted: v128): usize {
  for (; at + 64 <= end; at += 64) {
    const a = i8x16.eq(v128.load(at), wanted);
    const b = i8x16.eq(v128.load(at, 16), wanted);
    const c = i8x16.eq(v128.load(at, 32), wanted);
    const d = i8x16.eq(v128.load(at, 48), wanted);
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) break;
  }
  for (; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (found !== 0) return min(end, at + <usize>ctz(found));
  }
  return end;
}

/**
 * Widens the box in `box` (i32: first and last x, y and z) by the voxels with a label in `rows` whole rows of `nx`, of
 * which the first is row `first` of a map with `ny` rows a slice.
 */
export function labelBox(labels: usize, nx: i32, rows: i32, first: i32, ny: i32, label: i32, box: usize): void {
  const wanted = i8x16.splat(<i8>label);
  const end = labels + <usize>nx * <usize>rows;
  let x0 = load<i32>(box);
  let x1 = load<i32>(box, 4);
  for (let at = nextLabel(labels, end, wanted); at < end; ) {
    const row = <i32>((at - labels) / <usize>nx);
    const start = labels + <usize>row * <usize>nx;
    x0 = min(x0, <i32>(at - start));
    let x = nx - 1;
    while (x > x1 && load<u8>(start + <usize>x) !== <u8>label) x--;
    x1 = max(x1, x);
    const y = (first + row) % ny;
    const z = (first + row) / ny;
    store<i32>(box, min(load<i32>(box, 8), y), 8);
    store<i32>(box, max(load<i32>(box, 12), y), 12);
    store<i32>(box, min(load<i32>(box, 16), z), 16);
    store<i32>(box, max(load<i32>(box, 20), z), 20);
    at = nextLabel(start + <usize>nx, end, wanted);
  }
  store<i32>(box, x0);
  store<i32>(box, x1, 4);
}
