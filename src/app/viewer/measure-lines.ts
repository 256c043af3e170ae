import { worldToIndex } from "#engine/grid.ts";
import type { Point, View } from "./view.ts";
import type { Mark } from "./viewer.ts";

/** A measurement as a view shows it; places in CSS pixels. */
export type Drawn = {
  /** Null while it is being drawn. */
  readonly id: number | null;
  readonly selected: boolean;
  readonly handles: readonly Point[];
  readonly outlines: readonly { readonly path: readonly Point[]; readonly head: boolean }[];
  /** A single point, shown as a cross. */
  readonly pinned: boolean;
  readonly textAt: Point;
  readonly lines: readonly string[];
};

const plain = "#ffd75e";
const chosen = "#7df0ff";
const lineHeight = 15;

/** Draws a measurement into the lines of a view: outlines on a dark rim, handles, and what it says. */
export function drawMeasure(view: View, m: Drawn): void {
  const color = m.selected ? chosen : plain;
  const group = element("g", { "data-measure": m.id ?? "new", fill: "none", "stroke-linecap": "round" });
  const paths = m.outlines.map(({ path, head }) => pathOf(path) + (head ? headOf(path) : ""));
  if (m.pinned) paths.push(...m.handles.map(cross));
  for (const d of paths) {
    group.append(element("path", { d, stroke: "#000", "stroke-opacity": 0.6, "stroke-width": 4 }));
    group.append(element("path", { d, stroke: color, "stroke-width": 1.75 }));
  }
  if (!m.pinned)
    for (const [cx, cy] of m.handles)
      group.append(
        element("circle", { cx, cy, r: m.selected ? 4 : 2.5, fill: m.selected ? "#000a" : color, stroke: color }),
      );
  if (m.lines.length > 0) group.append(textOf(view, m, color));
  view.lines.append(group);
}

/** The text, within the view where it can be. */
function textOf(view: View, { textAt: [x, y], lines }: Drawn, color: string): SVGElement {
  const [width, height] = view.size;
  const longest = Math.max(...lines.map((line) => line.length)) * 7.6;
  const left = Math.max(4, Math.min(x, width - longest - 22));
  const top = Math.max(lineHeight, Math.min(y, height - lineHeight * lines.length));
  const text = element("text", {
    x: left,
    y: top,
    fill: color,
    stroke: "#000",
    "stroke-width": 2.5,
    "stroke-opacity": 0.7,
    "paint-order": "stroke",
    "font-size": 13,
    "letter-spacing": 0.2,
    "font-family": "inherit",
    style: "font-variant-numeric:tabular-nums",
  });
  for (const [n, line] of lines.entries()) {
    const row = element("tspan", { x: left, dy: n === 0 ? 0 : lineHeight });
    row.textContent = line;
    text.append(row);
  }
  return text;
}

/** Lines of measured segments, in the slice where they were found. */
export function drawMarks(view: View, marks: readonly Mark[]): void {
  const { grid, plane } = view;
  if (!grid || !plane) return;
  for (const { ends, color } of marks) {
    if (ends.some((end) => Math.abs(worldToIndex(grid, end)[plane.axis] - view.slice) > 0.5)) continue;
    const d = pathOf(ends.map((end) => view.canvasAt(end)));
    const line = { d, fill: "none", "stroke-linecap": "round" };
    view.lines.append(
      element("path", { ...line, stroke: "#000", "stroke-opacity": 0.6, "stroke-width": 4, "data-mark": 1 }),
      element("path", { ...line, stroke: `rgb(${color.join()})`, "stroke-width": 2 }),
    );
  }
}

const pathOf = (points: readonly Point[]) =>
  points.map(([x, y], n) => `${n === 0 ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");

const cross = ([x, y]: Point) =>
  pathOf([
    [x - 7, y],
    [x - 2, y],
  ]) +
  pathOf([
    [x + 2, y],
    [x + 7, y],
  ]) +
  pathOf([
    [x, y - 7],
    [x, y - 2],
  ]) +
  pathOf([
    [x, y + 2],
    [x, y + 7],
  ]);

/** Two barbs at the end of a line. */
function headOf(path: readonly Point[]): string {
  const [[x0, y0], [x, y]] = path.slice(-2);
  const angle = Math.atan2(y - y0, x - x0);
  const barb = (turn: number): Point => [x - 12 * Math.cos(angle + turn), y - 12 * Math.sin(angle + turn)];
  return pathOf([barb(0.45), [x, y], barb(-0.45)]);
}

function element(name: string, values: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, String(value));
  return made;
}
