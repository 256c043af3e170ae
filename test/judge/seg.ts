// Writes segmentations for judgement by other programs: node test/run.mjs test/judge/seg.ts OUT
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Grid } from "#engine/grid.ts";
import { readRtstruct } from "#io/readers/rtstruct.ts";
import { isRefusal } from "#io/refusal.ts";
import type { Series } from "#io/series.ts";
import { writeLabelNrrd } from "#io/writers/label-nrrd.ts";
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
  writeOverlapping(join(out, "overlapping"), seriesOn(oblique));
  if (!present(phantom)) return;
  const series = plainSeries(shared(`${phantom}/image`));
  const folder = shared(`${phantom}/mask`);
  const found = readRtstruct(readFile(join(folder, readdirSync(folder)[0])), [series]);
  if (isRefusal(found)) throw new Error(found.finding.detail);
  write(join(out, "phantom"), series, found.segments[0].mask.slice());
}

/** Three segments in two label maps: the first two share voxels, the third lies with the first. */
function writeOverlapping(folder: string, series: Series): void {
  mkdirSync(folder, { recursive: true });
  const lower = Uint8Array.from({ length: 210 }, (_, v) => [0, 1, 3][(v * v + (v >> 2)) % 3]);
  const upper = Uint8Array.from({ length: 210 }, (_, v) => (v % 5 < 2 ? 2 : 0));
  const segments = [
    { label: 1, name: "GTV", color: [230, 159, 0], labels: lower },
    { label: 2, name: "CTV", color: [86, 180, 233], labels: upper },
    { label: 3, name: "Node", color: [0, 158, 115], labels: lower },
  ] as const;
  const masks = segments.map(({ label, labels }) => labels.map((v) => (v === label ? 1 : 0)));
  writeFileSync(join(folder, "masks.bin"), Buffer.concat(masks));
  writeFileSync(join(folder, "grid.json"), JSON.stringify(series.image.grid));
  writeFileSync(join(folder, "seg.dcm"), writeSeg(series, lower, segments, { now: new Date(), appVersion: "judge" }));
  writeFileSync(join(folder, "segments.seg.nrrd"), writeLabelNrrd(series, lower, segments));
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
