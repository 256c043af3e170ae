import { expect, test } from "vitest";
import { compareMatrices } from "./matrices.ts";

test("the 88 texture matrices the IBSI prints for its digital phantom", () => {
  const compared = compareMatrices();
  expect(compared.length).toBe(88);
  expect(compared.filter((m) => !m.reached).map((m) => `${m.name}: ${JSON.stringify(m.found)}`)).toEqual([]);
});
