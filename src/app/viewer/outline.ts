import { indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";
import type { Volume } from "#engine/volume.ts";
import { sliceOf, tracedAt } from "./edits.ts";
import { voxelAt } from "./planes.ts";
import type { Point, View } from "./view.ts";
import type { ToolId } from "./viewer.ts";

/** Most pixels of a slice that is traced with every move of the pointer; a click traces larger ones too. */
const largestPreview = 1_200_000;

/** Outlines over a view, as SVG paths: the one that is being drawn, or what a click of the level tracer would take. */
export class Outline {
  #drawn: { view: View; points: readonly Point[] } | null = null;
  /** The last trace: asked for with every frame, it changes with every pixel only. */
  #traced: { key: string; mask: Uint8Array | null } = { key: "", mask: null };

  /** Points of the outline in progress, null to end it. One that was thrown away does not come back by more points. */
  draw(view: View, points: readonly Point[] | null, told: (drawing: boolean) => void): void {
    if (points ? points.length > 1 && !this.#drawn : !this.#drawn) return;
    this.#drawn = points && { view, points };
    told(points !== null);
  }
  /** Its corners in patient coordinates; none where it was thrown away. */
  get corners(): Vec3[] {
    const drawn = this.#drawn;
    return drawn ? drawn.points.map((at) => drawn.view.worldAt(at)).filter((world) => world !== null) : [];
  }
  /** The path over a view. */
  over(
    view: View,
    tool: ToolId,
    hover: { readonly view: View; readonly at: Point } | null,
    image: Volume | undefined,
  ): string | null {
    if (this.#drawn?.view === view)
      return `${this.#drawn.points.map(([x, y], n) => `${n === 0 ? "M" : "L"}${x} ${y}`).join("")}Z`;
    return tool === "level_trace" && hover?.view === view && image ? this.#trace(view, hover.at, image) : null;
  }

  #trace(view: View, hover: Point, { grid, data }: Volume): string | null {
    const { plane } = view;
    const world = view.worldAt(hover);
    const voxel = world && voxelAt(grid, world);
    // A view may show another image beside this one.
    if (!voxel || !plane || view.grid !== grid) return null;
    const key = `${view.id} ${voxel} ${grid.dims} ${data.byteLength}`;
    const { nx, ny, u, v } = sliceOf(grid, plane.axis, view.slice);
    if (nx * ny > largestPreview) return null;
    if (this.#traced.key !== key) this.#traced = { key, mask: tracedAt(grid, data, plane.axis, voxel) };
    const { mask } = this.#traced;
    if (!mask) return null;
    // Views are linear: three points say where all pixels are.
    const at = (x: number, y: number) => {
      const index = [...worldToIndex(grid, world)] as [number, number, number];
      index[u] = x;
      index[v] = y;
      return view.canvasAt(indexToWorld(grid, index as Vec3));
    };
    const [o, a, b] = [at(0, 0), at(100, 0), at(0, 100)];
    const point = (x: number, y: number) => {
      const left = o[0] + ((a[0] - o[0]) * x + (b[0] - o[0]) * y) / 100;
      const top = o[1] + ((a[1] - o[1]) * x + (b[1] - o[1]) * y) / 100;
      return `${left.toFixed(1)} ${top.toFixed(1)}`;
    };
    return pixelEdges(mask, nx, ny, point);
  }
}

/** The edges between pixels inside a mask and outside it. */
function pixelEdges(mask: Uint8Array, nx: number, ny: number, point: (x: number, y: number) => string): string {
  const parts: string[] = [];
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < nx && y < ny && mask[x + nx * y] !== 0;
  for (let y = 0; y < ny; y++)
    for (let x = 0; x < nx; x++) {
      if (!inside(x, y)) continue;
      if (!inside(x, y - 1)) parts.push(`M${point(x - 0.5, y - 0.5)}L${point(x + 0.5, y - 0.5)}`);
      if (!inside(x, y + 1)) parts.push(`M${point(x - 0.5, y + 0.5)}L${point(x + 0.5, y + 0.5)}`);
      if (!inside(x - 1, y)) parts.push(`M${point(x - 0.5, y - 0.5)}L${point(x - 0.5, y + 0.5)}`);
      if (!inside(x + 1, y)) parts.push(`M${point(x + 0.5, y - 0.5)}L${point(x + 0.5, y + 0.5)}`);
    }
  return parts.join("");
}
