import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makers } from "#demo/generate.ts";
import { extract } from "#engine/plan/extract.ts";
import { recipeOf } from "#io/readers/recipe.ts";
import { writeLabelNrrd } from "#io/writers/label-nrrd.ts";
import { writeMeasuredSeg } from "#io/writers/measured-seg.ts";
import { provenanceOf } from "#io/writers/provenance.ts";
import { loadPaths, onData, shared } from "../helpers/load-files.ts";
import { aFolder, command, NOW, written } from "./a-command.ts";

const phantom = makers["digital-phantom"];
const masksOf = async (paths: readonly string[]) => {
  const { segmentations } = await loadPaths(...paths);
  return segmentations.map((s) => s.segments.map((segment) => segment.mask));
};

describe("radiomica convert", () => {
  it.each([
    ["rtstruct", "out.dcm", ["--format", "rtstruct"]],
    ["seg", "out.dcm", ["--format", "seg"]],
    ["NIfTI", "out-mask.nii.gz", []],
    ["NRRD", "out-mask.seg.nrrd", []],
  ])("%s holds the same voxels", async (_, name, more) => {
    const { folder, image, mask } = written(phantom());
    const out = join(folder, name);
    const { code, err } = await command(["convert", "-i", image, "-m", mask, "-o", out, ...more]);
    expect([code, err.includes("fault")]).toEqual([0, false]);
    const [[before]] = await masksOf([image, mask]);
    const [[after]] = await masksOf([image, out]);
    expect(after).toEqual(before);
    expect(before.includes(1)).toBe(true);
  });

  it("regions that overlap stay whole where the format holds them; NIfTI refuses, and names both", async () => {
    const { folder, image } = written(phantom());
    const { series } = await loadPaths(image);
    const size = series[0].image.data.length;
    const lower = new Uint8Array(size).fill(1, 3, 20);
    const upper = new Uint8Array(size).fill(2, 10, 30);
    const color = [1, 2, 3] as const;
    const regions = [
      { label: 1, name: "GTV", color, labels: lower },
      { label: 2, name: "CTV", color, labels: upper },
    ];
    const mask = join(folder, "both.seg.nrrd");
    writeFileSync(mask, writeLabelNrrd(series[0], lower, regions));
    const expected = [lower.map((v) => Math.min(1, v)), upper.map((v) => Math.min(1, v))];
    for (const [name, format] of [
      ["a.dcm", "seg"],
      ["b.dcm", "rtstruct"],
      ["c.seg.nrrd", "nrrd"],
    ]) {
      const out = join(folder, name);
      const done = await command(["convert", "-i", image, "-m", mask, "-o", out, "--format", format]);
      expect([format, done.code]).toEqual([format, 0]);
      expect(await masksOf([image, out])).toEqual([expected]);
    }
    const refused = await command(["convert", "-i", image, "-m", mask, "-o", join(folder, "d.nii")]);
    expect(refused.error?.message).toContain('"GTV" and "CTV" overlap');
    const one = ["convert", "-i", image, "-m", mask, "-r", "CTV", "-o", join(folder, "e-mask.nii")];
    expect((await command(one)).code).toBe(0);
  });

  onData("the IBSI CT phantom: RTSTRUCT → RTSTRUCT → NIfTI is the published mask", async () => {
    const base = shared("ibsi/ibsi1_ct_radiomics_phantom");
    const folder = aFolder();
    const out = join(folder, "RS.dcm");
    const args = ["convert", "-i", join(base, "dicom/image"), "-m", join(base, "dicom/mask"), "-o", out];
    expect((await command([...args, "--format", "rtstruct"])).code).toBe(0);
    const nifti = join(folder, "mask.nii");
    const back = ["convert", "-i", join(base, "dicom/image"), "-m", out, "-o", nifti];
    expect((await command(back)).code).toBe(0);
    const [[again]] = await masksOf([join(base, "dicom/image"), nifti]);
    const [[truth]] = await masksOf([join(base, "dicom/image"), join(base, "mask.nii.gz")]);
    expect(Buffer.compare(again, truth)).toBe(0);
  });

  it("says what is wrong: no format, an unknown one, a file that is there", async () => {
    const { folder, image, mask } = written(phantom());
    const out = join(folder, "there.dcm");
    const base = ["convert", "-i", image, "-m", mask, "-o", out];
    expect((await command(base)).error?.message).toContain("--format seg|rtstruct|nifti|nrrd");
    expect((await command([...base, "--format", "stl"])).code).toBe(64);
    writeFileSync(out, "");
    expect((await command([...base, "--format", "seg"])).error?.message).toContain("--overwrite");
    expect(existsSync(out) && readFileSync(out).length).toBe(0);
  });
});

describe("radiomica report", () => {
  it("shows the numbers of a report, exact in JSON", async () => {
    const { folder, image, mask } = written(phantom());
    const { series, segmentations } = await loadPaths(image, mask);
    const labels = segmentations[0].segments[0].mask.slice();
    const recipe = recipeOf({ discretisation: { method: "none" } });
    const extraction = extract({ image: series[0].image, labels, label: 1 }, recipe);
    const facts = { series: series[0], labels, label: 1, name: "ROI", recipe, now: NOW, appVersion: "0" };
    const segments = [{ label: 1, name: "ROI", color: [1, 2, 3] as const }];
    const measured = [{ extraction, provenance: await provenanceOf(facts) }];
    const path = join(folder, "sr.dcm");
    writeFileSync(path, writeMeasuredSeg(series[0], labels, segments, measured, { now: NOW, appVersion: "0" }).report);
    const text = await command(["report", path]);
    expect(text.code).toBe(0);
    expect(text.out).toContain('Region "ROI": Lesion');
    expect(text.out).toContain("Volume (mesh) [IBSI RNU0], 3D volume: 556");
    const json = JSON.parse((await command(["report", path, "--json"])).out);
    expect(json.groups[0].numbers.map((n: { value: number | null }) => n.value)).toEqual(
      extraction.rows.map((row) => ("value" in row ? row.value : null)),
    );
    expect((await command(["report", mask])).code).toBe(2);
    expect((await command(["report"])).code).toBe(64);
  });
});
