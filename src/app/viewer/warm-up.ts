import { Enums, type RenderingEngine } from "@cornerstonejs/core";
import { planeOf } from "./planes.ts";
import { describeData, mount, View } from "./view.ts";
import { forget, imageIds, type Pictured, present, volumeId } from "./voxels.ts";

const KEY = "warm-up";
/** How long to wait for it at most, ms. */
const PATIENCE = 2000;

/**
 * Draws a small volume where nobody sees it: the graphics context, the programs on the card and Cornerstone's own code
 * are then ready when the first image comes, which would wait for them.
 */
export async function warmUp(engine: RenderingEngine): Promise<void> {
  const view = new View("axial", engine);
  delete view.pane.dataset.viewport;
  view.pane.setAttribute("style", "position:fixed;left:-100px;top:0;width:64px;height:64px");
  view.pane.setAttribute("aria-hidden", "true");
  document.body.append(view.pane);
  const { grid } = small.image;
  try {
    await present(KEY, small, true);
    describeData(KEY, imageIds(KEY, "image", grid.dims[2]), volumeId(KEY, "image"));
    view.grid = grid;
    view.plane = planeOf(grid, "axial");
    const { element } = view;
    const drawn = new Promise((resolve) => {
      element.addEventListener(Enums.Events.IMAGE_RENDERED, resolve, { once: true });
      setTimeout(resolve, PATIENCE);
    });
    const type = Enums.ViewportType.PLANAR_NEXT;
    engine.setViewports([{ viewportId: view.id, element, type, defaultOptions: { background: [0, 0, 0] } }]);
    await mount(view, KEY);
    view.setSlice(2);
    view.viewport?.setDisplaySetPresentation(KEY, { voiRange: { lower: 0, upper: 1 } });
    engine.render();
    await drawn;
  } finally {
    engine.setViewports([]);
    forget(KEY, "image");
    view.pane.remove();
  }
}

const small: Pictured = {
  id: KEY,
  seriesInstanceUid: "",
  frameOfReferenceUid: "",
  modality: "OT",
  image: {
    unit: "1",
    data: new Float32Array(16 * 16 * 4),
    grid: { dims: [16, 16, 4], spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  },
  range: [0, 1],
  slices: [],
};
