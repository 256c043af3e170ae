import { expect, test } from "vitest";
import { isRadiomicaError } from "#engine/errors.ts";
import { kmeans } from "#engine/maps/kmeans.ts";
import { thresholdMap } from "#engine/maps/threshold.ts";
import reference from "../../fixtures/reference/kmeans.json" with { type: "json" };
import { seeded } from "../../helpers/seeded.ts";

const map = (values: readonly number[], missing: readonly number[] = []) => ({
  values: Float64Array.from(values),
  states: Uint8Array.from(values, (_, i) => (missing.includes(i) ? 0 : 1)),
});

test("a threshold includes both ends and leaves out what has no value", () => {
  const { values, states } = map([1, 2, 3, 4, 5], [2]);
  expect([...thresholdMap(values, states, 2, 4)]).toEqual([0, 1, 0, 1, 0]);
  expect([...thresholdMap(values, states, null, 4)]).toEqual([1, 1, 0, 1, 0]);
  expect(() => thresholdMap(values, states, 4, 2)).toThrow("The range runs from 4 to 2.");
});

test("two clusters by hand: means, order by the first map, no label without a value", () => {
  // Standardised, the two groups are 1 apart within and 9 between: {10, 11} and {20, 21}.
  const first = map([20, 10, 21, 11, 99], [4]);
  const second = map([0, 4, 0, 4, 0]);
  const found = kmeans([first, second], { clusters: 2, seed: 1 });
  expect([...found.labels]).toEqual([2, 1, 2, 1, 0]);
  expect([...found.means]).toEqual([10.5, 4, 20.5, 0]);
  expect([...found.counts]).toEqual([2, 2]);
  expect(found.converged).toBe(true);
  // First map: mean 15.5, variance 25.25; each voxel is 0.5 from its centre. Second map: no distance.
  expect(found.inertia).toBeCloseTo((4 * 0.25) / 25.25, 12);
});

test("scikit-learn finds the same clusters, centres and inertia", () => {
  for (const { clusters, maps, labels, means, inertia } of reference.cases) {
    const best = [1, 2, 3, 4, 5, 6, 7, 8]
      .map((seed) =>
        kmeans(
          maps.map((m) => map(m)),
          { clusters, seed, iterations: 300 },
        ),
      )
      .reduce((a, b) => (b.inertia < a.inertia ? b : a));
    expect([...best.labels]).toEqual(labels);
    expect(best.inertia).toBeCloseTo(inertia, 8);
    best.means.forEach((mean, k) => {
      expect(mean).toBeCloseTo(means[k], 8);
    });
  }
});

test("the same seed gives the same habitats, all clusters have voxels", () => {
  const random = seeded(5);
  const maps = [0, 1, 2].map(() => map(Array.from({ length: 500 }, () => Math.round(random() * 6))));
  for (let seed = 0; seed < 20; seed++) {
    const a = kmeans(maps, { clusters: 8, seed });
    expect(a.labels).toEqual(kmeans(maps, { clusters: 8, seed }).labels);
    expect(Math.min(...a.counts), `seed ${seed}`).toBeGreaterThan(0);
  }
});

test("what cannot be clustered is refused", () => {
  const refusal = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return isRadiomicaError(error) ? `${error.tag}: ${error.message}` : String(error);
    }
    return "nothing";
  };
  expect(refusal(() => kmeans([map([1, 1, 2])], { clusters: 3, seed: 1 }))).toBe(
    "EmptyRoi: Only 2 of the 3 voxels with a value differ; 3 clusters cannot be told apart.",
  );
  expect(refusal(() => kmeans([map([1, 2])], { clusters: 1, seed: 1 }))).toContain("from 2 to 20; it is 1");
  expect(refusal(() => kmeans([map([1, 2]), map([1])], { clusters: 2, seed: 1 }))).toContain("differ in size");
  expect(refusal(() => kmeans([map([1, 2], [0, 1])], { clusters: 2, seed: 1 }))).toContain("Only 0 of the 0");
});
