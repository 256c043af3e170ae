import type { Grid } from "#engine/grid.ts";
import { fillPolygon } from "#engine/kernels/polygon-fill.ts";
import type { Dataset, DicomFile } from "../dicom/dataset.ts";
import { refuse } from "../refusal.ts";
import type { Finding, ImportedSegment, ImportedSegmentation, Refusal, Series } from "../series.ts";
import { termOf } from "../terminology.table.ts";
import { codeOf } from "./code-item.ts";
import { nearestPlane, type SliceContour, sortContours } from "./contour-overlap.ts";
import { findSeries, gatherReferences, noImages, otherSeries, plural } from "./find-series.ts";
import { type DrawPlane, importedSegment } from "./imported-segment.ts";
import { imageOf, PLANE_TOLERANCE, type SliceFinder, sliceFinder } from "./slice-finder.ts";

export const RTSTRUCT_SOP_CLASS = "1.2.840.10008.5.1.4.1.1.481.3";

const ROI_SEQUENCE = "30060020";
const ROI_NUMBER = "30060022";
const ROI_FRAME_OF_REFERENCE = "30060024";
const ROI_NAME = "30060026";
const ROI_CONTOUR_SEQUENCE = "30060039";
const REFERENCED_ROI_NUMBER = "30060084";
const ROI_DISPLAY_COLOR = "3006002A";
const CONTOUR_SEQUENCE = "30060040";
const CONTOUR_IMAGE_SEQUENCE = "30060016";
const CONTOUR_GEOMETRIC_TYPE = "30060042";
const NUMBER_OF_CONTOUR_POINTS = "30060046";
const CONTOUR_DATA = "30060050";
const STRUCTURE_SET_LABEL = "30060002";

/**
 * An RT structure set as masks on the series it was drawn on.
 *
 * A voxel belongs to an ROI when its centre lies inside an odd number of the ROI's contours in that slice (even-odd;
 * nested contours and keyholes make holes). A centre exactly on an edge: see `fillPolygon`. A contour is of the slice
 * whose plane is within a tenth of the slice distance of all its points, and where several planes are that near, of the
 * nearest; others are left out and a finding says how many. Open contours and points enclose nothing and are left out likewise.
 */
export function readRtstruct(file: DicomFile, series: readonly Series[]): ImportedSegmentation | Refusal {
  const rois = file.dataset.sequence(ROI_SEQUENCE);
  const drawn = file.dataset.sequence(ROI_CONTOUR_SEQUENCE);
  if (rois.length === 0) {
    return refuse(file.path, "parse_error", "This RT structure set was not loaded: it contains no region.");
  }
  const refs = gatherReferences(file, references);
  const { sure, candidates } = findSeries(refs, series);
  const target = sure ? candidates[0] : candidates.find((s) => drawn.every((roi) => fits(roi, sliceFinder(s))));
  if (!target) return noImages(file, "RT structure set", refs, series);

  const elsewhere = sure ? null : otherSeries(refs);
  const findings: Finding[] = elsewhere ? [elsewhere] : [];
  if (target.study.studyInstanceUid !== refs.studyUid) {
    const detail = "The RT structure set names another study than its images do; it was matched by its references.";
    findings.push({ level: "warning", code: "other_study", detail, fields: {} });
  }
  const finder = sliceFinder(target);
  const segments: ImportedSegment[] = [];
  for (const roi of rois) {
    const number = roi.number(ROI_NUMBER);
    const name = roi.string(ROI_NAME) ?? `ROI ${number ?? "?"}`;
    const frame = roi.string(ROI_FRAME_OF_REFERENCE);
    if (frame && target.frameOfReferenceUid && frame !== target.frameOfReferenceUid) {
      const detail = `The region "${name}" was left out: it was drawn in another frame of reference than these images.`;
      findings.push({ level: "warning", code: "other_grid", detail, fields: { roi: name } });
      continue;
    }
    const items = drawn.filter((item) => item.number(REFERENCED_ROI_NUMBER) === number);
    const head = { name, number: number ?? null, property: propertyOf(file.dataset, number) };
    segments.push(readRoi(head, items, target.image.grid, finder, findings));
  }
  const numbers = new Set(rois.map((roi) => roi.number(ROI_NUMBER)));
  const nameless = drawn.filter((item) => !numbers.has(item.number(REFERENCED_ROI_NUMBER))).length;
  if (nameless > 0) {
    const detail = `${plural(nameless, "region")} left out: the structure set has contours for them, but does not describe them.`;
    findings.push({ level: "error", code: "parse_error", detail, fields: { count: nameless } });
  }
  const label = file.dataset.string(STRUCTURE_SET_LABEL) ?? "";
  return {
    id: file.sopInstanceUid || file.path,
    seriesId: target.id,
    kind: "RTSTRUCT",
    label,
    path: file.path,
    sha256: "",
    findings,
    segments,
  };
}

function* references(dataset: Dataset): Iterable<Dataset> {
  for (const frame of dataset.sequence("30060010")) {
    yield frame;
    for (const study of frame.sequence("30060012")) {
      for (const series of study.sequence("30060014")) {
        yield series;
        yield* series.sequence(CONTOUR_IMAGE_SEQUENCE);
      }
    }
  }
  for (const roi of dataset.sequence(ROI_CONTOUR_SEQUENCE)) {
    for (const contour of roi.sequence(CONTOUR_SEQUENCE)) yield* contour.sequence(CONTOUR_IMAGE_SEQUENCE);
  }
}

const fits = (roi: Dataset, finder: SliceFinder): boolean =>
  roi.sequence(CONTOUR_SEQUENCE).every((contour) => {
    const [x, y, z] = contour.numbers(CONTOUR_DATA);
    return z === undefined || finder.find([x, y, z], []) !== undefined;
  });

/** What an observation says that an ROI is of, where that is a term of our list. */
function propertyOf(dataset: Dataset, roi: number | undefined): ImportedSegment["property"] {
  const observations = dataset.sequence("30060080").filter((item) => item.number(REFERENCED_ROI_NUMBER) === roi);
  const codes = observations.flatMap((item) => codeOf(item.sequence("30060086")[0]) ?? []);
  const term = codes.map((code) => termOf(code)).find((found) => found !== undefined);
  return term && { category: term.category, type: term.type };
}

type RoiHead = Pick<ImportedSegment, "name" | "number" | "property">;

function readRoi(
  { name, number, property }: RoiHead,
  items: readonly Dataset[],
  grid: Grid,
  finder: SliceFinder,
  findings: Finding[],
): ImportedSegment {
  const contours: SliceContour[] = [];
  const open = new Map<string, number>();
  let malformed = 0;
  let between = 0;
  let beyond = 0;
  const all = items.flatMap((item) => item.sequence(CONTOUR_SEQUENCE));
  for (const contour of all) {
    const type = contour.string(CONTOUR_GEOMETRIC_TYPE) ?? "";
    if (type !== "CLOSED_PLANAR" && type !== "CLOSEDPLANAR_XOR") {
      open.set(type || "no type", (open.get(type || "no type") ?? 0) + 1);
      continue;
    }
    const data = contour.numbers(CONTOUR_DATA);
    const declared = contour.number(NUMBER_OF_CONTOUR_POINTS) ?? data.length / 3;
    if (data.length < 9 || data.length !== 3 * declared || !data.every(Number.isFinite)) {
      malformed++;
      continue;
    }
    const placed = placeContour(data, type === "CLOSEDPLANAR_XOR", contour, finder);
    if (placed === "between") between++;
    else if (placed === "beyond") beyond++;
    else contours.push(placed);
  }
  const drawnHere = nearestPlane(contours);
  between += contours.length - drawnHere.length;
  const say = (level: Finding["level"], code: Finding["code"], detail: string, fields: Finding["fields"]) =>
    findings.push({ level, code, detail: `Region "${name}": ${detail}`, fields: { roi: name, ...fields } });
  for (const [type, count] of open) {
    const detail = `${plural(count, "contour")} of type ${type} left out: only closed planar contours enclose voxels.`;
    say("warning", "contours_skipped", detail, { count, type });
  }
  if (malformed > 0) {
    const detail = `${plural(malformed, "contour")} left out: fewer than three points, or coordinates that do not parse. The region is incomplete.`;
    say("error", "contours_skipped", detail, { count: malformed, type: "malformed" });
  }
  if (between > 0) {
    const detail = `${plural(between, "contour")} left out: not in the plane of any slice of these images. The region is incomplete.`;
    say("error", "contours_off_slices", detail, { count: between });
  }
  if (beyond > 0) {
    const detail = `${plural(beyond, "contour")} left out: above or below the slices that are open. The region is cut.`;
    say("warning", "contours_off_slices", detail, { count: beyond });
  }
  const { slices, copies, crossing } = sortContours(drawnHere, grid.dims[0], grid.dims[1]);
  if (copies > 0) {
    const detail = `${plural(copies, "contour")} left out: each is the exact copy of another one.`;
    say("info", "contours_overlap", detail, { count: copies });
  }
  if (crossing > 0) {
    const detail = `${plural(crossing, "pair")} of contours cross each other; what lies in both counts as outside (even-odd). Check these slices.`;
    say("warning", "contours_overlap", detail, { count: crossing });
  }
  const segment = importedSegment(name, number, readColor(items[0]), grid, drawings(slices, grid), property);
  if (segment.voxels === 0) {
    const why = all.length === 0 ? "it has no contour" : "no voxel centre lies inside its contours on these images";
    say("warning", "empty_roi", `empty: ${why}.`, { contours: all.length });
  }
  return segment;
}

function placeContour(
  data: readonly number[],
  xor: boolean,
  contour: Dataset,
  finder: SliceFinder,
): SliceContour | "between" | "beyond" {
  const at = (p: number): [number, number, number] => [data[3 * p], data[3 * p + 1], data[3 * p + 2]];
  const n = data.length / 3;
  const images = contour.sequence(CONTOUR_IMAGE_SEQUENCE).map(imageOf);
  const k = finder.find(at(0), images);
  if (k === undefined) return finder.outside(at(0)) ? "beyond" : "between";
  const xs = new Float64Array(n);
  const ys = new Float64Array(n);
  for (let p = 0; p < n; p++) {
    if (Math.abs(finder.off(at(p), k)) > PLANE_TOLERANCE) return "between";
    [xs[p], ys[p]] = finder.inPlane(at(p), k);
  }
  return { k, xs, ys, off: finder.off(at(0), k), xor };
}

function drawings(slices: ReadonlyMap<number, readonly SliceContour[]>, grid: Grid): Map<number, DrawPlane> {
  const [nx, ny] = grid.dims;
  const draw = (contours: readonly SliceContour[]) => (plane: Uint8Array) => {
    for (const { xs, ys } of contours) fillPolygon(xs, ys, xs.length, nx, ny, plane);
  };
  return new Map(Array.from(slices, ([k, contours]) => [k, draw(contours)]));
}

function readColor(item: Dataset | undefined): ImportedSegment["color"] {
  const rgb = item?.numbers(ROI_DISPLAY_COLOR) ?? [];
  const ok = rgb.length === 3 && rgb.every((v) => Number.isInteger(v) && v >= 0 && v <= 255);
  return ok ? [rgb[0], rgb[1], rgb[2]] : null;
}
