import { expect, test } from "vitest";
import { createInlinePool } from "#workers/spawn-inline.ts";

test("a bank of filters runs as a job of the pool", async () => {
  const dims = [12, 12, 12] as const;
  const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  const data = Float32Array.from({ length: 1728 }, (_, i) => (i * 7919) % 101);
  const labels = Uint8Array.from({ length: 1728 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const steps: string[] = [];
  const found = await createInlinePool().run(
    "extractBank",
    {
      input: { image: { grid, data, unit: "HU" }, labels, label: 1 },
      recipe: {
        interpolation: null,
        resegmentation: { range: [null, null], outlierSigma: null },
        discretisation: { method: "FBN", bins: 8 },
        ivh: { method: "none" },
        aggregations: ["3D_mrg"],
        texture: { distance: 1, weighting: "none", coarseness: 0 },
      },
      bank: [null, { id: "mean", params: { support: 3 } }],
      families: ["statistics"],
    },
    { onProgress: (_done, _total, what) => steps.push(what) },
  );
  expect(found.map(({ label, extraction }) => [label, extraction.rows.length])).toEqual([
    ["original", 18],
    ["mean-3-3D", 18],
  ]);
  expect(steps).toContain("mean-3-3D: statistics");
});
