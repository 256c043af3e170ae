import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { View } from "./view.ts";

/** One colour for each plane, as in the border of its view. */
export const planeColors: Readonly<Record<string, string>> = {
  acquisition: "#e0b040",
  axial: "#e05a5a",
  coronal: "#57c785",
  sagittal: "#5aa2e0",
};

/** A circle under the pointer; radius in CSS pixels. */
export type BrushCursor = {
  readonly at: readonly [number, number];
  readonly radius: number;
  readonly color: string;
};

/** Draws into a view where the slices of the others cut it, the brush, and an outline (an SVG path) that is being drawn. */
export function drawLines(
  view: View,
  others: readonly View[],
  cursor: BrushCursor | null,
  drawn: { readonly path: string | null; readonly color: string },
): void {
  const { grid, plane, lines } = view;
  lines.replaceChildren();
  if (!grid || !plane) return;
  for (const other of others) {
    if (other === view || !other.plane || other.plane.axis === plane.axis) continue;
    const along = ([0, 1, 2] as const).find((a) => a !== plane.axis && a !== other.plane?.axis);
    if (along === undefined) continue;
    const end = (at: number): Vec3 => {
      const index: [number, number, number] = [0, 0, 0];
      index[plane.axis] = view.slice;
      index[other.plane?.axis ?? 0] = other.slice;
      index[along] = at;
      return indexToWorld(grid, index);
    };
    const [x1, y1] = view.canvasAt(end(-0.5));
    const [x2, y2] = view.canvasAt(end(grid.dims[along] - 0.5));
    if (![x1, y1, x2, y2].every(Number.isFinite)) continue;
    const values = {
      x1,
      y1,
      x2,
      y2,
      stroke: planeColors[other.id] ?? "#fff",
      "stroke-width": 1,
      "stroke-opacity": 0.65,
    };
    lines.append(shape("line", values));
  }
  if (drawn.path) {
    const line = { d: drawn.path, fill: "none", "stroke-linejoin": "round" };
    lines.append(shape("path", { ...line, stroke: "#000", "stroke-opacity": 0.6, "stroke-width": 3.5 }));
    lines.append(shape("path", { ...line, stroke: drawn.color, "stroke-width": 1.75 }));
  }
  if (!cursor) return;
  const [cx, cy] = cursor.at;
  const circle = { cx, cy, r: Math.max(1, cursor.radius), fill: "none", "stroke-width": 1.5 };
  lines.append(shape("circle", { ...circle, stroke: "#000", "stroke-opacity": 0.5, "stroke-width": 3 }));
  lines.append(shape("circle", { ...circle, stroke: cursor.color }));
}

function shape(name: "line" | "circle" | "path", values: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, String(value));
  return element;
}
