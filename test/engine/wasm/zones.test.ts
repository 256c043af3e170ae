import { afterEach, expect, test } from "vitest";
import { zoneDistances, zoneSizes } from "#engine/features/matrices/zones.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";
import { textureRoi } from "../../helpers/texture-roi.ts";

afterEach(() => allowWasm(true));

/** Zones of the volume and of its slices, plain and in WebAssembly: each way a fresh region, which remembers its zones. */
function both(levels: Uint16Array, dims: readonly [number, number, number], mask?: Uint8Array<ArrayBuffer>): void {
  const found = [false, true].map((wasm) => {
    allowWasm(wasm);
    const roi = textureRoi(levels, [...dims], mask === undefined ? {} : { mask });
    return (["3D_mrg", "2D_avg"] as const).flatMap((how) => [...zoneSizes(roi, how), ...zoneDistances(roi, how)]);
  });
  expect(found[1]).toEqual(found[0]);
}

test("winding zones that are joined late", () => {
  const dims = [67, 50, 21] as const;
  const random = seeded(11);
  const levels = Uint16Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, i) => {
    const [x, y, z] = [i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))];
    const wave = Math.sin(x / 3) + Math.cos(y / 2.5) + Math.sin((x + y + 3 * z) / 4);
    return random() < 0.05 ? 0 : wave > 0.3 ? 1 : wave > -0.6 ? 2 : 3;
  });
  both(levels, dims);
  const mask = Uint8Array.from(levels, (level) => (level > 0 || random() < 0.9 ? 1 : 0));
  both(levels, dims, mask);
});

test("a comb and its mirror image: one zone, whichever tooth comes first", () => {
  const comb = (level: (x: number, y: number) => number) =>
    Uint16Array.from({ length: 33 * 17 }, (_, i) => level(i % 33, Math.floor(i / 33)));
  both(
    comb((x, y) => (y === 16 || x % 2 === 0 ? 5 : 1 + (y % 4))),
    [33, 17, 1],
  );
  both(
    comb((x, y) => (y === 0 || x % 2 === 1 ? 5 : 1 + (x % 4))),
    [33, 17, 1],
  );
});

test("the distance to the border, as far as a byte goes and farther", () => {
  for (const width of [510, 511, 512]) {
    const n = width * width;
    both(new Uint16Array(n).fill(7), [width, width, 1]);
    const few = new Uint16Array(n);
    for (let i = 0; i < n; i += 509) few[i] = 1 + (i % 3);
    both(few, [width, width, 1], new Uint8Array(n).fill(1));
  }
});
