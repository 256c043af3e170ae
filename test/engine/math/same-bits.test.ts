import { expect, test } from "vitest";
import { cbrt, exp, log2, power } from "#engine/math/same-bits.ts";
import { seeded } from "../../helpers/seeded.ts";

const random = seeded(22);
const some = Array.from({ length: 20_000 }, () => 10 ** (18 * random() - 12));
/** Off by at most two units in the last place of what the platform gives (itself off by one at most). */
const near = (found: number, wanted: number) =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(6.7e-16 * Math.abs(wanted));

test("log₂: powers of two exactly, else to the last digits", () => {
  for (let k = -60; k <= 60; k++) expect(log2(2 ** k)).toBe(k);
  for (const x of some) near(log2(x), Math.log2(x));
});
test("e to a power: 1 at 0, e at 1, else to the last digits", () => {
  expect(exp(0)).toBe(1);
  near(exp(1), Math.E);
  for (let i = 0; i < 20_000; i++) {
    const x = 100 * random() - 90;
    near(exp(x), Math.exp(x));
  }
  expect(exp(-1e4)).toBe(0);
});
test("cube roots: of cubes exactly, else to the last digits", () => {
  for (let k = 0; k <= 100; k++) expect(cbrt(k ** 3)).toBeCloseTo(k, 13);
  for (const x of some) near(cbrt(x), Math.cbrt(x));
});
test("whole powers", () => {
  expect([power(3, 2), power(-2, 3), power(4, -2), power(7, 0)]).toEqual([9, -8, 1 / 16, 1]);
});
