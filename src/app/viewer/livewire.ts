import { getEnabledElement } from "@cornerstonejs/core";
import { LivewireContourTool } from "@cornerstonejs/tools";
import { indexToWorld, type Vec3, worldToIndex } from "#engine/grid.ts";
import type { View } from "./view.ts";

type ViewOf = (viewportId: string) => { view: View; data: Float32Array } | null;

/**
 * Cornerstone's livewire, which cannot get at the pixels of the newer viewports: here it is handed the slice in view,
 * cut from our own memory, in the shape it asks for.
 */
export function livewireTool(viewOf: ViewOf): typeof LivewireContourTool {
  return class Livewire extends LivewireContourTool {
    static override toolName = "Livewire";
    protected override setupBaseEditData(...args: Parameters<LivewireContourTool["setupBaseEditData"]>): void {
      const viewport = getEnabledElement(args[1])?.viewport as unknown as
        | { id: string; getImageData: () => unknown }
        | undefined;
      const found = viewport && viewOf(viewport.id);
      if (!viewport || !found) return;
      const own = viewport.getImageData;
      viewport.getImageData = () => sliceImage(found.view, found.data);
      try {
        super.setupBaseEditData(...args);
      } finally {
        viewport.getImageData = own;
      }
    }
  };
}

/** The slice of a view as a two-dimensional image with its own index space. */
function sliceImage(view: View, data: Float32Array): unknown {
  const { grid, plane, slice } = view;
  if (!grid || !plane) throw new Error("Nothing is shown");
  const [u, v] = [0, 1, 2].filter((a) => a !== plane.axis);
  const strides = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  const [width, height] = [grid.dims[u], grid.dims[v]];
  const scalarData = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = slice * strides[plane.axis] + y * strides[v];
    for (let x = 0; x < width; x++) scalarData[x + width * y] = data[row + x * strides[u]];
  }
  return {
    dimensions: [width, height, 1],
    scalarData,
    imageData: {
      worldToIndex: (world: Vec3) => {
        const index = worldToIndex(grid, world);
        return [index[u], index[v], 0];
      },
      indexToWorld: (point: readonly number[]) => {
        const index: [number, number, number] = [0, 0, 0];
        index[u] = point[0];
        index[v] = point[1];
        index[plane.axis] = slice;
        return [...indexToWorld(grid, index)];
      },
    },
  };
}
