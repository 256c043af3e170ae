import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completeParams, filterById, isFilterProblem } from "#engine/filters/index.ts";
import { filterVolume } from "#engine/maps/filter-volume.ts";
import { recipeOf } from "#io/readers/recipe.ts";
import { aBlock, dims, nifti, spacing } from "./a-block.ts";
import { command } from "./a-command.ts";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const noise = (x: number, y: number, z: number) => ((x * 37 + y * 101 + z * 61) % 97) - 40;

/** Our reader's order: its axes run to the left and the back. */
function turned(values: Float64Array | Float32Array, [nx, ny, nz]: readonly [number, number, number]): number[] {
  const out: number[] = [];
  for (let z = 0; z < nz; z++)
    for (let y = ny - 1; y >= 0; y--)
      for (let x = nx - 1; x >= 0; x--) out.push(Math.fround(values[x + nx * (y + ny * z)]));
  return out;
}

describe("a response", () => {
  it("is what the filter gives for the whole image, with its parameters in the JSON", async () => {
    const { folder, image, values } = aBlock(noise);
    const out = join(folder, "log.nii.gz");
    const filter = { id: "log", params: { sigma: 1.2 } } as const;
    const { code, error } = await command(["filter", "-i", image, "-f", JSON.stringify(filter), "-o", out]);
    expect([code, error]).toEqual([0, undefined]);
    const params = completeParams(filter);
    if (isFilterProblem(params)) throw new Error(params.detail);
    const response = filterById("log")!.apply({ dims, spacing: [1, 1, 2], data: Float64Array.from(values) }, params);
    // The reader turns the image as well, and the filter sees it turned: sums in another order.
    nifti(out).values.forEach((v, i) => {
      expect(v).toBeCloseTo(turned(response, dims)[i], 4);
    });
    expect(json(join(folder, "log.json"))).toMatchObject({
      kind: "filter response",
      filter: { id: "log", ibsi: "L6PA", params },
      provenance: {
        recipe: { interpolation: null, filter },
        image: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    });
  });

  it("comes after interpolation, on its grid; several filters go into a folder by their labels", async () => {
    const { folder, image } = aBlock(noise);
    const settings = {
      discretisation: { method: "FBN", bins: 8 },
      interpolation: { dimensionality: "3D", spacing: [1.5, 1.5, 1.5] },
      filters: [null, { id: "mean", params: { support: [3, 5] } }, { id: "gaussian", params: { sigma: 1 } }],
    };
    const file = join(folder, "bank.json");
    writeFileSync(file, JSON.stringify(settings));
    const out = join(folder, "responses/");
    const { code, events, error } = await command(["filter", "-i", image, "-c", file, "-o", out]);
    expect([code, error]).toEqual([0, undefined]);
    expect(events.find((e) => e.event === "config")?.message).toMatch(/the image itself is no response/);
    const names = readdirSync(out).filter((name) => name.endsWith(".nii.gz"));
    expect(names).toHaveLength(3);
    const read = nifti(image);
    const volume = { grid: read.grid, data: read.values, unit: "arbitrary" as const };
    const { filters: _, ...plain } = settings;
    const recipe = { ...recipeOf(plain), filter: { id: "mean", params: { support: 5 } } as const };
    const expected = filterVolume(volume, recipe);
    const found = nifti(join(out, names.find((name) => name.startsWith("mean-5")) ?? ""));
    expect(found.grid.dims).toEqual(expected.grid.dims);
    expect([...found.values]).toEqual([...expected.values]);
    found.grid.origin.forEach((n, a) => {
      expect(n).toBeCloseTo(expected.grid.origin[a], 4);
    });
  });
});

describe("what is wrong is said, and nothing is written", () => {
  it.each<[string, readonly string[], number, RegExp]>([
    ["no filter", [], 64, /--filter is missing/],
    ["unknown filter", ["-f", "gausian"], 64, /no filter is called "gausian"; did you mean "gaussian"/],
    ["unknown parameter", ["-f", '{"id": "log", "params": {"sgima": 2}}'], 64, /"sgima".*Did you mean "sigma"/],
    ["bad JSON", ["-f", '{"id": "log"'], 64, /--filter: /],
    ["settings without a filter", ["-c", "mr"], 64, /hold no filter; give one with --filter/],
    [
      "a kernel larger than the image",
      ["-f", '{"id": "mean", "params": {"support": 31}}'],
      2,
      /cannot be used on this image/,
    ],
    ["sigma below half a voxel", ["-f", '{"id": "log", "params": {"sigma": 0.3}}'], 2, /filter\.params\.sigma/],
  ])("%s", async (_name, more, code, message) => {
    const { folder, image } = aBlock(noise);
    const done = await command(["filter", "-i", image, "-o", join(folder, "out.nii.gz"), ...more]);
    expect([done.code, done.error?.message]).toEqual([code, expect.stringMatching(message)]);
    expect(readdirSync(folder).sort()).toEqual(["block.nii", "image.nii"]);
  });

  it("PyRadiomics' profile has no response of a whole image", async () => {
    const { folder, image } = aBlock(noise);
    const file = join(folder, "p.yaml");
    writeFileSync(file, "imageType: {Square: {}}\n");
    const { code, error } = await command(["filter", "-i", image, "-c", file, "-o", join(folder, "o.nii")]);
    expect([code, error?.event]).toEqual([2, "profile_without_responses"]);
  });
});

it("the block's spacing is what the tests think", () => expect(spacing).toEqual([1, 1, 2]));
