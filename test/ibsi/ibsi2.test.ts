import { describe, expect, test } from "vitest";
import { compareMap, compareValues, configurations, MAX_PERCENT, responseTests, valuesOf } from "./ibsi2.ts";
import { inputOf } from "./reference.ts";
import { hasResponseMaps } from "./response-map.ts";

test("the tables hold 33 response maps, 18 configurations and 323 values", () => {
  expect(responseTests.length).toBe(33);
  expect(configurations.length).toBe(18);
  expect(configurations.flatMap((row) => valuesOf(row.filter_id)).length).toBe(323);
});

describe(`IBSI-2 phase 1: response maps within 1 % of their range${hasResponseMaps ? "" : " (skipped, no data)"}`, () => {
  for (const row of responseTests) {
    test.skipIf(!hasResponseMaps)(`${row.test_id} ${row.filter} on ${row.phantom}`, () => {
      expect(compareMap(row)?.percent).toBeLessThan(MAX_PERCENT);
    });
  }
});

const hasCt = inputOf("A") !== null;
// 5.B pools 24 Gabor responses of a volume at 1 mm and takes as long as all the others: `npm run conformance` has it.
const quick = configurations.filter((row) => row.filter_id !== "5.B");
describe(`IBSI-2 phase 2: values within their tolerance${hasCt ? "" : " (skipped, no data)"}`, () => {
  for (const row of quick) {
    test.skipIf(!hasCt)(`${row.filter_id} ${row.filter}`, () => {
      const compared = compareValues(row) ?? [];
      expect(compared.length).toBe(valuesOf(row.filter_id).length);
      expect(compared.filter((c) => !c.reached)).toEqual([]);
    });
  }
});
