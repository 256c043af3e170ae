import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ResultsFile } from "#io/writers/json.ts";
import { petFile, UINT } from "../helpers/a-pet.ts";
import { onData, shared } from "../helpers/load-files.ts";
import { aFolder, command } from "./a-command.ts";

const recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 8 },
  ivh: { method: "FBN", bins: 8 },
  aggregations: ["2D_mrg"],
};
const results = (path: string): ResultsFile["results"] => JSON.parse(readFileSync(path, "utf8")).results;
const measured = (result: ResultsFile["results"][number], id: string): number => {
  const row = result.features.find((r) => r.id === id);
  return row && "value" in row ? row.value : Number.NaN;
};

const folders = ["0_0", "1_0", "2_0", "2_2", "2_3", "2_4", "3_1", "3_2", "3_4", "4_0", "4_1", "5_0"];
onData("the twelve digital reference objects: SUV max 4.00, min 0.20, median 1.00", async () => {
  const folder = aFolder();
  const config = join(folder, "recipe.json");
  writeFileSync(config, JSON.stringify(recipe));
  for (const name of folders) {
    const [pt, mask] = [shared(`suv/DRO_${name}/PT`), shared(`suv/DRO_${name}/mask`)];
    const out = join(folder, `${name}.json`);
    const done = await command(["extract", "-i", pt, "-m", mask, "-c", config, "-o", out]);
    expect(done.code, done.error?.message).toBe(0);
    const [result] = results(out);
    expect(result.provenance.image).toMatchObject({ unit: "SUV", suv: { type: "BW", suppliedByPerson: {} } });
    // 2_3 keeps whole steps of 0.01 cm²/ml, cut down: one step is 0.038 SUV.
    const tolerance = name === "2_3" ? 0.038 : 0.005;
    const found = ["minimum", "median", "maximum"].map((f) => measured(result, `statistics.${f}`));
    for (const [i, expected] of [0.2, 1, 4].entries()) {
      expect(Math.abs(found[i] - expected), `${name}: ${found}`).toBeLessThan(tolerance);
    }
  }
});

it("a PET without a weight is refused with the option that supplies it; supplied, it is SUV, and the output says by whom", async () => {
  const folder = aFolder();
  const image = join(folder, "pet.dcm");
  writeFileSync(image, petFile(UINT("00101030", "")));
  const info = async (...args: string[]) => {
    const done = await command(["info", "-i", image, "--json", ...args]);
    return { ...done, series: done.code === 0 ? JSON.parse(done.out).series[0] : null };
  };
  expect((await info()).series).toMatchObject({ unit: "Bq/ml", range: [0, 5000] });
  const out = join(folder, "a.nii.gz");
  const refused = await command(["filter", "-i", image, "-f", "mean", "-o", out]);
  expect([refused.code, refused.error?.event]).toEqual([2, "suv_missing"]);
  expect(refused.error?.message).toContain(
    "the patient's weight is missing. Values stay in BQML. Supply it: --weight KG",
  );
  const { series } = await info("--weight", "71");
  expect(series.unit).toBe("SUV");
  expect(series.range[1] / (5000 * 0.0002429029766)).toBeCloseTo(1, 6);
  expect(series.valueChain).toMatch(/entered by a person: weight 71 kg$/);
  expect(series.findings.map((f: { code: string }) => f.code)).toContain("suv_supplied");
  const lean = (await info("--weight", "71", "--suv", "lbm")).series;
  expect(lean.range[1] / (5000 * 0.0002429029766 * (52.855972985 / 71))).toBeCloseTo(1, 6);
  expect(lean.valueChain).toContain("SUVlbm by the lean body mass by Janmahasatian");
});

it("options that cannot be meant, or are not for this image, are refused", async () => {
  const folder = aFolder();
  const image = join(folder, "pet.dcm");
  writeFileSync(image, petFile());
  for (const [args, why] of [
    [["--suv", "lean"], /--suv is one of bw, lbm, lbm-james, bsa, ibw; it is "lean"/],
    [["--weight", "71000"], /--weight is a number of kg from 0.3 to 700; it is "71000"/],
    [["--dose", "3,9"], /--dose is a number of MBq/],
    [["--sex", "O"], /--sex is M or F/],
    [["--injection-time", "25:00"], /--injection-time is a time of day/],
  ] as const) {
    const { code, error } = await command(["info", "-i", image, ...args]);
    expect(code).toBe(64);
    expect(error?.message).toMatch(why);
  }
});
