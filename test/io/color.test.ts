import { describe, expect, it } from "vitest";
import { cielabToRgb, rgbToCielab } from "#io/color.ts";
import { palette } from "#session/palette.ts";

/** L*, a*, b* as the standard stretches them. */
const stored = (l: number, a: number, b: number) => [l / 100, (a + 128) / 255, (b + 128) / 255].map((v) => v * 65535);

describe("recommended display colour", () => {
  it("gives the D50 CIELab of the sRGB primaries (Lindbloom's tables, two decimals)", () => {
    const table: [[number, number, number], number[]][] = [
      [[255, 0, 0], stored(54.29, 80.81, 69.89)],
      [[0, 255, 0], stored(87.82, -79.29, 80.99)],
      [[0, 0, 255], stored(29.57, 68.3, -112.03)],
      [[255, 255, 255], stored(100, 0, 0)],
      [[0, 0, 0], stored(0, 0, 0)],
    ];
    for (const [rgb, lab] of table) {
      const found = rgbToCielab(rgb);
      for (let n = 0; n < 3; n++) expect(Math.abs(found[n] - lab[n]), `${rgb}`).toBeLessThan(8);
    }
  });

  it("gives every colour back exactly", () => {
    for (const color of palette) expect(cielabToRgb(rgbToCielab(color))).toEqual(color);
    for (let r = 0; r < 256; r += 17) {
      for (let g = 0; g < 256; g += 17) {
        for (let b = 0; b < 256; b += 17) expect(cielabToRgb(rgbToCielab([r, g, b]))).toEqual([r, g, b]);
      }
    }
  });
});
