import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ResultsFile } from "#io/writers/json.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { aBlock } from "./a-block.ts";
import { command } from "./a-command.ts";

const noise = (x: number, y: number, z: number) => ((x * 37 + y * 101 + z * 61) % 97) - 40;
const results = (path: string): ResultsFile => JSON.parse(readFileSync(path, "utf8"));
const base = { discretisation: { method: "FBN", bins: 8 }, aggregations: ["3D_mrg"] };
const bands = ["LLL", "LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH"];
const filters = [
  null,
  { id: "log", params: { sigma: [1, 1.1], convention: "PyRadiomics" } },
  { id: "wavelet", params: { family: "coif1", band: bands, convention: "PyRadiomics" } },
];
const labels = ["original", "log-sigma-1-0-mm-3D", "log-sigma-1-1-mm-3D", ...bands.map((band) => `wavelet-${band}`)];

function study() {
  const block = aBlock(noise);
  const file = join(block.folder, "bank.json");
  writeFileSync(file, JSON.stringify({ ...base, filters }));
  const out = join(block.folder, "out.json");
  const args = ["extract", "-i", block.image, "-m", block.mask, "-r", "1"];
  return { ...block, file, out, args };
}

describe("a settings file with several filters", () => {
  it("gives each image what its filter gives alone, and one event of the log for all", async () => {
    const { folder, file, out, args } = study();
    const { code, events } = await command([...args, "-c", file, "-o", out]);
    expect(code).toBe(0);
    expect(events.filter((e) => e.event === "measured")).toMatchObject([{ images: 11, missing: expect.any(Number) }]);
    const found = results(out).results;
    expect(found.map(({ filter }) => filter)).toEqual(labels);
    const one = join(folder, "one.json");
    const single = join(folder, "single.json");
    for (const { filter, features, provenance, diagnostics } of found.filter((_, n) => [0, 2, 6].includes(n))) {
      writeFileSync(single, JSON.stringify(provenance.recipe));
      expect((await command([...args, "-c", single, "-o", one, "--overwrite"])).code).toBe(0);
      const [alone] = results(one).results;
      expect(alone.filter).toBe(filter);
      expect(alone.features).toEqual(features);
      expect(alone.diagnostics).toEqual(diagnostics);
      const { recipeName: _a, ...theirs } = alone.provenance;
      const { recipeName: _b, ...ours } = provenance;
      expect(theirs).toEqual(ours);
    }
  });

  it("on four threads is shared out, to the same bytes", async () => {
    const { folder, file, out, args } = study();
    const jobs: string[] = [];
    const createPool = () => {
      const pool = createInlinePool();
      const run: typeof pool.run = (name, input, options) => {
        jobs.push(name);
        return pool.run(name, input, options);
      };
      return { ...pool, size: 4, run };
    };
    await command([...args, "-c", file, "-o", out]);
    const other = join(folder, "other.json");
    expect((await command([...args, "-c", file, "-o", other], { createPool })).code).toBe(0);
    expect(jobs.filter((name) => name === "extractBank")).toHaveLength(4);
    expect(jobs.filter((name) => name === "describe")).toHaveLength(1);
    expect(readFileSync(other, "utf8")).toBe(readFileSync(out, "utf8"));
  });

  it("stands in one row of a wide table, its columns named as the field names them", async () => {
    const { file, args } = study();
    const done = await command([...args, "-c", file, "--layout", "wide", "--format", "csv", "-o", "-"]);
    const [header, ...body] = done.out.trimEnd().split("\r\n");
    expect(body).toHaveLength(1);
    const columns = header.split(",");
    for (const label of labels.slice(1)) expect(columns).toContain(`${label}_glcm.contrast@3D_mrg`);
    expect(columns).toContain("glcm.contrast@3D_mrg");
    expect(columns.filter((name) => /_(statistics|glcm|glrlm|glszm)\./.test(name)).length).toBeGreaterThan(600);
  });

  it("is measured again by the settings in its results, and printed as it is", async () => {
    const { folder, file, out, args } = study();
    await command([...args, "-c", file, "-o", out]);
    const again = join(folder, "again.json");
    expect((await command([...args, "-c", out, "-o", again])).code).toBe(0);
    expect(results(again)).toEqual(results(out));
    const printed = JSON.parse((await command(["config", file])).out);
    expect(printed.filters).toHaveLength(11);
    expect(printed.filters.slice(0, 2)).toEqual([null, { id: "log", params: { sigma: 1, convention: "PyRadiomics" } }]);
  });

  it("whose filter does not suit the image is refused, and the message says which", async () => {
    const { file, out, args } = study();
    writeFileSync(file, JSON.stringify({ ...base, filters: [{ id: "log", params: { sigma: [1, 4] } }] }));
    const { code, error } = await command([...args, "-c", file, "-o", out]);
    expect([code, error?.message]).toEqual([
      2,
      expect.stringMatching(/filter.params.sigma of log-sigma-4-0-mm-3D: .*33 voxels wide/),
    ]);
  });
});

describe("a parameter file of PyRadiomics", () => {
  const yaml = (folder: string, text: string) => {
    const file = join(folder, "params.yaml");
    writeFileSync(file, text);
    return file;
  };
  const some = "featureClass: {firstorder: [Mean], shape: [MeshVolume]}\n";

  it("with LBP3D gives the images that have a value, and says which it leaves out", async () => {
    const { folder, args } = study();
    const file = yaml(folder, `imageType: {Original: {}, LBP3D: {}}\n${some}`);
    const done = await command([...args, "-c", file, "--layout", "wide", "--format", "csv", "-o", "-"]);
    expect(done.code).toBe(0);
    const columns = done.out.split("\r\n")[0].split(",");
    expect(columns.filter((name) => /_(firstorder|shape)_/.test(name))).toEqual([
      "original_shape_MeshVolume",
      "original_firstorder_Mean",
      "lbp-3D-m1_firstorder_Mean",
      "lbp-3D-m2_firstorder_Mean",
    ]);
    const said = done.events.find((e) => e.event === "config");
    expect(said).toMatchObject({ level: "warning", message: expect.stringMatching(/lbp-3D-k is left out.*no value/) });
  });

  it.each<[string, string, string[], string[]]>([
    ["its label chooses the region", "setting: {label: 4, minimumROIDimensions: 1}\n", [], ["4"]],
    ["without a label every region", "", [], ["1", "4"]],
    ["--roi comes first", "setting: {label: 4}\n", ["-r", "1"], ["1"]],
  ])("%s", async (_name, text, more, expected) => {
    const { folder, image, mask } = study();
    const file = yaml(folder, text + some);
    const args = ["extract", "-i", image, "-m", mask, "-c", file, "--layout", "wide", "--format", "csv", "-o", "-"];
    const done = await command([...args, ...more]);
    expect(done.code).toBe(0);
    const rows = done.out.trimEnd().split("\r\n").slice(1);
    expect(rows.map((row) => row.split(",")[1])).toEqual(expected);
  });

  it("a label that no region has is refused with those there are", async () => {
    const { folder, image, mask, out } = study();
    const file = yaml(folder, "setting: {label: 3}\n");
    const { code, error } = await command(["extract", "-i", image, "-m", mask, "-c", file, "-o", out]);
    expect([code, error?.event]).toEqual([2, "region_unknown"]);
    expect(error?.message).toMatch(/region 3 \("label: 3"\), and no region has that number[\s\S]*"block 1"/);
  });
});
