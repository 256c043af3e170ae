import { afterEach, describe, expect, test } from "vitest";
import { familyById } from "#engine/features/index.ts";
import { slabMapper } from "#engine/maps/map-slab.ts";
import { mapOrder } from "#engine/maps/order.ts";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import type { MapInput, MapSettings } from "#engine/maps/settings.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";
import { allocate, binned } from "../maps/lesion.ts";

afterEach(() => allowWasm(true));

const ids = familyById("statistics")?.features.map(({ id }) => id) ?? [];

/** Whole numbers with many ties, or fractions; a region of odd shape that touches the image's border. */
function input(dims: readonly [number, number, number], ties: boolean): MapInput {
  const random = seeded(17);
  const n = dims[0] * dims[1] * dims[2];
  const data = Float32Array.from({ length: n }, () => (ties ? Math.round(4 * random() - 2) : 300 * random() - 100));
  const labels = Uint8Array.from({ length: n }, () => (random() < 0.7 ? 1 : 0));
  labels[0] = labels[n - 1] = 1;
  const grid = { dims, spacing: [1, 1, 2], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  return { image: { grid, data, unit: "HU" }, labels, label: 1 };
}

describe("the same intensity statistics of windows from WebAssembly and plain TypeScript", () => {
  for (const dims of [
    [12, 9, 9],
    [41, 7, 5],
    [7, 30, 5],
  ] as const) {
    for (const radius of [1, 2, 3, 4]) {
      for (const dimensionality of ["2D", "3D"] as const) {
        const [nx, ny, nz] = dims;
        if (2 * radius + 1 > Math.min(nx, ny, dimensionality === "3D" ? nz : nx)) continue;
        test(`${dims.join(" × ")}, radius ${radius}, ${dimensionality}`, () => {
          for (const masked of [true, false]) {
            const settings: MapSettings = { radius, dimensionality, masked, directions: "merged" };
            const found = [false, true].flatMap((ties) => {
              const prepared = prepareMap(input(dims, ties), binned(8), settings, ids);
              return [false, true].map((wasm) => {
                allowWasm(wasm);
                const out = allocate(prepared);
                const run = slabMapper(prepared);
                for (const slab of mapOrder(prepared, 3)) run(slab, out);
                return out;
              });
            });
            expect(found[1]).toEqual(found[0]);
            expect(found[3]).toEqual(found[2]);
            expect(found[0].states.every((state) => state.includes(1))).toBe(true);
          }
        });
      }
    }
  }
});
