import type { LabelMap } from "#session/label-map.ts";
import type { VoxelEvent } from "#session/store.ts";
import { cell } from "./cell.ts";

/** Voxels of a segment and the sum of their intensities: what its row in the list shows. */
export type Tally = { readonly count: number; readonly sum: number };
export type Tallies = Readonly<Record<string, Readonly<Record<number, Tally>>>>;

/**
 * Follows each change of voxels by its runs alone, so that a row is right after a stroke whatever the volume's size.
 * Sums are float64 over float32 voxels; a label that becomes empty starts again from zero.
 */
export function tallyBook(images: (seriesId: string) => Float32Array | undefined) {
  const tallies = cell<Tallies>({});
  return {
    tallies,
    follow({ seriesId, runs, direction }: Pick<VoxelEvent, "seriesId" | "runs" | "direction">): void {
      const data = images(seriesId);
      if (!data || runs.start.length === 0) return;
      const book: Record<number, Tally> = { ...tallies.value[seriesId] };
      const add = (label: number, count: number, sum: number) => {
        if (label === 0) return;
        const now = book[label] ?? { count: 0, sum: 0 };
        const total = now.count + count;
        book[label] = total === 0 ? { count: 0, sum: 0 } : { count: total, sum: now.sum + sum };
      };
      for (let r = 0; r < runs.start.length; r++) {
        const length = runs.length[r];
        let sum = 0;
        for (let i = runs.start[r]; i < runs.start[r] + length; i++) sum += data[i];
        const forwards = direction === "forwards";
        add(forwards ? runs.before[r] : runs.after[r], -length, -sum);
        add(forwards ? runs.after[r] : runs.before[r], length, sum);
      }
      tallies.update((now) => ({ ...now, [seriesId]: book }));
    },
    /** Counts a label map from the beginning. */
    recount(seriesId: string, map: LabelMap): void {
      const data = images(seriesId);
      if (!data) return;
      const count = new Float64Array(256);
      const sum = new Float64Array(256);
      for (let i = 0; i < map.committed.length; i++) {
        const label = map.committed[i];
        if (label === 0) continue;
        count[label]++;
        sum[label] += data[i];
      }
      const book: Record<number, Tally> = {};
      for (let l = 1; l < 256; l++) if (count[l] > 0) book[l] = { count: count[l], sum: sum[l] };
      tallies.update((now) => ({ ...now, [seriesId]: book }));
    },
  };
}
export type TallyBook = ReturnType<typeof tallyBook>;
