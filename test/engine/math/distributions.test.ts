import { expect, test } from "vitest";
import {
  binomialAtMost,
  chiSquaredQuantile,
  fQuantile,
  fUpper,
  normalQuantile,
  tQuantile,
} from "#engine/math/distributions.ts";
import { lnGamma } from "#engine/math/ln-gamma.ts";
import reference from "../../fixtures/reference/special-functions.json" with { type: "json" };

const relative = (found: number, expected: number, tolerance: number, what: string) =>
  expect(Math.abs(found / expected - 1), `${what}: ${found}, reference ${expected}`).toBeLessThan(tolerance);

test(`quantiles and probabilities agree with ${reference.source} to 1e-12`, () => {
  for (const { p, d1, d2, q } of reference.f) relative(fQuantile(p, d1, d2), q, 1e-12, `qf(${p}, ${d1}, ${d2})`);
  for (const { x, d1, d2, p } of reference.f_upper) relative(fUpper(x, d1, d2), p, 1e-12, `pf(${x}, ${d1}, ${d2})`);
  for (const { p, df, q } of reference.chi) relative(chiSquaredQuantile(p, df), q, 1e-12, `qchisq(${p}, ${df})`);
  for (const { df, q } of reference.t) relative(tQuantile(0.975, df), q, 1e-12, `qt(${df})`);
  for (const { p, q } of reference.normal) relative(normalQuantile(p), q, 1e-12, `qnorm(${p})`);
  for (const { k, n, p } of reference.binomial) relative(binomialAtMost(k, n, 0.025), p, 1e-12, `pbinom(${k}, ${n})`);
  for (const { x, y } of reference.lgamma)
    expect(Math.abs(lnGamma(x) - y)).toBeLessThan(1e-14 * Math.max(1, Math.abs(y)));
});
