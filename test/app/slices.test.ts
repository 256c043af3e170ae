import { expect, test } from "vitest";
import { sliceBook } from "#app/state/slices.ts";
import type { VoxelEvent } from "#session/store.ts";
import { jobs } from "#workers/jobs.ts";

const dims = [4, 3, 9] as const;
const event = (seriesId: string, slices: number[]) => ({ seriesId, slices, labels: [7] }) as unknown as VoxelEvent;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function opened() {
  const maps = { labels: new Uint8Array(4 * 3 * 9) };
  let tell: (event: VoxelEvent) => void = () => {};
  const asked: string[] = [];
  const book = sliceBook({
    store: {
      mapOf: (id: string) => (id === "a" ? { dims, labels: maps.labels, committed: maps.labels } : undefined),
      onVoxels: (listener: (event: VoxelEvent) => void) => {
        tell = listener;
        return () => {};
      },
    },
    pool: () =>
      ({
        run: async (name: "slices", input: Parameters<typeof jobs.slices>[0]) => {
          asked.push(name);
          return jobs.slices(input, { cancelled: () => false } as never);
        },
      }) as never,
    dimsOf: () => dims,
  });
  return { book, maps, asked, tell: (e: VoxelEvent) => tell(e) };
}

test("a segment's slices are looked for once, and every change of any segment adds to them", async () => {
  const { book, maps, asked, tell } = opened();
  maps.labels.fill(2, 4 * 12, 5 * 12);
  expect(book.within("a", 2)).toBeUndefined();
  // Painted while they are being looked for.
  tell(event("a", [6]));
  await settled();
  expect(book.within("a", 2)).toEqual([4, 7]);
  tell(event("a", [2, 3]));
  tell(event("b", [0, 8]));
  expect(book.within("a", 2)).toEqual([2, 7]);
  expect(asked).toHaveLength(1);
});

test("another label map is another one to look at; a segment that is not there has no slices", async () => {
  const { book, maps, asked } = opened();
  expect(book.within("b", 2)).toBeUndefined();
  expect(book.within("a", 2)).toBeUndefined();
  await settled();
  maps.labels = new Uint8Array(4 * 3 * 9).fill(2, 8 * 12);
  expect(book.within("a", 2)).toBeUndefined();
  await settled();
  expect(book.within("a", 2)).toEqual([8, 9]);
  expect(asked).toHaveLength(2);
});
