import type { Series } from "#io/series.ts";
import { list, object, string, whole } from "#session/journal/check.ts";
import { crc32 } from "#session/journal/crc32.ts";
import { decodeFrame, encodeFrame } from "#session/journal/frame.ts";
import type { Camera, LayoutId } from "../viewer/viewer.ts";
import { checkHand, type Hand } from "./hand.ts";

/** Project files end on it. */
export const PROJECT_EXTENSION = "radiomica";
export const isProjectFile = (path: string): boolean => path.toLowerCase().endsWith(`.${PROJECT_EXTENSION}`);

/** Where images came from, to find them again. Handles of files and folders are kept beside it, by their places. */
export type ProjectSource =
  | { readonly kind: "demo"; readonly file: string }
  | { readonly kind: "files"; readonly names: readonly string[] };

/** By what a series is known again when its files are opened once more. Nothing of the patient is kept. */
export type SeriesIdentity = {
  readonly id: string;
  readonly description: string;
  readonly modality: string;
  readonly dims: readonly number[];
  /** Of its instances, in the order of the slices. */
  readonly fingerprint: string;
  /** Of its files' contents; "" where they were not hashed. */
  readonly digest: string;
};

/** How a series was looked at. */
export type SeriesView = {
  readonly window: readonly [number, number];
  readonly inverted: boolean;
  readonly slices: Readonly<Record<string, number>>;
  /** Zoom, pan and turns by view; projects of before have none. */
  readonly cameras?: Readonly<Record<string, Camera>>;
};

/** A project without its document: what lists show and what is needed to open it. Times in ms since 1970. */
export type Project = {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly changed: number;
  readonly segments: number;
  readonly sources: readonly ProjectSource[];
  readonly series: readonly SeriesIdentity[];
  /** Segmentations that came with the images: they are not added a second time. */
  readonly segmentations: readonly string[];
  readonly layout: LayoutId;
  readonly views: Readonly<Record<string, SeriesView>>;
  /** Series that somebody has ticked as read. */
  readonly done: readonly string[];
  /** The tool in hand and its options; left out where nothing was seen yet. */
  readonly hand?: Hand;
};

const LAYOUTS: readonly LayoutId[] = ["acquisition", "1+2", "mpr", "2x2", "pair"];
const LONGEST_NAME = 100;

/** A name that can be shown anywhere: one line, without what hides or turns text, not too long. */
export function cleanName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ").replace(/\s+/g, " ");
  return [...line.trim()].slice(0, LONGEST_NAME).join("");
}

export function identityOf({ id, description, modality, image, slices }: Series): SeriesIdentity {
  const names = slices.map((s) => `${s.sopInstanceUid || s.sha256 || s.path}/${s.frame}`);
  const hashes = slices.map((s) => s.sha256);
  const place = [image.grid.dims, image.grid.spacing, image.grid.origin, image.grid.direction].join(";");
  return {
    id,
    description: cleanName(description),
    modality,
    dims: image.grid.dims,
    fingerprint: `${names.length}:${names[0] ?? ""}:${names.at(-1) ?? ""}:${sum(`${place}\n${names.join("\n")}`)}`,
    digest: hashes.includes("") ? "" : sum(hashes.join("\n")),
  };
}
const sum = (text: string) => crc32(new TextEncoder().encode(text)).toString(16).padStart(8, "0");

export const encodeProject = (project: Project): Uint8Array => encodeFrame(1, { json: project, blocks: [] });

/** The project of a record, or null where it is damaged. */
export function decodeProject(bytes: Uint8Array): Project | null {
  const read = decodeFrame(bytes);
  if (typeof read === "string") return null;
  try {
    return checkProject(read.frame.content.json);
  } catch {
    return null;
  }
}

/** The project that a JSON value says, built anew from what is known; throws where it says none. */
export function checkProject(json: unknown): Project {
  const all = object(json, "project");
  const layout = LAYOUTS.find((l) => l === all.layout) ?? "acquisition";
  return {
    id: string(all.id, "id"),
    name: cleanName(string(all.name, "name")),
    created: whole(all.created, "created"),
    changed: whole(all.changed, "changed"),
    segments: whole(all.segments, "segments"),
    sources: list(all.sources, "sources").map((item): ProjectSource => {
      const source = object(item, "source");
      if (source.kind === "demo") return { kind: "demo", file: string(source.file, "file") };
      return { kind: "files", names: list(source.names, "names").map((n) => cleanName(string(n, "name"))) };
    }),
    series: list(all.series, "series").map((item) => {
      const one = object(item, "series");
      return {
        id: string(one.id, "id"),
        description: cleanName(string(one.description, "description")),
        modality: cleanName(string(one.modality, "modality")),
        dims: list(one.dims, "dims").map((n) => whole(n, "dims")),
        fingerprint: string(one.fingerprint, "fingerprint"),
        digest: string(one.digest, "digest"),
      };
    }),
    segmentations: list(all.segmentations, "segmentations").map((id) => string(id, "segmentation")),
    layout,
    // Projects of before there were ticks have none.
    ...(all.hand === undefined ? {} : { hand: checkHand(all.hand) }),
    done: list(all.done ?? [], "done").map((id) => string(id, "series")),
    views: Object.fromEntries(Object.entries(object(all.views, "views")).map(([id, view]) => [id, checkView(view)])),
  };
}

function checkView(json: unknown): SeriesView {
  const view = object(json, "view");
  const [lower, upper] = list(view.window, "window");
  if (typeof lower !== "number" || typeof upper !== "number") throw new TypeError("A window has two numbers");
  const slices = Object.entries(object(view.slices, "slices")).map(([id, k]) => [id, whole(k, "slice")] as const);
  const cameras = Object.entries(object(view.cameras ?? {}, "cameras")).map(([id, c]) => [id, checkCamera(c)] as const);
  return {
    window: [lower, upper],
    inverted: view.inverted === true,
    slices: Object.fromEntries(slices),
    ...(cameras.length > 0 ? { cameras: Object.fromEntries(cameras) } : {}),
  };
}

/** Of a camera only what has its kind; the rest is as it comes. */
function checkCamera(json: unknown): Camera {
  const camera = object(json, "camera");
  const isPoint = (value: unknown, length: number): value is number[] =>
    Array.isArray(value) && value.length === length && value.every((x) => Number.isFinite(x));
  const { anchorWorld, anchorCanvas, scale, rotation, flipHorizontal, flipVertical } = camera;
  return {
    ...(isPoint(anchorWorld, 3) ? { anchorWorld } : {}),
    ...(isPoint(anchorCanvas, 2) ? { anchorCanvas } : {}),
    ...(isPoint(scale, 2) && scale.every((s) => s > 0) ? { scale } : {}),
    ...(typeof rotation === "number" && Number.isFinite(rotation) ? { rotation } : {}),
    flipHorizontal: flipHorizontal === true,
    flipVertical: flipVertical === true,
  };
}
