import { afterEach, expect, test } from "vitest";
import { ascending } from "#engine/math/ascending.ts";
import { allowWasm } from "#engine/wasm/instance.ts";
import { seeded } from "../../helpers/seeded.ts";

afterEach(() => allowWasm(true));

const bitsOf = (numbers: Float64Array) => [...new BigUint64Array(Float64Array.from(numbers).buffer)];

test("numbers of any kind come out as the language sorts them, bit for bit", () => {
  const random = seeded(4);
  const kinds: ((k: number) => number)[] = [
    () => random() - 0.5,
    () => 10 ** (600 * random() - 300) * (random() < 0.5 ? -1 : 1),
    () => Math.fround(1000 * random()),
    () => Math.floor(3e6 * random()) - 1e6,
    () => Math.floor(300 * random()) - 100,
    (k) => [1.5, 0, -0, -1.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324][k % 7],
    (k) => (k === 77 ? Number.NaN : random()),
    () => 0.1,
    () => Math.fround(random() - 0.5),
    (k) => Math.fround(random()) * (k % 50 === 0 ? 0 : -1),
  ];
  for (const kind of kinds) {
    for (const n of [1, 2, 100, 5000, 20_001]) {
      const values = Float64Array.from({ length: n }, (_, k) => kind(k));
      const before = bitsOf(values);
      const wanted = bitsOf(Float64Array.from(values).sort());
      for (const on of [true, false]) {
        allowWasm(on);
        expect(bitsOf(ascending(values))).toEqual(wanted);
      }
      expect(bitsOf(values)).toEqual(before);
    }
  }
});
