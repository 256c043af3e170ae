import { expect, test } from "vitest";
import type { Grid } from "#engine/grid.ts";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import { quantilesOf } from "#engine/math/order-statistics.ts";
import { checkRecipe } from "#engine/plan/check-recipe.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import { extractBank } from "#engine/plan/extract-bank.ts";
import { describeImage } from "#engine/process/describe-image.ts";
import {
  curveAt,
  learnLandmarks,
  type Normalisation,
  normalised,
  sampleOf,
  usualPercentiles,
} from "#engine/process/normalisation/index.ts";
import { isReason } from "#engine/reason.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Volume } from "#engine/volume.ts";
import { inverseNormal } from "../../helpers/inverse-normal.ts";

const grid: Grid = {
  dims: [10, 10, 10],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const image: Volume = {
  grid,
  data: Float32Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1009) ** 2 / 1000),
  unit: "arbitrary",
};
/** The first slice of 100 voxels is label 2, voxels 200 to 399 are label 1. */
const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i < 100 ? 2 : i >= 200 && i < 400 ? 1 : 0));
const done = (n: Normalisation, regions = {}, of = image) => {
  const found = normalised(of, n, regions);
  if (isReason(found)) throw new Error(found.detail);
  return found;
};

// Every figure by numpy 1.26 (mean, std, percentile) on the same numbers.
test.each([
  ["image", {}, 339.5899919926574, 303.4090494337429, 1000],
  ["foreground", {}, 648.2772954846105, 196.11295364058856, 423],
  ["region", { labels, label: 2 }, 345.2201088067889, 308.89811923167036, 100],
] as const)("z-score over %s", (over, regions, mean, deviation, voxels) => {
  const { record, image: out } = done({ method: "z_score", over }, regions);
  expect(record.voxels).toBe(voxels);
  expect(record.from[0]).toBeCloseTo(mean, 9);
  expect(record.from[1] - record.from[0]).toBeCloseTo(deviation, 9);
  for (const i of [0, 17, 999]) expect(out.data[i]).toBe(Math.fround((image.data[i] - mean) / deviation));
});

test("by a reference region: its z-score, or the ratio to its mean", () => {
  const reference = { labels, label: 2 };
  const z = done({ method: "reference", region: "muscle", scale: "z" }, { reference });
  expect(z.record.from[0]).toBeCloseTo(345.2201088067889, 9);
  const ratio = done({ method: "reference", region: "muscle", scale: "ratio" }, { reference });
  expect(ratio.image.data[3]).toBe(Math.fround(302.5 / 345.2201088067889));
});

const landmarks = [0, 8, 15, 25, 38, 50, 61, 72, 80, 91, 100];
test("Nyúl: percentiles of the foreground become the landmarks, linear between and beyond", () => {
  const { record, image: out } = done({ method: "nyul", percentiles: usualPercentiles, landmarks });
  const expected = [
    344.82749755859373, 392.12660522460936, 446.75880126953126, 504.9526000976562, 566.7079833984375, 633.6160278320312,
    702.5794189453125, 775.1044189453124, 853.0372070312501, 932.7697998046875, 1007.5744470214843,
  ];
  for (const [i, x] of expected.entries()) expect(record.from[i]).toBeCloseTo(x, 9);
  const at = { 0: -58.322875770673704, 3: -7.159119847667825, 10: -18.04406140082223, 999: -12.41232516356117 };
  for (const [i, y] of Object.entries(at)) expect(out.data[Number(i)]).toBeCloseTo(y, 4);
});

test("Nyúl's standard scale, learned from two images", () => {
  const other: Volume = { ...image, data: Float32Array.from({ length: 1000 }, (_, i) => ((i * 613) % 997) ** 1.5) };
  const foregrounds = [image, other].map((v) => {
    const values = sampleOf(v, "foreground");
    if (isReason(values)) throw new Error(values.detail);
    return values;
  });
  const expected = [
    0, 7.532132513341626, 16.121272592648374, 25.245445149095616, 34.8006047519567, 44.90155751175507,
    55.30992966575178, 66.13498652115472, 77.51204283898741, 89.16522363053414, 100,
  ];
  const found = learnLandmarks(foregrounds);
  for (const [i, x] of expected.entries()) expect((found as readonly number[])[i]).toBeCloseTo(x, 6);
});

test("White-Stripe finds the white matter of a made brain", () => {
  // Exact normal distributions: grey matter 70 ± 5, white 110 ± 4, CSF 30 ± 6, half as much of it.
  const normal = (n: number, mean: number, sd: number) =>
    Array.from({ length: n }, (_, i) => mean + sd * inverseNormal((i + 0.5) / n));
  const data = Float32Array.from([...normal(4000, 70, 5), ...normal(4000, 110, 4), ...normal(2000, 30, 6)]);
  const brain: Volume = { grid: { ...grid, dims: [100, 100, 1] }, data, unit: "arbitrary" };
  const reference = { labels: new Uint8Array(10_000).fill(1), label: 1 };
  const { record } = done(
    { method: "white_stripe", contrast: "T1", width: 0.05, region: "brain" },
    { reference },
    brain,
  );
  // numpy, with the peak where it was put: mean 110, standard deviation 0.7309. A bin of the histogram is 0.22 wide.
  expect(Math.abs(record.from[0] - 110)).toBeLessThan(0.22);
  expect((record.from[1] - record.from[0]) / 0.7308922131653527).toBeCloseTo(1, 1);
  expect(record.voxels).toBe(10_000);
});

test("quantiles are numpy's, of any share, also below zero", () => {
  const data = Float32Array.from([3, -1.5, 0, -0, 2, 2, 1e-30, -7e5, 4]);
  const sorted = [...data].sort((a, b) => a - b);
  expect(quantilesOf(data, [0, 0.125, 0.5, 1])).toEqual([sorted[0], -1.5, sorted[4], 4]);
  expect(quantilesOf(data, [0.1])[0]).toBeCloseTo(-7e5 + 0.8 * (7e5 - 1.5), 6);
});

const recipe: Recipe = {
  ...defaultRecipe("MR", "arbitrary", grid, "volume"),
  interpolation: null,
  normalisation: { method: "z_score", over: "image" },
};
const input = { image, labels, label: 1 };
const rowOf = (rows: readonly { id: string }[], id: string) => {
  const row = rows.find((r) => r.id === id) as unknown;
  return row as { value?: number; reason?: string; detail?: string; unit: string };
};

test("features are those of the normalised image, without a unit; shape does not change", () => {
  const { normalisation: _, ...plain } = recipe;
  const [with_, without] = [extract(input, recipe), extract(input, plain)];
  const [mean, sd] = [339.5899919926574, 303.4090494337429];
  const before = rowOf(without.rows, "statistics.mean").value ?? 0;
  expect(rowOf(with_.rows, "statistics.mean").value).toBeCloseTo((before - mean) / sd, 6);
  expect(rowOf(with_.rows, "statistics.mean").unit).toBe("1");
  const volume = (e: typeof with_) => rowOf(e.rows, "morphology.volume_voxel_counting").value;
  expect(volume(with_)).toBe(volume(without));
  expect(with_.normalisation).toMatchObject({ method: "z_score", voxels: 1000, to: [0, 1] });
  expect(without).not.toHaveProperty("normalisation");
  expect(describeImage(image, recipe)[0]).toMatchObject({ tag: "mean_int_init_img" });
  expect((describeImage(image, recipe)[0] as { value: number }).value).toBeCloseTo(0, 6);
  // A bank normalises once, and gives the same.
  const [own] = extractBank(input, recipe, [null], undefined, {});
  expect(own.extraction.rows).toEqual(with_.rows);
});

test("a map's windows see the image normalised by the whole region, not by what they hold", () => {
  const byRegion: Recipe = { ...recipe, normalisation: { method: "z_score", over: "region" } };
  const settings = { radius: 1, dimensionality: "3D", masked: false, directions: "merged" } as const;
  const map = prepareMap(input, byRegion, settings, ["statistics.mean"]);
  const { rows } = extract(input, byRegion);
  expect(rowOf(rows, "statistics.mean").value).toBeCloseTo(0, 6);
  const values = map.sample.intensities.slice(map.offset[2] * 100, (map.offset[2] + 2) * 100);
  expect(values.reduce((sum, v) => sum + v, 0) / 200).toBeCloseTo(0, 6);
  expect(map.recipe).toBe(byRegion);
});

test("a normalisation that cannot be is a reason for what is measured of intensities, and no obstacle to shape", () => {
  const cases: readonly (readonly [Normalisation, Volume, RegExp])[] = [
    [{ method: "reference", region: "muscle", scale: "z" }, image, /region that normalises the image is not there/],
    [
      { method: "z_score", over: "image" },
      { ...image, data: new Float32Array(1000).fill(7) },
      /All 1000 voxels .* are 7/,
    ],
    [
      { method: "nyul", percentiles: usualPercentiles, landmarks },
      { ...image, data: image.data.map((x) => (x > 300 ? 500 : 0)) },
      /Percentiles 1 and 10 of the image are both 500/,
    ],
  ];
  for (const [normalisation, of, why] of cases) {
    const { rows } = extract({ ...input, image: of }, { ...recipe, normalisation });
    expect(rowOf(rows, "statistics.mean")).toMatchObject({ reason: "not_normalised" });
    expect(rowOf(rows, "statistics.mean").detail).toMatch(why);
    expect(rowOf(rows, "glcm.contrast")).toMatchObject({ reason: "not_normalised" });
    expect(rowOf(rows, "morphology.volume_voxel_counting").value).toBe(200);
  }
  const byRegion = { ...recipe, normalisation: { method: "reference", region: "x", scale: "z" } } as const;
  expect(describeImage(image, byRegion).every((row) => "reason" in row)).toBe(true);
});

test("padding takes no part, and keeps no value", () => {
  const data = image.data.slice();
  data.fill(-2000, 900);
  const padded: Volume = { ...image, data, padding: [-2000, -2000] };
  const { record, image: out } = done({ method: "z_score", over: "image" }, {}, padded);
  expect(record.voxels).toBe(900);
  const [low, high] = out.padding ?? [1, 0];
  expect(out.data.filter((x) => x >= low && x <= high)).toHaveLength(100);
  expect(out.data.slice(900).every((x) => x >= low && x <= high)).toBe(true);
});

test("settings that cannot be used are told, and calibrated images warned of", () => {
  const codes = (normalisation: Normalisation, unit: Volume["unit"] = "arbitrary") =>
    checkRecipe({ ...recipe, normalisation }, { grid, unit })
      .filter((p) => p.code.startsWith("normalisation"))
      .map((p) => `${p.level} ${p.code}`);
  expect(codes({ method: "z_score", over: "image" })).toEqual([]);
  expect(codes({ method: "z_score", over: "image" }, "HU")).toEqual(["warning normalisation_calibrated"]);
  expect(codes({ method: "reference", region: " ", scale: "z" })).toEqual(["error normalisation_region"]);
  expect(codes({ method: "nyul", percentiles: [1, 50, 99], landmarks: [0, 100] })).toEqual([
    "error normalisation_landmarks",
  ]);
  expect(codes({ method: "nyul", percentiles: [50, 1], landmarks: [0, 1] })).toEqual([
    "error normalisation_percentiles",
  ]);
  expect(codes({ method: "white_stripe", contrast: "T1", width: 0.6 })).toEqual(["error normalisation_width"]);
  expect(codes({ method: "white_stripe", contrast: "T1", width: 0.05 })).toEqual(["warning normalisation_head"]);
  expect(curveAt({ from: [0, 2], to: [0, 1] }, 6)).toBe(3);
  const theirs: Recipe = { ...recipe, profile: "PyRadiomics" };
  expect(checkRecipe(theirs, { grid, unit: "arbitrary" }).map((p) => p.code)).toContain("pyradiomics_recipe");
});
