import type { Volume } from "#engine/volume.ts";
import type { LabelMap } from "#session/label-map.ts";
import type { VoxelEvent } from "#session/store.ts";
import { cell } from "./cell.ts";

/** Voxels of a segment, how many of them have a value (all, but for padding), and the sum of these: its row shows them. */
export type Tally = { readonly count: number; readonly valued: number; readonly sum: number };
const nothing: Tally = { count: 0, valued: 0, sum: 0 };
export type Tallies = Readonly<Record<string, Readonly<Record<number, Tally>>>>;

/**
 * Follows each change of voxels by its runs alone, so that a row is right after a stroke whatever the volume's size.
 * Sums are float64 over float32 voxels; a label that becomes empty starts again from zero.
 */
export function tallyBook(images: (seriesId: string) => Pick<Volume, "data" | "padding"> | undefined) {
  const tallies = cell<Tallies>({});
  return {
    tallies,
    follow({ seriesId, runs, direction }: Pick<VoxelEvent, "seriesId" | "runs" | "direction">): void {
      const image = images(seriesId);
      if (!image || runs.start.length === 0) return;
      const { data } = image;
      const [low, high] = endsOf(image);
      const book: Record<number, Tally> = { ...tallies.value[seriesId] };
      const add = (label: number, count: number, valued: number, sum: number) => {
        if (label === 0) return;
        const now = book[label] ?? nothing;
        const total = now.count + count;
        book[label] = total === 0 ? nothing : { count: total, valued: now.valued + valued, sum: now.sum + sum };
      };
      for (let r = 0; r < runs.start.length; r++) {
        const length = runs.length[r];
        let sum = 0;
        let valued = 0;
        for (let i = runs.start[r]; i < runs.start[r] + length; i++) {
          if (data[i] >= low && data[i] <= high) continue;
          valued++;
          sum += data[i];
        }
        const forwards = direction === "forwards";
        add(forwards ? runs.before[r] : runs.after[r], -length, -valued, -sum);
        add(forwards ? runs.after[r] : runs.before[r], length, valued, sum);
      }
      tallies.update((now) => ({ ...now, [seriesId]: book }));
    },
    /** Counts all label maps of a series from the beginning. */
    recount(seriesId: string, maps: Iterable<LabelMap>): void {
      const image = images(seriesId);
      if (!image) return;
      const { data } = image;
      const [low, high] = endsOf(image);
      const valued = new Float64Array(256);
      const count = new Float64Array(256);
      const sum = new Float64Array(256);
      for (const { committed } of maps) {
        for (let i = 0; i < committed.length; i++) {
          const label = committed[i];
          if (label === 0) continue;
          count[label]++;
          if (data[i] >= low && data[i] <= high) continue;
          valued[label]++;
          sum[label] += data[i];
        }
      }
      const book: Record<number, Tally> = {};
      for (let l = 1; l < 256; l++) if (count[l] > 0) book[l] = { count: count[l], valued: valued[l], sum: sum[l] };
      tallies.update((now) => ({ ...now, [seriesId]: book }));
    },
  };
}
/** Without padding nothing lies between the two. */
const endsOf = ({ padding }: Pick<Volume, "padding">): readonly [number, number] => padding ?? [1, 0];

export type TallyBook = ReturnType<typeof tallyBook>;
