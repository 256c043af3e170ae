import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { View } from "./view.ts";

/** What borders are drawn of: segments with the label maps, on the view's grid, that they lie in. */
export type Regions = readonly {
  readonly label: number;
  readonly labels: Uint8Array;
  readonly color: readonly [number, number, number];
  readonly visible: boolean;
}[];

/** Thin lines along the voxel edges of each region in the slice of a view: seen above a map, they leave its colours alone. */
export function drawBorders(context: CanvasRenderingContext2D, view: View, regions: Regions, dpr: number): void {
  const { grid, plane, slice } = view;
  if (!grid || !plane) return;
  const [u, v] = [0, 1, 2].filter((a) => a !== plane.axis);
  const strides = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  const [nu, nv] = [grid.dims[u], grid.dims[v]];
  const at = (i: number, j: number): readonly [number, number] => {
    const index: [number, number, number] = [slice, slice, slice];
    index[u] = i - 0.5;
    index[v] = j - 0.5;
    return view.canvasAt(indexToWorld(grid, index as Vec3));
  };
  const [x0, y0] = at(0, 0);
  const [xu, yu] = at(1, 0);
  const [xv, yv] = at(0, 1);
  if (![x0, y0, xu, yu, xv, yv].every(Number.isFinite)) return;
  const visible = regions.filter((s) => s.visible);
  const paths = new Map(visible.map((s) => [s.label, new Path2D()]));
  const edge = (a: number, b: number, i: number, j: number, down: boolean): void => {
    for (const label of a === b ? [] : [a, b]) {
      const path = paths.get(label);
      path?.moveTo(i, j);
      path?.lineTo(down ? i : i + 1, down ? j + 1 : j);
    }
  };
  const first = slice * strides[plane.axis];
  for (const labels of new Set(visible.map((s) => s.labels))) {
    for (let j = 0; j <= nv; j++) {
      for (let i = 0; i <= nu; i++) {
        const here = first + i * strides[u] + j * strides[v];
        const own = i < nu && j < nv ? labels[here] : 0;
        if (j < nv) edge(own, i > 0 ? labels[here - strides[u]] : 0, i, j, true);
        if (i < nu) edge(own, j > 0 ? labels[here - strides[v]] : 0, i, j, false);
      }
    }
  }
  const matrix = new DOMMatrix([xu - x0, yu - y0, xv - x0, yv - y0, x0, y0].map((x) => x * dpr));
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.lineWidth = 1.5 * dpr;
  for (const { label, color } of visible) {
    const path = paths.get(label);
    if (!path) continue;
    const placed = new Path2D();
    placed.addPath(path, matrix);
    context.strokeStyle = `rgb(${color.join()})`;
    context.stroke(placed);
  }
}
