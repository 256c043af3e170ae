import { expect, test } from "vitest";
import { compareMatrices } from "./matrices.ts";

const compared = compareMatrices();

test.skipIf(compared === null)("the 88 texture matrices the IBSI prints for its digital phantom", () => {
  expect(compared?.length).toBe(88);
  expect(compared?.filter((m) => !m.reached).map((m) => `${m.name}: ${JSON.stringify(m.found)}`)).toEqual([]);
});
