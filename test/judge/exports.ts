// Writes RT structure sets and reports of measurements for judgement: node test/run.mjs test/judge/exports.ts OUT
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Grid } from "#engine/grid.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import { readRtstruct } from "#io/readers/rtstruct.ts";
import { isRefusal } from "#io/refusal.ts";
import type { Series } from "#io/series.ts";
import { findings, organs, tissues } from "#io/terminology.table.ts";
import { writeLabelNrrd } from "#io/writers/label-nrrd.ts";
import { writeMeasuredSeg } from "#io/writers/measured-seg.ts";
import { provenanceOf } from "#io/writers/provenance.ts";
import { writeRtstruct } from "#io/writers/rtstruct.ts";
import { seeded } from "../helpers/seeded.ts";
import { plainSeries, present, readFile, seriesOn, shared } from "../io/readers/plain-series.ts";

const oblique: Grid = {
  dims: [23, 17, 6],
  spacing: [0.7, 0.9, 2.5],
  origin: [-31.25, 12.5, 101.75],
  direction: [0.8, 0.6, 0, -0.48, 0.64, 0.6, 0.36, -0.48, 0.8],
};
const segments = [
  { label: 1, name: "GTV α", color: [230, 159, 0] },
  { label: 2, name: "Edema", color: [86, 180, 233] },
  // A single voxel: many of its features have no value.
  { label: 3, name: "Point", color: [0, 158, 115] },
] as const;
const options = { now: new Date(), appVersion: "judge" };
const plan = "data/rt/holes-dicompyler";
const phantom = "ibsi/ibsi1_ct_radiomics_phantom/dicom";

export async function main([out]: readonly string[]): Promise<void> {
  const random = seeded(5);
  const noise = Uint8Array.from({ length: 23 * 17 * 6 }, () => [0, 0, 1, 1, 2][Math.floor(5 * random())]);
  noise[noise.indexOf(0)] = 3;
  contours(join(out, "noise"), seriesOn(oblique), noise);
  await measurements(join(out, "report"), noise);
  const terms = [...findings, ...tissues, ...organs].flatMap(({ category, type }) => [category, type]);
  writeFileSync(join(out, "terms.json"), JSON.stringify(terms));
  if (!present(phantom)) return;
  const series = plainSeries(shared(`${phantom}/image`));
  const folder = shared(`${phantom}/mask`);
  const found = readRtstruct(readFile(join(folder, readdirSync(folder)[0])), [series]);
  if (isRefusal(found)) throw new Error(found.finding.detail);
  contours(join(out, "phantom"), series, found.segments[0].mask.slice());
  if (present(plan)) writeFileSync(join(out, "plan.json"), JSON.stringify(voxelsOfPlan()));
}

/** Regions of a published plan with their voxels, on the lattice of its one slice repeated on every contoured plane. */
function voxelsOfPlan(): [string, number][] {
  const slice = plainSeries(shared(plan), (f) => f.endsWith("ct.0.dcm"));
  const { dims, spacing, origin, direction } = slice.image.grid;
  const grid: Grid = {
    dims: [dims[0], dims[1], 98],
    spacing: [spacing[0], spacing[1], 3],
    origin: [origin[0], origin[1], -122.44],
    direction,
  };
  const slices = Array.from({ length: 98 }, () => slice.slices[0]);
  const found = readRtstruct(readFile(shared(`${plan}/rtss.dcm`)), [
    { ...slice, use: "volume", slices, image: { ...slice.image, grid } },
  ]);
  if (isRefusal(found)) throw new Error(found.finding.detail);
  return found.segments.map((s) => [s.name, s.voxels]);
}

function contours(folder: string, series: Series, labels: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "labels.bin"), labels);
  writeFileSync(join(folder, "grid.json"), JSON.stringify(series.image.grid));
  writeFileSync(join(folder, "rtstruct.dcm"), writeRtstruct(series, labels, segments, options));
  writeFileSync(join(folder, "labels.seg.nrrd"), writeLabelNrrd(series, labels, segments));
}

async function measurements(folder: string, labels: Uint8Array): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const data = Float32Array.from(labels, (v, n) => 100 * v + ((n * n) % 61));
  const image = { grid: oblique, data, unit: "SUV" as const };
  const series = { ...seriesOn(oblique), modality: "PT", image };
  const recipe = { ...defaultRecipe("PT", "SUV", oblique, "volume"), interpolation: null };
  const measured = await Promise.all(
    segments.map(async ({ label, name }) => ({
      extraction: extract({ image, labels, label }, recipe),
      provenance: await provenanceOf({ ...options, series, labels, label, name, recipe }),
    })),
  );
  const { seg, report } = writeMeasuredSeg(series, labels, segments, measured, options);
  writeFileSync(join(folder, "seg.dcm"), seg);
  writeFileSync(join(folder, "report.dcm"), report);
  writeFileSync(join(folder, "rows.json"), JSON.stringify(measured.map((m) => m.extraction.rows)));
}
