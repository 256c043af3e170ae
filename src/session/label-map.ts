/**
 * The voxels of a segmentation, and what is known of each segment. `labels` is the live memory: tools paint into it
 * and workers read it. `committed` is the copy as of the last history entry; their difference is a stroke.
 */
export type LabelMap = {
  readonly dims: readonly [number, number, number];
  readonly labels: Uint8Array;
  readonly committed: Uint8Array;
};

/** Zeroed memory for a label map, shared where the host can. */
export type Allocate = (voxels: number) => Uint8Array;

/** A change of voxels as runs: `length` voxels from `start` went from `before` to `after`. */
export type LabelRuns = {
  readonly start: Uint32Array;
  readonly length: Uint32Array;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
};

/**
 * The runs by which `labels` now differs from `committed` in the slices given (all slices if none are). Nothing is
 * changed. Cost: one pass over those slices.
 */
export function differenceRuns(map: LabelMap, slices?: readonly number[]): LabelRuns {
  const { labels, committed, dims } = map;
  const plane = dims[0] * dims[1];
  const start: number[] = [];
  const length: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  const wanted = slices ?? Array.from({ length: dims[2] }, (_, k) => k);
  for (const k of wanted) {
    const end = (k + 1) * plane;
    let i = k * plane;
    while (i < end) {
      const was = committed[i];
      const now = labels[i];
      if (was === now) {
        i++;
        continue;
      }
      const first = i;
      while (i < end && committed[i] === was && labels[i] === now) i++;
      start.push(first);
      length.push(i - first);
      before.push(was);
      after.push(now);
    }
  }
  return {
    start: Uint32Array.from(start),
    length: Uint32Array.from(length),
    before: Uint8Array.from(before),
    after: Uint8Array.from(after),
  };
}

/** Writes the runs' `after` (or, backwards, `before`) values into both live and committed voxels. */
export function applyRuns(map: LabelMap, runs: LabelRuns, direction: "forwards" | "backwards"): void {
  const values = direction === "forwards" ? runs.after : runs.before;
  for (let r = 0; r < runs.start.length; r++) {
    const from = runs.start[r];
    const to = from + runs.length[r];
    map.labels.fill(values[r], from, to);
    map.committed.fill(values[r], from, to);
  }
}

/** The slices (k) that the runs touch, ascending. */
export function touchedSlices(map: LabelMap, runs: LabelRuns): number[] {
  const plane = map.dims[0] * map.dims[1];
  return [...new Set(Array.from(runs.start, (s) => Math.floor(s / plane)))].sort((a, b) => a - b);
}

/** The labels whose voxels the runs change (0 left out), ascending. */
export function touchedLabels(runs: LabelRuns): number[] {
  return [...new Set([...runs.before, ...runs.after])].filter((v) => v !== 0).sort((a, b) => a - b);
}

/** Puts voxels of locked labels back as committed; returns how many voxels were put back. */
export function protectLocked(map: LabelMap, runs: LabelRuns, locked: ReadonlySet<number>): number {
  let count = 0;
  for (let r = 0; r < runs.start.length; r++) {
    if (!locked.has(runs.before[r]) && !locked.has(runs.after[r])) continue;
    map.labels.fill(runs.before[r], runs.start[r], runs.start[r] + runs.length[r]);
    count += runs.length[r];
  }
  return count;
}
