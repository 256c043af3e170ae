import { expect, test } from "vitest";
import { mergeNetwork, type Network, sortNetwork } from "#engine/kernels/sorting-network.ts";
import { seeded } from "../../helpers/seeded.ts";

function run({ pairs, order }: Network, given: readonly number[]): number[] {
  const values = [...given];
  for (let k = 0; k < pairs.length; k += 2) {
    const [p, q] = [pairs[k], pairs[k + 1]];
    [values[p], values[q]] = [Math.min(values[p], values[q]), Math.max(values[p], values[q])];
  }
  return order.map((at) => values[at]);
}

// A network that sorts zeros and ones sorts everything (Knuth, vol. 3, 5.3.4, theorem Z).
test("networks sort all zeros and ones", () => {
  for (let n = 1; n <= 12; n++) {
    for (let bits = 0; bits < 2 ** n; bits++) {
      const given = Array.from({ length: n }, (_, k) => (bits >> k) & 1);
      expect(run(sortNetwork(n), given)).toEqual(given.toSorted());
    }
  }
});

test("networks merge columns that are sorted", () => {
  const random = seeded(3);
  for (const [width, area] of [
    [1, 1],
    [3, 3],
    [3, 9],
    [5, 25],
    [15, 15],
  ]) {
    const lists = Array.from({ length: width }, (_, c) => Array.from({ length: area }, (_, k) => c * area + k));
    const network = mergeNetwork(lists);
    for (let round = 0; round < 20; round++) {
      const columns = lists.map((list) => list.map(() => Math.floor(40 * random())).sort((a, b) => a - b));
      expect(run(network, columns.flat())).toEqual(columns.flat().sort((a, b) => a - b));
    }
  }
});
