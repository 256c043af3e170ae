import { eventTarget, getEnabledElementByIds, triggerEvent } from "@cornerstonejs/core";
import {
  addTool,
  annotation,
  cancelActiveManipulations,
  EllipticalROITool,
  Enums,
  type LivewireContourTool,
  PlanarFreehandROITool,
  RectangleROITool,
  SplineROITool,
  ToolGroupManager,
  type Types,
  utilities,
} from "@cornerstonejs/tools";
import type { Vec3 } from "#engine/grid.ts";
import type { ToolId } from "./viewer.ts";

const group = "radiomica";
const primary = Enums.MouseBindings.Primary;

/** The drawing tools that are Cornerstone's; the others are in pointer.ts. */
const contours = ["freehand", "polygon", "spline", "livewire", "rectangle", "ellipse"] as const;
export type ContourId = (typeof contours)[number];

export const isContour = (tool: string | undefined): tool is ContourId =>
  (contours as readonly (string | undefined)[]).includes(tool);

/** Cornerstone's tools, in one group for all views; one of them at most is active. */
export class Toolbox {
  #group: NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>>;
  #active: ContourId | null = null;
  /** The annotation being drawn. */
  #open: Types.Annotation | null = null;

  constructor(
    livewire: typeof LivewireContourTool,
    private readonly told: {
      /** A contour was begun, or is no longer being drawn. */
      drawing: (open: boolean) => void;
      /** A contour was closed: its corners in patient coordinates. */
      finished: (tool: ContourId, points: readonly Vec3[]) => void;
    },
  ) {
    const made = ToolGroupManager.createToolGroup(group);
    if (!made) throw new Error("The viewer was made twice");
    this.#group = made;
    for (const tool of [PlanarFreehandROITool, SplineROITool, livewire, RectangleROITool, EllipticalROITool])
      addTool(tool);
    // Its keys (Enter, Escape, i, e) are ours.
    const quiet = { calculateStats: false, getTextLines: () => [], shadow: false };
    made.addToolInstance("freehand", PlanarFreehandROITool.toolName, { ...quiet, allowOpenContours: false });
    made.addToolInstance("polygon", SplineROITool.toolName, { ...quiet, spline: { type: "LINEAR" } });
    made.addToolInstance("spline", SplineROITool.toolName, { ...quiet, spline: { type: "CATMULLROM" } });
    made.addToolInstance("livewire", livewire.toolName, { ...quiet, actions: {} });
    made.addToolInstance("rectangle", RectangleROITool.toolName, quiet);
    made.addToolInstance("ellipse", EllipticalROITool.toolName, quiet);

    const { ANNOTATION_ADDED, ANNOTATION_COMPLETED, ANNOTATION_REMOVED } = Enums.Events;
    const listen = (type: string, then: (event: CustomEvent) => void) =>
      eventTarget.addEventListener(type, then as EventListener);
    listen(ANNOTATION_ADDED, ({ detail }) => this.#began(detail.annotation));
    listen(ANNOTATION_REMOVED, ({ detail }) => {
      if (detail.annotation.annotationUID === this.#open?.annotationUID) this.#ended();
    });
    listen(ANNOTATION_COMPLETED, ({ detail }) => this.#completed(detail.annotation));
  }

  add(viewportId: string, engineId: string): void {
    this.#group.addViewport(viewportId, engineId);
  }
  remove(viewportId: string, engineId: string): void {
    this.#group.removeViewports(engineId, viewportId);
  }

  /** Gives the left button to one of these tools, or to none of them. */
  choose(tool: ToolId): void {
    this.cancel();
    if (this.#active) this.#group.setToolDisabled(this.#active);
    this.#active = isContour(tool) ? tool : null;
    if (this.#active) this.#group.setToolActive(this.#active, { bindings: [{ mouseButton: primary }] });
  }

  /** Closes the contour being drawn; throws it away where it has no inside yet. */
  finish(element: HTMLDivElement, canvasAt: (world: Vec3) => readonly [number, number]): void {
    const points = this.#open?.data.handles?.points as Vec3[] | undefined;
    if (!points) return;
    if (points.length < 3) {
      this.cancel();
      return;
    }
    // A press on the first corner is what closes splines and livewires.
    const at = { world: [...points[0]], canvas: [...canvasAt(points[0])], page: [0, 0], client: [0, 0] };
    triggerEvent(element, Enums.Events.MOUSE_DOWN, {
      element,
      eventName: Enums.Events.MOUSE_DOWN,
      mouseButton: primary,
      startPoints: at,
      lastPoints: at,
      currentPoints: at,
      event: new MouseEvent("mousedown"),
    });
  }
  /** Throws away the contour being drawn. */
  cancel(): void {
    const open = this.#open;
    if (!open) return;
    for (const { viewportId, renderingEngineId } of this.#group.viewportsInfo) {
      const element = getEnabledElementByIds(viewportId, renderingEngineId)?.viewport.element;
      if (element) cancelActiveManipulations(element);
    }
    this.#remove(open);
    this.#ended();
  }

  #began(found: Types.Annotation): void {
    if (!isContour(found.metadata?.toolName) || this.#open === found) return;
    this.#open = found;
    this.told.drawing(true);
  }
  #ended(): void {
    if (!this.#open) return;
    this.#open = null;
    this.told.drawing(false);
  }
  #completed(found: Types.Annotation): void {
    const tool = found.metadata?.toolName;
    if (!isContour(tool)) return;
    const points = cornersOf(tool, found);
    this.#ended();
    // The tool is still in its own callback: take its drawing away once it has left.
    queueMicrotask(() => {
      this.#remove(found);
      if (points.length >= 3) this.told.finished(tool, points);
    });
  }
  #remove({ annotationUID }: Types.Annotation): void {
    if (annotationUID && annotation.state.getAnnotation(annotationUID))
      annotation.state.removeAnnotation(annotationUID);
    utilities.triggerAnnotationRenderForViewportIds(this.#group.getViewportIds());
  }
}

/** The outline of a finished drawing. An ellipse becomes a polygon of 360 corners (short of its area by 0.005 %). */
function cornersOf(tool: ContourId, { data }: Types.Annotation): Vec3[] {
  const handles = (data.handles?.points ?? []) as unknown as Vec3[];
  const mix = (...terms: readonly (readonly [number, Vec3])[]): Vec3 => [
    terms.reduce((sum, [w, p]) => sum + w * p[0], 0),
    terms.reduce((sum, [w, p]) => sum + w * p[1], 0),
    terms.reduce((sum, [w, p]) => sum + w * p[2], 0),
  ];
  if (tool === "rectangle") {
    const [topLeft, topRight, bottomLeft, bottomRight] = handles;
    return [topLeft, topRight, bottomRight, bottomLeft];
  }
  if (tool === "ellipse") {
    const [bottom, top, left, right] = handles;
    return Array.from({ length: 360 }, (_, n) => {
      const angle = (n * Math.PI) / 180;
      const x = Math.cos(angle) / 2;
      const y = Math.sin(angle) / 2;
      return mix([0.5, top], [0.5, bottom], [x, right], [-x, left], [y, top], [-y, bottom]);
    });
  }
  return ((data.contour as { polyline?: Vec3[] } | undefined)?.polyline ?? []).map((p) => [p[0], p[1], p[2]]);
}
