import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asCliError } from "#cli/exit.ts";
import { makers } from "#demo/generate.ts";
import { RadiomicaError } from "#engine/errors.ts";
import { readRecipes } from "#io/readers/recipe.ts";
import { recipeSettings } from "#io/readers/recipe-settings.table.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { aFolder, command, written } from "./a-command.ts";
import { niftiFile } from "./a-nifti.ts";

describe("help", () => {
  it("without a command: what there is, and 64", async () => {
    const { code, out } = await command([]);
    expect(code).toBe(64);
    for (const word of ["extract", "info", "config", "Examples", "75"]) expect(out).toContain(word);
  });

  it("of extract teaches every option, every setting with its default, presets, examples and exit codes", async () => {
    const { code, out } = await command(["extract", "--help"]);
    expect(code).toBe(0);
    for (const option of [
      "image",
      "mask",
      "config",
      "out",
      "layout",
      "overwrite",
      "roi",
      "exclude",
      "series",
      "accept",
      "threads",
      "log",
      "quiet",
    ]) {
      expect(out).toContain(`--${option}`);
    }
    for (const { key } of recipeSettings) expect(out).toMatch(new RegExp(`^ +${key} `, "m"));
    expect(out).toContain('Default: ["3D_avg","3D_mrg"].');
    expect(out).toContain("ibsi-digital-phantom");
    expect(out).toMatch(/75 +Try again/);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(132);
  });

  it.each(["exit-codes", "formats", "log", "settings", "filters", "features"])("topic %s", async (topic) => {
    const { code, out } = await command(["help", topic]);
    expect([code, out.length > 100]).toEqual([0, true]);
  });

  it.each([
    [["--version"], 0, /^\d+\.\d+\.\d+\n$/],
    [["help", "extract"], 0, /Usage: radiomica extract/],
    [["config", "-h"], 0, /Usage: radiomica config/],
  ])("%s", async (args, code, out) => {
    const done = await command(args);
    expect([done.code, done.out]).toEqual([code, expect.stringMatching(out)]);
  });

  it.each([
    [["extrakt"], /did you mean "extract"/],
    [["--image", "x"], /The command comes first/],
    [["help", "extrct"], /did you mean "extract"/],
  ])("%s is a usage error", async (args, message) => {
    const { code, error } = await command(args);
    expect([code, error?.message]).toEqual([64, expect.stringMatching(message)]);
  });
});

describe("config", () => {
  it.each(["ct", "pet", "mr", "ibsi-a", "ibsi-e", "ibsi-digital-phantom"])(
    "%s prints a file that is read again",
    async (name) => {
      const { code, out } = await command(["config", name, "--print"]);
      expect(code).toBe(0);
      expect(readRecipes(out)[0].recipe).toEqual(JSON.parse(out));
    },
  );

  it("--print alone is the start for CT", async () => {
    expect((await command(["config", "--print"])).out).toBe((await command(["config", "ct"])).out);
  });

  it("checks a file and prints it in full", async () => {
    const file = join(aFolder(), "mine.json");
    writeFileSync(file, '{"discretisation": {"method": "FBN", "bins": 8}}');
    const { code, out } = await command(["config", file]);
    expect([code, JSON.parse(out).texture.distance]).toEqual([0, 1]);
  });

  it("proposes for an image what the app proposes", async () => {
    const { image } = written(makers["digital-phantom"]());
    const { code, out } = await command(["config", "--print", "--image", image]);
    expect([code, readRecipes(out)[0].recipe.discretisation]).toEqual([0, { method: "FBN", bins: 64 }]);
  });
});

describe("info", () => {
  it("lists series and regions, as text and as JSON", async () => {
    const { folder } = written(makers["digital-phantom"]());
    const text = await command(["info", "-i", folder]);
    expect(text.out).toMatch(/5 × 4 × 4 voxels of 2 × 2 × 2 mm[\s\S]*May be measured in 3D[\s\S]*74 voxels/);
    const json = JSON.parse((await command(["info", "-i", folder, "--json"])).out);
    expect(json.masks[0].regions).toEqual([expect.objectContaining({ number: 1, voxels: 74 })]);
  });
});

describe("troubles of the machine", () => {
  const study = () => {
    const folder = aFolder();
    const [image, mask, out] = ["image.nii", "mask.nii", "out.csv"].map((name) => join(folder, name));
    writeFileSync(
      image,
      niftiFile(
        [4, 4, 4],
        [1, 1, 1],
        Float32Array.from({ length: 64 }, (_v, i) => i % 7),
      ),
    );
    writeFileSync(
      mask,
      niftiFile(
        [4, 4, 4],
        [1, 1, 1],
        Float32Array.from({ length: 64 }, (_v, i) => (i % 3 ? 1 : 0)),
      ),
    );
    return { args: ["extract", "-i", image, "-m", mask, "-c", "ibsi-a", "-o", out], out };
  };

  it.each(["WorkerCrash", "OutOfMemory", "Cancelled"] as const)("%s of a job: 75, and no file", async (tag) => {
    const { args, out } = study();
    const createPool = () => {
      const pool = createInlinePool();
      const run: typeof pool.run = (name, input, options) =>
        name === "extract" ? Promise.reject(new RadiomicaError(tag, "It went wrong.")) : pool.run(name, input, options);
      return { ...pool, run };
    };
    const { code, error } = await command(args, { createPool });
    expect([code, error?.exit, existsSync(out)]).toEqual([75, 75, false]);
  });

  it.each([
    ["ENOSPC", 75],
    ["EDQUOT", 75],
    ["EMFILE", 75],
    ["EIO", 75],
  ])("%s: %i", (code, exit) => {
    expect(asCliError(Object.assign(new Error("write"), { code })).exit).toBe(exit);
  });

  it("an array that cannot be had: 75; a fault of ours: 70", () => {
    expect(asCliError(new RangeError("Array buffer allocation failed")).exit).toBe(75);
    expect(asCliError(new TypeError("x is not a function")).exit).toBe(70);
  });

  it("the file is written whole", async () => {
    const { args, out } = study();
    expect((await command(args)).code).toBe(0);
    expect(readFileSync(out, "utf8").endsWith("\r\n")).toBe(true);
  });
});
