import { isRadiomicaError } from "#engine/errors.ts";
import { voxelCount } from "#engine/grid.ts";
import type { ReadFile } from "./intake.ts";
import { moved, sameGrid } from "./readers/grid-match.ts";
import type { NiftiImage } from "./readers/nifti.ts";
import { labelSegmentation, niftiTitle } from "./readers/nifti-mask.ts";
import { finding, isRefusal, refuse } from "./refusal.ts";
import type { Finding, ImportedSegmentation, LoadHost, Refusal, Series, VolumeFacts } from "./series.ts";
import { openVolumeFile, readVolumes } from "./volume-file.ts";

const MASK_NAME = /mask|seg|label|roi|gtv|lesion|tumou?r/i;

export type NiftiResult = { readonly series: Series[]; readonly segmentations: ImportedSegmentation[] };

type Opened = { readonly file: ReadFile; readonly image: NiftiImage };

/**
 * Takes NIfTI, NRRD and MetaImage files as images or, where their values are labels and their grid is that of a series, as segmentations of
 * it. Files whose names say mask, label and the like come last, so that they find the image dropped with them.
 */
export async function takeNiftis(
  files: readonly ReadFile[],
  open: readonly Series[],
  host: LoadHost,
  budget: { left: number },
  refusals: Refusal[],
): Promise<NiftiResult> {
  const result: NiftiResult = { series: [], segmentations: [] };
  const opened: Opened[] = [];
  for (const file of files) {
    const image = openVolumeFile(file.path, file.bytes);
    if (isRefusal(image)) refusals.push(image);
    else opened.push({ file, image });
  }
  const rank = ({ file, image }: Opened) => (image.integers ? 1 : 0) + (MASK_NAME.test(baseName(file.path)) ? 2 : 0);
  const sorted = opened.map((o, i) => ({ o, i })).sort((a, b) => rank(a.o) - rank(b.o) || a.i - b.i);
  for (const { o } of sorted) {
    try {
      const mask = await asSegmentation(o, [...result.series, ...open], host);
      if (mask) result.segmentations.push(mask);
      else if (o.image.layers) {
        const detail = `A segmentation of ${o.image.layers.length} layers, and no open image has its voxels. Open its image first, or together with it.`;
        refusals.push(refuse(o.file.path, "other_grid", detail, { layers: o.image.layers.length }));
      } else result.series.push(...(await asSeries(o, host, budget, refusals)));
    } catch (error) {
      if (isRadiomicaError(error, "Cancelled")) throw error;
      const why = error instanceof Error ? error.message : String(error);
      refusals.push(refuse(o.file.path, "decode_failed", `The voxels could not be read (${why}).`));
    }
  }
  return result;
}

const baseName = (path: string): string => path.split("/").at(-1) ?? path;

async function asSegmentation(
  { file, image }: Opened,
  series: readonly Series[],
  host: LoadHost,
): Promise<ImportedSegmentation | null> {
  if (!image.integers || image.volumes > 1 || image.placed !== "yes") return null;
  const target = series.map((s) => ({ s, map: sameGrid(s.image.grid, image.grid) })).find(({ map }) => map !== null);
  if (!target?.map) return null;
  const tables = image.layers ?? [image.labels];
  const values = tables.map(() => host.allocate(voxelCount(image.grid)));
  const facts = await read(file, values, host);
  const layers: ImportedSegmentation[] = [];
  for (const [layer, table] of tables.entries()) {
    const labels = labelsOf(facts[layer].whole, MASK_NAME.test(baseName(file.path)));
    if (!labels && !image.layers) return null;
    // A layer may be empty.
    if (!labels) continue;
    const { dims } = target.s.image.grid;
    layers.push(labelSegmentation(file, moved(values[layer], target.map, dims), labels, target.s, table));
  }
  return layers.length === 0 ? null : { ...layers[0], segments: layers.flatMap((l) => l.segments) };
}

const read = async ({ path, bytes }: ReadFile, outs: readonly Float32Array[], host: LoadHost) =>
  (await host.readVolumes?.(path, bytes, outs)) ?? readVolumes(path, bytes, outs);

/** Labels 1..255 in ascending order; null when the values are no labels (negative, too many, no background in a file not named a mask). */
function labelsOf(whole: VolumeFacts["whole"], named: boolean): number[] | null {
  if (!whole || (whole[0] !== 0 && !named)) return null;
  const labels = whole.filter((v) => v > 0);
  if (labels.length === 0) return null;
  // Labels number things: an image with most of 1..n missing, or nearly every grey level, is none.
  return labels.length <= 64 || labels.length < labels[labels.length - 1] / 2 ? labels : null;
}

async function asSeries(
  { file, image }: Opened,
  host: LoadHost,
  budget: { left: number },
  refusals: Refusal[],
): Promise<Series[]> {
  const size = voxelCount(image.grid);
  const fitting = Math.min(image.volumes, Math.floor(budget.left / (4 * size)));
  const volumes = Array.from({ length: fitting }, () => host.allocate(size));
  const facts = await read(file, volumes, host);
  const series: Series[] = [];
  const findings = imageFindings(image);
  for (const [v, data] of volumes.entries()) {
    const { bad, range } = facts[v];
    if (bad > 0) {
      const detail = `${bad} of ${size} voxels are not numbers (NaN or infinite). Export the image without them.`;
      refusals.push(refuse(file.path, "decode_failed", detail, { bad, count: size }));
      return series;
    }
    budget.left -= 4 * size;
    series.push(toSeries(file, image, data, v, findings, range));
  }
  if (fitting < image.volumes) {
    const detail = `${image.volumes - fitting} of ${image.volumes} volume(s) do not fit into the memory left for images. Close other series first.`;
    refusals.push(refuse(file.path, "too_large", detail, { bytes: 4 * size, left: budget.left }));
  }
  return series;
}

function imageFindings(image: NiftiImage): Finding[] {
  const findings: Finding[] = [];
  if (image.placed === "no") {
    const detail = "The file does not say how it lies in the patient (no qform, no sform): sides cannot be told.";
    findings.push(finding("warning", "no_position", detail));
  }
  if (image.placed === "sheared") {
    const detail =
      "The axes are not perpendicular (a sheared affine): slices can be measured one by one, not as a volume.";
    findings.push(finding("warning", "gantry_tilt", detail));
  }
  if (image.grid.dims[2] === 1) {
    const detail = "One slice: it can be measured in 2D; volumes and 3D textures need a stack.";
    findings.push(finding("info", "single_slice", detail));
  }
  if (image.volumes > 1) {
    const detail = `A 4D image, shown as ${image.volumes} volumes.`;
    findings.push(finding("info", "four_dimensional", detail, { volumes: image.volumes, by: "volume number" }));
  }
  return findings;
}

function toSeries(
  file: ReadFile,
  image: NiftiImage,
  data: Float32Array,
  v: number,
  findings: Finding[],
  range: Series["range"],
): Series {
  const id = `nifti:${file.sha256 || file.path}${v === 0 ? "" : `#${v + 1}`}`;
  const source = { path: file.path, sha256: file.sha256, sopClassUid: "", sopInstanceUid: "", instanceNumber: null };
  const none = { patientBirthDate: "", patientSex: "", studyDate: "", studyTime: "", studyId: "", accessionNumber: "" };
  const name = niftiTitle(file.path);
  return {
    id,
    seriesInstanceUid: "",
    frameOfReferenceUid: "",
    study: { ...none, studyInstanceUid: "", patientName: "", patientId: "", studyDescription: name },
    modality: "OT",
    description: image.volumes > 1 ? `${name} (volume ${v + 1})` : name,
    number: null,
    protocol: "",
    manufacturer: "",
    bodyPart: "",
    use: image.placed === "sheared" || image.grid.dims[2] === 1 ? "slices" : "volume",
    findings,
    // A single slice may have a true thickness here; sheared ones have no distance at all.
    image: { grid: image.grid, data, unit: "arbitrary", ...(image.placed === "sheared" ? { flat: true } : {}) },
    slices: Array.from({ length: image.grid.dims[2] }, (_, k) => ({ ...source, frame: k + 1 })),
    windows: [],
    inverted: false,
    range,
    valueChain: image.chain ?? "Stored value × scl_slope + scl_inter",
  };
}
