import { describe, expect, it } from "vitest";
import { readSeg } from "#io/readers/seg.ts";
import { isRefusal } from "#io/refusal.ts";
import type { ImportedSegmentation } from "#io/series.ts";
import { nrrdVoxels, plainSeries, present, readFile, shared } from "./plain-series.ts";

const loaded = (result: ReturnType<typeof readSeg>): ImportedSegmentation => {
  if (isRefusal(result)) throw new Error(result.finding.detail);
  return result;
};
const title = (path: string, what: string) => (present(path) ? what : `${what} (skipped, no data)`);
const perSlice = (mask: Uint8Array, n: number): number[] =>
  Array.from({ length: n }, (_, k) =>
    mask.subarray((k * mask.length) / n, ((k + 1) * mask.length) / n).reduce((a, b) => a + b, 0),
  );

const liver = "data/series/ct-3slice-seg";
const tiny = "data/series/seg-24x38x3";
const uneven = "data/series/highdicom-ct16";
const rare = "data/seg";

describe("readSeg on published data", () => {
  it.skipIf(!present(liver))(title(liver, "BINARY liver: 107 098 voxels, slice by slice and as the NRRD says"), () => {
    const image = plainSeries(shared(`${liver}/image`));
    const found = loaded(readSeg(readFile(shared(`${liver}/SEG_liver_BINARY.dcm`)), [image]));
    expect(found.findings).toEqual([]);
    expect(found.segments.map((s) => [s.name, s.voxels])).toEqual([["Liver", 107098]]);
    expect(perSlice(found.segments[0].mask, 3).sort()).toEqual([35220, 35645, 36233]);
    // Slicer's colour for liver is 221, 130, 101; the writer took white point D65 where the standard has D50.
    const color = found.segments[0].color ?? [0, 0, 0];
    expect(Math.max(...[221, 130, 101].map((v, n) => Math.abs(v - color[n])))).toBeLessThanOrEqual(4);
  });

  for (const name of ["rle", "deflate"]) {
    it.skipIf(!present(rare))(title(rare, `one-bit frames, ${name}: the same bits`), () => {
      const image = plainSeries(shared(`${liver}/image`));
      const plain = loaded(readSeg(readFile(shared(`${liver}/SEG_liver_BINARY.dcm`)), [image]));
      const found = loaded(readSeg(readFile(shared(`${rare}/liver_${name}.dcm`)), [image]));
      expect(found.segments[0].voxels).toBe(107098);
      expect(found.segments[0].mask).toEqual(plain.segments[0].mask);
    });
  }

  it.skipIf(!present(tiny))(title(tiny, "24 × 38: bits across byte borders, 315 voxels in the middle slice"), () => {
    const image = plainSeries(shared(`${tiny}/image`));
    const found = loaded(readSeg(readFile(shared(`${tiny}/SEG_BINARY.dcm`)), [image]));
    expect(perSlice(found.segments[0].mask, 3)).toEqual([0, 315, 0]);
    const truth = nrrdVoxels(shared(`${tiny}/label.nrrd`));
    expect(Array.from(found.segments[0].mask)).toEqual(truth.map((v) => Number(v > 0)));
  });

  it.skipIf(!present(tiny))(title(tiny, "LABELMAP with a slice left out: 315, 0, 315 voxels"), () => {
    const image = plainSeries(shared(`${tiny}/image`));
    const found = loaded(readSeg(readFile(shared(`${tiny}/SEG_LABELMAP_sparse.dcm`)), [image]));
    expect(found.segments.map((s) => [s.name, s.voxels])).toEqual([["Liver", 630]]);
    expect(perSlice(found.segments[0].mask, 3)).toEqual([315, 0, 315]);
    const truth = nrrdVoxels(shared(`${tiny}/sparse_labelmap_noppv_seg.nrrd`));
    expect(Array.from(found.segments[0].mask)).toEqual(truth.map((v) => Number(v > 0)));
  });

  it.skipIf(!present(uneven))(
    title(uneven, "uneven slices: frames find theirs by position; FRACTIONAL is cut at 0.5"),
    () => {
      const image = plainSeries(shared(`${uneven}/image`));
      expect(image.use).toBe("slices");
      const binary = loaded(readSeg(readFile(shared(`${uneven}/seg_image_ct_binary.dcm`)), [image]));
      expect(binary.segments.map((s) => s.voxels)).toEqual([638]);
      const fraction = loaded(readSeg(readFile(shared(`${uneven}/seg_image_ct_true_fractional.dcm`)), [image]));
      expect(fraction.findings.map((f) => [f.code, f.level])).toEqual([["fractional", "warning"]]);
      // pydicom: 638 pixels of value 128, 23 of 64, maximum 255.
      expect(fraction.segments.map((s) => s.voxels)).toEqual([638]);
      expect(fraction.segments[0].mask).toEqual(binary.segments[0].mask);
      // The same at a quarter: 64 of 255 is 0.251.
      expect(fraction.fraction?.threshold).toBe(0.5);
      const quarter = fraction.fraction?.at(0.25);
      if (!quarter || "finding" in quarter) throw new Error("refused");
      expect(quarter.segments.map((s) => s.voxels)).toEqual([638 + 23]);
      expect(quarter).toMatchObject({ id: fraction.id, seriesId: fraction.seriesId, fraction: { threshold: 0.25 } });
      expect(quarter.findings[0].detail).toContain("voxels of at least 0.25 were taken as inside");
      expect(binary.fraction).toBeUndefined();
    },
  );

  it.skipIf(!present(rare))(title(rare, "510 × 510: frames that do not end on a byte"), () => {
    const image = plainSeries(shared(`${liver}/image`));
    const whole = loaded(readSeg(readFile(shared(`${liver}/SEG_liver_BINARY.dcm`)), [image]));
    const found = loaded(readSeg(readFile(shared(`${rare}/liver_nonbyte_aligned.dcm`)), [image]));
    // The same liver cut to 510 × 510 from the first pixel on; nothing of it lies in what was cut off.
    expect(found.findings).toEqual([]);
    expect(found.segments[0].mask).toEqual(whole.segments[0].mask);
  });
});
