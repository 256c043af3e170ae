import { expect, test } from "vitest";
import { jpeg } from "#demo/jpeg.ts";
import { picture } from "#demo/picture.ts";
import { seeded } from "#demo/random.ts";
import { decodeWasm } from "#io/dicom/wasm-codecs.ts";

/** What libjpeg-turbo reads of it. */
const read = async (made: Uint8Array) => (await decodeWasm("jpeg", made)).bytes;
const worst = (a: Uint8Array, b: Uint8Array) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

test("a picture is read back as it was, edges and grain, to the steps of its quality", async () => {
  const next = seeded(3);
  const grain = picture(240, 240, (x, y) => (x > 100 && y < 130 ? 0.9 : 0.2) + 0.1 * next());
  expect(worst(await read(jpeg(grain, 100)), grain.pixels)).toBeLessThanOrEqual(3);
  const coarse = await read(jpeg(grain, 85));
  const mean = coarse.reduce((sum, value, i) => sum + Math.abs(value - grain.pixels[i]), 0) / coarse.length;
  expect(mean).toBeLessThan(5);
});

test("a side that is no multiple of eight, flat black and white", async () => {
  const pixels = Uint8Array.from({ length: 13 * 13 }, (_, i) => (i % 13 < 8 ? 0 : 255));
  expect(worst(await read(jpeg({ size: 13, pixels }, 95)), pixels)).toBeLessThanOrEqual(2);
});
