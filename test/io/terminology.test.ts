import { expect, it } from "vitest";
import { findings, organs, tissues } from "#io/terminology.table.ts";

it("every term has a code of its own, and both languages", () => {
  const all = [...findings, ...tissues, ...organs];
  expect(new Set(all.map((term) => term.type.value)).size).toBe(all.length);
  for (const { type, en, it: italian } of all) {
    expect(type.value).toMatch(/^[0-9]{6,9}$/);
    expect(type.meaning && en && italian).toBeTruthy();
  }
});
