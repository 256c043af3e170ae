import { describe, expect, test } from "vitest";
import { sampleOf, statistics } from "#engine/features/statistics.ts";
import { tallyOf } from "#engine/math/tally.ts";

// Ten million voxels in every run; a hundred million (800 MB, sorted once) with `npm run test:large`.
const count = process.env.npm_lifecycle_event === "test:large" ? 100_000_000 : 10_000_000;

/** A thousand values over and over: all power sums follow from one period, exactly, in whole numbers. */
const PERIOD = 1000;

type Sample = { readonly name: string; readonly value: (k: number) => number; readonly scale: bigint };
const samples: readonly Sample[] = [
  // Eighths are exact in binary: the sample is what it says, and every loss is the sum's.
  { name: "eighths far from 0", value: (k) => 2 ** 20 + (k * k) / 8, scale: 8n },
  { name: "thin spread far from 0", value: (k) => 2 ** 30 + k / 1024, scale: 1024n },
];

describe(`sums over ${count.toLocaleString("en")} voxels against whole numbers of any size`, () => {
  for (const { name, value, scale } of samples) {
    test(name, () => {
      const period = Float64Array.from({ length: PERIOD }, (_, k) => value(k));
      const values = new Float64Array(count);
      for (let i = 0; i < count; i += PERIOD) values.set(period, i);

      // x = v / scale, with v whole; m·(x − μ) = (m·v − Σv) / scale for a period of m.
      const m = BigInt(PERIOD);
      const whole = Array.from(period, (x) => BigInt(x * Number(scale)));
      const sum = whole.reduce((a, v) => a + v, 0n);
      const central = (power: bigint) => whole.reduce((a, v) => a + (m * v - sum) ** power, 0n);
      const absolute = whole.reduce((a, v) => a + (m * v > sum ? m * v - sum : sum - m * v), 0n);
      const quotient = (a: bigint, b: bigint) => Number((a * 10n ** 40n) / b) / 1e40;
      const variance = quotient(central(2n), m ** 3n * scale ** 2n);
      const wanted: Record<string, number> = {
        mean: quotient(sum, m * scale),
        variance,
        skewness: quotient(central(3n), m ** 4n * scale ** 3n) / variance ** 1.5,
        kurtosis: quotient(central(4n), m ** 5n * scale ** 4n) / variance ** 2 - 3,
        mean_absolute_deviation: quotient(absolute, m * m * scale),
        energy: quotient(whole.reduce((a, v) => a + v * v, 0n) * BigInt(count), m * scale ** 2n),
      };
      const sample = sampleOf(tallyOf(values));
      for (const [id, exact] of Object.entries(wanted)) {
        const found = statistics.features.find((f) => f.id === `statistics.${id}`)?.compute(sample);
        const off = Math.abs(Number(found) - exact) / Math.max(1e-3, Math.abs(exact));
        expect(off, `${id}: ${found}, exactly ${exact}`).toBeLessThan(1e-12);
      }
    });
  }
});
