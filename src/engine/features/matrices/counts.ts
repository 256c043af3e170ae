/**
 * The entries of a texture matrix that are not zero, sorted by i, then j: `n[k]` times level `i[k]` with `j[k]` (a
 * level, run length, zone size …). What reads it costs the entries, whatever the number of levels.
 */
export type Counts = { readonly i: Uint16Array; readonly j: Uint32Array; readonly n: Float64Array };

/** Keys i·KEY_BASE + j are exact for 16 bits of i and 32 bits of j. */
export const KEY_BASE = 2 ** 32;

/** How often each key i·KEY_BASE + j occurs. Sorts `keys` in place. */
export function countKeys(keys: Float64Array): Counts {
  keys.sort();
  let length = 0;
  for (let k = 0; k < keys.length; k++) if (k === 0 || keys[k] !== keys[k - 1]) length++;
  const counts = emptyCounts(length);
  let at = -1;
  for (let k = 0; k < keys.length; k++) {
    if (k === 0 || keys[k] !== keys[k - 1]) {
      at++;
      const i = Math.floor(keys[k] / KEY_BASE);
      counts.i[at] = i;
      counts.j[at] = keys[k] - i * KEY_BASE;
    }
    counts.n[at]++;
  }
  return counts;
}

/** Most columns of a table of sizes: greater ones are so few that sorting them is cheaper. */
const TABLE_WIDTH = 256;

/** How often (levels[k], sizes[k]) occurs for from ≤ k < to. */
export function countPairsOf(levels: Uint16Array, sizes: Uint32Array, from: number, to: number): Counts {
  let columns = 0;
  let height = 0;
  for (let k = from; k < to; k++) {
    if (sizes[k] >= columns) columns = sizes[k] + 1;
    if (levels[k] >= height) height = levels[k] + 1;
  }
  const tabled = Math.min(columns, TABLE_WIDTH);
  const width = isWorthATable(tabled * height, to - from) ? tabled : 0;
  const table = new Float64Array(width * height);
  let large = 0;
  for (let k = from; k < to; k++) {
    if (sizes[k] < width) table[levels[k] * width + sizes[k]]++;
    else large++;
  }
  const small = tableCounts(table, 0, width, height, width);
  if (large === 0) return small;
  const keys = new Float64Array(large);
  for (let k = from, n = 0; n < large; k++) if (sizes[k] >= width) keys[n++] = levels[k] * KEY_BASE + sizes[k];
  return mergeTwo(small, countKeys(keys));
}

/** Whether counting `events` in a table of so many cells beats sorting them, and fits in memory. */
export const isWorthATable = (cells: number, events: number): boolean => cells <= 2 ** 22 && cells <= 1024 + 8 * events;

/** The entries of a table from cell `at` on, of `height` rows a `stride` apart; row 0 and column 0 are left out. */
export function tableCounts(table: Float64Array, at: number, width: number, height: number, stride: number): Counts {
  let length = 0;
  for (let i = 1; i < height; i++) {
    const row = at + i * stride;
    for (let j = 1; j < width; j++) if (table[row + j] !== 0) length++;
  }
  const counts = emptyCounts(length);
  let k = 0;
  for (let i = 1; i < height; i++) {
    const row = at + i * stride;
    for (let j = 1; j < width; j++) {
      if (table[row + j] === 0) continue;
      counts.i[k] = i;
      counts.j[k] = j;
      counts.n[k++] = table[row + j];
    }
  }
  return counts;
}

/** The sum of matrices, each times its weight. Always added in the same order: the same bits each time. */
export function mergeCounts(matrices: readonly Counts[], weights: readonly number[] | null = null): Counts {
  let width = 0;
  let height = 0;
  let entries = 0;
  for (const { i, j } of matrices) {
    entries += i.length;
    if (i.length > 0) height = Math.max(height, i[i.length - 1] + 1);
    for (let k = 0; k < j.length; k++) if (j[k] >= width) width = j[k] + 1;
  }
  if (isWorthATable(width * height, entries)) {
    const table = new Float64Array(width * height);
    matrices.forEach(({ i, j, n }, m) => {
      const weight = weights === null ? 1 : weights[m];
      for (let k = 0; k < n.length; k++) table[i[k] * width + j[k]] += weight * n[k];
    });
    return tableCounts(table, 0, width, height, width);
  }
  return mergeByTwos(matrices.map((m, k) => (weights === null ? m : { ...m, n: m.n.map((n) => n * weights[k]) })));
}

function mergeByTwos(matrices: readonly Counts[]): Counts {
  let level = matrices;
  while (level.length > 1) {
    const next: Counts[] = [];
    for (let k = 0; k < level.length; k += 2) {
      next.push(k + 1 < level.length ? mergeTwo(level[k], level[k + 1]) : level[k]);
    }
    level = next;
  }
  return level[0] ?? emptyCounts(0);
}

function mergeTwo(a: Counts, b: Counts): Counts {
  const merged = emptyCounts(a.n.length + b.n.length);
  let p = 0;
  let q = 0;
  let k = 0;
  while (p < a.n.length || q < b.n.length) {
    const order = p === a.n.length ? 1 : q === b.n.length ? -1 : a.i[p] - b.i[q] || a.j[p] - b.j[q];
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? p : q;
    merged.i[k] = from.i[at];
    merged.j[k] = from.j[at];
    merged.n[k++] = order === 0 ? a.n[p] + b.n[q] : from.n[at];
    if (order <= 0) p++;
    if (order >= 0) q++;
  }
  return { i: merged.i.slice(0, k), j: merged.j.slice(0, k), n: merged.n.slice(0, k) };
}

const emptyCounts = (length: number): Counts => ({
  i: new Uint16Array(length),
  j: new Uint32Array(length),
  n: new Float64Array(length),
});

/** Sum of the entries. */
export function totalOf({ n }: Counts): number {
  let total = 0;
  for (let k = 0; k < n.length; k++) total += n[k];
  return total;
}
