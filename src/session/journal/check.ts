import type { Vec3 } from "#engine/grid.ts";
import { isMeasureId, measureOf } from "#engine/measure/index.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Measurement } from "../measurements.ts";
import type { Segment, SegmentProperty, SeriesWork, Term, Title } from "../session.ts";
import type { SuvChoice } from "../suv-choice.ts";

/*
 * A journal may come from a file that somebody sent. Each check returns the value in its type, built anew from the
 * fields that are known, or throws a TypeError that names what is wrong.
 */

export type Json = Readonly<Record<string, unknown>>;

/** Most voxels of a label map: what a drop of images may hold. */
const MAX_VOXELS = 2 ** 30;

export function object(value: unknown, what: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError(`${what} is no object`);
  return value as Json;
}
export function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is no list`);
  return value;
}
export function string(value: unknown, what: string): string {
  if (typeof value !== "string") throw new TypeError(`${what} is no text`);
  return value;
}
export function whole(value: unknown, what: string, low = 0, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high)
    throw new TypeError(`${what} is no whole number from ${low} to ${high}`);
  return value;
}

export function dims(value: unknown): readonly [number, number, number] {
  const [x, y, z] = list(value, "dims").map((n) => whole(n, "a dimension", 1, MAX_VOXELS));
  if (!(x * y * z <= MAX_VOXELS)) throw new TypeError("The label map is too large, or has no three dimensions");
  return [x, y, z];
}

export function work(value: unknown): SeriesWork {
  const { segments, activeLabel, measurements, suv } = object(value, "series");
  return {
    segments: list(segments, "segments").map(segment),
    activeLabel: whole(activeLabel, "label", 0, 255),
    ...(measurements === undefined ? {} : { measurements: list(measurements, "measurements").map(measurement) }),
    ...(suv === undefined ? {} : { suv: suvChoice(suv) }),
  };
}

const SUV_TYPES: readonly SuvChoice["type"][] = ["BW", "LBMJANMA", "LBMJAMES128", "BSA", "IBW"];

function suvChoice(value: unknown): SuvChoice {
  const { type, supplied } = object(value, "suv");
  const known = SUV_TYPES.find((t) => t === type);
  if (known === undefined) throw new TypeError(`There is no SUV “${String(type)}”`);
  const { weight, height, sex, dose, halfLife, injectionTime } = object(supplied, "supplied");
  const numbers = Object.entries({ weight, height, dose, halfLife }).filter(([, n]) => n !== undefined);
  for (const [name, n] of numbers)
    if (typeof n !== "number" || !(n > 0 && n < 1e9)) throw new TypeError(`${name} is no number above 0`);
  if (sex !== undefined && sex !== "M" && sex !== "F") throw new TypeError("sex is M or F");
  return {
    type: known,
    supplied: {
      ...Object.fromEntries(numbers),
      ...(sex === undefined ? {} : { sex }),
      ...(injectionTime === undefined ? {} : { injectionTime: string(injectionTime, "injectionTime") }),
    },
  };
}

function segment(value: unknown): Segment {
  const { label, layer, name, color, visible, locked, property, note } = object(value, "segment");
  const [r, g, b] = list(color, "color").map((c) => whole(c, "color", 0, 255));
  return {
    label: whole(label, "label", 1, 255),
    ...(layer === undefined ? {} : { layer: whole(layer, "layer", 1, 254) }),
    name: string(name, "name"),
    color: [r ?? 0, g ?? 0, b ?? 0],
    visible: visible !== false,
    locked: locked === true,
    ...(property === undefined ? {} : { property: segmentProperty(property) }),
    ...(note === undefined ? {} : { note: string(note, "note") }),
  };
}

function measurement(value: unknown): Measurement {
  const { id, kind, points, axis, text } = object(value, "measurement");
  const known = string(kind, "kind");
  if (!isMeasureId(known)) throw new TypeError(`There is no measurement “${known}”`);
  const all = list(points, "points").map((point): Vec3 => {
    const [i, j, k, ...more] = list(point, "point").map((n) => (Number.isFinite(n) ? (n as number) : Number.NaN));
    if (more.length > 0 || !(Number.isFinite(i) && Number.isFinite(j) && Number.isFinite(k)))
      throw new TypeError("A point has three numbers");
    return [i, j, k];
  });
  if (all.length !== measureOf(known).points) throw new TypeError(`${all.length} points of a ${known}`);
  return {
    id: whole(id, "id", 1),
    kind: known,
    points: all,
    axis: whole(axis, "axis", 0, 2) as 0 | 1 | 2,
    text: string(text, "text"),
  };
}

function segmentProperty(value: unknown): SegmentProperty {
  const { category, type, region } = object(value, "property");
  const known = { category: term(category), type: term(type) };
  return region === undefined ? known : { ...known, region: term(region) };
}

function term(value: unknown): Term {
  const code = object(value, "term");
  return {
    value: string(code.value, "value"),
    scheme: string(code.scheme, "scheme"),
    meaning: string(code.meaning, "meaning"),
  };
}

export function title(value: unknown): Title {
  const { key, fields } = object(value, "title");
  if (fields === undefined) return { key: string(key, "title") };
  const entries = Object.entries(object(fields, "fields")).filter(
    (pair): pair is [string, string | number] => typeof pair[1] === "string" || typeof pair[1] === "number",
  );
  return { key: string(key, "title"), fields: Object.fromEntries(entries) };
}

/** The parts that every recipe has; its values are judged by the engine when features are computed. */
export function recipe(value: unknown): Recipe {
  const all = object(value, "recipe");
  if (all.interpolation !== null) {
    const interpolation = object(all.interpolation, "interpolation");
    if (list(interpolation.spacing, "spacing").length !== 3) throw new TypeError("spacing has three numbers");
  }
  const { range } = object(all.resegmentation, "resegmentation");
  if (list(range, "range").length !== 2) throw new TypeError("a range has two ends");
  for (const part of ["discretisation", "ivh"]) string(object(all[part], part).method, `${part}.method`);
  for (const code of list(all.aggregations, "aggregations")) string(code, "aggregation");
  const texture = object(all.texture, "texture");
  for (const number of ["distance", "coarseness"])
    if (typeof texture[number] !== "number") throw new TypeError(`texture.${number} is no number`);
  string(texture.weighting, "texture.weighting");
  if (all.normalisation !== undefined) normalisation(object(all.normalisation, "normalisation"));
  return all as unknown as Recipe;
}

/** The parts that the engine reads by their type; which values make sense it judges itself. */
function normalisation(value: Json): void {
  switch (string(value.method, "normalisation.method")) {
    case "nyul":
      for (const part of ["percentiles", "landmarks"])
        for (const n of list(value[part], part)) if (typeof n !== "number") throw new TypeError(`${part} are numbers`);
      return;
    case "z_score":
      string(value.over, "normalisation.over");
      return;
    case "reference":
      string(value.region, "normalisation.region");
      return;
    case "white_stripe":
      if (typeof value.width !== "number") throw new TypeError("normalisation.width is no number");
      if (value.region !== undefined) string(value.region, "normalisation.region");
  }
}
