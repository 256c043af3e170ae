import { finding } from "../refusal.ts";
import type { Finding, Phase } from "../series.ts";
import { dot, unitAxes } from "./geometry.ts";
import type { ImageFrame } from "./image-frames.ts";
import { tags } from "./tags.table.ts";

/** Frames that belong on one grid, and what set them apart from their series. */
export type FrameGroup = {
  readonly frames: readonly ImageFrame[];
  /** Added to the series description, e.g. "b-value 1000"; "" where nothing was split. */
  readonly label: string;
  readonly findings: readonly Finding[];
  /** One volume of several at the same place. */
  readonly phase?: Omit<Phase, "of">;
};

/** Positions closer than this, in mm, along the normal are the same place. */
const SAME_PLACE = 0.005;

/**
 * Splits the frames of one series: by object and pixel format, orientation, and, where several frames lie at the same
 * place, by what tells them apart (time, b-value, echo, …).
 */
export function groupFrames(frames: readonly ImageFrame[]): FrameGroup[] {
  const bySize = groupBy(frames, formatKey);
  const groups: FrameGroup[] = [];
  for (const sameSize of bySize) {
    const byOrientation = groupByOrientation(sameSize);
    for (const stack of byOrientation) {
      const findings: Finding[] = [];
      if (bySize.length > 1) findings.push(splitBySize(stack, bySize.length));
      if (byOrientation.length > 1) findings.push(splitByOrientation(byOrientation.length, sameSize.length));
      for (const group of splitPlaces(stack)) {
        groups.push({ ...group, findings: [...findings, ...group.findings] });
      }
    }
  }
  return groups;
}

function formatKey(frame: ImageFrame): string {
  const { image, pixelSpacing, imageType } = frame;
  const { rows, columns, samplesPerPixel } = image.format;
  const spacing = pixelSpacing?.map((s) => s.toFixed(4)).join("/") ?? "none";
  const isLocalizer = imageType.includes("LOCALIZER");
  const units = image.file.dataset.string(tags.Units) ?? "";
  return [rows, columns, samplesPerPixel, spacing, isLocalizer, units, frame.position === null].join(" ");
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group) group.push(item);
    else groups.set(k, [item]);
  }
  return [...groups.values()];
}

function groupByOrientation(frames: readonly ImageFrame[]): ImageFrame[][] {
  const groups: ImageFrame[][] = [];
  for (const frame of frames) {
    const known = groups.find(([first]) => sameOrientation(first.orientation, frame.orientation));
    if (known) known.push(frame);
    else groups.push([frame]);
  }
  return groups;
}

function sameOrientation(a: readonly number[] | null, b: readonly number[] | null): boolean {
  if (a === null || b === null) return a === b;
  return a.every((value, i) => Math.abs(value - b[i]) < 1e-3);
}

const splitBySize = ([{ image }]: readonly ImageFrame[], parts: number): Finding => {
  const { columns, rows } = image.format;
  const detail = `The series mixes ${parts} kinds of images (size, pixel size, colour or localizer); each is shown as a series of its own. This one is ${columns} × ${rows}.`;
  return finding("info", "mixed_size", detail, { parts, columns, rows });
};

const splitByOrientation = (parts: number, slices: number): Finding => {
  const detail = `The ${slices} images of this series lie in ${parts} orientations; each is shown as a series of its own.`;
  return finding("info", "mixed_orientation", detail, { parts, slices });
};

/** Frames at the same place: volumes of a 4D series, or duplicates. */
function splitPlaces(frames: readonly ImageFrame[]): FrameGroup[] {
  const places = placesOf(frames);
  const most = places ? Math.max(...places.map((p) => p.length)) : 1;
  if (!places || most === 1) return [{ frames, label: "", findings: [] }];
  const byKey = splitByKeys(frames);
  if (byKey) {
    const { groups, names } = byKey;
    const what = names.join(" and ");
    const detail = `Each place holds up to ${most} images: a 4D series, shown as ${groups.length} volumes that differ in ${what}.`;
    const note = finding("info", "four_dimensional", detail, { volumes: groups.length, by: what });
    const ranks = ranksOf(groups.map((g) => g.value));
    return groups.map(({ frames, label, value }, i) => ({
      frames,
      label,
      findings: [note],
      phase: { by: what, value, index: ranks[i], count: groups.length },
    }));
  }
  const complete = places.every((p) => p.length === most);
  const ranked = Array.from({ length: most }, (_, rank) => places.flatMap((p) => (p[rank] ? [p[rank]] : [])));
  const detail = complete
    ? `Each place holds ${most} images that nothing in their headers tells apart; they are shown as ${most} volumes in the order of their instance numbers.`
    : `Some places hold up to ${most} images that nothing in their headers tells apart; what is surplus is shown apart.`;
  const note = finding("warning", complete ? "four_dimensional" : "duplicate_positions", detail, {
    volumes: most,
    by: "instance number",
    places: places.length,
  });
  return ranked.map((group, i) => ({
    frames: group,
    label: `volume ${i + 1}`,
    findings: [note],
    ...(complete ? { phase: { by: "instance number", value: String(i + 1), index: i, count: most } } : {}),
  }));
}

/** The place of each value in rising order, where all are numbers (directions are not); else in the order they came. */
function ranksOf(values: readonly string[]): number[] {
  const numbers = values.map(Number);
  if (numbers.some((n) => Number.isNaN(n))) return values.map((_, i) => i);
  const order = values.map((_, i) => i).sort((a, b) => numbers[a] - numbers[b] || a - b);
  return values.map((_, i) => order.indexOf(i));
}

/** Frames by place along the normal, each in the order of their instance numbers; null where places are unknown. */
function placesOf(frames: readonly ImageFrame[]): ImageFrame[][] | null {
  const axes = unitAxes(frames[0].orientation);
  if (!axes || frames.some((f) => f.position === null)) return null;
  const at = new Map(frames.map((f) => [f, f.position ? dot(f.position, axes.normal) : 0]));
  const along = (f: ImageFrame) => at.get(f) ?? 0;
  const sorted = [...frames].sort(
    (a, b) => along(a) - along(b) || (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) || a.index - b.index,
  );
  const places: ImageFrame[][] = [];
  for (const frame of sorted) {
    const place = places.at(-1);
    if (place && along(frame) - along(place[0]) < SAME_PLACE) place.push(frame);
    else places.push([frame]);
  }
  for (const place of places) {
    place.sort((a, b) => (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) || a.index - b.index);
  }
  return places;
}

/**
 * The first key, or pair of keys, whose values make volumes without two images at one place, and as many volumes as
 * there are images at the fullest place.
 */
function splitByKeys(
  frames: readonly ImageFrame[],
): { groups: { frames: ImageFrame[]; label: string; value: string }[]; names: string[] } | null {
  const names = [...new Set(frames.flatMap((f) => f.keys.map(([name]) => name)))];
  const most = Math.max(...(placesOf(frames)?.map((p) => p.length) ?? [1]));
  const attempts = [...names.map((n) => [n]), ...names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b]))];
  for (const attempt of attempts) {
    const value = (f: ImageFrame) => attempt.map((name) => f.keys.find(([n]) => n === name)?.[1] ?? "").join(", ");
    const groups = groupBy(frames, value);
    if (groups.length !== most) continue;
    if (groups.every((g) => placesOf(g)?.every((p) => p.length === 1))) {
      const labelled = groups.map((g) => ({
        frames: g,
        label: `${attempt.join(", ")} ${value(g[0])}`,
        value: value(g[0]),
      }));
      return { groups: labelled, names: attempt };
    }
  }
  return null;
}
