import { expect, test } from "vitest";
import {
  distinct,
  sortedOf,
  type Tally,
  tallyBetween,
  tallyDistance,
  tallyEnergy,
  tallyMoments,
  tallyOf,
  tallyOfCounts,
  tallyQuantile,
} from "#engine/math/tally.ts";
import { seeded } from "../../helpers/seeded.ts";

const sampleOf = (values: Float64Array): [counted: Tally, sorted: Tally] => {
  const base = -1000;
  const counts = new Uint32Array(3000);
  for (const x of values) counts[x - base]++;
  return [tallyOfCounts(counts, base), tallyOf(values)];
};

/** Moments on one scale: a third moment near 0 is what is left of much larger terms. */
function momentsOf(tally: Tally): number[] {
  const { count, min, max, mean, variance, third, fourth } = tallyMoments(tally);
  const sigma = Math.sqrt(variance) || 1;
  return [count, min, max, mean, variance, third / sigma ** 3, fourth / sigma ** 4];
}

test("whole numbers that are counted give what the same numbers in order give", () => {
  const random = seeded(6);
  for (const n of [1, 2, 7, 100, 20_000]) {
    for (const scale of [0, 3, 900]) {
      const values = Float64Array.from({ length: n }, () => Math.round(scale * (random() + random() - 1)) + 50);
      const [counted, sorted] = sampleOf(values);
      expect(sortedOf(counted)).toEqual(sorted.values);
      expect(distinct(sorted)).toEqual({ values: counted.values, counts: counted.counts });
      const all = (t: Tally) => [
        ...momentsOf(t),
        ...[0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 1].map((p) => tallyQuantile(t, p)),
        tallyEnergy(t),
        tallyDistance(t, 12.3),
        ...[tallyBetween(t, 40, 60.5), tallyBetween(t, 5000, 6000)].map(({ total }) => total),
      ];
      const plain = all(sorted);
      all(counted).forEach((x, k) => {
        expect(Math.abs(x - plain[k]), `${n} numbers, scale ${scale}, figure ${k}`).toBeLessThanOrEqual(
          1e-12 * Math.max(1, Math.abs(plain[k])),
        );
      });
    }
  }
});

test("equal numbers have a variance of exactly 0", () => {
  const [counted] = sampleOf(new Float64Array(999).fill(7));
  expect(tallyMoments(counted)).toMatchObject({ mean: 7, variance: 0, third: 0, fourth: 0, min: 7, max: 7 });
});
