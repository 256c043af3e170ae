import { indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";
import { type MeasureId, measureOf } from "#engine/measure/index.ts";
import type { Place } from "#engine/measure/measure.ts";
import { addMeasurement, changeMeasurement, type Measurement, measurementsOf } from "#session/measurements.ts";
import type { SessionStore } from "#session/store.ts";
import type { Shown } from "./drawing.ts";
import { type Drawn, drawMarks, drawMeasure } from "./measure-lines.ts";
import { reads } from "./pointer.ts";
import type { Stage } from "./stage.ts";
import type { Point, View } from "./view.ts";
import type { Mark, MeasureLayer, ToolId, ViewerHooks } from "./viewer.ts";

/** How near, in CSS pixels, the pointer must be to a handle, and to a line. */
const NEAR_HANDLE = 9;
const NEAR_LINE = 6;
/** A press that moves less than this is a click: the next point follows the pointer. */
const CLICK = 4;

/** What is being drawn or moved: a measurement without a number is new. */
type Held = Omit<Measurement, "id"> & {
  readonly id: number | null;
  readonly view: View;
  /** Points that are set; the last one of `points` may still follow the pointer. */
  readonly set: number;
  /** Which handle moves; −1: all of it. */
  readonly handle: number;
  readonly from: Vec3;
  readonly before: readonly Vec3[];
};

/** Measurements by hand over the images: drawing them, taking hold of them, and writing them into the session. */
export class Measuring implements MeasureLayer {
  #selected: number | null = null;
  #naming: number | null = null;
  #held: Held | null = null;
  #pressedAt: Point | null = null;
  #marks: readonly Mark[] = [];

  constructor(
    private readonly store: SessionStore,
    private readonly hooks: ViewerHooks,
    private readonly stage: Stage,
    private readonly place: { shown(): Shown | null; tool(): ToolId },
    /** A measurement is being drawn, or no longer; also where something is to be drawn anew. */
    private readonly told: (drawing: boolean) => void,
  ) {}

  get selected(): number | null {
    return this.#list().some((m) => m.id === this.#selected) ? this.#selected : null;
  }
  get naming(): number | null {
    return this.#list().some((m) => m.id === this.#naming) ? this.#naming : null;
  }
  select(id: number | null, naming = false): void {
    if (this.#selected === id && this.#naming === (naming ? id : null)) return;
    this.#selected = id;
    this.#naming = naming ? id : null;
    this.told(this.#drawing);
  }
  setMarks(marks: readonly Mark[]): void {
    this.#marks = marks;
    this.told(this.#drawing);
  }
  placeOf(id: number, viewportId: string): Point | null {
    const view = this.stage.shown.find((v) => v.id === viewportId);
    const found = this.#list().find((m) => m.id === id);
    const place = view && found && this.#seen(view, found) ? this.#placeIn(found.axis) : null;
    return view && found && place ? this.#textAt(view, found, place) : null;
  }

  /** A button went down. True where the press is for a measurement. */
  press(view: View, at: Point): boolean {
    const tool = this.place.tool();
    const kind = kindOf(tool);
    const point = this.#pointAt(view, at);
    if (!point || !view.plane || (!kind && !reads(tool))) return false;
    this.#pressedAt = at;
    const held = this.#held;
    if (held && held.id === null && held.view === view) {
      // One point more, unless it is the last: that one is set where the button is let go.
      if (held.set < measureOf(held.kind).points - 1) this.#setPoint(held, point, 1);
      return true;
    }
    const hit = this.#hit(view, at, kind !== null);
    if (hit) {
      const { id, handle, ...rest } = hit;
      this.#held = { ...rest, id, handle, view, set: rest.points.length, from: point, before: rest.points };
      this.select(id);
      return true;
    }
    if (!kind) {
      this.select(null);
      return false;
    }
    const axis = view.plane.axis;
    const more = measureOf(kind).points > 1;
    const points = more ? [point, point] : [point];
    this.#selected = null;
    this.#naming = null;
    const begun = { id: null, kind, axis, text: "", view, handle: -1, from: point, before: [] };
    this.#held = { ...begun, points, set: more ? 1 : 0 };
    this.told(true);
    return true;
  }
  /** The pointer moved, with the button held or not. */
  move(view: View, at: Point, pressed: boolean): void {
    const held = this.#held;
    const point = held?.view === view ? this.#pointAt(view, at) : null;
    if (!held || !point) return;
    if (held.id === null) this.#setPoint(held, point, 0);
    else if (pressed) this.#held = { ...held, points: this.#moved(held, point) };
    this.told(this.#drawing);
  }
  /** The button went up. */
  release(view: View, at: Point): void {
    const held = this.#held;
    const start = this.#pressedAt;
    this.#pressedAt = null;
    if (!held || !start) return;
    const still = Math.hypot(at[0] - start[0], at[1] - start[1]) < CLICK;
    if (held.id !== null) {
      this.#held = null;
      const seriesId = this.place.shown()?.series.id;
      if (!still && seriesId) changeMeasurement(this.store, seriesId, held.id, { points: held.points });
      this.told(false);
      return;
    }
    const point = this.#pointAt(view, at);
    const { points } = measureOf(held.kind);
    const last = held.set === points - 1;
    // A click sets the first point, and a second click on the same spot no further one.
    if (still && !(last && (points === 1 || this.#apart(held, at)))) return;
    if (point && held.view === view) this.#setPoint(held, point, 1);
    this.#finish();
  }
  cancel(): void {
    if (!this.#held) return;
    this.#held = null;
    this.told(false);
  }

  draw(view: View): void {
    const shown = this.place.shown();
    if (!shown || view.grid !== shown.series.image.grid || !view.plane) return;
    drawMarks(
      view,
      this.#marks.filter((m) => m.seriesId === shown.series.id),
    );
    const held = this.#held;
    for (const m of this.#list()) if (m.id !== held?.id && this.#seen(view, m)) this.#drawOne(view, m, m.id);
    if (held && this.#seen(view, held)) this.#drawOne(view, held, held.id);
  }

  get #drawing(): boolean {
    return this.#held?.id === null;
  }
  #list(): readonly Measurement[] {
    const seriesId = this.place.shown()?.series.id;
    return measurementsOf(seriesId === undefined ? undefined : this.store.state.series[seriesId]);
  }
  #placeIn(axis: 0 | 1 | 2): Place | null {
    const shown = this.place.shown();
    return shown && { image: shown.series.image, axis, sized: shown.knows.spacing };
  }
  #seen({ plane, slice }: View, { axis, points }: Pick<Measurement, "axis" | "points">): boolean {
    return plane?.axis === axis && Math.abs(points[0][axis] - slice) <= 0.5;
  }
  /** Continuous voxel under a point of the view, within the image. */
  #pointAt(view: View, at: Point): Vec3 | null {
    const { grid, plane } = view;
    const world = view.worldAt(at);
    if (!world || !grid || !plane || grid !== this.place.shown()?.series.image.grid) return null;
    const index = worldToIndex(grid, world).map((x, n) => Math.min(grid.dims[n] - 0.5, Math.max(-0.5, x)));
    index[plane.axis] = view.slice;
    return [index[0], index[1], index[2]];
  }
  #canvasAt(view: View, index: Vec3): Point {
    return view.grid ? view.canvasAt(indexToWorld(view.grid, index)) : [0, 0];
  }
  /** Moves the point that follows the pointer, and sets it (`more` 1) or not yet. */
  #setPoint(held: Held, to: Vec3, more: 0 | 1): void {
    const place = this.#placeIn(held.axis);
    if (!place) return;
    const record = measureOf(held.kind);
    const at = Math.min(held.set, record.points - 1);
    const points = record.moved([...held.points.slice(0, at), to], at, to, place);
    const set = Math.min(record.points, held.set + more);
    // The next one begins where this one was set.
    const next = more === 1 && set < record.points ? [...points.slice(0, set), points[set - 1]] : points;
    this.#held = { ...held, points: next, set };
  }
  #moved(held: Held, to: Vec3): readonly Vec3[] {
    const place = this.#placeIn(held.axis);
    if (!place) return held.points;
    if (held.handle >= 0) return measureOf(held.kind).moved(held.before, held.handle, to, place);
    const { dims } = place.image.grid;
    // As far as all of it stays in the image.
    const by = [0, 1, 2].map((n) => {
      const ends = held.before.map((p) => p[n]);
      const least = -0.5 - Math.min(...ends);
      const most = dims[n] - 0.5 - Math.max(...ends);
      return n === held.axis ? 0 : Math.min(most, Math.max(least, to[n] - held.from[n]));
    });
    return held.before.map((p): Vec3 => [p[0] + by[0], p[1] + by[1], p[2] + by[2]]);
  }
  /** Whether a place of the view is apart from the point set last. */
  #apart({ view, points, set }: Held, [x, y]: Point): boolean {
    const [px, py] = this.#canvasAt(view, points[set - 1]);
    return Math.hypot(px - x, py - y) >= CLICK;
  }
  #finish(): void {
    const held = this.#held;
    const seriesId = this.place.shown()?.series.id;
    if (!held || !seriesId || held.set < measureOf(held.kind).points) {
      this.told(this.#drawing);
      return;
    }
    this.#held = null;
    const { kind, points, axis, text } = held;
    const id = addMeasurement(this.store, seriesId, { kind, points, axis, text });
    this.#selected = id;
    this.#naming = kind === "arrow" ? id : null;
    this.told(false);
  }

  /** The measurement under the pointer: by a handle, or (`lines`) by a line. */
  #hit(view: View, [x, y]: Point, lines: boolean): (Measurement & { handle: number }) | null {
    const seen = this.#list().filter((m) => this.#seen(view, m));
    // What is drawn last lies on top.
    for (const m of seen.toReversed()) {
      const place = this.#placeIn(m.axis);
      if (!place) return null;
      const handles = measureOf(m.kind).handles(m.points, place);
      const near = handles.findIndex((h) => {
        const [hx, hy] = this.#canvasAt(view, h);
        return Math.hypot(hx - x, hy - y) <= NEAR_HANDLE;
      });
      if (near >= 0) return { ...m, handle: near };
      const drawn = lines ? this.#outlines(view, m, place) : [];
      if (drawn.some(({ path }) => path.some((p, n) => n > 0 && fromSegment([x, y], path[n - 1], p) <= NEAR_LINE)))
        return { ...m, handle: -1 };
    }
    return null;
  }
  #outlines(view: View, m: Pick<Measurement, "kind" | "points">, place: Place): Drawn["outlines"] {
    return measureOf(m.kind)
      .outlines(m.points, place)
      .map(({ points, closed, head }) => {
        const path = points.map((p) => this.#canvasAt(view, p));
        return { path: closed ? [...path, path[0]] : path, head: head === true };
      });
  }
  /** Right of the rightmost point, where it does not cover what is measured. */
  #textAt(view: View, m: Pick<Measurement, "kind" | "points">, place: Place): Point {
    const at = measureOf(m.kind)
      .handles(m.points, place)
      .map((p) => this.#canvasAt(view, p));
    // An arrow's text stands at its tail.
    const [x, y] = m.kind === "arrow" ? (at[1] ?? at[0]) : at.reduce((a, b) => (b[0] > a[0] ? b : a));
    return [x + 10, y];
  }
  #drawOne(view: View, m: Omit<Measurement, "id">, id: number | null): void {
    const place = this.#placeIn(m.axis);
    if (!place) return;
    const record = measureOf(m.kind);
    drawMeasure(view, {
      id,
      selected: id === null || id === this.#selected,
      handles: record.handles(m.points, place).map((p) => this.#canvasAt(view, p)),
      outlines: this.#outlines(view, m, place),
      pinned: record.points === 1,
      textAt: this.#textAt(view, m, place),
      // While two axes are drawn there is one of them.
      lines:
        m.points.length < record.points
          ? []
          : (this.hooks.describeMeasurement?.(m, record.figures(m.points, place), place.image.unit) ?? []),
    });
  }
}

/** The measure of a tool's id, or null. */
export const kindOf = (tool: ToolId): MeasureId | null =>
  tool.startsWith("measure_") ? (tool.slice("measure_".length) as MeasureId) : null;

/** Distance of a point from a line between two others. */
function fromSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}
