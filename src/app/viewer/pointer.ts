import type { Vec3 } from "#engine/grid.ts";
import type { Point, View } from "./view.ts";
import type { ToolId } from "./viewer.ts";

/** Something that takes presses for itself: `press` says whether it wants this one. */
export type Holder = {
  press(view: View, at: Point): boolean;
  move(view: View, at: Point, pressed: boolean): void;
  release(view: View, at: Point): void;
  cancel(): void;
};

/** What the pointer can do to a view without Cornerstone's tools. */
export type Gestures = {
  tool(): ToolId;
  /** The view shows another image than the one that is drawn on: it can be read, and no more. */
  covered(view: View): boolean;
  /** Measurements by hand, and outlines that are bent; the first that takes a press has it until it ends. */
  holders(): readonly Holder[];
  /** A button went down; `drawing` when it is one of the drawing tools that does. */
  press(view: View, drawing: boolean): void;
  window(view: View, dx: number, dy: number): void;
  scroll(view: View, slices: number): void;
  zoom(view: View, factor: number, at: Point): void;
  pan(view: View, dx: number, dy: number): void;
  /** Crosshair: this point in all views. */
  meet(view: View, world: Vec3): void;
  /** An outline is being drawn (points of the view), or no longer. */
  draft(view: View, points: readonly Point[] | null): void;
  /** The outline was closed. */
  outline(view: View): void;
  /** A click of a tool that works on the voxel there: "grow", "level_trace", "fill". */
  click(view: View, world: Vec3): void;
  /** A brush moved from one point to the next; Shift turns it into its eraser. */
  paint(view: View, from: Vec3, to: Vec3, erase: boolean): void;
  /** The button of a brush went up. */
  endStroke(): void;
  brushSize(factor: number): void;
  hover(view: View, at: Point | null): void;
  maximise(view: View): void;
};

type Action = "window" | "scroll" | "zoom" | "pan" | "crosshair" | "click" | "paint" | "outline" | "probe" | "hold";

const brushes: ReadonlySet<ToolId> = new Set(["brush", "eraser", "sphere", "sphere_eraser", "threshold_brush"]);
export const isBrush = (tool: ToolId): boolean => brushes.has(tool);

const cursors: Partial<Record<ToolId, string>> = {
  window: "default",
  pan: "grab",
  zoom: "zoom-in",
  scroll: "ns-resize",
};
/** The browser's cursor over the images; a brush draws its own. */
export const cursorOf = (tool: ToolId): string => (isBrush(tool) ? "none" : (cursors[tool] ?? "crosshair"));

const readers: ReadonlySet<ToolId> = new Set(["window", "pan", "zoom", "scroll", "crosshair", "probe"]);
/** Tools that look and change nothing. */
export const reads = (tool: ToolId): boolean => readers.has(tool);

/** Pixels of wheel for one slice; trackpads send many small ones. */
const wheelStep = 40;

/** The action of a press, or null where it belongs to one of Cornerstone's tools. */
function actionOf(event: PointerEvent, tool: ToolId): Action | null {
  if (event.button === 1) return "pan";
  if (event.button === 2) return "zoom";
  if (event.altKey) return "scroll";
  if (tool === "grow" || tool === "fill" || tool === "level_trace") return "click";
  if (tool === "scissors") return "outline";
  if (isBrush(tool)) return "paint";
  if (
    tool === "window" ||
    tool === "scroll" ||
    tool === "zoom" ||
    tool === "pan" ||
    tool === "crosshair" ||
    tool === "probe"
  )
    return tool;
  return null;
}

/**
 * Listens to the pointer over a view. Reading and clicking are ours from the first pixel on: Cornerstone holds each
 * press back for 400 ms, in case it is the first half of a double click. Contours are left to it.
 */
export function listen(view: View, gestures: Gestures): void {
  const surface = view.element;
  let action: Action | null = null;
  let holder: Holder | null = null;
  let last: Point = [0, 0];
  let start: Point = [0, 0];
  let rest = 0;
  let pressed = Number.NEGATIVE_INFINITY;
  let trail: Point[] = [];
  const at = (event: MouseEvent): Point => {
    const box = surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const world = (point: Point) => view.worldAt(point);
  const capture = { capture: true } as const;

  surface.addEventListener(
    "pointerdown",
    (event) => {
      const covered = gestures.covered(view);
      const tool = gestures.tool();
      action = view.id === "3d" ? null : actionOf(event, covered && !reads(tool) ? "crosshair" : tool);
      const plain = event.button === 0 && !event.altKey && view.id !== "3d" && !covered;
      holder = (plain && gestures.holders().find((h) => h.press(view, at(event)))) || null;
      if (holder) action = "hold";
      const works = action === null || action === "click" || action === "paint" || action === "outline";
      gestures.press(view, view.id !== "3d" && works);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      surface.setPointerCapture(event.pointerId);
      // With our own presses the browser sends no double clicks. With a reading tool one enlarges the view.
      const again = event.timeStamp - pressed < 400 && Math.hypot(at(event)[0] - start[0], at(event)[1] - start[1]) < 4;
      pressed = again ? Number.NEGATIVE_INFINITY : event.timeStamp;
      last = start = at(event);
      rest = 0;
      if (again && event.button === 0 && !works && action !== "hold") {
        action = null;
        gestures.maximise(view);
        return;
      }
      const point = world(start);
      trail = [start];
      if (action === "outline") gestures.draft(view, trail);
      if (action === "crosshair" && point) gestures.meet(view, point);
      if (action === "click" && point) gestures.click(view, point);
      if (action === "paint" && point) gestures.paint(view, point, point, event.shiftKey);
    },
    capture,
  );
  // The mouse events of a press that is ours never reach Cornerstone.
  for (const type of ["mousedown", "touchstart"] as const)
    surface.addEventListener(type, (event) => action && event.stopPropagation(), capture);

  surface.addEventListener("pointermove", (event) => {
    const now = at(event);
    gestures.hover(view, now);
    if (holder) holder.move(view, now, true);
    else if (!action) for (const one of gestures.holders()) one.move(view, now, false);
    if (!action) return;
    const [dx, dy] = [now[0] - last[0], now[1] - last[1]];
    const before = world(last);
    last = now;
    const point = world(now);
    if (action === "outline" && (dx !== 0 || dy !== 0)) {
      trail.push(now);
      gestures.draft(view, event.shiftKey ? [start, [now[0], start[1]], now, [start[0], now[1]]] : trail);
    }
    if (action === "window") gestures.window(view, dx, dy);
    if (action === "pan") gestures.pan(view, dx, dy);
    if (action === "zoom") gestures.zoom(view, Math.exp(-dy / 150), start);
    if (action === "crosshair" && point) gestures.meet(view, point);
    if (action === "paint" && point && before) gestures.paint(view, before, point, event.shiftKey);
    if (action === "scroll") {
      rest += dy / Math.min(12, Math.max(2, view.size[1] / Math.max(1, view.slices)));
      const whole = Math.trunc(rest);
      rest -= whole;
      if (whole !== 0) gestures.scroll(view, whole);
    }
  });
  const end = (done: boolean) => (event: PointerEvent) => {
    if (action === "paint") gestures.endStroke();
    if (done) holder?.release(view, at(event));
    else holder?.cancel();
    holder = null;
    if (action === "outline") {
      if (done) gestures.outline(view);
      gestures.draft(view, null);
    }
    action = null;
  };
  surface.addEventListener("pointerup", end(true));
  surface.addEventListener("pointercancel", end(false));
  surface.addEventListener("pointerleave", () => gestures.hover(view, null));
  surface.addEventListener("contextmenu", (event) => event.preventDefault());
  let turned = 0;
  surface.addEventListener(
    "wheel",
    (event) => {
      if (view.id === "3d") return;
      event.preventDefault();
      event.stopPropagation();
      // Browsers turn the wheel sideways while Shift is held.
      const turn = (event.deltaY || event.deltaX) * (event.deltaMode === 1 ? 40 : 1);
      if (event.ctrlKey || event.metaKey) gestures.zoom(view, Math.exp(-turn / 500), at(event));
      else if (event.shiftKey) gestures.brushSize(Math.exp(-Math.sign(turn) * 0.1));
      else {
        if (Math.sign(turned) !== Math.sign(turn)) turned = 0;
        turned += turn;
        const slices = Math.trunc(turned / wheelStep);
        // One notch of a mouse wheel (100 or 120) is one slice.
        const step = Math.abs(turn) >= 100 ? Math.sign(turn) : slices;
        if (step === 0) return;
        turned = 0;
        gestures.scroll(view, step);
      }
    },
    { capture: true, passive: false },
  );
}
