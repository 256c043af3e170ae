import { expect } from "vitest";
import { load } from "#io/load.ts";
import { checkCopy } from "../formats/checks.ts";
import { differing, diskFiles, loadPaths, onData, plainHost, shared } from "../helpers/load-files.ts";

onData(`the IBSI CT phantom equals its NIfTI copy voxel for voxel, in place too`, async () => {
  const folder = shared("ibsi/ibsi1_ct_radiomics_phantom");
  const dicom = await loadPaths(`${folder}/dicom/image`);
  const nifti = await loadPaths(`${folder}/phantom.nii.gz`);
  expect(dicom.refusals).toEqual([]);
  const [ct] = dicom.series;
  const [copy] = nifti.series;
  expect(ct).toMatchObject({ use: "volume", findings: [] });
  expect(ct.image.unit).toBe("HU");
  expect(ct.image.grid.dims).toEqual([204, 201, 60]);
  for (const [i, mm] of [0.977, 0.977, 3].entries()) expect(ct.image.grid.spacing[i]).toBeCloseTo(mm, 3);
  expect(differing(ct.image.data, copy.image.data)).toBe(0);
  for (const i of [0, 1, 2]) expect(ct.image.grid.origin[i]).toBeCloseTo(copy.image.grid.origin[i], 2);
});

onData(`three modalities of one patient equal their NIfTI copies`, async () => {
  for (const [name, copy] of [
    ["CT", "CT_image"],
    ["MR_T1", "MR_T1_image"],
    ["PET", "PET_image"],
  ]) {
    const folder = shared("data/series/ibsi-sts002");
    const dicom = await loadPaths(`${folder}/${name}/image`);
    const nifti = await load(
      diskFiles(`${folder}/nifti`).filter((f) => f.path.includes(copy)),
      plainHost(),
    );
    const a = dicom.series[0].image;
    const b = nifti.series[0].image;
    expect(a.grid.dims).toEqual(b.grid.dims);
    const off = a.data.reduce((max, v, i) => Math.max(max, Math.abs(v - b.data[i])), 0);
    // The PET copy was rounded once more when it was written.
    expect(off, name).toBeLessThan(name === "PET" ? 1e-5 : 1e-6);
  }
});

/** Verdicts on geometry: what is measured as a volume, and what must not be. */
const cases: readonly (readonly [path: string, uses: string[], code: string | null])[] = [
  ["geometry/gantry-tilt-siemens-14deg", ["slices"], "gantry_tilt"],
  ["geometry/gap-missing-slice-ge", ["slices"], "missing_slice"],
  ["geometry/mixed-orientation-philips", ["volume", "volume"], "mixed_size"],
  ["series/highdicom-ct16/image", ["slices"], "uneven_spacing"],
  ["series/ct-siemens-j2k-totalseg/image", ["volume"], "thickness_differs"],
  ["series/ct-3slice-seg/image", ["volume"], "thickness_differs"],
  ["series/mr-ge-sagittal/image", ["volume"], null],
  ["series/mr-siemens-sagittal/image", ["volume"], null],
  ["series/mr-adc-toshiba", ["volume"], "thickness_differs"],
  ["series/mr-philips-enhanced/image", ["volume"], null],
  ["series/mr-philips-dti-4d/image", ["volume", "volume", "volume", "volume"], "four_dimensional"],
  ["series/mr-siemens-mosaic/image", ["volume", "volume"], "mosaic"],
  ["dicomdir/98892001/CT2N", ["slices", "slices"], "localizer"],
  ["dicomdir/98892003/MR700", Array.from({ length: 7 }, () => "slices"), "mixed_orientation"],
  ["rt/rtdose.dcm", ["volume"], null],
];
for (const [path, uses, code] of cases) {
  onData(`${path}: ${uses.join(", ")}${code ? `, ${code}` : ""}`, async () => {
    const { series } = await loadPaths(shared(`data/${path}`));
    expect(series.map((s) => s.use)).toEqual(uses);
    if (code) for (const s of series) expect(s.findings.map((f) => f.code)).toContain(code);
    for (const s of series) {
      expect(s.image.grid.spacing.every((mm) => mm > 0)).toBe(true);
      expect(s.image.data.every((v) => Number.isFinite(v))).toBe(true);
    }
  });
}

onData(`a sagittal stack lies where the NIfTI made of it by another program lies`, async () => {
  for (const vendor of ["ge", "siemens"]) {
    const folder = shared(`data/series/mr-${vendor}-sagittal`);
    const [dicom] = (await loadPaths(`${folder}/image`)).series;
    const [truth] = (await loadPaths(`${folder}/truth`)).series;
    const { grid, data } = dicom.image;
    const sum = (d: Float32Array) => d.reduce((a, v) => a + v, 0);
    expect(sum(data)).toBe(sum(truth.image.data));
    const sorted = (v: readonly number[]) => [...v].sort((a, b) => a - b);
    expect(sorted(grid.dims)).toEqual(sorted(truth.image.grid.dims));
    expect(sorted(grid.spacing)[0]).toBeCloseTo(sorted(truth.image.grid.spacing)[0], 3);
  }
});

// The mosaic's copy lies 49 slices too high, by the slice positions of its own protocol (see test/formats/expected.ts).
onData(
  `tiles of a mosaic, frames of an enhanced object and volumes of a 4D series lie and read as in other programs' NIfTI`,
  async () => {
    for (const name of ["siemens-mosaic", "philips-enhanced", "philips-dti-4d", "ge-sagittal"]) {
      const folder = shared(`data/series/mr-${name}`);
      const ours = (await loadPaths(`${folder}/image`)).series;
      const copies = (await loadPaths(`${folder}/truth`)).series;
      expect(ours.length, name).toBe(copies.length);
      for (const [v, copy] of copies.entries())
        expect(checkCopy(ours[v], copy, 1e-6, name === "siemens-mosaic" ? 49 : 0), name).toMatchObject({ holds: true });
    }
  },
);

onData(`a media folder: both patients, all series, the directory passed over`, async () => {
  const { series, refusals } = await loadPaths(shared("data/dicomdir"));
  expect(refusals.map((r) => [r.finding.code, r.finding.level])).toEqual([["not_dicom", "info"]]); // README.txt
  expect(series.reduce((n, s) => n + s.slices.length, 0)).toBe(31);
  expect(new Set(series.map((s) => s.study.patientId)).size).toBe(2);
});
