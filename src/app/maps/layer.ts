import type { FeatureUnit } from "#engine/features/family.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import type { Grid } from "#engine/grid.ts";
import type { PreparedMap } from "#engine/maps/prepare-map.ts";
import type { MapSettings } from "#engine/maps/settings.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { ColormapId } from "../colormaps/colormaps.ts";

/** How numbers become colours. In percentiles `low` and `high` are per cent of the voxels, else values. */
export type Look = {
  readonly colormap: ColormapId;
  readonly opacity: number;
  readonly mode: "percentile" | "values";
  readonly low: number;
  readonly high: number;
};

/** What a layer shows: a feature in a sliding window, a filtered image, one of the two minus another, another series. */
export type LayerSource =
  | {
      readonly kind: "map";
      readonly featureId: string;
      readonly settings: MapSettings;
      readonly recipe: Recipe;
      /** What the windows take their voxels from. */
      readonly prepared: PreparedMap;
    }
  | { readonly kind: "response"; readonly filter: FilterSettings; readonly recipe: Recipe }
  | { readonly kind: "difference"; readonly of: readonly [string, string] }
  /** `registered`: by which registration it was moved to where it lies. */
  | { readonly kind: "series"; readonly of: string; readonly registered?: string };

/** A volume of numbers to lie over the images of a series, with how it is shown. */
export type Layer = {
  readonly id: string;
  readonly seriesId: string;
  /** The segment it was made for; 0 for none. */
  readonly label: number;
  readonly name: string;
  readonly source: LayerSource;
  /** Of the values, in terms of `imageUnit`. */
  readonly unit: FeatureUnit;
  readonly imageUnit: IntensityUnit;
  readonly grid: Grid;
  readonly values: Float32Array;
  /** 1 where there is a value, see `reasonOf`; null: everywhere. */
  readonly states: Uint8Array | null;
  readonly look: Look;
  /** What `look` makes of the values so far. */
  readonly range: readonly [number, number];
  /** "partial": stopped before its end; "stale": region or settings have changed since. */
  readonly status: "running" | "done" | "partial" | "stale";
};

/** What the next map is to be. */
export type MapChoice = {
  readonly featureIds: readonly string[];
  readonly settings: MapSettings;
  /** Computed anew after each stroke and each change of settings. */
  readonly live: boolean;
};

/** Why something cannot be done: a code that the interface translates, and an English sentence with the numbers. */
export type MapsProblem = {
  readonly code: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string | number>>;
};

/** What k-means found, in the order of the new segments. */
export type Habitats = {
  readonly seriesId: string;
  readonly names: readonly string[];
  readonly maps: readonly string[];
  readonly counts: readonly number[];
  /** Mean of each map (fast) in each habitat (slow). */
  readonly means: readonly number[];
};

export type MapsState = {
  readonly choice: MapChoice;
  readonly layers: readonly Layer[];
  /** The layer over the images, and the one beside it in a second view; "" for none. */
  readonly shown: string;
  readonly beside: string;
  readonly work: { readonly what: "map" | "filter" | "kmeans"; readonly done: number; readonly total: number } | null;
  readonly problem: MapsProblem | null;
  readonly habitats: Habitats | null;
};

export const usualLook: Look = { colormap: "viridis", opacity: 0.75, mode: "percentile", low: 2, high: 98 };

export const initialMaps: MapsState = {
  choice: {
    featureIds: ["glcm.contrast"],
    settings: { radius: 1, dimensionality: "3D", masked: true, directions: "merged" },
    live: false,
  },
  layers: [],
  shown: "",
  beside: "",
  work: null,
  problem: null,
  habitats: null,
};

/** True for a layer whose every voxel is known: only such ones are measured or written to files. */
export const isWhole = ({ status }: Layer): boolean => status === "done" || status === "stale";
