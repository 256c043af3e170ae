import type { Grid, Vec3 } from "#engine/grid.ts";
import type { ColormapId } from "../colormaps/colormaps.ts";

/** Numbers shown in colours over the images, on a grid of their own: a feature map, a filter's response, another image. */
export type Overlay = {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly grid: Grid;
  /** Over `grid`, x fastest; may fill up while it is shown (then call `touch`). */
  readonly values: Float32Array | Uint8Array;
  /** 1 where `values` holds a value, anything else where it is transparent; null: a value everywhere. */
  readonly states: Uint8Array | null;
  readonly colormap: ColormapId;
  /** The values that have the lowest and the highest colour. */
  readonly range: readonly [number, number];
  /** Values 1, 2, … are kinds of voxels, each with a name and a colour of its own; the colour map is not used then. */
  readonly classes?: readonly { readonly name: string; readonly color: readonly [number, number, number] }[];
  /** It takes the place of the image: nothing below it is seen, and its lines stand where the image's would. */
  readonly backdrop?: {
    readonly lines: readonly string[];
    /** Of the same frame of reference as the image. */
    readonly sameSpace: boolean;
  };
  /** 0 (not seen) to 1 (covers the image). */
  readonly opacity: number;
  /** Views that show it; null: all. */
  readonly views: readonly string[] | null;
  /** Its colours are no scale that anyone should read: no colour bar. */
  readonly plain?: boolean;
};

/** What an overlay says of one place. */
export type OverlayReading = {
  readonly id: string;
  /** Voxel of the overlay's grid. */
  readonly index: Vec3;
  /** Null where it has no value; `state` then says why (0: not computed). */
  readonly value: number | null;
  readonly state: number;
};

/** Who shows overlays, lowest first. */
export const overlaySources = ["prior", "maps", "difference", "preview"] as const;
export type OverlaySource = (typeof overlaySources)[number];

/** The overlays of the viewer. */
export interface OverlayLayer {
  readonly list: readonly Overlay[];
  readonly visible: boolean;
  /** Replaces all overlays of a source; later ones lie over earlier ones, and each source over those before it. */
  set(list: readonly Overlay[], source?: OverlaySource): void;
  setVisible(visible: boolean): void;
  /** Values have been filled in: repaints at the next frame. */
  touch(): void;
}
