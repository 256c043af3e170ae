import { expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { aggregations, type Recipe } from "#engine/recipe.ts";
import { extractInParts } from "#workers/extract-in-parts.ts";
import { isCancelled } from "#workers/pool.ts";
import { allocateFloat32, allocateUint8 } from "#workers/shared.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { createNodePool } from "#workers/spawn-node.ts";
import { bitsOf } from "../helpers/bits.ts";
import { builtWorker } from "./built-worker.ts";

const entry = builtWorker();

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 32 },
  ivh: { method: "none" },
  aggregations: ["2D_avg", "3D_avg", "3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};

/** A seeded noise block with a ball in it. */
function ball(n: number): ExtractionInput {
  const data = allocateFloat32(n ** 3);
  const labels = allocateUint8(n ** 3);
  let seed = 20_26;
  for (let i = 0; i < data.length; i++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    data[i] = (seed >>> 20) / 7 - 200;
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / (n * n))];
    if (Math.hypot(x - n / 2, y - n / 2, z - n / 2) < n / 2.5) labels[i] = 1;
  }
  const grid = {
    dims: [n, n, n] as const,
    spacing: [0.8, 0.8, 2] as const,
    origin: [0, 0, 0] as const,
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
  return { image: { grid, data, unit: "HU" }, labels, label: 1 };
}

/** Every step of the chain, every family, every aggregation, with weights that need exp and a cubic spline. */
const whole: Recipe = {
  interpolation: {
    dimensionality: "3D",
    spacing: [1, 1, 1],
    image: "cubic",
    mask: "linear",
    maskThreshold: 0.5,
    round: false,
  },
  resegmentation: { range: [-190, null], outlierSigma: 3 },
  discretisation: { method: "FBN", bins: 32 },
  ivh: { method: "FBS", width: 2.5 },
  aggregations,
  texture: { distance: 1, weighting: "euclidean", coarseness: 1 },
};

test("the same bits on the caller's thread, on one worker and on three, three times over", async () => {
  const input = ball(20);
  const expected = bitsOf(await createInlinePool().run("extract", { input, recipe: whole }));
  expect(expected.filter((line) => /: [0-9a-f]{16}$/.test(line)).length).toBeGreaterThan(480);
  for (const size of [1, 3]) {
    const pool = createNodePool(entry(), size);
    const runs = await Promise.all([1, 2, 3].map(() => pool.run("extract", { input, recipe: whole })));
    for (const run of runs) expect(bitsOf(run)).toEqual(expected);
    for (let time = 0; time < 3; time++) {
      expect(bitsOf(await extractInParts(pool, input, whole))).toEqual(expected);
    }
    pool.close();
  }
  expect(bitsOf(await createInlinePool().run("extract", { input, recipe: whole }))).toEqual(expected);
}, 120_000);

test("warnings and refusals are the same, too, in parts as in one", async () => {
  const input = ball(20);
  const pool = createNodePool(entry(), 3);
  const expected = JSON.stringify(await createInlinePool().run("extract", { input, recipe }));
  expect(JSON.stringify(await extractInParts(pool, input, recipe))).toBe(expected);
  pool.close();
}, 60_000);

test("a region measured in parts is cancelled as one, and refused once", async () => {
  const pool = createNodePool(entry(), 3);
  const abort = new AbortController();
  const onProgress = (done: number) => done > 1 && abort.abort();
  const running = extractInParts(pool, ball(64), recipe, { signal: abort.signal, onProgress });
  expect(isCancelled(await running.catch((error: unknown) => error))).toBe(true);
  const wrong: Recipe = { ...recipe, discretisation: { method: "FBN", bins: 0 } };
  const error = await extractInParts(pool, ball(8), wrong).catch((e: unknown) => e);
  expect(isRadiomicaError(error, "InvalidRecipe")).toBe(true);
  pool.close();
}, 60_000);

test("a running job stops when it is cancelled, and the pool goes on", async () => {
  const pool = createNodePool(entry(), 1);
  const abort = new AbortController();
  const running = pool
    .run(
      "extract",
      { input: ball(64), recipe },
      { signal: abort.signal, onProgress: (done) => done > 0 && abort.abort() },
    )
    .catch((error: unknown) => error);
  expect(isCancelled(await running)).toBe(true);
  const next = await pool.run("hash", { bytes: new TextEncoder().encode("abc") });
  expect(next).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-2, B.1
  pool.close();
}, 60_000);

test("an error keeps its tag and fields across the thread", async () => {
  const pool = createNodePool(entry(), 1);
  const wrong: Recipe = { ...recipe, discretisation: { method: "FBN", bins: 0 } };
  const error = await pool.run("extract", { input: ball(8), recipe: wrong }).catch((e: unknown) => e);
  expect(isRadiomicaError(error, "InvalidRecipe")).toBe(true);
  expect(isRadiomicaError(error) && error.fields.setting).toBe("discretisation.bins");
  pool.close();
}, 60_000);
