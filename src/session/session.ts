import type { Recipe } from "#engine/recipe.ts";
import type { LabelRuns } from "./label-map.ts";
import type { Measurement } from "./measurements.ts";
import type { SuvChoice } from "./suv-choice.ts";

/** A segment of a series; `label` is its value in the label map of its layer, 1..255, and no other segment's. */
export type Segment = {
  readonly label: number;
  /** Segments of different layers may overlap, those of one cannot; left out for the first, 0. */
  readonly layer?: number;
  readonly name: string;
  readonly color: readonly [number, number, number];
  readonly visible: boolean;
  readonly locked: boolean;
  /** What it is of, in coded terms; left out where nobody said. */
  readonly property?: SegmentProperty;
  /** What a person wrote of it; left out where nothing was. */
  readonly note?: string;
};

/** A term of a terminology: (64033007, SCT, "Kidney"). */
export type Term = { readonly value: string; readonly scheme: string; readonly meaning: string };

/** Category, what it is, and where, for what can be anywhere. */
export type SegmentProperty = { readonly category: Term; readonly type: Term; readonly region?: Term };

/** What belongs to one series: its segments and measurements, which of them is drawn with, and the settings of its features. */
export type SeriesState = {
  readonly segments: readonly Segment[];
  /** Label of the active segment; 0 when there is none. */
  readonly activeLabel: number;
  /** Measured by hand; left out where nothing was. */
  readonly measurements?: readonly Measurement[];
  /** PET: left out where it is what its files alone give, by body weight. */
  readonly suv?: SuvChoice;
  readonly recipe: Recipe;
};

/** What history owns of a series: all but the settings, which an undo of earlier work leaves alone. */
export type SeriesWork = Omit<SeriesState, "recipe">;

/** The document. Immutable; voxels live beside it in label maps. */
export type SessionState = {
  readonly series: Readonly<Record<string, SeriesState>>;
  /** Which series is in view; "" for none. */
  readonly activeSeries: string;
};

/** One change of the document. Every change knows its inverse, so everything can be undone. */
export type Change =
  /** `layer`: left out for the first, 0. */
  | { readonly kind: "voxels"; readonly seriesId: string; readonly layer?: number; readonly runs: LabelRuns }
  | {
      readonly kind: "series";
      readonly seriesId: string;
      readonly before: SeriesWork;
      readonly after: SeriesWork;
    };

/** A history entry: what a person did, as one step. */
export type Entry = { readonly title: Title; readonly changes: readonly Change[] };

/** A title that the interface translates ("history.brush", {slice: 34}). */
export type Title = { readonly key: string; readonly fields?: Readonly<Record<string, string | number>> };

/** Everything that can happen to the document, in order: replayed on an empty one, it gives the same document again. */
export type SessionEvent =
  | {
      readonly kind: "open";
      readonly seriesId: string;
      readonly dims: readonly [number, number, number];
      readonly recipe: Recipe;
    }
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" }
  | { readonly kind: "recipe"; readonly seriesId: string; readonly recipe: Recipe }
  | { readonly kind: "series"; readonly seriesId: string }
  | { readonly kind: "segment"; readonly seriesId: string; readonly label: number };
