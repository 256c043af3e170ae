import { describe, expect, it } from "vitest";
import { gaussianBlur } from "#demo/blur.ts";
import { nodule } from "#demo/cases/chest-ct.ts";
import { uid } from "#demo/dicom/uid.ts";
import { type Lesion, lesionDepth, lesionMask, lesionVolume } from "#demo/lesion.ts";
import { smoothNoise } from "#demo/noise.ts";
import { fillNormal, seeded } from "#demo/random.ts";

const plain: Lesion = { centre: [0.3, -0.2, 0.1], radius: 10, stretch: [1, 1.2, 0.8], lobes: [0, 1], noise: () => 0 };

describe("a lesion", () => {
  it("without lobes is an ellipsoid", () => {
    expect(lesionVolume(plain)).toBeCloseTo((4 / 3) * Math.PI * 10 * 12 * 8, 6);
    expect(lesionDepth(plain, 10.3, -0.2, 0.1)).toBeCloseTo(0, 9);
    expect(lesionDepth(plain, 0.3, 11.8, 0.1)).toBeCloseTo(0, 9);
    expect(lesionDepth(plain, 0.3, -0.2, 9.1)).toBeCloseTo(-1, 9);
  });

  it("has a mask of its volume, counted on a fine grid", () => {
    const grid = { size: [64, 64, 64], spacing: [0.5, 0.5, 0.5] } as const;
    for (const lesion of [plain, nodule()]) {
      const origin = [0, 1, 2].map((a) => lesion.centre[a] - 15.75);
      const mask = lesionMask({ ...grid, origin: [origin[0], origin[1], origin[2]] }, [lesion]);
      const volume = mask.reduce((a, b) => a + b, 0) * 0.125;
      expect(Math.abs(volume / lesionVolume(lesion) - 1)).toBeLessThan(0.01);
    }
  });
});

it("draws the same numbers from the same seed, and others from another", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seeded(seed));
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
  const values = new Float32Array(20001);
  fillNormal(seeded(1), values);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  // Four standard errors of the mean and of the variance.
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(values.length));
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length));
});

it("makes smooth noise that repeats after 64 cells", () => {
  const noise = smoothNoise(5);
  expect(noise(1.25, 2.5, 3.75)).toBeCloseTo(noise(65.25, 66.5, -60.25), 6);
});

it("keeps the sum when it blurs what lies away from the border", () => {
  const image = new Float32Array(21 * 21);
  image[10 + 21 * 10] = 1000;
  gaussianBlur(image, [21, 21, 1], [1.5, 1.5, 1]);
  expect(image.reduce((a, b) => a + b, 0)).toBeCloseTo(1000, 1);
  // The peak of a Gaussian of deviation 1.5 in the plane: 1000 / (2π 1.5²), sampled.
  expect(image[10 + 21 * 10] / (1000 / (2 * Math.PI * 2.25))).toBeCloseTo(1, 1);
});

it("makes valid, distinct UIDs from names", () => {
  const made = ["a", "b", "ab", "a/1", "a/2"].map(uid);
  expect(new Set(made).size).toBe(5);
  for (const one of made) expect(one).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
});
