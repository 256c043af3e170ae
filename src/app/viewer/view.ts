import { type PlanarViewport, type PlanarViewState, type RenderingEngine, utilities } from "@cornerstonejs/core";
import { type Grid, indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";
import { letters, type Plane, type PlaneId, sliceCentre } from "./planes.ts";
import type { Camera, ViewStatus } from "./viewer.ts";

export type ViewId = PlaneId | "3d";
export type Point = readonly [number, number];

/** One pane of the viewer: its elements in the page, and where it stands in the volume. */
export class View {
  readonly pane = div("position:absolute;overflow:hidden;background:#000;display:none");
  /** Cornerstone draws into this one. */
  readonly element = div("position:absolute;inset:0");
  /** Overlays in colours, see `Overlays`. */
  readonly layer = document.createElement("canvas");
  /** Reference lines. */
  readonly lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  /** React's overlays, by portal. */
  readonly overlay = div("position:absolute;inset:0;pointer-events:none");
  grid: Grid | null = null;
  plane: Plane | null = null;
  slice = 0;
  /** Zoom, pan, turns, kept while the viewport is made anew. */
  state: PlanarViewState | null = null;
  /** Drawn from a 3D texture; else slice by slice. */
  asVolume = true;

  constructor(
    readonly id: ViewId,
    private readonly engine: RenderingEngine,
  ) {
    this.pane.dataset.viewport = id;
    this.lines.setAttribute("style", "position:absolute;inset:0;width:100%;height:100%;pointer-events:none");
    this.layer.setAttribute("style", "position:absolute;inset:0;width:100%;height:100%;pointer-events:none");
    this.pane.append(this.element, this.layer, this.lines, this.overlay);
  }

  get viewport(): PlanarViewport | null {
    return this.id === "3d" ? null : ((this.engine.getViewport(this.id) as unknown as PlanarViewport) ?? null);
  }
  get slices(): number {
    return this.grid && this.plane ? this.grid.dims[this.plane.axis] : 0;
  }
  /** Height and width on the page, CSS pixels. */
  get size(): Point {
    return [this.element.clientWidth, this.element.clientHeight];
  }

  /** Zoom, pan and turns; null where nothing is shown. */
  get camera(): Camera | null {
    const state = this.viewport?.getViewState();
    if (!state) return null;
    const { anchorWorld, anchorCanvas, scale, rotation, flipHorizontal, flipVertical } = state;
    const both = typeof scale === "number" ? [scale, scale] : scale;
    return { anchorWorld, anchorCanvas, scale: both, rotation, flipHorizontal, flipVertical };
  }
  /** Given back at once, or when the view comes to be shown. */
  setCamera(camera: Camera): void {
    this.state = { ...camera, scaleMode: "fit" } as PlanarViewState;
    this.viewport?.setViewState(this.state);
  }

  /** Shows a slice of the plane; clamped to the volume. */
  setSlice(slice: number): void {
    if (!this.grid || !this.plane) return;
    this.slice = Math.min(this.slices - 1, Math.max(0, Math.round(slice)));
    const { viewport } = this;
    if (!viewport) return;
    viewport.setViewState({
      slice: this.asVolume
        ? { kind: "volumePoint", sliceWorldPoint: [...sliceCentre(this.grid, this.plane.axis, this.slice)] }
        : { kind: "stackIndex", imageIdIndex: this.slice },
    });
  }

  /** Patient position under a point of the view (CSS pixels from its corner), in the middle of the slice shown. */
  worldAt([x, y]: Point): Vec3 | null {
    const { viewport, grid, plane } = this;
    if (!viewport || !grid || !plane) return null;
    const index = worldToIndex(grid, viewport.canvasToWorld([x, y]) as unknown as Vec3) as [number, number, number];
    index[plane.axis] = this.slice;
    return indexToWorld(grid, index);
  }
  canvasAt(world: Vec3): Point {
    const point = this.viewport?.worldToCanvas([...world]);
    return point ? [point[0], point[1]] : [0, 0];
  }

  /** Image vectors of one CSS pixel to the right and down, mm; null where nothing is shown. */
  steps(): { right: Vec3; down: Vec3; mm: number } | null {
    const { viewport } = this;
    if (!viewport) return null;
    const [w, h] = this.size;
    const at = (x: number, y: number) => viewport.canvasToWorld([x, y]);
    const minus = (a: ArrayLike<number>, b: ArrayLike<number>): Vec3 => [
      (a[0] - b[0]) / 100,
      (a[1] - b[1]) / 100,
      (a[2] - b[2]) / 100,
    ];
    const o = at(w / 2, h / 2);
    const right = minus(at(w / 2 + 100, h / 2), o);
    const down = minus(at(w / 2, h / 2 + 100), o);
    const mm = Math.hypot(...right);
    return mm > 0 && Number.isFinite(mm) ? { right, down, mm } : null;
  }

  status(
    window: readonly [number, number],
    inverted: boolean,
    known: { position: boolean; spacing: boolean },
  ): ViewStatus {
    const steps = this.steps();
    const name = (v: Vec3, sign: number) =>
      known.position && steps
        ? letters([(v[0] * sign) / steps.mm, (v[1] * sign) / steps.mm, (v[2] * sign) / steps.mm])
        : "";
    const right = steps?.right ?? [0, 0, 0];
    const down = steps?.down ?? [0, 0, 0];
    return {
      viewportId: this.id,
      plane: this.id,
      slice: this.slice,
      slices: this.slices,
      window,
      inverted,
      zoom: this.viewport?.getZoom() ?? 1,
      camera: this.camera,
      letters: { left: name(right, -1), right: name(right, 1), top: name(down, -1), bottom: name(down, 1) },
      mmPerPixel: steps && known.spacing ? steps.mm : null,
      empty: false,
    };
  }
}

/** Puts a series' image into a planar viewport. */
export async function mount(view: View, dataId: string): Promise<void> {
  const { viewport, plane } = view;
  if (!viewport || !plane) return;
  const { right, down } = plane;
  // Cornerstone wants the vector towards the viewer: right × up.
  const up: Vec3 = [-down[0], -down[1], -down[2]];
  const viewPlaneNormal: Vec3 = [
    right[1] * up[2] - right[2] * up[1],
    right[2] * up[0] - right[0] * up[2],
    right[0] * up[1] - right[1] * up[0],
  ];
  const orientation = view.asVolume ? { viewPlaneNormal: [...viewPlaneNormal], viewUp: [...up] } : "acquisition";
  await viewport.setDisplaySets({
    displaySetId: dataId,
    options: { orientation: orientation as never, role: "source" as never },
  });
}

/** Tells Cornerstone what `dataId` is. */
export function describeData(dataId: string, imageIds: string[], volumeId: string | null): void {
  utilities.genericViewportDisplaySetMetadataProvider.add(dataId, {
    kind: "planar",
    imageIds,
    initialImageIdIndex: Math.floor(imageIds.length / 2),
    ...(volumeId ? { volumeId } : {}),
  });
}

function div(style: string): HTMLDivElement {
  const element = document.createElement("div");
  element.setAttribute("style", style);
  return element;
}
