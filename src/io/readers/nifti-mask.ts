import { voxelCount } from "#engine/grid.ts";
import type { ReadFile } from "../intake.ts";
import { isRefusal, refuse } from "../refusal.ts";
import type { ImportedSegment, ImportedSegmentation, Refusal, Series } from "../series.ts";
import { gridFigures, moved, sameGrid } from "./grid-match.ts";
import { type NiftiImage, readNifti } from "./nifti.ts";

/** Labels beyond this are none. */
const MAX_LABEL = 65535;
/** Series named in a refusal. */
const NAMED = 6;

/** A file's name without folder and extension: what its single region is called. */
export const niftiTitle = (path: string): string =>
  (path.split("/").at(-1) ?? path).replace(/\.(nii(\.gz)?|nrrd|mha)$/i, "");

/**
 * Regions of a label map that lies on the grid of `series`, x fastest: one for each of `labels`. Masks are made when
 * they are asked for, so that a hundred organs do not fill memory at once.
 */
export function labelSegmentation(
  { path, sha256 }: Pick<ReadFile, "path" | "sha256">,
  values: Float32Array,
  labels: readonly number[],
  series: Series,
  table?: NiftiImage["labels"],
): ImportedSegmentation {
  const map = labels.at(-1)! > 255 ? Uint16Array.from(values) : Uint8Array.from(values);
  const counts = new Uint32Array(MAX_LABEL + 1);
  const first = new Uint32Array(MAX_LABEL + 1);
  const last = new Uint32Array(MAX_LABEL + 1);
  for (let i = 0; i < map.length; i++) {
    const label = map[i];
    if (counts[label]++ === 0) first[label] = i;
    last[label] = i;
  }
  const title = niftiTitle(path);
  return {
    id: `nifti:${sha256 || path}`,
    seriesId: series.id,
    kind: /\.nrrd$/i.test(path) ? "NRRD" : "NIFTI",
    label: title,
    path,
    sha256,
    findings: [],
    segments: labels.map((label) => {
      const known = table?.get(label);
      const name = known?.name || (labels.length === 1 ? title : `${title} ${label}`);
      return segment(map, label, counts[label], [first[label], last[label] + 1], name, known?.color ?? null);
    }),
  };
}

function segment(
  map: Uint8Array | Uint16Array,
  label: number,
  voxels: number,
  extent: readonly [number, number],
  name: string,
  color: ImportedSegment["color"],
): ImportedSegment {
  let made: WeakRef<Uint8Array> | undefined;
  return {
    name,
    number: label,
    color,
    voxels,
    extent,
    get mask() {
      const held = made?.deref();
      if (held) return held;
      const mask = new Uint8Array(map.length);
      for (let i = extent[0]; i < extent[1]; i++) if (map[i] === label) mask[i] = 1;
      made = new WeakRef(mask);
      return mask;
    },
  };
}

/**
 * A NIfTI file that is said to be a mask: every whole number above 0 is a region of the one series with the same
 * voxels. Refused, with the numbers, where no series or several have them, or where values are no labels.
 */
export function readNiftiMask(file: ReadFile, series: readonly Series[]): ImportedSegmentation | Refusal {
  const { path } = file;
  const image = readNifti(path, file.bytes);
  if (isRefusal(image)) return image;
  if (image.volumes > 1) {
    const detail = `The mask has ${image.volumes} volumes; a mask is one volume of labels. Split it first.`;
    return refuse(path, "four_dimensional", detail, { volumes: image.volumes });
  }
  if (image.placed === "sheared") {
    return refuse(path, "other_grid", "The axes of the mask are not perpendicular: it lies on no grid of an image.");
  }
  const found = targetOf(path, image, series);
  if (isRefusal(found)) return found;
  const values = new Float32Array(voxelCount(image.grid));
  image.read(0, values);
  const labels = wholeLabels(path, values);
  if (isRefusal(labels)) return labels;
  return labelSegmentation(
    file,
    moved(values, found.map, found.target.image.grid.dims),
    labels,
    found.target,
    image.labels,
  );
}

const isPlaced = (series: Series): boolean => !series.findings.some((f) => f.code === "no_position");

function targetOf(path: string, { grid, placed }: NiftiImage, series: readonly Series[]) {
  const fitting = series.flatMap((target) => {
    const map = isPlaced(target) === (placed === "yes") ? sameGrid(target.image.grid, grid) : null;
    return map ? [{ target, map }] : [];
  });
  if (fitting.length === 1) return fitting[0];
  const name = (s: Series) => s.seriesInstanceUid || s.description || s.id;
  if (fitting.length > 1) {
    const detail = `The mask fits ${fitting.length} series with the same voxels: ${fitting.map((f) => name(f.target)).join(", ")}. Say which.`;
    return refuse(path, "other_grid", detail, { series: fitting.length });
  }
  const others = series.slice(0, NAMED).map((s) => `${name(s)} has ${gridFigures(s.image.grid)}`);
  const lost = placed === "no" ? " The mask does not say where it lies in space (no qform, no sform)." : "";
  const detail = `The mask lies on another grid than the image. It has ${gridFigures(grid)}; ${others.join("; ") || "no image was loaded"}.${lost} Resample the mask to the image (nearest neighbour) first.`;
  return refuse(path, "other_grid", detail);
}

/** The labels that occur, ascending. */
function wholeLabels(path: string, values: Float32Array): number[] | Refusal {
  const seen = new Set<number>();
  for (const value of values) {
    if (!(Number.isInteger(value) && value >= 0 && value <= MAX_LABEL)) {
      const detail = `The mask holds the value ${Number(value.toPrecision(6))}, which is no label (a whole number from 0 to ${MAX_LABEL}). If it holds probabilities, threshold them first.`;
      return refuse(path, "unsupported", detail, { value: String(value) });
    }
    seen.add(value);
  }
  seen.delete(0);
  if (seen.size === 0) return refuse(path, "empty_roi", "The mask is empty: every voxel is 0.");
  return [...seen].sort((a, b) => a - b);
}
