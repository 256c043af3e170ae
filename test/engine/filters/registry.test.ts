import { expect, test } from "vitest";
import { completeParams, filterById, filters, isFilterProblem } from "#engine/filters/index.ts";

test("every filter explains itself in both languages, and says where it comes from", () => {
  for (const filter of filters) {
    expect(filter.about.en.length, filter.id).toBeGreaterThan(20);
    expect(filter.about.it.length, filter.id).toBeGreaterThan(20);
    expect(filter.tex, filter.id).not.toBe("");
    expect(filter.ibsi !== null || (filter.source ?? "") !== "", filter.id).toBe(true);
    for (const param of filter.params) {
      expect(param.label.en, `${filter.id}.${param.id}`).not.toBe("");
      expect(param.label.it, `${filter.id}.${param.id}`).not.toBe("");
    }
  }
});

test("ids and parameters' ids stand once, and a filter is found by its id", () => {
  expect(new Set(filters.map((f) => f.id)).size).toBe(filters.length);
  for (const filter of filters) {
    expect(filterById(filter.id)).toBe(filter);
    expect(new Set(filter.params.map((p) => p.id)).size).toBe(filter.params.length);
  }
});

test("defaults are complete and work: a finite response of the image's size, the image left as it is", () => {
  const dims = [40, 36, 34] as const;
  const spacing = [1, 1, 1] as const;
  const data = Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, i) => 100 * Math.sin(i * 0.37) + (i % 7));
  const before = Float64Array.from(data);
  for (const filter of filters) {
    const params = completeParams({ id: filter.id, params: {} });
    if (isFilterProblem(params)) throw new Error(params.detail);
    expect(filter.problem(params, { dims, spacing }), filter.id).toBeNull();
    const halo = filter.halo(params, spacing);
    expect(halo === null || halo.every((h) => Number.isInteger(h) && h >= 0), filter.id).toBe(true);
    expect(filter.bytes(params, data.length, dims), filter.id).toBeGreaterThan(0);
    const response = filter.apply({ dims, spacing, data }, params);
    expect(response.length, filter.id).toBe(data.length);
    expect(response.every(Number.isFinite), filter.id).toBe(true);
    expect(
      data.every((x, i) => x === before[i]),
      filter.id,
    ).toBe(true);
    expect(filter.label(params), filter.id).toMatch(/^[\w.-]+$/);
  }
});
