import type { Vec3 } from "#engine/grid.ts";
import type { DecodeJob } from "../series.ts";
import type { Dataset, DicomFile } from "./dataset.ts";
import type { FrameTable } from "./frames.ts";
import { type Mosaic, tilePosition } from "./mosaic.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { tags } from "./tags.table.ts";
import { type Padding, paddingOf, type RealWorld, realWorldOf } from "./value-tags.ts";

/** A file that holds images, parsed but not decoded. */
export type ImageFile = {
  readonly file: DicomFile;
  readonly format: PixelFormat;
  readonly table: FrameTable;
  readonly sha256: string;
  /** True when the codestream is lossy, whatever the header says. */
  readonly lossy: boolean;
  /** Where the frames are the tiles of one image. */
  readonly mosaic?: Mosaic;
  /** The bytes that `table` refers to. */
  readonly open: () => Promise<Uint8Array>;
};

/** One frame and what its header says about where it lies and what its values mean. */
export type ImageFrame = {
  readonly image: ImageFile;
  /** 0-based, within the file. */
  readonly index: number;
  readonly position: Vec3 | null;
  /** Direction cosines of a row, then of a column. */
  readonly orientation: readonly number[] | null;
  /** Distance between rows, then between columns, in mm. */
  readonly pixelSpacing: readonly [number, number] | null;
  readonly spacingFrom: "pixel" | "imager" | "ultrasound" | null;
  readonly thickness: number | null;
  readonly slope: number;
  readonly intercept: number;
  readonly lut: DecodeJob["lut"];
  /** A slope and an intercept, a table or a dose scaling stand in the file. */
  readonly rescaled: boolean;
  readonly padding: Padding | null;
  readonly realWorld: RealWorld;
  readonly rescaleType: string;
  readonly imageType: readonly string[];
  readonly instanceNumber: number | null;
  readonly windows: readonly { readonly center: number; readonly width: number; readonly name: string }[];
  /** What may tell volumes at the same place apart, most telling first. */
  readonly keys: readonly (readonly [name: string, value: string])[];
};

/** The frames of a file, in file order. */
export function imageFrames(image: ImageFile): ImageFrame[] {
  const root = image.file.dataset;
  const shared = root.sequence(tags.SharedFunctionalGroupsSequence)[0];
  const perFrame = root.sequence(tags.PerFrameFunctionalGroupsSequence);
  return Array.from({ length: image.format.frames }, (_, index) =>
    describeFrame(image, index, lookup(root, shared, perFrame[index]), realWorldOf([perFrame[index], shared, root])),
  );
}

/** Finds an attribute in the frame's own functional group, else the shared one, else the data set itself. */
type Lookup = <T>(macro: string, read: (dataset: Dataset) => T | undefined) => T | undefined;

function lookup(root: Dataset, shared: Dataset | undefined, own: Dataset | undefined): Lookup {
  return (macro, read) => {
    for (const group of [own, shared]) {
      const item = macro === "" ? undefined : group?.sequence(macro)[0];
      const value = item && read(item);
      if (value !== undefined) return value;
    }
    return read(root);
  };
}

function describeFrame(image: ImageFile, index: number, find: Lookup, realWorld: RealWorld): ImageFrame {
  const root = image.file.dataset;
  const detector = root.sequence(tags.DetectorInformationSequence)[0];
  const three = (d: Dataset) => list(d, tags.ImagePositionPatient, 3);
  const six = (d: Dataset) => list(d, tags.ImageOrientationPatient, 6);
  const orientation =
    find(tags.PlaneOrientationSequence, six) ?? (detector && isTomographic(root) ? six(detector) : undefined) ?? null;
  const first =
    find(tags.PlanePositionSequence, three) ?? (detector && isTomographic(root) ? three(detector) : undefined) ?? null;
  const [pixelSpacing, spacingFrom] = findSpacing(root, find);
  const slopeOf = (d: Dataset) => d.number(tags.RescaleSlope);
  const dose = root.number(tags.DoseGridScaling);
  const slope = find(tags.PixelValueTransformationSequence, slopeOf);
  const intercept = find(tags.PixelValueTransformationSequence, (d) => d.number(tags.RescaleIntercept));
  const lut = modalityLut(root, image.format.signed);
  return {
    image,
    index,
    position: first && framePosition(image, index, first, orientation, pixelSpacing),
    orientation,
    pixelSpacing,
    spacingFrom,
    thickness: find(tags.PixelMeasuresSequence, (d) => d.number(tags.SliceThickness)) ?? null,
    slope: dose ?? slope ?? 1,
    intercept: intercept ?? 0,
    lut,
    padding: paddingOf(root, image.format),
    realWorld,
    rescaled: (slope !== undefined && intercept !== undefined) || lut !== undefined || dose !== undefined,
    rescaleType: find(tags.PixelValueTransformationSequence, (d) => d.string(tags.RescaleType)) ?? "",
    imageType: root.strings(tags.ImageType),
    instanceNumber: root.number(tags.InstanceNumber) ?? null,
    windows: findWindows(find),
    keys: splitKeys(root, find),
  };
}

const list = (dataset: Dataset, tag: string, length: number): Vec3 | undefined => {
  const values = dataset.numbers(tag);
  return values.length === length ? (values as unknown as Vec3) : undefined;
};

/** NM frames carry the first slice's place in the detector's item, but only reconstructed ones lie in space. */
const isTomographic = (root: Dataset): boolean =>
  root.strings(tags.ImageType).some((t) => t.includes("RECON") || t.includes("TOMO"));

/** Multi-frame objects without functional groups: the position of frame 0, moved along the normal. */
function framePosition(
  image: ImageFile,
  index: number,
  first: Vec3,
  orientation: readonly number[] | null,
  spacing: ImageFrame["pixelSpacing"],
): Vec3 | null {
  const root = image.file.dataset;
  if (image.mosaic) {
    const step = root.number(tags.SpacingBetweenSlices);
    if (!orientation || !spacing || step === undefined || step <= 0) return null;
    return tilePosition(image.mosaic, image.format, index, { position: first, orientation, spacing, step });
  }
  if (image.format.frames === 1 || root.has(tags.PerFrameFunctionalGroupsSequence)) return first;
  if (!orientation) return null;
  const [a, b, c, d, e, f] = orientation;
  const normal: Vec3 = [b * f - c * e, c * d - a * f, a * e - b * d];
  const offsets = root.numbers(tags.GridFrameOffsetVector);
  const step = root.number(tags.SpacingBetweenSlices);
  let distance: number | undefined;
  // Offsets run along +z of the patient (PS3.3 C.8.8.3.2): only where that is the normal is there no doubt.
  if (offsets.length === image.format.frames && normal[2] > 0.999) distance = offsets[index] - offsets[0];
  else if (step !== undefined && step !== 0 && isTomographic(root)) distance = index * step;
  if (distance === undefined) return null;
  return [first[0] + distance * normal[0], first[1] + distance * normal[1], first[2] + distance * normal[2]];
}

function findSpacing(root: Dataset, find: Lookup): [ImageFrame["pixelSpacing"], ImageFrame["spacingFrom"]] {
  const pair = (tag: string) => (d: Dataset) => {
    const values = d.numbers(tag);
    const ok = values.length === 2 && values[0] > 0 && values[1] > 0;
    return ok ? ([values[0], values[1]] as const) : undefined;
  };
  const pixel = find(tags.PixelMeasuresSequence, pair(tags.PixelSpacing));
  if (pixel) return [pixel, "pixel"];
  const imager = pair(tags.ImagerPixelSpacing)(root);
  if (imager) return [imager, "imager"];
  // One two-dimensional ultrasound region, both axes in centimetres.
  const regions = root.sequence(tags.SequenceOfUltrasoundRegions);
  const [region] = regions;
  const inCm = (tag: string) => region?.number(tag) === 3;
  if (regions.length === 1 && inCm(tags.PhysicalUnitsXDirection) && inCm(tags.PhysicalUnitsYDirection)) {
    const dx = Math.abs(region.number(tags.PhysicalDeltaX) ?? 0) * 10;
    const dy = Math.abs(region.number(tags.PhysicalDeltaY) ?? 0) * 10;
    if (dx > 0 && dy > 0 && region.number(tags.RegionSpatialFormat) === 1) return [[dy, dx], "ultrasound"];
  }
  return [null, null];
}

function findWindows(find: Lookup): ImageFrame["windows"] {
  const read = (tag: string) => find(tags.FrameVOILUTSequence, (d) => (d.has(tag) ? d.numbers(tag) : undefined)) ?? [];
  const centers = read(tags.WindowCenter);
  const widths = read(tags.WindowWidth);
  const names = find(tags.FrameVOILUTSequence, (d) => d.strings(tags.WindowCenterWidthExplanation)) ?? [];
  return centers.flatMap((center, i) => (widths[i] > 0 ? [{ center, width: widths[i], name: names[i] ?? "" }] : []));
}

/** The Modality LUT, where there is one instead of slope and intercept. */
function modalityLut(root: Dataset, signed: boolean): DecodeJob["lut"] {
  const item = root.sequence(tags.ModalityLUTSequence)[0];
  const data = item?.bytes(tags.LUTData);
  const descriptor = item?.numbers(tags.LUTDescriptor) ?? [];
  if (!data || descriptor.length < 3) return undefined;
  const length = descriptor[0] & 0xffff || 65536;
  // The first mapped value has the sign of the pixels, whatever VR it was written with.
  const first = signed ? (descriptor[1] << 16) >> 16 : descriptor[1] & 0xffff;
  const wide = data.length >= 2 * length;
  if (!wide && data.length < length) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const values = Float32Array.from({ length }, (_, i) =>
    wide ? view.getUint16(2 * i, root.littleEndian ?? true) : data[i],
  );
  return { first, values };
}

function splitKeys(root: Dataset, find: Lookup): ImageFrame["keys"] {
  const text = (macro: string, tag: string) => find(macro, (d) => d.strings(tag).join("\\") || undefined);
  const candidates: readonly (readonly [string, string | undefined])[] = [
    ["time point", text(tags.FrameContentSequence, tags.TemporalPositionIndex)],
    ["time point", root.string(tags.TemporalPositionIdentifier)],
    ["b-value", text(tags.MRDiffusionSequence, tags.DiffusionBValue)],
    ["gradient", text(tags.MRDiffusionSequence, tags.DiffusionGradientOrientation)],
    ["echo time", text(tags.MREchoSequence, tags.EffectiveEchoTime)],
    ["echo time", root.string(tags.EchoTime)],
    ["image type", root.strings(tags.ImageType).join("\\")],
    ["acquisition", root.string(tags.AcquisitionNumber)],
    ["trigger time", root.string(tags.TriggerTime)],
    ["frame time", root.string(tags.FrameReferenceTime)],
    ["acquisition time", root.string(tags.AcquisitionTime)],
    ["content time", root.string(tags.ContentTime)],
  ];
  return candidates.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}
