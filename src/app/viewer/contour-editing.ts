import { type Contour, contourHandles, denseContour, dragHandle, nudgeContour } from "#engine/edit/contour.ts";
import { type Grid, indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";
import { fillPolygon } from "#engine/kernels/polygon-fill.ts";
import { outlines } from "#io/writers/outlines.ts";
import type { Drawing, Place } from "./drawing.ts";
import { maskOf, sliceOf } from "./edits.ts";
import type { Point, View } from "./view.ts";

/** Distance between points of a contour that is bent, voxels. */
const STEP = 0.25;
/** How far a contour may lie from the polygon of its handles, voxels. */
const TOLERANCE = 1.25;
/** How near a press must be to a handle, CSS pixels. */
const REACH = 7;
/** Half the side of a handle, CSS pixels. */
const HALF = 3;

/** The active segment's contours in the slice of a view, with the state they were taken from. */
type Seen = {
  readonly view: View;
  readonly slice: number;
  readonly label: number;
  readonly version: unknown;
  contours: Contour[];
  handles: number[][];
};
type Grab =
  | { readonly kind: "push"; last: Point }
  | {
      readonly kind: "handle";
      readonly contour: number;
      readonly handle: number;
      readonly from: Contour;
      readonly start: Point;
    };

/**
 * Bends the outline of the active segment in a slice: a press on a handle drags it, one beside it pushes the outline
 * with a soft disc of the brush's size. The contour is made from the voxels, exactly, and gives them back exactly where
 * it was not bent (`outlines`): nothing drifts.
 */
export class ContourEditing {
  #seen: Seen | null = null;
  #grab: Grab | null = null;
  #moved = false;

  constructor(
    private readonly drawing: Drawing,
    private readonly place: Place,
    /** Changes whenever voxels may have. */
    private readonly version: () => unknown,
    private readonly told: (drawing: boolean) => void,
  ) {}

  press(view: View, at: Point): boolean {
    if (this.place.tool() !== "contour_edit") return false;
    const seen = this.#look(view);
    this.#moved = false;
    if (!seen) return true;
    this.#grab = this.#handleAt(seen, at) ?? { kind: "push", last: at };
    this.told(true);
    return true;
  }
  move(view: View, at: Point, pressed: boolean): void {
    const [seen, grab] = [this.#seen, this.#grab];
    if (!pressed || !seen || !grab || seen.view !== view) return;
    const to = pixelAt(view, at);
    if (!to) return;
    if (grab.kind === "handle") {
      const start = pixelAt(view, grab.start);
      if (!start) return;
      const handles = seen.handles[grab.contour];
      const n = handles.length;
      const around = [
        handles[(grab.handle + n - 1) % n],
        handles[grab.handle],
        handles[(grab.handle + 1) % n],
      ] as const;
      dragHandle(grab.from, ...around, to[0] - start[0], to[1] - start[1], seen.contours[grab.contour]);
      this.#moved = true;
      return;
    }
    const last = pixelAt(view, grab.last);
    grab.last = at;
    const { grid, plane } = view;
    if (!last || !grid || !plane) return;
    const { u, v } = sliceOf(grid, plane.axis, seen.slice);
    const [rx, ry] = [grid.spacing[u], grid.spacing[v]].map((mm) => this.place.options().brushRadius / mm);
    // Long moves in short pushes, which fold nothing over.
    const [dx, dy] = [to[0] - last[0], to[1] - last[1]];
    const steps = Math.max(1, Math.ceil(4 * Math.hypot(dx / rx, dy / ry)));
    for (let s = 0; s < steps; s++)
      for (const contour of seen.contours) {
        const [x, y] = [last[0] + (dx * s) / steps, last[1] + (dy * s) / steps];
        if (nudgeContour(contour, x, y, dx / steps, dy / steps, rx, ry) > 0) this.#moved = true;
      }
  }
  release(view: View): void {
    const seen = this.#seen;
    const done = this.#grab !== null && this.#moved && seen?.view === view;
    this.#end();
    if (!done || !seen || !view.grid || !view.plane) return;
    const { nx, ny } = sliceOf(view.grid, view.plane.axis, seen.slice);
    const mask = new Uint8Array(nx * ny);
    for (const { xs, ys } of seen.contours) fillPolygon(xs, ys, xs.length, nx, ny, mask);
    this.drawing.reshape(view, mask);
    this.#seen = null;
  }
  /** Throws away what is being bent. */
  cancel(): void {
    if (this.#grab) this.#seen = null;
    this.#end();
  }

  /** The outline with its handles, as an SVG path over a view. */
  path(view: View): string | null {
    if (this.place.tool() !== "contour_edit") return null;
    const seen = this.#look(view);
    const to = seen && mapping(view, seen.slice);
    if (!to) return null;
    return seen.contours
      .map(({ xs, ys }, c) => {
        const points = Array.from(xs, (x, p) => to(x, ys[p]));
        const line = points.map(([x, y], p) => `${p === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
        const squares = seen.handles[c].map((p) => {
          const [x, y] = points[p];
          return `M${(x - HALF).toFixed(1)} ${(y - HALF).toFixed(1)}h${2 * HALF}v${2 * HALF}h${-2 * HALF}Z`;
        });
        return `${line}Z${squares.join("")}`;
      })
      .join("");
  }

  #end(): void {
    if (!this.#grab) return;
    this.#grab = null;
    this.told(false);
  }

  /** The contours of what is in view now; while they are bent, those. */
  #look(view: View): Seen | null {
    const now = this.#seen;
    if (this.#grab) return now?.view === view ? now : null;
    const canvas = this.drawing.canvas();
    const { grid, plane, slice } = view;
    if (!canvas || !grid || !plane || canvas.grid !== grid) return null;
    const { label } = canvas;
    const version = this.version();
    if (now?.view === view && now.slice === slice && now.label === label && now.version === version) return now;
    const s = sliceOf(grid, plane.axis, slice);
    const contours = outlines(maskOf(canvas, s), 1, s.nx, s.ny).map((outline) => denseContour(outline, STEP));
    const handles = contours.map((contour) => contourHandles(contour, TOLERANCE));
    this.#seen = { view, slice, label, version, contours, handles };
    return this.#seen;
  }

  #handleAt(seen: Seen, at: Point): Grab | null {
    const to = mapping(seen.view, seen.slice);
    if (!to) return null;
    let nearest = REACH;
    let found: Grab | null = null;
    seen.contours.forEach((contour, c) => {
      seen.handles[c].forEach((p, handle) => {
        const [x, y] = to(contour.xs[p], contour.ys[p]);
        const far = Math.hypot(x - at[0], y - at[1]);
        if (far > nearest) return;
        nearest = far;
        const from = { xs: contour.xs.slice(), ys: contour.ys.slice() };
        found = { kind: "handle", contour: c, handle, from, start: at };
      });
    });
    return found;
  }
}

/** Pixel coordinates of the slice shown under a point of the view. */
function pixelAt(view: View, at: Point): Point | null {
  const { grid, plane } = view;
  const world = view.worldAt(at);
  if (!world || !grid || !plane) return null;
  const { u, v } = sliceOf(grid, plane.axis, view.slice);
  const index = worldToIndex(grid, world);
  return [index[u], index[v]];
}

/** From pixel coordinates of a slice to points of the view. Views are linear: three points say where all are. */
function mapping(view: View, slice: number): ((x: number, y: number) => Point) | null {
  const { grid, plane } = view;
  if (!grid || !plane) return null;
  const { u, v } = sliceOf(grid, plane.axis, slice);
  const [o, a, b] = (
    [
      [0, 0],
      [100, 0],
      [0, 100],
    ] as const
  ).map(([x, y]) => view.canvasAt(worldOf(grid, plane.axis, slice, u, v, x, y)));
  return (x, y) => [
    o[0] + ((a[0] - o[0]) * x + (b[0] - o[0]) * y) / 100,
    o[1] + ((a[1] - o[1]) * x + (b[1] - o[1]) * y) / 100,
  ];
}

function worldOf(grid: Grid, axis: number, slice: number, u: number, v: number, x: number, y: number): Vec3 {
  const index: [number, number, number] = [0, 0, 0];
  index[axis] = slice;
  index[u] = x;
  index[v] = y;
  return indexToWorld(grid, index);
}
