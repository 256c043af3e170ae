import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../e2e/page.ts";
import { aFolder, command, NOW } from "./a-command.ts";
import { niftiFile } from "./a-nifti.ts";

const dims = [40, 24, 20] as const;
const sides = { 1: [6, 5, 4], 2: [9, 8, 7] } as const;
const corners = { 1: [5, 8, 8], 2: [22, 8, 7] } as const;

/** Two blocks of different size and brightness in a little noise that is always the same, as a NIfTI pair. */
function blocks() {
  const image = new Float32Array(dims[0] * dims[1] * dims[2]);
  const labels = new Float32Array(image.length);
  let seed = 7;
  for (let z = 0, v = 0; z < dims[2]; z++)
    for (let y = 0; y < dims[1]; y++)
      for (let x = 0; x < dims[0]; x++, v++) {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        image[v] = (seed >>> 16) / 4096;
        for (const l of [1, 2] as const) {
          if (![x, y, z].every((i, a) => i >= corners[l][a] && i < corners[l][a] + sides[l][a])) continue;
          labels[v] = l;
          image[v] += 100 * l;
        }
      }
  const folder = aFolder();
  const paths = { folder, image: join(folder, "image.nii"), mask: join(folder, "blocks.nii") };
  writeFileSync(paths.image, niftiFile(dims, [1, 1, 2], image));
  writeFileSync(paths.mask, niftiFile(dims, [1, 1, 2], labels));
  const recipe = join(folder, "recipe.json");
  writeFileSync(
    recipe,
    '{"discretisation": {"method": "FBN", "bins": 8}, "aggregations": ["3D_mrg"], "ivh": {"method": "none"}}',
  );
  return { ...paths, args: ["robustness", "-i", paths.image, "-m", paths.mask, "-c", recipe] };
}
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

describe("robustness on the command line", () => {
  it("volume changes: every value to the voxel, and the statistics by hand", async () => {
    const { folder, args } = blocks();
    const out = join(folder, "table.json");
    const { code, events } = await command([...args, "--volume=-10,10", "-o", out]);
    expect(code).toBe(0);
    const file = json(out);
    expect(file).toMatchObject({
      schema: "radiomica.robustness",
      subjects: ["blocks 1", "blocks 2"],
      perturbations: ["volume -10 %", "volume +10 %"],
      plan: { chains: [["volume"]], seed: 1 },
      noise: [null, null],
    });
    const feature = (id: string) => file.features.find((f: { id: string }) => f.id === id);
    const { undisturbed, values, statistics } = feature("morphology.volume_voxel_counting");
    const voxels = [6 * 5 * 4, 9 * 8 * 7];
    const table = voxels.map((n) => [0.9, 1.1].map((f) => 2 * Math.round(n * f)));
    expect(undisturbed).toEqual(voxels.map((n) => 2 * n));
    expect(values).toEqual(table);
    // Shrout and Fleiss: one-way analysis of variance of two subjects with two measurements.
    const means = table.map(([a, b]) => (a + b) / 2);
    const grand = (means[0] + means[1]) / 2;
    const between = 2 * means.reduce((s, m) => s + (m - grand) ** 2, 0);
    const within = table.reduce((s, row, i) => s + row.reduce((t, v) => t + (v - means[i]) ** 2, 0), 0) / 2;
    expect(statistics.icc.value).toBeCloseTo((between - within) / (between + within), 12);
    expect(statistics.wsd.value).toBeCloseTo(Math.sqrt(within), 10);
    expect(statistics.rc.value).toBeCloseTo(1.959963984540054 * Math.SQRT2 * Math.sqrt(within), 10);
    expect(file.provenance.map((p: { region: { label: number } }) => p.region.label)).toEqual([1, 2]);
    expect(events.map((e) => e.event)).toEqual(expect.arrayContaining(["progress", "measured", "written"]));
  });

  it("a table of every feature; the same seed gives the same bytes, another seed others", async () => {
    const { folder, args } = blocks();
    const run = async (name: string, ...more: string[]) => {
      const out = join(folder, name);
      expect((await command([...args, "--noise", "3", "--contour", "2", "-o", out, ...more])).code).toBe(0);
      return readFileSync(out, "utf8");
    };
    const text = await run("a.csv");
    expect(await run("b.csv")).toBe(text);
    expect(await run("c.csv", "--seed", "2")).not.toBe(text);
    const rows = parseCsv(text);
    const mean = rows.find((row) => row.id === "statistics.mean");
    expect(mean).toMatchObject({ n: "2", k: "5", icc_model: "1,1", light: "green", created: NOW.toISOString() });
    expect(Number(mean?.noise_sd)).toBeGreaterThan(2);
    for (const row of rows) {
      expect(row.icc === "" ? row.reason : row.icc).not.toBe("");
      expect(JSON.stringify(row)).not.toMatch(/NaN|Infinity/);
    }
  }, 60_000);

  it("one region: no ICC and a warning, but its spread", async () => {
    const { folder, args } = blocks();
    const out = join(folder, "one.csv");
    const { code, events } = await command([...args, "-r", "2", "--rotation=-4,4", "-o", out]);
    expect(code).toBe(0);
    expect(events.find((e) => e.event === "one_region")?.level).toBe("warning");
    const mean = parseCsv(readFileSync(out, "utf8")).find((row) => row.id === "statistics.mean");
    expect(mean).toMatchObject({ n: "1", k: "2", icc: "", reason: "too_few_subjects", light: "unknown" });
    expect(Number(mean?.wsd)).toBeGreaterThan(0);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ["no output", [], 64, /--out is missing/],
    ["ending", ["-o", "table.txt"], 64, /neither .csv nor .json/],
    ["a list that is none", ["-o", "t.csv", "--rotation", "4;5"], 64, /list of numbers with commas/],
    ["an amount that cannot be", ["-o", "t.csv", "--volume=-100"], 64, /above −1/],
    ["deviation without noise", ["-o", "t.csv", "--rotation", "4", "--noise-sd", "3"], 64, /belongs to --noise/],
    ["two configurations", ["-o", "t.csv", "-c", "ct"], 64, /one configuration/],
  ])("%s is said", async (_name, more, code, message) => {
    const { folder, args } = blocks();
    const own = more.map((word, n) => (more[n - 1] === "-o" ? join(folder, word) : word));
    const done = await command([...args, ...own]);
    expect([done.code, done.error?.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it("an image without noise is refused where noise of its level is asked for, and no file is written", async () => {
    const { folder, args, image } = blocks();
    writeFileSync(image, niftiFile(dims, [1, 1, 2], new Float32Array(dims[0] * dims[1] * dims[2])));
    const done = await command([...args, "--noise", "2", "-o", join(folder, "t.csv")]);
    expect([done.code, done.error?.message]).toEqual([2, expect.stringMatching(/noise is not known/)]);
  });
});
