import { expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { familyById } from "#engine/features/index.ts";
import { indexToWorld } from "#engine/grid.ts";
import { mapSlab } from "#engine/maps/map-slab.ts";
import { countStates } from "#engine/maps/map-state.ts";
import { mapOrder } from "#engine/maps/order.ts";
import { mapProblem, prepareMap } from "#engine/maps/prepare-map.ts";
import type { MapSettings } from "#engine/maps/settings.ts";
import { allocate, binned, lesion } from "./lesion.ts";

const settings: MapSettings = { radius: 2, dimensionality: "3D", masked: true, directions: "averaged" };
const some = ["statistics.skewness", "glcm.correlation", "glcm.joint_entropy", "ngtdm.contrast", "glcm.cluster_shade"];

test("any cut into slabs gives the same bits, coarse ones too", () => {
  const found = lesion(11, [17, 14, 9]);
  const prepared = prepareMap(found, binned(32), settings, some);
  const [, ny, nz] = prepared.grid.dims;
  const whole = allocate(prepared);
  for (let z = 0; z < nz; z++) mapSlab(prepared, { z, y0: 0, y1: ny, step: 1 }, whole);
  const cut = allocate(prepared);
  for (let z = nz - 1; z >= 0; z--) {
    for (let y = ny - 1; y >= 0; y--) mapSlab(prepared, { z, y0: y, y1: y + 1, step: 1 }, cut);
  }
  expect(cut).toEqual(whole);
  const coarse = allocate(prepared);
  for (const step of [4, 2] as const) mapSlab(prepared, { z: 3, y0: 0, y1: ny, step }, coarse);
  let seen = 0;
  coarse.states.forEach((state, f) => {
    state.forEach((s, v) => {
      if (s === 0) return;
      seen++;
      expect(s).toBe(whole.states[f][v]);
      expect(coarse.values[f][v]).toBe(whole.values[f][v]);
    });
  });
  expect(seen).toBeGreaterThan(100);
});

test("the order: the slice in view coarse to whole, then outwards; every voxel once in whole", () => {
  const prepared = prepareMap(lesion(3, [70, 60, 5]), binned(16), { ...settings, radius: 1 }, some);
  const slabs = mapOrder(prepared, 2.2);
  const slices = slabs.filter((s) => s.step === 1).map((s) => s.z);
  expect([...new Set(slices)]).toEqual([2, 1, 3, 0, 4]);
  const firsts = slabs.filter((s) => s.z === 2).map((s) => s.step);
  expect(firsts).toEqual([...firsts].sort((a, b) => b - a));
  expect(firsts[0]).toBe(4);
  const rows = new Map<string, number>();
  for (const { z, y0, y1, step } of slabs) {
    if (step > 1) continue;
    for (let y = y0; y < y1; y++) rows.set(`${z} ${y}`, (rows.get(`${z} ${y}`) ?? 0) + 1);
  }
  const [nx, ny] = prepared.grid.dims;
  prepared.target.forEach((t, v) => {
    if (t === 1) expect(rows.get(`${Math.floor(v / (nx * ny))} ${Math.floor(v / nx) % ny}`)).toBe(1);
  });
  expect(mapOrder(prepared, 99)[0].z).toBe(4);
});

test("the map's grid lies where its voxels lie, also after interpolation", () => {
  const found = lesion(5, [20, 18, 12]);
  const plain = prepareMap(found, binned(16), settings, some);
  expect(plain.grid.origin).toEqual(indexToWorld(found.image.grid, plain.extent.lo));
  const interpolation = {
    dimensionality: "3D",
    spacing: [1.5, 1.5, 1.5],
    image: "linear",
    mask: "linear",
    maskThreshold: 0.5,
    round: true,
  } as const;
  const { grid } = prepareMap(found, binned(16, { interpolation }), { ...settings, radius: 1 }, some);
  expect(grid.spacing).toEqual([1.5, 1.5, 1.5]);
  // Centres of old and new grid coincide: (13 · 1.5 − 19) / 2 = 0.25 mm beyond the old first centre.
  const first = -10 - (13 * 1.5 - 19) / 2;
  const steps = (grid.origin[0] - first) / 1.5;
  expect(steps).toBeCloseTo(Math.round(steps), 9);
});

test("a box is a region too; unmasked, a flat region is measured with its surroundings", () => {
  const { image } = lesion(6, [16, 15, 9]);
  const box = { lo: [4, 4, 2], hi: [10, 11, 8] } as const;
  const prepared = prepareMap({ image, box }, binned(8), { ...settings, radius: 1 }, ["statistics.mean"]);
  expect(prepared.targetCount).toBe(6 * 7 * 6);
  const out = allocate(prepared);
  mapSlab(prepared, { z: 1, y0: 1, y1: 2, step: 1 }, out);
  let sum = 0;
  for (const k of [2, 3, 4])
    for (const j of [4, 5, 6]) for (const i of [4, 5, 6]) sum += image.data[i + 16 * (j + 15 * k)];
  expect(out.values[0][1 + 6 * (1 + 7)]).toBeCloseTo(sum / 27, 10);
  expect(countStates(out.states[0])).toEqual({ defined: 6, undefinedBy: {} });
});

test("a window of one level has no correlation, and says so", () => {
  const { image } = lesion(6, [9, 9, 9]);
  const box = { lo: [0, 0, 0], hi: [9, 9, 9] } as const;
  const flat = { ...image, data: new Float32Array(729).map((_, i) => (i < 405 ? 7 : i)) };
  const prepared = prepareMap({ image: flat, box }, binned(8), settings, ["glcm.correlation", "glcm.contrast"]);
  const out = allocate(prepared);
  mapSlab(prepared, { z: 1, y0: 0, y1: 9, step: 1 }, out);
  expect(countStates(out.states[0])).toEqual({ defined: 0, undefinedBy: { flat_region: 81 } });
  expect(countStates(out.states[1])).toEqual({ defined: 81, undefinedBy: {} });
  expect(out.values.every((values) => values.every((v) => v === 0))).toBe(true);
});

test("what cannot be mapped is refused with a sentence, and the form hears the same", () => {
  const found = lesion(8, [14, 13, 9]);
  const says = (change: Partial<MapSettings>, ids: string[] = some, maxBytes?: number) => {
    const wanted = { ...settings, ...change };
    const problem = mapProblem(found, binned(8), wanted, ids, maxBytes);
    try {
      prepareMap(found, binned(8), wanted, ids, maxBytes);
    } catch (error) {
      if (!isRadiomicaError(error)) throw error;
      expect(problem).toEqual({ code: error.fields.code, detail: error.message, fields: problem?.fields });
      return `${error.tag}: ${error.message}`;
    }
    expect(problem).toBeNull();
    return "";
  };
  expect(says({})).toBe("");
  expect(says({ radius: 6 })).toContain("whole number of voxels from 1 to 5; it is 6");
  expect(says({ radius: 5 })).toMatch(
    /Unsupported: A window of 11 × 11 × 11 voxels does not fit the region of .* × 9 voxels/,
  );
  expect(says({ radius: 5, dimensionality: "2D" })).toBe("");
  expect(says({ radius: 5, masked: false })).toContain("does not fit the image of 14 × 13 × 9");
  expect(says({}, ["glcm.nothing"])).toBe('UnknownId: No feature is called "glcm.nothing".');
  expect(
    says(
      {},
      ["morphology.volume_mesh", "morphology.volume"]
        .filter((id) => familyById("morphology")?.features.some((f) => f.id === id))
        .slice(0, 1),
    ),
  ).toContain("describes a region as a whole");
  expect(says({}, [])).toContain("No feature was chosen");
  expect(says({}, some, 1000)).toMatch(/OutOfMemory: These maps would take 1 MB; at most 0 MB/);
});

test("a cancelled map stops at the next row", () => {
  const prepared = prepareMap(lesion(9, [15, 15, 9]), binned(8), settings, some);
  let asked = 0;
  const hooks = { cancelled: () => ++asked > 3 };
  expect(() => mapSlab(prepared, { z: 4, y0: 0, y1: 15, step: 1 }, allocate(prepared), hooks)).toThrow("cancelled");
  expect(asked).toBe(4);
});
