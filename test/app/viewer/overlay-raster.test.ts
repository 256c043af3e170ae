import { expect, test } from "vitest";
import { colormap } from "#app/colormaps/colormaps.ts";
import type { Overlay } from "#app/viewer/overlay.ts";
import { paintRaster, rasterOf, rasterToWorld, readOverlay } from "#app/viewer/overlay-raster.ts";
import { type Grid, indexToWorld } from "#engine/grid.ts";

const plain = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const image: Grid = { dims: [10, 8, 6], spacing: [1, 1, 2], origin: [0, 0, 0], direction: plain };
/** A box of the image: voxels (2, 1, 1) to (5, 3, 2). */
const inside: Grid = { dims: [4, 3, 2], spacing: [1, 1, 2], origin: [2, 1, 2], direction: plain };
const overlay = (grid: Grid, patch: Partial<Overlay> = {}): Overlay => {
  const count = grid.dims[0] * grid.dims[1] * grid.dims[2];
  return {
    id: "a",
    name: "A",
    unit: "",
    grid,
    values: Float32Array.from({ length: count }, (_, i) => i),
    states: null,
    colormap: "grey",
    range: [0, count],
    opacity: 1,
    views: null,
    ...patch,
  };
};

test("a slice of the image meets the overlay's nearest slice, and none outside it", () => {
  expect(rasterOf(inside, image, 2, 1)).toEqual({ origin: [0, 0, 0], du: [1, 0, 0], dv: [0, 1, 0], size: [4, 3] });
  expect(rasterOf(inside, image, 2, 2)?.origin).toEqual([0, 0, 1]);
  expect(rasterOf(inside, image, 2, 0)).toBeNull();
  expect(rasterOf(inside, image, 2, 3)).toBeNull();
  expect(rasterOf(inside, image, 0, 5)).toEqual({ origin: [3, 0, 0], du: [0, 1, 0], dv: [0, 0, 1], size: [3, 2] });
  expect(rasterOf(inside, image, 1, 4)).toBeNull();
});

test("pixels lie where the overlay's voxels are, also on a finer, shifted grid", () => {
  const finer: Grid = { ...inside, spacing: [0.5, 0.5, 1], origin: [2.25, 1.25, 2], dims: [8, 6, 4] };
  const raster = rasterOf(finer, image, 2, 2);
  expect(raster?.origin).toEqual([0, 0, 2]);
  if (raster) expect(rasterToWorld(finer, raster, 3, 5)).toEqual(indexToWorld(finer, [3, 5, 2]));
});

test("an overlay turned against the image is read on the image's own pixels", () => {
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  const turned: Grid = { ...inside, dims: [9, 9, 9], origin: [1, 1, 1], direction: [c, 0, s, 0, 1, 0, -s, 0, c] };
  const raster = rasterOf(turned, image, 2, 2);
  expect(raster?.size).toEqual([10, 8]);
  if (!raster) return;
  rasterToWorld(turned, raster, 3, 4).forEach((x, a) => {
    expect(x).toBeCloseTo(indexToWorld(image, [3, 4, 2])[a], 9);
  });
});

test("colours run from the range's low to its high end; what has no value is clear", () => {
  const states = new Uint8Array(24).fill(1);
  states[1] = 0;
  states[2] = 5;
  const values = new Float32Array(24);
  values.set([-5, 1, 2, 50, 100, 1000, Number.NaN], 0);
  const shown = overlay(inside, { states, values, range: [0, 100] });
  const raster = rasterOf(inside, image, 2, 1);
  if (!raster) throw new Error("no raster");
  const pixels = new Uint8ClampedArray(4 * 12);
  paintRaster(shown, raster, pixels);
  expect(Array.from({ length: 7 }, (_, i) => [pixels[4 * i], pixels[4 * i + 3]])).toEqual([
    [0, 255],
    [0, 0],
    [0, 0],
    [128, 255],
    [255, 255],
    [255, 255],
    [0, 0],
  ]);
});

test("the probe reads the voxel whose cell holds the place", () => {
  const states = new Uint8Array(24).fill(1);
  states[13] = 3;
  const shown = overlay(inside, { states });
  expect(readOverlay(shown, [2.4, 1.4, 2.9])).toEqual({ id: "a", index: [0, 0, 0], value: 0, state: 1 });
  expect(readOverlay(shown, [3, 1, 4])).toEqual({ id: "a", index: [1, 0, 1], value: null, state: 3 });
  expect(readOverlay(shown, [9, 1, 4])).toBeNull();
});

test("colour maps have their published ends", () => {
  const ends = (id: Parameters<typeof colormap>[0]) => [...colormap(id).slice(0, 3), ...colormap(id).slice(-3)];
  // matplotlib: viridis #440154 to #fde725, cividis #00224e to #fee838.
  expect(ends("viridis")).toEqual([0x44, 0x01, 0x54, 0xfd, 0xe7, 0x25]);
  expect(ends("cividis")).toEqual([0x00, 0x22, 0x4e, 0xfe, 0xe8, 0x38]);
  expect(ends("grey")).toEqual([0, 0, 0, 255, 255, 255]);
});

test("kinds of voxels have their own colours; a voxel of no kind is clear", () => {
  const values = Float32Array.from({ length: 24 }, (_, i) => i % 4);
  const classes = [
    { name: "only A", color: [1, 2, 3] },
    { name: "only B", color: [4, 5, 6] },
  ] as const;
  const raster = rasterOf(inside, image, 2, 1);
  if (!raster) throw new Error("no raster");
  const pixels = new Uint8ClampedArray(4 * 12);
  paintRaster(overlay(inside, { values, classes }), raster, pixels);
  expect([...pixels.subarray(0, 16)]).toEqual([0, 0, 0, 0, 1, 2, 3, 255, 4, 5, 6, 255, 0, 0, 0, 0]);
});
