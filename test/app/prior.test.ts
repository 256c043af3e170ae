import { expect, test } from "vitest";
import { createPrior, firstShift, priorOverlay } from "#app/reading/prior.ts";
import { cell } from "#app/state/cell.ts";
import { emptyLibrary } from "#app/state/library.ts";
import type { Overlay } from "#app/viewer/overlay.ts";
import { paintRaster, rasterOf } from "#app/viewer/overlay-raster.ts";
import type { Viewer } from "#app/viewer/viewer.ts";
import type { Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { aSeries } from "./a-series.ts";

/** 4 × 4 × 5 voxels of 1 × 1 × 2 mm from z = `from`; a voxel's value is its slice. */
function at(from: number, patch: Partial<Series> = {}): Series {
  const grid = { ...aSeries().image.grid, dims: [4, 4, 5], spacing: [1, 1, 2], origin: [0, 0, from] } as const;
  const data = Float32Array.from({ length: 80 }, (_, i) => Math.floor(i / 16));
  return { ...aSeries(), image: { grid, data, unit: "HU" }, range: [0, 4], ...patch };
}
const normal = (s: Series) => s.image.grid.direction[8];

test("volumes that meet are left where they are; others are brought together by their middles", () => {
  expect(firstShift(at(0), at(3))).toBe(0);
  expect(firstShift(at(0), at(500))).toBe(-500 * normal(at(0)));
});

test("slices meet by position, moved by the shift; where the other ends there is nothing of it", () => {
  const [current, other] = [at(0), at(4)];
  const slicesSeen = (shift: number) =>
    [0, 1, 2, 3, 4].map((slice) => {
      const overlay = priorOverlay(current, other, { seriesId: "b", shift }, [0, 4]);
      const raster = rasterOf(overlay.grid, current.image.grid, 2, slice);
      if (!raster) return null;
      const pixels = new Uint8ClampedArray(4 * 16);
      paintRaster(overlay, raster, pixels);
      return Math.round(pixels[0] / 64);
    });
  // The other begins 4 mm, two slices, further on.
  expect(slicesSeen(0)).toEqual([null, null, 0, 1, 2]);
  expect(slicesSeen(-4 * normal(current))).toEqual([0, 1, 2, 3, 4]);
});

test("it has the window of the image where the unit is the same, and says where the space is another", () => {
  const current = at(0, { frameOfReferenceUid: "1.2" });
  const same = priorOverlay(current, at(0, { frameOfReferenceUid: "1.2" }), { seriesId: "b", shift: 0 }, [1, 3]);
  expect([same.range, same.backdrop?.sameSpace]).toEqual([[1, 3], true]);
  const base = at(0);
  const pet = { ...base, frameOfReferenceUid: "", image: { ...base.image, unit: "SUV" as const } };
  const other = priorOverlay(current, pet, { seriesId: "b", shift: 0 }, [1, 3]);
  expect([other.range, other.backdrop?.sameSpace]).toEqual([[0, 4], false]);
});

test("it stands beside the image in the paired layout alone, and goes when it is sent away", () => {
  const store = new SessionStore();
  const [a, b] = [at(0, { id: "a" }), at(0, { id: "b" })];
  const library = cell({ ...emptyLibrary, series: [a, b] });
  let seen: readonly Overlay[] = [];
  let tick = () => {};
  const snapshot = { layout: "acquisition", views: [{ plane: "acquisition", window: [0, 4] }] };
  const made = {
    snapshot,
    subscribe: (listener: () => void) => {
      tick = listener;
    },
    setLayout: (layout: string) => {
      snapshot.layout = layout;
      tick();
    },
    overlays: {
      set: (list: readonly Overlay[]) => {
        seen = list;
      },
      setVisible: () => {},
    },
  } as unknown as Viewer;
  const viewer = cell<Viewer | null>(null);
  const prior = createPrior({ store, viewer, library });
  viewer.set(made);
  store.openSeries(
    "a",
    { dims: [4, 4, 5], labels: new Uint8Array(80), committed: new Uint8Array(80) },
    {} as Parameters<SessionStore["openSeries"]>[2],
  );
  store.activate("a");
  expect([prior.offers(a), prior.offers(b)]).toEqual([false, true]);
  prior.show("b");
  expect(seen.map((o) => o.id)).toEqual(["prior"]);
  snapshot.layout = "mpr";
  tick();
  expect(seen).toEqual([]);
  snapshot.layout = "pair";
  tick();
  expect(seen).toHaveLength(1);
  prior.hide();
  expect(seen).toEqual([]);
});
