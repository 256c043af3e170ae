import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import { type MeasureId, measureOf } from "#engine/measure/index.ts";
import type { Figure, FigureId, Place } from "#engine/measure/measure.ts";
import { axesOf } from "#engine/measure/measure.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Code } from "../code.ts";
import type { Series } from "../series.ts";
import {
  codeContent,
  container,
  dcm,
  numberContent,
  type SpaceGraphic,
  spaceContent,
  textContent,
  uidContent,
} from "./content-item.ts";
import type { DicomRecord } from "./dicom.ts";
import { unitOf } from "./unit-codes.ts";

/** Something measured by hand in one slice of a series; points are continuous voxel indices. */
export type HandMeasurement = {
  readonly kind: MeasureId;
  /** By which the report names it. */
  readonly name: string;
  readonly text: string;
  readonly points: readonly Vec3[];
  readonly axis: 0 | 1 | 2;
};

const sct = (value: string, meaning: string): Code => ({ value, scheme: "SCT", meaning });
const DERIVATION = dcm("121401", "Derivation");
export const LONG_AXIS = sct("103339001", "Long Axis");
export const SHORT_AXIS = sct("103340004", "Short Axis");
export const COMMENT = dcm("121106", "Comment");
export const SOURCE = dcm("121112", "Source of Measurement");
const IMAGE_REGION = dcm("111030", "Image Region");

const concepts: Readonly<Partial<Record<FigureId, Code>>> = {
  length: sct("410668003", "Length"),
  long_axis: LONG_AXIS,
  short_axis: SHORT_AXIS,
  angle: sct("1483009", "Angle"),
  area: sct("42798000", "Area"),
  pixels: { value: "pixels", scheme: "99RADIOMICA", meaning: "Number of pixels" },
};
/** How an intensity was derived from those of the region (CID 7464). */
const derivations: Readonly<Partial<Record<FigureId, Code>>> = {
  mean: sct("373098007", "Mean"),
  sd: sct("386136009", "Standard Deviation"),
  min: sct("255605001", "Minimum"),
  max: sct("56851009", "Maximum"),
};

/** What the intensities of an image are called. SUV and its kind stand in the unit. */
function intensity(unit: IntensityUnit, modality: string): Code {
  if (unit === "HU") return dcm("112031", "Attenuation Coefficient");
  if (unit === "Gy") return dcm("128513", "Absorbed Dose");
  if (unit === "Bq/ml") return dcm("126377", "Tracer Concentration");
  if (unit === "mm2/s") return dcm("113041", "Apparent Diffusion Coefficient");
  if (modality === "MR") return dcm("110852", "MR signal intensity");
  return { value: "intensity", scheme: "99RADIOMICA", meaning: "Intensity" };
}

/**
 * Measurement groups (TID 1501; regions: planar ROI, TID 1410) of what was measured by hand, each number with the points
 * it comes from in patient coordinates. Where the series has no frame of reference there are no points.
 */
export function handGroups(series: Series, list: readonly HandMeasurement[], uid: () => string): DicomRecord[] {
  const sized = !series.findings.some((f) => f.code === "no_pixel_spacing");
  return list.map((m) => {
    const place: Place = { image: series.image, axis: m.axis, sized };
    const graphic = series.frameOfReferenceUid ? graphicOf(m, place) : null;
    const space = (relationship: "CONTAINS" | "INFERRED FROM", name: Code, points: SpaceGraphic | null) =>
      points ? [spaceContent(relationship, name, points, series.frameOfReferenceUid)] : [];
    const region = m.kind === "ellipse" || m.kind === "rectangle";
    const numbers = measureOf(m.kind)
      .figures(m.points, place)
      .map((figure, n) => {
        // Each axis is inferred from its own two points.
        const own = m.kind === "bidirectional" ? axisGraphic(m, n, place) : graphic;
        const source = region ? [] : space("INFERRED FROM", SOURCE, graphic && own);
        return numberOf(figure, series, source);
      });
    // An arrow measures nothing: its text is what it points out.
    const said = m.text || (m.kind === "arrow" ? "-" : "");
    const comment = said
      ? [textContent("CONTAINS", COMMENT, said, m.kind === "arrow" ? space("INFERRED FROM", SOURCE, graphic) : [])]
      : [];
    return container(
      "CONTAINS",
      dcm("125007", "Measurement Group"),
      [
        textContent("HAS OBS CONTEXT", dcm("112039", "Tracking Identifier"), m.name),
        uidContent("HAS OBS CONTEXT", dcm("112040", "Tracking Unique Identifier"), uid()),
        ...(region ? space("CONTAINS", IMAGE_REGION, graphic) : []),
        ...numbers,
        ...comment,
      ],
      region && graphic ? "1410" : "1501",
    );
  });
}

/** A number, with the reason as text where there is none. */
function numberOf(figure: Figure, series: Series, source: readonly DicomRecord[]): DicomRecord {
  const { image, modality, valueChain } = series;
  const derivation = derivations[figure.id];
  const name = concepts[figure.id] ?? intensity(image.unit, modality);
  const how = derivation ? [codeContent("HAS CONCEPT MOD", DERIVATION, derivation)] : [];
  if (!("value" in figure)) return textContent("CONTAINS", name, figure.missing, [...how, ...source]);
  const unit: Code =
    figure.unit === "deg"
      ? { value: "deg", scheme: "UCUM", meaning: "degrees" }
      : unitOf(figure.unit, image.unit, valueChain);
  return numberContent(name, figure.value, unit, [...how, ...source]);
}

function graphicOf({ kind, points, axis }: HandMeasurement, place: Place): SpaceGraphic {
  const { grid } = place.image;
  const world = (list: readonly Vec3[]) => list.map((p) => indexToWorld(grid, p));
  const [outline] = measureOf(kind).outlines(points, place);
  switch (kind) {
    case "probe":
      return { type: "POINT", points: world(points) };
    case "ellipse":
      return { type: "ELLIPSE", points: world(ellipseAxes(points, axis, place)) };
    case "rectangle":
      // A polygon ends where it began.
      return { type: "POLYGON", points: world([...outline.points, outline.points[0]]) };
    default:
      return { type: "POLYLINE", points: world(points) };
  }
}

/** Both ends of the long axis, then of the short one (PS3.3 C.18.9.1.1). */
function ellipseAxes([p, q]: readonly Vec3[], axis: 0 | 1 | 2, { image }: Place): Vec3[] {
  const [u, v] = axesOf(axis);
  const { spacing } = image.grid;
  const end = (a: number, b: number): Vec3 => {
    const out: [number, number, number] = [...p];
    out[u] = a;
    out[v] = b;
    return out;
  };
  const [cu, cv] = [(p[u] + q[u]) / 2, (p[v] + q[v]) / 2];
  const alongU = [end(p[u], cv), end(q[u], cv)];
  const alongV = [end(cu, p[v]), end(cu, q[v])];
  const wide = Math.abs(q[u] - p[u]) * spacing[u] >= Math.abs(q[v] - p[v]) * spacing[v];
  return wide ? [...alongU, ...alongV] : [...alongV, ...alongU];
}

/** The points of the long axis (0) or the short one (1). */
function axisGraphic({ points }: HandMeasurement, n: number, { image: { grid } }: Place): SpaceGraphic {
  const mm = ([a, b]: readonly Vec3[]) => Math.hypot(...[0, 1, 2].map((i) => (b[i] - a[i]) * grid.spacing[i]));
  const [first, second] = [points.slice(0, 2), points.slice(2, 4)];
  const long = mm(first) >= mm(second) ? first : second;
  const chosen = n === 0 ? long : long === first ? second : first;
  return { type: "POLYLINE", points: chosen.map((p) => indexToWorld(grid, p)) };
}
