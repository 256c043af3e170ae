/** Cells of the grid along an axis. */
const CELLS = 6;

/** Distances from the middle are taken as so much more, against rounding. */
const MORE = 1 + 1e-12;

/**
 * The largest distance between two of `count` points (x, y, z in mm). A pair far apart is found first by going to the
 * farthest point and on from there. Then only pairs can be farther apart whose distances from that pair's middle add up
 * to more (Malandain and Boissonnat 2002): exact, and few unless the points lie on a ball.
 */
export function largestDistance(points: Float64Array, count: number): number {
  if (count < 2) return 0;
  const squares = new Float64Array(count);
  let from = 0;
  let to = farthest(points, count, points[0], points[1], points[2], squares);
  let best = 0; // squared
  while (squares[to] > best) {
    best = squares[to];
    const old = from;
    from = to;
    to = farthest(points, count, points[3 * from], points[3 * from + 1], points[3 * from + 2], squares);
    if (squares[to] <= best) to = old;
  }
  const middle = (axis: 0 | 1 | 2) => (points[3 * from + axis] + points[3 * to + axis]) / 2;
  const [x, y, z] = [middle(0), middle(1), middle(2)];
  const most = squares[farthest(points, count, x, y, z, squares)];
  const least = Math.sqrt(best) - Math.sqrt(most) * MORE;
  const order: number[] = [];
  for (let i = 0; i < count; i++) if (Math.sqrt(squares[i]) * MORE > least) order.push(i);
  order.sort((i, j) => squares[j] - squares[i]);
  const kept = new Float64Array(3 * order.length);
  for (let k = 0; k < order.length; k++) {
    kept[3 * k] = points[3 * order[k]] - x;
    kept[3 * k + 1] = points[3 * order[k] + 1] - y;
    kept[3 * k + 2] = points[3 * order[k] + 2] - z;
  }
  const radius = Float64Array.from(order, (i) => Math.sqrt(squares[i]) * MORE);
  return Math.sqrt(farthestPair(kept, radius, best));
}

/**
 * The square of the largest distance, if that is more than `best`, of points by falling distance from 0. Of those no
 * farther from 0 than p, only points near −p are far enough: |p + q|² = 2|p|² + 2|q|² − |p − q|².
 */
function farthestPair(points: Float64Array, radius: Float64Array, best: number): number {
  const count = radius.length;
  const edge = (2 * radius[0]) / CELLS;
  const cellOf = (t: number) => Math.min(CELLS - 1, Math.max(0, Math.floor((t + radius[0]) / edge)));
  let grid: Grid | null = null;
  let square = best;
  let cut = Math.sqrt(best);
  for (let a = 0; a < count; a++) {
    if (2 * radius[a] <= cut) break;
    const x = points[3 * a];
    const y = points[3 * a + 1];
    const z = points[3 * a + 2];
    const before = square;
    if (4 * radius[a] * radius[a] - square < 0.99 * edge * edge) {
      grid ??= byCell(points, cellOf);
      const [cx, cy, cz] = [cellOf(-x), cellOf(-y), cellOf(-z)];
      for (let k = Math.max(0, cz - 1); k <= Math.min(CELLS - 1, cz + 1); k++) {
        for (let j = Math.max(0, cy - 1); j <= Math.min(CELLS - 1, cy + 1); j++) {
          // Cells side by side along x follow one another.
          const row = CELLS * (j + CELLS * k);
          const end = grid.starts[row + Math.min(CELLS - 1, cx + 1) + 1];
          for (let o = grid.starts[row + Math.max(0, cx - 1)]; o < end; o++) {
            const b = 3 * grid.points[o];
            const distance = (points[b] - x) ** 2 + (points[b + 1] - y) ** 2 + (points[b + 2] - z) ** 2;
            if (distance > square) square = distance;
          }
        }
      }
    } else {
      for (let b = a + 1; b < count && radius[a] + radius[b] > cut; b++) {
        const distance = (points[3 * b] - x) ** 2 + (points[3 * b + 1] - y) ** 2 + (points[3 * b + 2] - z) ** 2;
        if (distance > square) square = distance;
      }
    }
    if (square > before) cut = Math.sqrt(square);
  }
  return square;
}

/** The points in the order of their cells, and where in that order each cell's begin. */
type Grid = { readonly starts: Int32Array; readonly points: Int32Array };

function byCell(points: Float64Array, cellOf: (t: number) => number): Grid {
  const cell = new Int32Array(points.length / 3);
  const starts = new Int32Array(CELLS ** 3 + 1);
  for (let k = 0; k < cell.length; k++) {
    cell[k] = cellOf(points[3 * k]) + CELLS * (cellOf(points[3 * k + 1]) + CELLS * cellOf(points[3 * k + 2]));
    starts[cell[k] + 1]++;
  }
  for (let c = 1; c < starts.length; c++) starts[c] += starts[c - 1];
  const next = starts.slice();
  const sorted = new Int32Array(cell.length);
  for (let k = 0; k < cell.length; k++) sorted[next[cell[k]]++] = k;
  return { starts, points: sorted };
}

/** The point farthest from (x, y, z); `out`: the squares of all distances. */
function farthest(points: Float64Array, count: number, x: number, y: number, z: number, out: Float64Array): number {
  let found = 0;
  for (let i = 0, k = 0; i < count; i++, k += 3) {
    const dx = points[k] - x;
    const dy = points[k + 1] - y;
    const dz = points[k + 2] - z;
    out[i] = dx * dx + dy * dy + dz * dz;
    if (out[i] > out[found]) found = i;
  }
  return found;
}
