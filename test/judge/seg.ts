// Writes segmentations for judgement by other programs: node test/run.mjs test/judge/seg.ts OUT
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Grid } from "#engine/grid.ts";
import { readRtstruct } from "#io/readers/rtstruct.ts";
import { isRefusal } from "#io/refusal.ts";
import type { Series } from "#io/series.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { writeSeg } from "#io/writers/seg.ts";
import { plainSeries, present, readFile, seriesOn, shared } from "../io/readers/plain-series.ts";

const oblique: Grid = {
  dims: [7, 5, 6],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const phantom = "ibsi/ibsi1_ct_radiomics_phantom/dicom";

export function main([out]: readonly string[]): void {
  const labels = Uint8Array.from({ length: 210 }, (_, v) => (v >= 35 && v < 70 ? 0 : (v * v + (v >> 3)) % 3));
  write(join(out, "oblique"), seriesOn(oblique), labels);
  if (!present(phantom)) return;
  const series = plainSeries(shared(`${phantom}/image`));
  const folder = shared(`${phantom}/mask`);
  const found = readRtstruct(readFile(join(folder, readdirSync(folder)[0])), [series]);
  if (isRefusal(found)) throw new Error(found.finding.detail);
  write(join(out, "phantom"), series, found.segments[0].mask.slice());
}

function write(folder: string, series: Series, labels: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  const segments = [
    { label: 1, name: "Nodulo α", color: [230, 159, 0] },
    { label: 2, name: "Edema", color: [86, 180, 233] },
  ] as const;
  const image = Float32Array.from(labels, (v, n) => v * 1.5 - (n % 7));
  writeFileSync(join(folder, "labels.bin"), labels);
  writeFileSync(join(folder, "image.bin"), new Uint8Array(image.buffer));
  writeFileSync(join(folder, "grid.json"), JSON.stringify(series.image.grid));
  writeFileSync(join(folder, "seg.dcm"), writeSeg(series, labels, segments, { now: new Date(), appVersion: "judge" }));
  writeFileSync(join(folder, "labels.nii.gz"), writeNifti(series, labels));
  writeFileSync(join(folder, "image.nii"), writeNifti(series, image, { gzip: false }));
}
