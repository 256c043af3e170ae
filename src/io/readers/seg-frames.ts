import type { Vec3 } from "#engine/grid.ts";
import type { SegmentProperty } from "../code.ts";
import type { Dataset, DicomFile } from "../dicom/dataset.ts";
import { codeOf } from "./code-item.ts";
import { imageOf } from "./slice-finder.ts";

/** What one frame of a segmentation says, and of which image. */
export type SegFrame = {
  /** 0-based, in the pixel data. */
  readonly index: number;
  /** Segment number; null in a label map, whose pixels are segment numbers. */
  readonly segment: number | null;
  /** Where it lies; null for images without a place in the patient (mammograms), which only `images` can tell. */
  readonly plane: FramePlane | null;
  /** The images it was made on; see `imageOf`. */
  readonly images: readonly string[];
};

export type FramePlane = {
  /** Patient position (mm) of the first pixel. */
  readonly position: Vec3;
  /** Unit vectors along a row (columns ascending) and down a column. */
  readonly rowDirection: Vec3;
  readonly columnDirection: Vec3;
  /** Distance in mm between columns and between rows. */
  readonly columnSpacing: number;
  readonly rowSpacing: number;
  /** Distance in mm between frames, where it is stated. */
  readonly sliceSpacing: number | undefined;
};

export type SegSegment = {
  readonly number: number;
  readonly name: string;
  readonly lab: readonly [number, number, number] | null;
  readonly property?: SegmentProperty;
};

/** The frames of a SEG from its functional groups; a sentence says what is missing where one cannot be placed. */
export function readFrames(file: DicomFile, labelMap: boolean): SegFrame[] | string {
  const { dataset } = file;
  const count = dataset.number("00280008") ?? 1;
  const shared = dataset.sequence("52009229")[0];
  const each = dataset.sequence("52009230");
  if (each.length < count) return `it has ${count} frames but says of only ${each.length} where they lie`;
  const frames: SegFrame[] = [];
  for (let index = 0; index < count; index++) {
    const group = (tag: string): Dataset | undefined => each[index].sequence(tag)[0] ?? shared?.sequence(tag)[0];
    const images = sourceImages(each[index]);
    const plane = readPlane(group("00209113"), group("00209116"), group("00289110"));
    if (typeof plane === "string") return `frame ${index + 1} has no ${plane}`;
    if (plane === null && images.length === 0) return `frame ${index + 1} has neither a position nor an image`;
    const segment = labelMap ? null : group("0062000A")?.number("0062000B");
    if (segment === undefined) return `frame ${index + 1} belongs to no segment`;
    frames.push({ index, segment, plane, images });
  }
  return frames;
}

/** The plane of a frame; null where it has none at all, else the name of what is missing. */
function readPlane(
  positions: Dataset | undefined,
  orientations: Dataset | undefined,
  measures: Dataset | undefined,
): FramePlane | null | string {
  const position = positions?.numbers("00200032") ?? [];
  const orientation = orientations?.numbers("00200037") ?? [];
  const spacing = measures?.numbers("00280030") ?? [];
  if (!positions && !orientations) return null;
  if (position.length !== 3) return "position";
  if (orientation.length !== 6) return "orientation";
  if (spacing.length !== 2 || !spacing.every((s) => s > 0)) return "pixel spacing";
  return {
    position: [position[0], position[1], position[2]],
    rowDirection: [orientation[0], orientation[1], orientation[2]],
    columnDirection: [orientation[3], orientation[4], orientation[5]],
    rowSpacing: spacing[0],
    columnSpacing: spacing[1],
    sliceSpacing: measures?.number("00180088") ?? measures?.number("00180050"),
  };
}

/** The segments a SEG declares, in its order; a label map's background (number 0) is none. */
export function readSegments(dataset: Dataset): SegSegment[] {
  return dataset
    .sequence("00620002")
    .map((item, n) => {
      const number = item.number("00620004") ?? n + 1;
      const lab = item.numbers("0062000D");
      const type = item.sequence("0062000F")[0]?.string("00080104");
      return {
        number,
        name: item.string("00620005") ?? type ?? `Segment ${number}`,
        lab: lab.length === 3 ? ([lab[0], lab[1], lab[2]] as const) : null,
        property: propertyOf(item),
      };
    })
    .filter((segment) => segment.number !== 0);
}

function propertyOf(segment: Dataset): SegmentProperty | undefined {
  const category = codeOf(segment.sequence("00620003")[0]);
  const type = codeOf(segment.sequence("0062000F")[0]);
  const region = codeOf(segment.sequence("00082218")[0]);
  if (!category?.value || !type?.value) return undefined;
  return region?.value ? { category, type, region } : { category, type };
}

const sourceImages = (frame: Dataset): string[] =>
  frame
    .sequence("00089124")
    .flatMap((derivation) => derivation.sequence("00082112"))
    .map(imageOf);

/** All items that name images: of the whole object and of each frame. */
export function* segReferences(dataset: Dataset): Iterable<Dataset> {
  for (const series of dataset.sequence("00081115")) {
    yield series;
    yield* series.sequence("0008114A");
  }
  yield* dataset.sequence("00082112");
  for (const frame of [...dataset.sequence("52009229"), ...dataset.sequence("52009230")]) {
    for (const derivation of frame.sequence("00089124")) yield* derivation.sequence("00082112");
  }
}
