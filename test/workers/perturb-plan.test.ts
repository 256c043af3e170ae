import { expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { addNormal, seededRandom } from "#engine/math/random.ts";
import { defaultPlan, type PlanSettings, robustnessOf } from "#engine/perturb/index.ts";
import type { Recipe } from "#engine/recipe.ts";
import { type PlanSubject, perturbPlan } from "#workers/perturb-plan.ts";
import { isCancelled } from "#workers/pool.ts";
import { allocateFloat32, allocateUint8 } from "#workers/shared.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { createNodePool } from "#workers/spawn-node.ts";
import { builtWorker } from "./built-worker.ts";

const entry = builtWorker();

const recipe: Recipe = {
  interpolation: {
    dimensionality: "3D",
    spacing: [1, 1, 1],
    image: "linear",
    mask: "linear",
    maskThreshold: 0.5,
    round: false,
  },
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 16 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

/** Three noisy balls, each a label of its own, of different brightness and size. */
function subjects(): PlanSubject[] {
  const [nx, ny, nz] = [60, 24, 16];
  const data = allocateFloat32(nx * ny * nz);
  const labels = allocateUint8(data.length);
  for (let i = 0; i < data.length; i++) {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    for (const b of [1, 2, 3]) {
      if (Math.hypot(x - 18 * b + 6, y - 12, 2 * (z - 8)) > 3 + b) continue;
      data[i] = 40 * b * b + 3 * x;
      labels[i] = b;
    }
  }
  addNormal(data, 0, data.length, 6, seededRandom(5));
  const grid = {
    dims: [nx, ny, nz] as const,
    spacing: [1, 1, 2] as const,
    origin: [0, 0, 0] as const,
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
  const image = { grid, data, unit: "HU" } as const;
  return [1, 2, 3].map((label) => ({ name: `Ball ${label}`, input: { image, labels, label }, recipe }));
}

const plan: PlanSettings = {
  ...defaultPlan,
  marginMm: 12,
  chains: [["noise"], ["translation"], ["rotation"], ["volume"], ["contour"], ["noise", "rotation", "contour"]],
  noise: { repetitions: 2, sigma: null },
  translation: { fractions: [0.25, 0.75], axes: "2D" },
  rotation: { degrees: [-4, 4] },
  contour: { ...defaultPlan.contour, repetitions: 2 },
};
/** Every family of features costs a second a time; these see image, mask and grey levels. */
const families = ["morphology", "statistics", "glcm"] as const;

test("a whole plan has the same bits on the caller's thread, on one worker and on three", async () => {
  const all = subjects();
  const before = [all[0].input.image.data.slice(), all[0].input.labels.slice()];
  const told: number[] = [];
  const onProgress = (done: number, total: number) => {
    told.push(done);
    expect(total).toBe(3 * (1 + 2 + 4 + 2 + 2 + 2 + 8));
  };
  const expected = await perturbPlan(createInlinePool(), all, plan, { onProgress }, families);
  expect(told).toEqual(Array.from({ length: 3 * 21 + 1 }, (_, i) => i));
  expect(expected.table.jobs).toHaveLength(20);
  expect(expected.noise[0]).toBeGreaterThan(4);
  const values = expected.table.features.flatMap(({ values }) => values.flat());
  expect(values.filter((v) => typeof v === "number").length).toBeGreaterThan(0.99 * values.length);
  const text = JSON.stringify(expected);
  for (const size of [1, 3]) {
    const pool = createNodePool(entry(), size);
    expect(JSON.stringify(await perturbPlan(pool, all, plan, {}, families))).toBe(text);
    pool.close();
  }
  // The images and the masks are the caller's.
  expect(all[0].input.image.data).toEqual(before[0]);
  expect(all[0].input.labels).toEqual(before[1]);
}, 120_000);

test("what sets the regions apart is reliable, over all columns and over those of one perturbation", async () => {
  const { table, jobs } = await perturbPlan(createInlinePool(), subjects(), plan, {}, ["statistics"]);
  const mean = table.features.find((f) => f.id === "statistics.mean");
  if (!mean) throw new Error("no mean");
  const whole = robustnessOf(mean);
  expect([whole.n, whole.k]).toEqual([3, 20]);
  expect("value" in whole.icc && whole.icc.value).toBeGreaterThan(0.9);
  const columns = jobs.flatMap((job, j) => (job.steps.every((s) => s.id === "translation") ? [j] : []));
  const moved = robustnessOf(mean, columns);
  expect(moved.k).toBe(4);
  // Moving image and region together by less than a voxel changes a mean by little.
  expect(typeof moved.wcv === "number" && moved.wcv).toBeLessThan(0.05);
}, 60_000);

test("a plan is cancelled as one; wrong settings and an image without noise are refused before anything runs", async () => {
  const abort = new AbortController();
  const onProgress = (done: number) => done > 2 && abort.abort();
  const pool = createNodePool(entry(), 2);
  const running = perturbPlan(pool, subjects(), plan, { signal: abort.signal, onProgress });
  expect(isCancelled(await running.catch((e: unknown) => e))).toBe(true);
  pool.close();
  const inline = createInlinePool();
  const wrong = await perturbPlan(inline, subjects(), { ...plan, chains: [] }).catch((e: unknown) => e);
  expect(isRadiomicaError(wrong, "InvalidRecipe")).toBe(true);
  const flat = subjects();
  flat[0].input.image.data.fill(7);
  const silent = await perturbPlan(inline, flat, plan).catch((e: unknown) => e);
  expect(isRadiomicaError(silent, "Unsupported") && silent.message).toMatch(/noise is not known/);
}, 60_000);

test("a region that a perturbation leaves nothing of has that as its reason, and the feature no statistics", async () => {
  const all = subjects();
  const labels = allocateUint8(all[0].input.labels.length);
  labels[12 + 60 * (12 + 24 * 8)] = 1;
  const one = { ...all[0], input: { ...all[0].input, labels } };
  const settings: PlanSettings = { ...plan, chains: [["volume"]], volume: { fractions: [-0.6, 0.5] } };
  const { table } = await perturbPlan(createInlinePool(), [one], settings, {}, ["statistics"]);
  const mean = table.features.find((f) => f.id === "statistics.mean");
  expect(mean?.values[0][0]).toMatchObject({ reason: "failed", detail: expect.stringMatching(/cannot shrink/) });
  expect(mean && robustnessOf(mean).wsd).toMatchObject({ reason: "missing_values" });
});
