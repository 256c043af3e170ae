import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makers } from "#demo/generate.ts";
import { mapSlab } from "#engine/maps/map-slab.ts";
import { prepareMap } from "#engine/maps/prepare-map.ts";
import type { Recipe } from "#engine/recipe.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { load } from "#io/load.ts";
import { isRefusal } from "#io/refusal.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { aBlock, hi, lo, nifti } from "./a-block.ts";
import { aFolder, command, NOW, written } from "./a-command.ts";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const none = '{"discretisation": {"method": "FBN", "bins": 8}}';

/** Mean of the coordinates of a window of radius r about i, cut at the block. */
function middle(i: number, r: number, a: 0 | 1 | 2): number {
  return (Math.max(lo[a], i - r) + Math.min(hi[a] - 1, i + r)) / 2;
}

describe("a map of the mean", () => {
  it.each([
    [1, "3D", []],
    [2, "3D", ["--radius", "2"]],
    [2, "2D", ["--radius", "2", "--2d"]],
  ] as const)(
    "radius %i in %s has its closed form in every voxel, on the region's grid",
    async (r, dimension, more) => {
      const { folder, image, mask } = aBlock();
      const recipe = join(folder, "recipe.json");
      writeFileSync(recipe, none);
      const out = join(folder, "mean.nii.gz");
      const args = [
        "map",
        "-i",
        image,
        "-m",
        mask,
        "-r",
        "1",
        "-f",
        "statistics.mean",
        "-c",
        recipe,
        "-o",
        out,
        ...more,
      ];
      const { code, events } = await command(args);
      expect(code).toBe(0);
      const { grid, values } = nifti(out);
      expect(grid.dims).toEqual([hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]]);
      expect(grid.spacing).toEqual([1, 1, 2]);
      // The pair's axes run to the right and to the front: our reader turns them round.
      const [nx, ny, nz] = grid.dims;
      for (let z = 0, v = 0; z < nz; z++) {
        for (let y = 0; y < ny; y++) {
          for (let x = 0; x < nx; x++, v++) {
            const [i, j, k] = [hi[0] - 1 - x, hi[1] - 1 - y, lo[2] + z];
            const mz = dimension === "2D" ? k : middle(k, r, 2);
            expect(values[v]).toBeCloseTo(middle(i, r, 0) + 10 * middle(j, r, 1) + 100 * mz, 4);
          }
        }
      }
      expect(json(join(folder, "mean.json"))).toMatchObject({
        schema: "radiomica.map",
        file: "mean.nii.gz",
        kind: "feature map",
        feature: { id: "statistics.mean", ibsi: "Q4LE" },
        settings: { radius: r, dimensionality: dimension, masked: true },
        voxels: { withValue: 8 * 7 * 6, without: {} },
        provenance: { created: NOW.toISOString(), region: { label: 1, voxels: 8 * 7 * 6 } },
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(events.map((e) => e.event)).toEqual(expect.arrayContaining(["progress", "mapped", "written", "done"]));
    },
  );

  it("unmasked takes in the image around: in the image the middle of every window is its voxel", async () => {
    const { folder, image, mask } = aBlock();
    const recipe = join(folder, "recipe.json");
    writeFileSync(recipe, none);
    const out = join(folder, "mean.nii");
    const args = ["map", "-i", image, "-m", mask, "-r", "1", "-f", "Q4LE", "--unmasked", "-c", recipe, "-o", out];
    expect((await command(args)).code).toBe(0);
    const { values } = nifti(out);
    expect(values[0]).toBe(hi[0] - 1 + 10 * (hi[1] - 1) + 100 * lo[2]);
  });
});

describe("files", () => {
  const recipe: Recipe = {
    interpolation: null,
    resegmentation: { range: [null, null], outlierSigma: null },
    discretisation: { method: "FBN", bins: 8 },
    ivh: { method: "none" },
    aggregations: ["3D_avg", "3D_mrg"],
    texture: { distance: 1, weighting: "none", coarseness: 0 },
  };
  const ids = ["glcm.contrast", "glcm.correlation", "ngtdm.coarseness"];

  /** What the engine gives for the demo's nodule, without the command line. */
  async function expected() {
    const files = makers["digital-phantom"]().files.map(({ path, bytes }) => memoryFile(path, bytes));
    const loaded = await load(files, plainHost());
    const { image } = loaded.series[0];
    const labels = Uint8Array.from(loaded.segmentations[0].segments[0].mask);
    const settings = { radius: 1, dimensionality: "3D", masked: true, directions: "averaged" } as const;
    const prepared = prepareMap({ image, labels, label: 1 }, recipe, settings, ids);
    const cells = prepared.target.length;
    const maps = { values: ids.map(() => new Float32Array(cells)), states: ids.map(() => new Uint8Array(cells)) };
    const [, ny, nz] = prepared.grid.dims;
    for (let z = 0; z < nz; z++) mapSlab(prepared, { z, y0: 0, y1: ny, step: 1 }, maps);
    return { prepared, maps };
  }
  /** NaN where there is no value. */
  const shown = (values: Float32Array, states: Uint8Array) =>
    [...values].map((v, i) => (states[i] === 1 ? v : Number.NaN));

  it.each(["nifti", "nrrd", "dicom"])(
    "%s: the engine's values bit for bit, a file and a JSON for each feature",
    async (format) => {
      const { folder, image, mask } = written(makers["digital-phantom"]());
      const settings = join(folder, "mine.json");
      writeFileSync(settings, JSON.stringify(recipe));
      const out = join(folder, "maps");
      const args = ["map", "-i", image, "-m", mask, "-c", settings, "-f", "ngtdm.coarseness", "-f", "glcm.co[nr]*"];
      const more = [
        "-f",
        "glcm.contrast",
        "-f",
        "glcm.correlation",
        "--directions",
        "averaged",
        "--format",
        format,
        "-o",
        out,
      ];
      expect((await command([...args, ...more])).error?.message).toMatch(/no feature that has maps/);
      const { code } = await command([...args.slice(0, -2), ...more]);
      expect(code).toBe(0);
      const { prepared, maps } = await expected();
      const extension = { nifti: "nii.gz", nrrd: "nrrd", dicom: "dcm" }[format] ?? "";
      const names = readdirSync(out).sort();
      expect(names).toHaveLength(6);
      ids.forEach((id, f) => {
        const path = join(out, names.find((n) => n.endsWith(`${id}.${extension}`)) ?? "");
        expect(json(path.replace(`.${extension}`, ".json")).name).toBe(id);
        const wanted = shown(maps.values[f], maps.states[f]);
        if (format === "nifti") {
          const { grid, values } = nifti(path);
          expect([...values]).toEqual(wanted);
          for (const key of ["dims", "spacing", "origin"] as const) {
            grid[key].forEach((n, a) => {
              expect(n).toBeCloseTo(prepared.grid[key][a], 4);
            });
          }
        } else if (format === "nrrd") {
          const raw = readFileSync(path);
          const end = raw.indexOf("\n\n");
          expect(raw.subarray(0, end).toString()).toContain(`name:=${id}`);
          const bytes = Uint8Array.from(gunzipSync(raw.subarray(end + 2)));
          expect([...new Float32Array(bytes.buffer)]).toEqual(wanted);
        } else {
          const file = parseDicom(path, new Uint8Array(readFileSync(path)));
          if (isRefusal(file)) throw new Error(file.finding.detail);
          expect(file.sopClassUid).toBe("1.2.840.10008.5.1.4.1.1.30");
          const raw = readFileSync(path);
          const pixels = Uint8Array.from(raw.subarray(raw.length - 4 * wanted.length));
          const padding = -3.4028234663852886e38;
          expect([...new Float32Array(pixels.buffer)]).toEqual(wanted.map((v) => (Number.isNaN(v) ? padding : v)));
        }
      });
    },
  );

  it("the same time gives the same bytes, also of DICOM", async () => {
    const { folder, image, mask } = written(makers["digital-phantom"]());
    const bytes: Buffer[] = [];
    for (const name of ["a.dcm", "a.dcm"]) {
      const out = join(folder, name);
      const args = ["map", "-i", image, "-m", mask, "-c", "mr", "-f", "glcm.contrast", "-o", out, "--overwrite"];
      expect((await command(args)).code).toBe(0);
      bytes.push(readFileSync(out));
    }
    expect(bytes[0].equals(bytes[1])).toBe(true);
  });

  it("--outside in place of NaN, unless a voxel has that value", async () => {
    const { folder, image, mask } = aBlock();
    const settings = join(folder, "recipe.json");
    writeFileSync(settings, `${none.slice(0, -1)}, "resegmentation": {"range": [350, null], "outlierSigma": null}}`);
    const args = ["map", "-i", image, "-m", mask, "-r", "1", "-f", "statistics.minimum", "-c", settings];
    const out = join(folder, "min.nrrd");
    expect((await command([...args, "-o", out, "--outside", "-1"])).code).toBe(0);
    expect(json(join(folder, "min.json"))).toMatchObject({
      outside: -1,
      voxels: { without: { empty_intensity_mask: expect.any(Number) } },
    });
    const refused = await command([...args, "-o", join(folder, "other.nrrd"), "--outside", "355"]);
    expect([refused.code, refused.error?.message]).toEqual([
      2,
      expect.stringMatching(/355 is also the value of a voxel/),
    ]);
    expect(readdirSync(folder).filter((name) => name.includes("other"))).toEqual([]);
  });
});

describe("what is wrong is said, and nothing is written", () => {
  it.each<[string, readonly string[], number, RegExp]>([
    ["no feature", [], 64, /--feature is missing/],
    ["unknown feature", ["-f", "glcm.contrst"], 64, /no feature "glcm.contrst"; did you mean "glcm.contrast"/],
    ["a family", ["-f", "glcm"], 64, /all of that family are "glcm\.\*"/],
    ["a feature of a body", ["-f", "morphology.volume_mesh"], 64, /describes a region as a whole/],
    ["radius", ["-f", "glcm.contrast", "--radius", "6"], 64, /from 1 to 5/],
    ["radius that exceeds the region", ["-f", "glcm.contrast", "--radius", "4"], 2, /does not fit the region/],
    ["both dimensions", ["-f", "glcm.contrast", "--2d", "--3d"], 64, /either --2d or --3d/],
    ["directions", ["-f", "glcm.contrast", "--directions", "all"], 64, /merged or averaged/],
    ["several maps in one file", ["-f", "glcm.*"], 64, /one file, but there are 25 maps/],
    ["format and ending", ["-f", "glcm.contrast", "--format", "dicom"], 64, /ends in .nii.gz, but --format is dicom/],
    ["outside in words", ["-f", "glcm.contrast", "--outside", "nothing"], 64, /--outside is a number/],
    ["a tiny region", ["-f", "glcm.contrast", "-r", "4", "-c", "ibsi-a"], 2, /does not fit the region/],
  ])("%s", async (_name, more, code, message) => {
    const { folder, image, mask } = aBlock();
    const choice = more.includes("-r") ? [] : ["-r", "1"];
    const config = more.includes("-c") ? [] : ["-c", "mr"];
    const args = ["map", "-i", image, "-m", mask, ...config, ...choice, "-o", join(folder, "out.nii.gz"), ...more];
    const done = await command(args);
    expect([done.code, done.error?.message]).toEqual([code, expect.stringMatching(message)]);
    expect(readdirSync(folder).sort()).toEqual(["block.nii", "image.nii"]);
  });

  it("an output that is there, an unknown ending, a PyRadiomics file, standard output", async () => {
    const { folder, image, mask } = aBlock();
    const args = ["map", "-i", image, "-m", mask, "-r", "1", "-f", "glcm.contrast"];
    writeFileSync(join(folder, "a.json"), "precious");
    const taken = await command([...args, "-o", join(folder, "a.nii.gz")]);
    expect([taken.code, taken.error?.message]).toEqual([64, expect.stringMatching(/a\.json" is there already/)]);
    expect((await command([...args, "-o", join(folder, "a.tif")])).error?.message).toMatch(/ends in none of .nii.gz/);
    expect((await command([...args, "-o", "-"])).error?.message).toMatch(/not to standard output/);
    const yaml = join(folder, "p.yaml");
    writeFileSync(yaml, "{}");
    const theirs = await command([...args, "-c", yaml, "-o", join(folder, "maps/")]);
    expect([theirs.code, theirs.error?.message]).toEqual([2, expect.stringMatching(/IBSI profile/)]);
    expect(existsSync(join(folder, "maps"))).toBe(false);
  });

  it("stopped in the middle: 75, no file, no folder", async () => {
    const { folder, image, mask } = aBlock();
    const stop = new AbortController();
    const out = join(folder, "maps");
    const err = (text: string) => {
      if (text.includes('"mapping"')) stop.abort();
    };
    const args = ["map", "-i", image, "-m", mask, "-r", "1", "-f", "glszm.*", "-c", "mr", "-o", out];
    const { code } = await command(args, { signal: stop.signal, err });
    expect(code).toBe(75);
    expect(existsSync(out)).toBe(false);
  });

  it("slices that form no volume get no file of one grid", async () => {
    const demo = makers["chest-ct"]();
    const folder = aFolder();
    const slices = demo.files.filter(({ path }) => !path.startsWith("segmentation/"));
    mkdirSync(join(folder, "ct"));
    slices.forEach(({ bytes }, n) => {
      if (n !== 20) writeFileSync(join(folder, "ct", `${n}.dcm`), bytes);
    });
    const out = join(folder, "log.nii.gz");
    const { code, error } = await command([
      "filter",
      "-i",
      join(folder, "ct"),
      "-f",
      "mean",
      "-o",
      out,
      "--accept",
      "slices_only",
    ]);
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(error?.message).toMatch(/not evenly spaced|no even volume/);
  }, 60_000);
});
