import { afterEach, expect, test } from "vitest";
import { secondSingularValue } from "#engine/features/pyradiomics/second-singular-value.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

afterEach(() => allowWasm(true));

const random = seeded(19);

/** A symmetric matrix of `n` levels, `filled` of it not 0, whose blocks of `block` levels know nothing of each other. */
function symmetric(n: number, filled: number, block = n) {
  const entries = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      if (Math.floor(i / block) !== Math.floor(j / block) || random() > filled) continue;
      const count = Math.ceil(500 * random() ** 4);
      entries.set(i * n + j, count).set(j * n + i, count);
    }
  }
  const cells = [...entries].sort((a, b) => a[0] - b[0]);
  return {
    i: Uint16Array.from(cells, ([cell]) => 1 + Math.floor(cell / n)),
    j: Uint32Array.from(cells, ([cell]) => 1 + (cell % n)),
    n: Float64Array.from(cells, ([, count]) => count),
  };
}

test("the same bits from WebAssembly and plain TypeScript", () => {
  for (const n of [2, 3, 4, 5, 7, 16, 31, 40, 41, 64, 99, 130]) {
    for (const [filled, block] of [
      [1, n],
      [0.3, n],
      [0.05, n],
      [0.9, 3],
      [1, 1],
    ]) {
      const counts = symmetric(n, filled, block);
      if (counts.n.length < 2) continue;
      const [plain, wasm] = [false, true].map((allowed) => {
        allowWasm(allowed);
        return secondSingularValue(counts);
      });
      expect(Object.is(plain, wasm), `${n} levels, ${filled}, ${block}: ${plain}, ${wasm}`).toBe(true);
    }
  }
});

test("more levels than are written out: the same number", () => {
  const counts = symmetric(600, 0.01);
  const [plain, wasm] = [false, true].map((allowed) => {
    allowWasm(allowed);
    return secondSingularValue(counts);
  });
  expect(wasm).toBe(plain);
  expect(wasm).toBeGreaterThan(0);
  expect(wasm).toBeLessThanOrEqual(1 + 1e-14);
});
