import { expect, test } from "vitest";
import { createDifference, differenceOf } from "#app/edit/difference.ts";
import { cell } from "#app/state/cell.ts";
import { emptyLibrary } from "#app/state/library.ts";
import type { Overlay } from "#app/viewer/overlay.ts";
import type { Viewer } from "#app/viewer/viewer.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { SessionStore } from "#session/store.ts";
import { aSeries } from "./a-series.ts";

const plain = [1, 0, 0, 0, 1, 0, 0, 0, 1];

test("two regions: what is only in one, only in the other, in both, over the box of both", () => {
  const grid = { dims: [6, 5, 3], spacing: [2, 1, 4], origin: [10, 20, 30], direction: plain } as const;
  const a = new Uint8Array(90);
  const b = new Uint8Array(90);
  // Row 2 of slice 1: A has 1 to 3, B has 3 to 4.
  for (const i of [1, 2, 3]) a[i + 6 * (2 + 5)] = 1;
  for (const i of [3, 4]) b[i + 6 * (2 + 5)] = 1;
  const found = differenceOf(a, b, grid);
  expect(found?.grid).toEqual({ ...grid, dims: [4, 1, 1], origin: [12, 22, 34] });
  expect([...(found?.values ?? [])]).toEqual([1, 1, 3, 2]);
  expect(differenceOf(new Uint8Array(90), new Uint8Array(90), grid)).toBeNull();
});

test("it lies over the images until it is hidden or another series comes into view", () => {
  const series = aSeries();
  const { grid, unit, data } = series.image;
  const store = new SessionStore();
  const map = { dims: grid.dims, labels: new Uint8Array(data.length), committed: new Uint8Array(data.length) };
  store.openSeries(series.id, map, defaultRecipe("CT", unit, grid, "volume"));
  store.activate(series.id);
  for (const name of ["A", "B"]) store.addSegment(series.id, name);
  map.labels.fill(1, 0, 4);
  map.labels.fill(2, 4, 6);
  store.commitVoxels(series.id, { key: "history.brush" });
  let seen: readonly Overlay[] = [];
  const set = (list: readonly Overlay[]) => {
    seen = list;
  };
  const overlays = { set, setVisible: () => {} };
  const viewer = cell({ overlays } as unknown as Viewer | null);
  const library = cell({ ...emptyLibrary, series: [series] });
  const difference = createDifference({ store, viewer, library });
  difference.show({ seriesId: series.id, a: "label 1", b: "label 2" });
  const count = (kind: number) => seen[0]?.values.filter((v) => v === kind).length;
  expect([1, 2, 3].map(count)).toEqual([4, 2, 0]);
  expect(seen[0].classes).toHaveLength(3);
  difference.hide();
  expect(seen).toEqual([]);
  difference.show({ seriesId: series.id, a: "label 1", b: "label 9" });
  expect(seen).toEqual([]);
});
