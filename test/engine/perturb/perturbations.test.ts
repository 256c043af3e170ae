import { expect, test } from "vitest";
import { addNormal, seededRandom } from "#engine/math/random.ts";
import { defaultPlan, noiseLevel, type PlanSettings, perturbationPlan, perturbed } from "#engine/perturb/index.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";

const N = 48;
const at = (x: number, y: number, z: number) => x + N * (y + N * z);

/** A cube of 48³ voxels with a ball of radius `r` voxels about its centre voxel. */
function input(value: (x: number, y: number, z: number) => number, r = 9): ExtractionInput {
  const data = new Float32Array(N ** 3);
  const labels = new Uint8Array(N ** 3);
  for (let z = 0; z < N; z++)
    for (let y = 0; y < N; y++)
      for (let x = 0; x < N; x++) {
        data[at(x, y, z)] = value(x, y, z);
        if ((x - 24) ** 2 + (y - 24) ** 2 + (z - 24) ** 2 <= r * r) labels[at(x, y, z)] = 3;
      }
  const grid = {
    dims: [N, N, N],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  return { image: { grid, data, unit: "HU" }, labels, label: 3 };
}
const plan = (more: Partial<PlanSettings>) => perturbationPlan({ ...defaultPlan, marginMm: 12, ...more }, { noise: 5 });
const voxels = ({ labels }: ExtractionInput) => labels.filter((v) => v === 3).length;

test("a ramp moved by a fraction of a voxel is the ramp less that fraction of its slope", () => {
  const ramp = input((x, y, z) => 3 * x - 2 * y + z);
  for (const job of plan({ chains: [["translation"]] })) {
    const { x, y, z } = job.steps[0].variant;
    const { data } = perturbed(ramp, job).image;
    // The image's edge is 24 voxels away: what it does to a spline has died out to 1e-6.
    const expected = 3 * (24 - x) - 2 * (24 - y) + (24 - z);
    expect(Math.abs(data[at(24, 24, 24)] - expected)).toBeLessThan(1e-4);
  }
});

test("a round body turned about its centre stays as it is", () => {
  const body = input((x, y) => 100 * Math.exp(-((x - 24) ** 2 + (y - 24) ** 2) / 72));
  for (const job of plan({ chains: [["rotation"]] })) {
    const out = perturbed(body, job);
    let worst = 0;
    out.labels.forEach((label, i) => {
      if (label === 3) worst = Math.max(worst, Math.abs(out.image.data[i] - body.image.data[i]));
    });
    expect(worst).toBeLessThan(0.02);
    expect(Math.abs(voxels(out) / voxels(body) - 1)).toBeLessThan(0.03);
  }
});

test("a quarter turn carries x to y", () => {
  const dot = input((x, y, z) => (x === 30 && y === 24 && z === 24 ? 1000 : 0));
  const [job] = plan({ chains: [["rotation"]], rotation: { degrees: [90] } });
  const { data } = perturbed(dot, job).image;
  expect(data[at(24, 30, 24)]).toBeCloseTo(1000, 2);
});

test("volume changes hit their fraction to the voxel, one within the other", () => {
  const body = input(() => 0);
  for (const job of plan({ chains: [["volume"]], volume: { fractions: [-0.3, -0.1, 0.1, 0.25] } })) {
    const out = perturbed(body, job);
    expect(voxels(out)).toBe(Math.round(voxels(body) * (1 + job.steps[0].variant.fraction)));
    const grows = job.steps[0].variant.fraction > 0;
    expect(out.labels.every((v, i) => (grows ? v >= body.labels[i] : v <= body.labels[i]))).toBe(true);
  }
});

test.for([2, 20, 80])(
  "the level of Gaussian noise of deviation %i on a smooth image is found within 3 per cent",
  (sigma) => {
    const image = input((x, y, z) => 500 * Math.sin(x / 20) + 300 * Math.cos(y / 25) + 10 * z).image;
    addNormal(image.data, 0, image.data.length, sigma, seededRandom(7));
    const found = noiseLevel(image);
    expect(typeof found === "number" && Math.abs(found / sigma - 1)).toBeLessThan(0.03);
  },
);

test("flat padding does not hide the noise, and an image without any says so", () => {
  const image = input(() => 0).image;
  addNormal(image.data, 0, image.data.length, 10, seededRandom(3));
  for (let i = 0; i < image.data.length; i++) if (i % N < 30) image.data[i] = -1024;
  const found = noiseLevel(image);
  // The padding's own edge is part of the details.
  expect(typeof found === "number" && Math.abs(found / 10 - 1)).toBeLessThan(0.4);
  expect(noiseLevel(input(() => -1024).image)).toMatchObject({ reason: "not_estimable" });
});

test("noise has its deviation, changes the box alone, and never the caller's image", () => {
  const flat = input(() => 40);
  const [job] = plan({ chains: [["noise"]] });
  const { data } = perturbed(flat, job).image;
  expect(flat.image.data.every((v) => v === 40)).toBe(true);
  expect(data[0]).toBe(40);
  const changed = data.filter((v) => v !== 40);
  const deviation = Math.sqrt(changed.reduce((s, v) => s + (v - 40) ** 2, 0) / changed.length);
  expect(Math.abs(deviation / 5 - 1)).toBeLessThan(0.02);
});

test("the same seed gives the same perturbation, another seed another", () => {
  const body = input((x, y) => x * y);
  const run = (seed: number) =>
    perturbed(body, plan({ seed, chains: [["noise", "rotation", "volume"]] })[3]).image.data;
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

test("a plan crosses the variants of a chain, and refuses what cannot be meant", () => {
  expect(plan({ chains: [["rotation", "volume"]] }).map((job) => job.label)).toHaveLength(8);
  expect(() => plan({ chains: [] })).toThrow("no perturbation");
  expect(() => plan({ chains: [["volume", "volume"]] })).toThrow("twice");
  expect(() => plan({ volume: { fractions: [-1] } })).toThrow("above");
});

test("noise gives no value to padding, and takes none away", () => {
  const body = input((x) => (x < 20 ? -1000 : -990));
  const padded = { ...body, image: { ...body.image, padding: [-1010, -1000] as const } };
  const [job] = plan({ chains: [["noise"]], noise: { repetitions: 1, sigma: 20 } });
  const { data } = perturbed(padded, job).image;
  data.forEach((v, i) => {
    const wasPadding = padded.image.data[i] === -1000;
    if (wasPadding) expect(v).toBe(-1000);
    else expect(v >= -1010 && v <= -1000).toBe(false);
  });
});

test("a moved region that interpolation brings padding into has no value there, not a number in between", () => {
  const body = input((x, y, z) => (x + y + z < 40 ? -2000 : 30));
  const padded = { ...body, image: { ...body.image, padding: [-2000, -2000] as const } };
  const [job] = plan({ chains: [["translation"]], translation: { fractions: [0.5], axes: "2D" } });
  const { data } = perturbed(padded, job).image;
  expect(data.every((v) => v === -2000 || Math.abs(v - 30) < 1e-3)).toBe(true);
});
