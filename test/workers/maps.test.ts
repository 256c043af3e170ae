import { expect, test } from "vitest";
import { mapSlab } from "#engine/maps/map-slab.ts";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import { computeMaps, createMapCache, type MapRequest, mapKey } from "#workers/maps.ts";
import { isCancelled } from "#workers/pool.ts";
import type { Pool } from "#workers/protocol.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { allocate, binned, lesion } from "../engine/maps/lesion.ts";

const { image, labels, label } = lesion(21, [20, 18, 8]);
const request: MapRequest = {
  input: { image, labels, label },
  recipe: binned(16),
  settings: { radius: 1, dimensionality: "3D", masked: true, directions: "merged" },
  featureIds: ["glcm.contrast", "statistics.median"],
};

function whole() {
  const prepared = prepareMap(request.input, request.recipe, request.settings, request.featureIds);
  const out = allocate(prepared);
  const [, ny, nz] = prepared.grid.dims;
  for (let z = 0; z < nz; z++) mapSlab(prepared, { z, y0: 0, y1: ny, step: 1 }, out);
  return out;
}

/** As a page without shared memory sees it: whatever crosses is a copy. */
const copying = (pool: Pool): Pool => ({
  ...pool,
  shared: false,
  run: async (name, input, options) => structuredClone(await pool.run(name, structuredClone(input), options)),
});

for (const [name, pool] of [
  ["shared memory", createInlinePool()],
  ["copies", copying(createInlinePool())],
] as const) {
  test(`maps over a pool, ${name}: the slice in view first, all of it the same as in one go`, async () => {
    const slices: string[] = [];
    const run = computeMaps(pool, request, {
      focus: [0, 0, 3 + 2 * 5],
      onUpdate: (_, { slab }) => slab && slices.push(`${slab.z}/${slab.step}`),
    });
    const maps = await run.finished;
    const expected = whole();
    maps.states.forEach((state, f) => {
      expect(state).toEqual(expected.states[f]);
      expect([...maps.values[f]]).toEqual([...Float32Array.from(expected.values[f])]);
    });
    expect(slices.slice(0, 3)).toEqual(["5/4", "5/2", "5/1"]);
  });
}

test("another slice in view comes next", async () => {
  const slices: number[] = [];
  const run = computeMaps(createInlinePool(), request, {
    focus: [0, 0, 3],
    onUpdate: (_, { slab, done }) => {
      if (slab) slices.push(slab.z);
      if (done === 3) run.focus([0, 0, 3 + 2 * 6]);
    },
  });
  await run.finished;
  expect(slices.slice(0, 3)).toEqual([0, 0, 0]);
  expect(slices.indexOf(6)).toBeLessThan(slices.indexOf(3));
  expect(new Set(slices).size).toBe(8);
});

test("cancel stops the run; what the engine refuses arrives as it is", async () => {
  const stop = new AbortController();
  const run = computeMaps(createInlinePool(), request, {
    signal: stop.signal,
    onUpdate: (_, { done }) => done === 2 && stop.abort(),
  });
  await expect(run.finished.catch((e) => isCancelled(e))).resolves.toBe(true);
  const settings = { ...request.settings, radius: 5 };
  await expect(computeMaps(createInlinePool(), { ...request, settings }).finished).rejects.toThrow(
    "does not fit the region",
  );
});

test("the cache forgets the least recently used, and does not take what is too large", async () => {
  const maps = await computeMaps(createInlinePool(), request).finished;
  const { sample, target } = maps.prepared;
  const cells = target.length;
  // Two features of 5 bytes a voxel, the target, and the region: 8 + 2 + 1 + 1.
  const bytes = cells * (2 * 5 + 1) + sample.levels.length * 12;
  const cache = createMapCache(2 * bytes);
  cache.set("a", maps);
  cache.set("b", maps);
  expect(cache.get("a")).toBe(maps);
  cache.set("c", maps);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([maps, undefined, maps]);
  const small = createMapCache(bytes - 1);
  small.set("a", maps);
  expect(small.get("a")).toBeUndefined();
  expect(mapKey("image 1", request)).not.toBe(mapKey("image 2", request));
});
