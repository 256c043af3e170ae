import type { ScissorsMode } from "#engine/edit/scissors.ts";
import type { Vec3 } from "#engine/grid.ts";
import type { MeasureId } from "#engine/measure/index.ts";
import type { Figure } from "#engine/measure/measure.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Series } from "#io/series.ts";
import type { Measurement } from "#session/measurements.ts";
import type { SessionStore } from "#session/store.ts";
import type { Overlay, OverlayLayer, OverlayReading } from "./overlay.ts";

/**
 * Layouts of the viewing area. "acquisition": one view, as acquired. "1+2": a large one and two small. "2x2": with 3D.
 * "pair": the plane as acquired twice, for two overlays.
 */
export type LayoutId = "acquisition" | "1+2" | "mpr" | "2x2" | "pair";

/** The tools that the left mouse button can carry. */
export type ToolId =
  // reading
  | "window"
  | "pan"
  | "zoom"
  | "scroll"
  | "crosshair"
  | "probe"
  // measuring
  | `measure_${MeasureId}`
  // drawing
  | "brush"
  | "eraser"
  | "sphere"
  | "sphere_eraser"
  | "threshold_brush"
  | "freehand"
  | "polygon"
  | "spline"
  | "livewire"
  | "rectangle"
  | "ellipse"
  | "grow"
  | "level_trace"
  | "contour_edit"
  | "scissors"
  | "fill";

export type ToolOptions = {
  /** Brush radius, mm. */
  readonly brushRadius: number;
  /** Lowest and highest intensity that the threshold brush paints and region growing enters; null: any. */
  readonly threshold: readonly [number, number] | null;
  /** Half width of the intensity interval around the seed, for region growing. */
  readonly growTolerance: number;
  /** Greatest distance from the seed for region growing, mm. */
  readonly growRadius: number;
  /** Region growing in the slice alone, or through the volume. */
  readonly grow3D: boolean;
  /** Contours add to the segment or are cut from it. */
  readonly mode: "add" | "subtract";
  /** What scissors do with what their outline holds. */
  readonly scissors: ScissorsMode;
  /** How deep scissors cut, mm, centred on the slice; null: through all slices. */
  readonly scissorsDepth: number | null;
};

/** A line over the images, shown in planes along its slice. Ends in patient coordinates (mm, LPS). */
export type Mark = {
  readonly seriesId: string;
  readonly ends: readonly [Vec3, Vec3];
  readonly color: readonly [number, number, number];
};

/** What is measured by hand in the series in view, and the marks of what was measured by itself. */
export interface MeasureLayer {
  /** The measurement that is chosen, and the one whose text is being written; null for none. */
  readonly selected: number | null;
  readonly naming: number | null;
  select(id: number | null, naming?: boolean): void;
  /** Where the text of a measurement stands in a view (CSS pixels), null where it is not seen. */
  placeOf(id: number, viewportId: string): readonly [number, number] | null;
  /** Lines of measured segments; they replace those before. */
  setMarks(marks: readonly Mark[]): void;
}

/** What lies under the pointer. */
export type ProbeReading = {
  readonly viewportId: string;
  readonly index: readonly [number, number, number];
  readonly world: readonly [number, number, number];
  /** In the image's unit; null outside the image. */
  readonly value: number | null;
  /** Labels there, one of each layer at most. */
  readonly labels: readonly number[];
  /** Of the overlays that the view shows. */
  readonly overlays: readonly OverlayReading[];
};

/** Zoom, pan and turns of a view, to be kept and given back as they are. */
export type Camera = {
  readonly anchorWorld?: readonly number[];
  readonly anchorCanvas?: readonly number[];
  readonly scale?: readonly number[];
  readonly rotation?: number;
  readonly flipHorizontal?: boolean;
  readonly flipVertical?: boolean;
};

export type ViewStatus = {
  /** "acquisition", "axial", "coronal", "sagittal" or "3d". */
  readonly viewportId: string;
  readonly plane: "acquisition" | "axial" | "coronal" | "sagittal" | "3d";
  readonly slice: number;
  readonly slices: number;
  readonly window: readonly [number, number];
  readonly inverted: boolean;
  readonly zoom: number;
  /** Null where nothing is shown, and in 3D. */
  readonly camera: Camera | null;
  /** Letters at left, right, top, bottom of the view: "R", "L", "A", "P", "H", "F" or "". */
  readonly letters: { readonly left: string; readonly right: string; readonly top: string; readonly bottom: string };
  /** Millimetres per CSS pixel; null when spacing is unknown. */
  readonly mmPerPixel: number | null;
  /** "3d" only: whether there is a surface to see. */
  readonly empty: boolean;
};

/** A tick of the viewer for React: replaced as a whole on each change. */
export type ViewerSnapshot = {
  readonly layout: LayoutId;
  /** Layouts that the series in view allows: a single slice or an uneven stack has "acquisition" alone. */
  readonly layouts: readonly LayoutId[];
  /** The view that fills the area, or null. */
  readonly maximised: string | null;
  readonly tool: ToolId;
  readonly options: ToolOptions;
  readonly activeViewport: string;
  readonly views: readonly ViewStatus[];
  readonly probe: ProbeReading | null;
  readonly cine: boolean;
  readonly masksVisible: boolean;
  readonly overlays: readonly Overlay[];
  readonly overlaysVisible: boolean;
  /** A contour is begun and not yet closed: `finishDrawing` and `cancelDrawing` have something to do. */
  readonly drawing: boolean;
  /** Why there is nothing to see: "no_webgl2", "too_large" (beyond the graphics memory), "view_failed"; null if all is well. */
  readonly problem: "no_webgl2" | "too_large" | "view_failed" | null;
};

/**
 * The viewer, seen from the rest of the app: the only door to Cornerstone. One for the life of the page.
 * It shows the session's memory (image and label map) and writes strokes into it; at the end of each stroke it calls
 * `store.commitVoxels`. It follows the store for visibility, colour, lock, active segment, and undo.
 */
export interface Viewer {
  /**
   * Gives the viewer its place in the page; it lays its viewports out inside. Each viewport's element carries
   * `data-viewport` with its id. Call once per mount, `detach` on unmount.
   */
  attach(element: HTMLDivElement): void;
  detach(): void;
  /**
   * The element that lies over a view, of exactly its size, for overlays (`createPortal`): it lets the pointer through
   * (children that want it set `pointer-events: auto`). The same element for the life of the page; null for an unknown id.
   */
  viewportElement(viewportId: string): HTMLElement | null;
  /** Shows a series, with the label maps that `store.layers(series.id)` holds. Resolves when the first image is seen. */
  show(series: Series): Promise<void>;
  setLayout(layout: LayoutId): void;
  /** Enlarges one view to the whole area, or goes back. */
  toggleMaximised(viewportId: string): void;
  setActiveViewport(viewportId: string): void;
  setTool(tool: ToolId): void;
  setOptions(patch: Partial<ToolOptions>): void;
  /** Lower and upper value shown as black and white, in the image's unit, in all views of the series. */
  setWindow(lower: number, upper: number): void;
  setInverted(inverted: boolean): void;
  setSlice(viewportId: string, slice: number): void;
  setCamera(viewportId: string, camera: Camera): void;
  /** Moves the active view by slices (or to the first, the last). */
  scroll(by: number | "first" | "last"): void;
  zoomBy(factor: number): void;
  fit(): void;
  reset(): void;
  flip(axis: "horizontal" | "vertical"): void;
  rotate(degrees: number): void;
  setCine(playing: boolean, framesPerSecond?: number): void;
  setMasksVisible(visible: boolean): void;
  /** Brings all views to the centre of a segment. */
  goToSegment(label: number): void;
  /** Interpolates the active segment between drawn slices of the active view's axis; one history entry. */
  interpolateSlices(): number;
  /** Fills holes of the active segment, in each slice; one history entry. Returns voxels added. */
  fillHoles(): number;
  readonly measuring: MeasureLayer;
  /** Ends or throws away what is being drawn (a polygon, a spline). */
  finishDrawing(): void;
  cancelDrawing(): void;
  /** Small picture of a series, as a data URL. */
  thumbnail(series: Series): string;
  /** Maps, responses and other images, in colours over this one. They stay until they are replaced. */
  readonly overlays: OverlayLayer;
  subscribe(listener: () => void): () => void;
  readonly snapshot: ViewerSnapshot;
}

/** What the viewer asks of the app. */
export type ViewerHooks = {
  /** Name for the segment that is made when someone draws and there is none. Without it: "Segment 1". */
  readonly nameSegment?: () => string;
  /** What stands beside a measurement, line by line. Without it nothing does. */
  readonly describeMeasurement?: (
    measurement: Pick<Measurement, "kind" | "text">,
    figures: readonly Figure[],
    unit: IntensityUnit,
  ) => readonly string[];
};

/** Made lazily, so that the shell is there before Cornerstone is: `const { createViewer } = await import("./cornerstone.ts")`. */
export type CreateViewer = (store: SessionStore, hooks?: ViewerHooks) => Promise<Viewer>;
