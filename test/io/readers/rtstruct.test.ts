import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readRtstruct } from "#io/readers/rtstruct.ts";
import { isRefusal } from "#io/refusal.ts";
import type { ImportedSegmentation } from "#io/series.ts";
import { niftiVoxels, plainSeries, present, readFile, shared } from "./plain-series.ts";

const loaded = (result: ReturnType<typeof readRtstruct>): ImportedSegmentation => {
  if (isRefusal(result)) throw new Error(result.finding.detail);
  return result;
};
const differing = (mask: Uint8Array, truth: readonly number[]): number =>
  truth.reduce((n, v, i) => n + (Number(v > 0) === mask[i] ? 0 : 1), Math.abs(mask.length - truth.length));

const phantom = "ibsi/ibsi1_ct_radiomics_phantom";
const sarcoma = "data/series/ibsi-sts002";
const holes = "data/rt/holes-dicompyler";
/** `test/judge/exports.py`: crossings counted in NumPy, coordinates read by pydicom. */
const counted: readonly [string, number][] = [
  ["BODY", 4298701],
  ["Areola", 0],
  ["Borders", 378],
  ["Breast", 115775],
  ["Heart", 127003],
  ["Lt Lung", 578732],
  ["Nodes", 192],
  ["Scar", 152],
  ["Tumor Bed", 3793],
  ["Tumor Bed Block", 18479],
];
const title = (path: string, what: string) => (present(path) ? what : `${what} (skipped, no data)`);

describe("readRtstruct on published data", () => {
  it.skipIf(!present(phantom))(title(phantom, "IBSI lung CT: 125 256 voxels, equal to the IBSI's mask"), () => {
    const folder = shared(`${phantom}/dicom/mask`);
    const file = readFile(`${folder}/${readdirSync(folder)[0]}`);
    const found = loaded(readRtstruct(file, [plainSeries(shared(`${phantom}/dicom/image`))]));
    expect(found.segments.map((s) => [s.name, s.voxels])).toEqual([["GTV-1", 125256]]);
    expect(found.segments[0].color).toEqual([0, 230, 0]);
    expect(found.findings).toEqual([]);
    expect(differing(found.segments[0].mask, niftiVoxels(shared(`${phantom}/mask.nii.gz`)).values)).toBe(0);
  });

  const modalities = [
    ["CT", "CT", 17090],
    ["MR_T1", "MR_T1", 17090],
    ["PET", "PET", 555],
  ] as const;
  for (const [name, folder, voxels] of modalities) {
    it.skipIf(!present(sarcoma))(title(sarcoma, `sarcoma ${name}: ${voxels} voxels, equal to the NIfTI mask`), () => {
      const file = readFile(shared(`${sarcoma}/${folder}/RTSTRUCT.dcm`));
      // All three series share a frame of reference: the right one must be found among them.
      const all = modalities.map(([id, f]) => ({ ...plainSeries(shared(`${sarcoma}/${f}/image`)), id }));
      const found = loaded(readRtstruct(file, all));
      expect(found.seriesId).toBe(name);
      expect(found.segments.map((s) => s.voxels)).toEqual([voxels]);
      expect(
        differing(found.segments[0].mask, niftiVoxels(shared(`${sarcoma}/nifti/${folder}_mask.nii.gz`)).values),
      ).toBe(0);
    });
  }

  it.skipIf(!present(holes))(title(holes, "nested contours, an empty region, contours outside the slices"), () => {
    const image = plainSeries(shared(holes), (f) => f.endsWith("ct.0.dcm"));
    const found = loaded(readRtstruct(readFile(shared(`${holes}/rtss.dcm`)), [image]));
    expect(found.segments).toHaveLength(10);
    expect(found.segments[0]).toMatchObject({ name: "BODY", voxels: 40396, color: [154, 155, 100] });
    const of = (name: string) =>
      found.findings.filter((f) => f.fields.roi === name).map((f) => [f.code, f.level, f.fields]);
    expect(of("BODY")).toEqual([["contours_off_slices", "warning", { roi: "BODY", count: 137 }]]);
    expect(of("Areola")).toEqual([["empty_roi", "warning", { roi: "Areola", contours: 0 }]]);
    expect(of("Lt Lung").map((f) => f[0])).toEqual(["contours_off_slices", "empty_roi"]);
  });

  it.skipIf(!present(holes))(
    title(holes, "every region of a plan, on all of its planes: voxels as counted with NumPy"),
    () => {
      // One slice came with the plan; its lattice, repeated on every plane that is contoured (3 mm apart).
      const [slice] = [plainSeries(shared(holes), (f) => f.endsWith("ct.0.dcm"))];
      const { grid: plane } = slice.image;
      const [x, y] = plane.origin;
      const grid = {
        dims: [plane.dims[0], plane.dims[1], 98] as const,
        spacing: [plane.spacing[0], plane.spacing[1], 3] as const,
        origin: [x, y, -122.44] as const,
        direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      };
      const slices = Array.from({ length: 98 }, () => slice.slices[0]);
      const images = { ...slice, use: "volume" as const, slices, image: { ...slice.image, grid } };
      const found = loaded(readRtstruct(readFile(shared(`${holes}/rtss.dcm`)), [images]));
      expect(found.segments.map((s) => [s.name, s.voxels])).toEqual(counted);
    },
  );
});
