import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { completeParams, filterById, isFilterProblem } from "#engine/filters/index.ts";

const path = new URL("../../fixtures/reference/filters.json", import.meta.url);
const { source, dims, spacing, step, image, cases } = JSON.parse(readFileSync(path, "utf8"));

for (const { response, ...settings } of cases) {
  test(`${settings.id} ${JSON.stringify(settings.params)} as ${source.split(",").slice(0, 3)} have it`, () => {
    const params = completeParams(settings);
    if (isFilterProblem(params)) throw new Error(params.detail);
    const ours = filterById(settings.id)?.apply({ dims, spacing, data: Float64Array.from(image) }, params);
    if (ours === undefined) throw new Error("no filter");
    const largest = Math.max(...response.map(Math.abs));
    const worst = Math.max(...response.map((r: number, k: number) => Math.abs(ours[k * step] - r)));
    expect(worst / largest).toBeLessThan(1e-10);
  });
}
