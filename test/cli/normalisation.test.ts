import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makers } from "#demo/generate.ts";
import type { ResultsFile } from "#io/writers/json.ts";
import { command, written } from "./a-command.ts";

const recipe = (normalisation: object) => ({
  normalisation,
  discretisation: { method: "FBN", bins: 6 },
  aggregations: ["3D_mrg"],
});

async function extracted(normalisation: object) {
  const { folder, image, mask } = written(makers["digital-phantom"]());
  const [config, out] = [join(folder, "recipe.json"), join(folder, "out.json")];
  writeFileSync(config, JSON.stringify(recipe(normalisation)));
  const done = await command(["extract", "-i", image, "-m", mask, "-c", config, "-o", out]);
  return { ...done, results: () => (JSON.parse(readFileSync(out, "utf8")) as ResultsFile).results };
}
const measured = (result: ResultsFile["results"][number], id: string) => {
  const row = result.features.find((f) => f.id === id);
  return row && "value" in row ? row.value : Number.NaN;
};

it("a z-score of the region itself has mean 0 and variance 1, and stands in the output with what it was", async () => {
  const { code, results } = await extracted({ method: "z_score", over: "region" });
  expect(code).toBe(0);
  const [result] = results();
  expect(measured(result, "statistics.mean")).toBeCloseTo(0, 6);
  expect(measured(result, "statistics.variance")).toBeCloseTo(1, 6);
  // The IBSI's phantom: mean 2.149, variance 3.045 over 74 voxels (reference values of the statistics).
  const { from, voxels, method } = result.normalisation ?? { from: [], voxels: 0, method: "" };
  expect([method, voxels]).toEqual(["z_score", 74]);
  expect(from[0]).toBeCloseTo(2.149, 3);
  expect((from[1] - from[0]) ** 2).toBeCloseTo(3.045, 3);
  expect(result.provenance.recipe.normalisation).toEqual({ method: "z_score", over: "region" });
  expect(result.features.find((f) => f.id === "statistics.mean")?.unitText).toBe("1");
});

it("a reference region that no mask has is a refusal with the names there are", async () => {
  const { code, error } = await extracted({ method: "reference", region: "Muscle", scale: "z" });
  expect([code, error?.event]).toEqual([2, "reference_unknown"]);
  expect(error?.message).toMatch(/the region "Muscle", but no region has that name\. Regions: "/);
});

it("settings that make no sense are told with their line", async () => {
  const { code, error } = await extracted({ method: "z-score" });
  expect(code).toBe(64);
  expect(error?.message).toMatch(
    /"normalisation.method" must be one of "z_score", "reference", "nyul", "white_stripe"/,
  );
});
