import { voxelCount } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";
import { APP_VERSION } from "#io/version.ts";
import { writeLabelNrrd } from "#io/writers/label-nrrd.ts";
import { writeNifti } from "#io/writers/nifti.ts";
import { writeRtstruct } from "#io/writers/rtstruct.ts";
import { writeSeg } from "#io/writers/seg.ts";
import { overlaps } from "#session/layers.ts";
import type { Given, Option } from "../arguments.ts";
import { checkWritable, writeAtomically } from "../atomic-file.ts";
import { refusal, usageError } from "../exit.ts";
import { type Region, regionsFor } from "../regions.ts";
import { fractionOf, openStudy } from "../study.ts";
import { suvOptions, suvRequestOf } from "../suv.ts";
import { options } from "../texts.ts";
import type { Command, Context } from "./command.ts";

const formats = ["seg", "rtstruct", "nifti", "nrrd"] as const;
type Format = (typeof formats)[number];

const out: Option = {
  name: "out",
  short: "o",
  value: "FILE",
  help: "The file that is written: FILE.nii.gz, FILE.nii, FILE.nrrd, or FILE.dcm with --format seg or rtstruct.",
};
const format: Option = {
  name: "format",
  value: "seg|rtstruct|nifti|nrrd",
  help: "The format where the name of --out does not say it.",
};

export const convert: Command = {
  name: "convert",
  summary: "the regions of an image in another format, voxel for voxel",
  usage: "--image DIR|FILE --mask FILE --out FILE [--format seg|rtstruct|nifti|nrrd] [OPTIONS]",
  about:
    "Writes the regions of a mask on the grid of their image: DICOM SEG, RT structure set, NIfTI or NRRD label map. Contours of a structure set follow the edges of the voxels, so that whoever fills them finds the same voxels. Regions that overlap stay whole in SEG, RTSTRUCT and NRRD (layers, as 3D Slicer has them); NIfTI refuses them, for its label map holds one of them only.",
  options: [
    options.image,
    options.mask,
    out,
    format,
    options.overwrite,
    options.roi,
    options.exclude,
    options.series,
    options.fraction,
    ...suvOptions,
    options.threads,
  ],
  examples: [
    {
      say: "a NIfTI mask as a structure set for the planning system",
      line: "radiomica convert -i CT/ -m gtv.nii.gz -o RS.dcm --format rtstruct",
    },
    { say: "one structure of a plan as NIfTI", line: "radiomica convert -i CT/ -m RS.dcm -r GTV-1 -o gtv.nii.gz" },
  ],
  run,
};

async function run(given: Given, { host, log }: Context): Promise<void> {
  if (given.all("image").length === 0) throw usageError("--image is missing: --image DIR|FILE");
  const path = given.one("out");
  if (path === undefined || path === "-") throw usageError("--out is missing: --out FILE");
  const kind = formatOf(path, given.one("format"));
  const overwrite = given.has("overwrite");
  await checkWritable(path, overwrite);
  const pool = host.createPool(host.threads);
  try {
    const request = {
      images: given.all("image"),
      masks: given.all("mask"),
      series: given.one("series"),
      suv: suvRequestOf(given),
      fraction: fractionOf(given),
    };
    const study = await openStudy(request, pool, log, host.signal);
    const regions = regionsFor(study, given, log);
    const { series, labels, segments } = labelled(regions);
    const content = write(kind, path, series, labels, segments, host.now());
    await writeAtomically(path, content, { overwrite, signal: host.signal });
    const fields = { path, format: kind, regions: regions.length, bytes: content.length };
    log.say("info", "written", `${regions.length} regions written to ${path}`, fields);
  } finally {
    pool.close();
  }
}

function formatOf(path: string, given: string | undefined): Format {
  const byName = /\.nii(\.gz)?$/i.test(path) ? "nifti" : /\.nrrd$/i.test(path) ? "nrrd" : undefined;
  const wanted = given ?? byName;
  const known = formats.find((f) => f === wanted);
  if (known) return known;
  if (given !== undefined) throw usageError(`--format is one of ${formats.join(", ")}; it is "${given}".`);
  throw usageError(`--out: the name "${path}" does not say the format. Give --format ${formats.join("|")}.`);
}

type Segment = {
  readonly label: number;
  readonly name: string;
  readonly color: readonly [number, number, number];
  readonly labels: Uint8Array;
};

/** Colours for regions that have none of their own: told apart by most people, also without red and green. */
const colours = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
] as const;

/**
 * The regions numbered in their order, each in the first label map where all its voxels are free; the first of these
 * maps. Throws a refusal where that cannot be.
 */
function labelled(regions: readonly Region[]): { series: Series; labels: Uint8Array; segments: Segment[] } {
  const [{ series }] = regions;
  if (regions.some((r) => r.series !== series)) {
    throw refusal("several_series", "The regions lie on several series; choose one with --series.");
  }
  if (regions.length > 255) {
    throw refusal("too_many_regions", `A label map holds 255 regions, not ${regions.length}; choose with --roi.`);
  }
  const blank = () => new Uint8Array(voxelCount(series.image.grid));
  const maps = [blank()];
  const segments = regions.map(({ name, segment }, n): Segment => {
    const { mask } = segment;
    let labels = maps.find((map) => !overlaps(mask, map));
    if (!labels) {
      labels = blank();
      maps.push(labels);
    }
    for (let v = 0; v < mask.length; v++) if (mask[v] !== 0) labels[v] = n + 1;
    return {
      label: n + 1,
      labels,
      name,
      color: segment.color ?? colours[n % colours.length],
      ...(segment.property ? { property: segment.property } : {}),
    };
  });
  return { series, labels: maps[0], segments };
}

/** A label map of one label a voxel. Throws a refusal that names the regions where two share one. */
function oneMap(labels: Uint8Array, segments: readonly Segment[]): Uint8Array {
  const over = segments.find((s) => s.labels !== labels);
  if (!over) return labels;
  const at = labels.findIndex((label, v) => label !== 0 && over.labels[v] === over.label);
  const other = segments.find((s) => s.label === labels[at])?.name ?? "";
  const message = `The regions "${other}" and "${over.name}" overlap: a label map holds one of them only. Choose with --roi, or write SEG, RTSTRUCT or NRRD.`;
  throw refusal("regions_overlap", message, { regions: [other, over.name] });
}

function write(
  kind: Format,
  path: string,
  series: Series,
  labels: Uint8Array,
  segments: readonly Segment[],
  now: Date,
): Uint8Array {
  switch (kind) {
    case "seg":
      return writeSeg(series, labels, segments, { now, appVersion: APP_VERSION });
    case "rtstruct":
      return writeRtstruct(series, labels, segments, { now, appVersion: APP_VERSION });
    case "nifti":
      return writeNifti(series, oneMap(labels, segments), { gzip: !/\.nii$/i.test(path) });
    case "nrrd":
      return writeLabelNrrd(series, labels, segments);
  }
}
