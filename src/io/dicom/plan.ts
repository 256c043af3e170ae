import type { Grid } from "#engine/grid.ts";
import { finding } from "../refusal.ts";
import type { Finding, IntensityUnit, Phase, StudyInfo, SuvState } from "../series.ts";
import type { Dataset } from "./dataset.ts";
import { stackSlices } from "./geometry.ts";
import { type FrameGroup, groupFrames } from "./group.ts";
import type { ImageFrame } from "./image-frames.ts";
import type { Mosaic } from "./mosaic.ts";
import { realWorldVerdict } from "./real-world.ts";
import { suvScale } from "./suv.ts";
import { suvFacts } from "./suv-facts.ts";
import { type SuvRequest, suvAsFiled } from "./suv-request.ts";
import { tags } from "./tags.table.ts";
import { transferSyntaxes } from "./transfer-syntax.table.ts";

/** A series before its pixels are decoded: everything a header says. */
export type SeriesPlan = {
  readonly id: string;
  readonly frames: readonly ImageFrame[];
  readonly grid: Grid;
  readonly use: "volume" | "slices";
  readonly findings: readonly Finding[];
  readonly unit: IntensityUnit;
  /** Slope and intercept of frame k, all factors in. */
  readonly scale: (k: number) => { readonly slope: number; readonly intercept: number };
  readonly valueChain: string;
  readonly label: string;
  /** PET only. */
  readonly suv?: SuvState;
  readonly phase?: Phase;
};

/** Groups the frames of a drop into series and judges each. `suv`: which SUV, and what a person supplies for it. */
export function planSeries(frames: readonly ImageFrame[], suv: SuvRequest = suvAsFiled): SeriesPlan[] {
  const bySeries = new Map<string, ImageFrame[]>();
  for (const frame of frames) {
    const uid = seriesKey(frame);
    const known = bySeries.get(uid);
    if (known) known.push(frame);
    else bySeries.set(uid, [frame]);
  }
  return [...bySeries].flatMap(([uid, all]) => {
    const sorted = [...all].sort((a, b) => (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) || a.index - b.index);
    return groupFrames(sorted).map((group, i) => planGroup(group, uid, i === 0 ? uid : `${uid}#${i + 1}`, suv));
  });
}

/** The series UID; files that name none belong together by what else they share, or stand alone. */
function seriesKey({ image }: ImageFrame): string {
  const { dataset, path } = image.file;
  const uid = dataset.string(tags.SeriesInstanceUID);
  if (uid) return uid;
  const place = [tags.StudyInstanceUID, tags.FrameOfReferenceUID].map((tag) => dataset.string(tag) ?? "");
  if (place.every((p) => p === "")) return `no series: ${path}`;
  const names = [tags.Modality, tags.SeriesNumber, tags.SeriesDescription].map((tag) => dataset.string(tag) ?? "");
  return `no series: ${[...place, ...names].join(" ")}`;
}

function planGroup(group: FrameGroup, uid: string, id: string, suv: SuvRequest): SeriesPlan {
  const first = group.frames[0];
  const { columns, rows } = first.image.format;
  const stack = stackSlices(group.frames, columns, rows);
  const frames = stack.order.map((i) => group.frames[i]);
  const values = describeValues(frames, suv);
  return {
    id,
    frames,
    grid: stack.grid,
    use: stack.use,
    findings: [...group.findings, ...stack.findings, ...values.findings, ...imageFindings(frames)],
    unit: values.unit,
    scale: values.scale,
    valueChain: values.valueChain,
    label: group.label,
    ...(values.suv ? { suv: values.suv } : {}),
    // Volumes of one acquisition lie on one grid; a series may hold several acquisitions.
    ...(group.phase ? { phase: { ...group.phase, of: `${uid} ${JSON.stringify(stack.grid)}` } } : {}),
  };
}

type Values = Pick<SeriesPlan, "unit" | "scale" | "valueChain" | "suv"> & { readonly findings: readonly Finding[] };

function describeValues(frames: readonly ImageFrame[], request: SuvRequest): Values {
  const [first] = frames;
  const { dataset } = first.image.file;
  const modality = dataset.string(tags.Modality) ?? "";
  const scale = (k: number) => ({ slope: frames[k].slope, intercept: frames[k].intercept });
  const chain = rescaleSentence(frames);
  if (first.image.format.samplesPerPixel > 1 || first.image.format.palette) {
    const detail = "A colour image: it is shown and measured as luminance (Rec. 601), which has no physical unit.";
    const valueChain = `Luminance 0.299 R + 0.587 G + 0.114 B of ${first.image.format.photometric}; ${chain}`;
    return { unit: "arbitrary", scale, valueChain, findings: [finding("warning", "colour", detail)] };
  }
  if (modality === "PT") {
    const facts = suvFacts(frames);
    const { unit, factors, sentence, findings, missing, supplied } = suvScale(facts, request);
    const slopes = frames.map(({ slope }, k) => slope * (factors?.[k] ?? 1));
    const type = factors ? request.type : null;
    const suv: SuvState = { facts, request, type, missing, supplied, slopes, storedChain: chain };
    if (!factors) return { unit, scale, valueChain: chain, findings, suv };
    return {
      unit,
      scale: (k) => ({ slope: slopes[k], intercept: frames[k].intercept * factors[k] }),
      valueChain: `${chain}; ${sentence}`,
      findings,
      suv,
    };
  }
  const world = realWorldVerdict(frames);
  const plain = plainUnit(modality, first, dataset);
  if (world.scales) {
    const { scales, unit = "arbitrary", sentence } = world;
    return { unit, scale: (k) => scales[k], valueChain: sentence, findings: world.findings };
  }
  const valueChain = world.sentence ? `${chain}, ${world.sentence}` : chain;
  // The unit of the rescale stands where it is known.
  const unit = plain.unit === "arbitrary" ? (world.unit ?? plain.unit) : plain.unit;
  const settled = unit === plain.unit ? plain.findings : plain.findings.filter((f) => f.code !== "no_calibration");
  return { unit, findings: [...settled, ...world.findings], scale, valueChain };
}

function plainUnit(modality: string, frame: ImageFrame, dataset: Dataset): Pick<Values, "unit" | "findings"> {
  if (modality === "CT") {
    const isHu = frame.rescaled && (frame.rescaleType === "" || frame.rescaleType === "HU");
    if (isHu) return { unit: "HU", findings: [] };
    const why = frame.rescaled ? `the rescale type is ${frame.rescaleType}` : "slope and intercept are missing";
    const detail = `This CT is not in Hounsfield units: ${why}. Values are shown as they are stored.`;
    return { unit: "arbitrary", findings: [finding("warning", "no_calibration", detail, { why })] };
  }
  if (modality === "RTDOSE") {
    return { unit: dataset.string(tags.DoseUnits) === "GY" ? "Gy" : "arbitrary", findings: [] };
  }
  return { unit: modality === "NM" ? "counts" : "arbitrary", findings: [] };
}

function rescaleSentence(frames: readonly ImageFrame[]): string {
  const [first] = frames;
  if (first.lut) return "Stored values through the Modality LUT";
  const slopes = new Set(frames.map((f) => f.slope));
  const intercepts = new Set(frames.map((f) => f.intercept));
  if (slopes.size === 1 && intercepts.size === 1) {
    return first.rescaled || first.slope !== 1 || first.intercept !== 0
      ? `Stored value × ${first.slope} + ${first.intercept}`
      : "Stored values (no rescale in the file)";
  }
  return `Stored value × slope + intercept of each slice (${slopes.size} slopes, ${intercepts.size} intercepts)`;
}

const QUANTITATIVE = new Set(["CT", "MR", "PT", "NM", "RTDOSE"]);
const PROJECTION = new Set(["CR", "DX", "MG", "RF", "XA", "IO", "PX"]);

/** What a reader of numbers should know about how the image was made and stored. */
function imageFindings(frames: readonly ImageFrame[]): Finding[] {
  const [first] = frames;
  const { dataset, transferSyntax, notes } = first.image.file;
  const { format } = first.image;
  const modality = dataset.string(tags.Modality) ?? "";
  const findings: Finding[] = [];
  const syntax = transferSyntaxes[transferSyntax];
  if (
    dataset.string(tags.LossyImageCompression) === "01" ||
    syntax?.lossy === true ||
    frames.some((f) => f.image.lossy)
  ) {
    const ratio = dataset.number(tags.LossyImageCompressionRatio);
    const how = ratio ? `, about ${ratio} : 1` : "";
    const detail = `The image was compressed with loss (${syntax?.name ?? transferSyntax}${how}): texture features are not trustworthy.`;
    findings.push(finding("warning", "lossy", detail, { transferSyntax, ratio: ratio ?? "" }));
  }
  if (QUANTITATIVE.has(modality) && format.float === "none" && format.bitsStored <= 8) {
    const detail = `Only ${format.bitsStored} bits a pixel were stored: the grey levels of the scanner are lost.`;
    findings.push(finding("warning", "eight_bit", detail, { bits: format.bitsStored }));
  }
  if (dataset.string(tags.BurnedInAnnotation) === "YES") {
    const detail =
      "Text or graphics are burned into the pixels: keep regions away from them, and check for patient names.";
    findings.push(finding("warning", "burned_in", detail));
  }
  if (first.imageType[0] === "DERIVED") {
    const how = dataset.string(tags.DerivationDescription);
    const detail = `A derived image (${first.imageType.join("\\")}${how ? `: ${how}` : ""}), not what the scanner measured.`;
    findings.push(finding("info", "derived", detail));
  }
  if (first.imageType.includes("LOCALIZER")) {
    findings.push(finding("info", "localizer", "A localizer (scout): for orientation, not for measurement."));
  }
  const made = interpolation(first);
  if (made) findings.push(finding("info", "interpolated", made.detail, made.fields));
  if (first.lut) {
    const detail =
      "A Modality LUT stands in place of slope and intercept: equal steps of the stored values need not be equal steps of what was measured.";
    findings.push(finding("warning", "modality_lut", detail));
  }
  if (first.image.mosaic) findings.push(mosaicFinding(first.image.mosaic));
  if (first.spacingFrom === "imager" || (first.spacingFrom === "pixel" && PROJECTION.has(modality))) {
    const detail =
      "A projection image: distances hold in the plane of the detector, or where it was calibrated; the body is magnified.";
    findings.push(finding("info", "no_calibration", detail));
  }
  if (format.float === "float64" || (format.float === "none" && format.bitsStored > 24)) {
    const detail = "Values are kept with 24 significant bits (about seven digits); the file has more.";
    findings.push(finding("info", "value_cast", detail));
  }
  const surplus = frames.find((f) => f.image.table.surplus > 1);
  if (surplus) {
    const detail = `${surplus.image.table.surplus} bytes follow the pixels and were left aside.`;
    findings.push(finding("info", "recovered", detail, { surplus: surplus.image.table.surplus }));
  }
  const recovered = [...(notes ?? []), ...frames.flatMap((f) => f.image.table.note ?? []).slice(0, 1)];
  if (recovered.length > 0) findings.push(finding("info", "recovered", recovered.join(" ")));
  return findings;
}

/** Words of Image Type that name an image computed from others by interpolation or projection. */
const RESAMPLED = /RESAMPLED|REFORMAT|\bMPR\b|\bMIP\b|MINIP|PROJECTION IMAGE/;
/** An MR image with so many times more pixels a side than were acquired was filled up or interpolated. */
const FILLED = 1.5;

/** Whether the pixels are finer than what was measured. */
function interpolation({ imageType, image }: ImageFrame): Pick<Finding, "detail" | "fields"> | null {
  const word = imageType.find((t) => RESAMPLED.test(t));
  if (word)
    return { detail: `An interpolated image (${word}): neighbouring voxels repeat each other.`, fields: { word } };
  const { dataset } = image.file;
  if (dataset.string(tags.Modality) !== "MR" || image.mosaic) return null;
  const acquired = Math.max(0, ...dataset.numbers(tags.AcquisitionMatrix));
  const shown = Math.max(image.format.rows, image.format.columns);
  if (acquired === 0 || shown < FILLED * acquired) return null;
  const detail = `${acquired} samples a side were acquired, ${shown} pixels are stored: the image was interpolated or zero-filled, and neighbouring voxels repeat each other.`;
  return { detail, fields: { acquired, shown } };
}

function mosaicFinding({ slices, stacking, counted }: Mosaic): Finding {
  const guessed = [
    ...(counted ? [] : ["their number is that of the tiles that are not blank"]),
    ...(stacking ? [] : ["their order is taken to follow the normal of the image: check which end is the head"]),
  ];
  const sentence = guessed.length > 0 ? ` The file no longer says all of it: ${guessed.join("; ")}.` : "";
  const detail = `A Siemens mosaic, taken apart into ${slices} slices.${sentence}`;
  return finding(guessed.length > 0 ? "warning" : "info", "mosaic", detail, { slices });
}

/** What the headers say of patient and study. */
export function studyInfo(dataset: Dataset): StudyInfo {
  const text = (tag: string) => dataset.string(tag) ?? "";
  return {
    studyInstanceUid: text(tags.StudyInstanceUID),
    patientName: text(tags.PatientName),
    patientId: text(tags.PatientID),
    patientBirthDate: text(tags.PatientBirthDate),
    patientSex: text(tags.PatientSex),
    studyDate: text(tags.StudyDate),
    studyTime: text(tags.StudyTime),
    studyDescription: text(tags.StudyDescription),
    studyId: text(tags.StudyID),
    accessionNumber: text(tags.AccessionNumber),
  };
}
