import { cache, getRenderingCapabilities, init as initCore, RenderingEngine, utilities } from "@cornerstonejs/core";
import { init as initTools } from "@cornerstonejs/tools";
import { blindViewer } from "./blind-viewer.ts";
import { CornerstoneViewer } from "./cornerstone-viewer.ts";
import type { CreateViewer, Viewer } from "./viewer.ts";
import { registerLoader } from "./voxels.ts";
import { warmUp } from "./warm-up.ts";

let made: Promise<Viewer> | null = null;

/** Makes the viewer; there is one for the life of the page, and a second call gives the same. */
export const createViewer: CreateViewer = (store, hooks = {}) => {
  made ??= (async () => {
    await initCore({ rendering: { webGlContextCount: 3 } } as Parameters<typeof initCore>[0]);
    await initTools({ segmentation: { overwriteMode: "all" } } as Parameters<typeof initTools>[0]);
    cache.setMaxCacheSize(8 * 2 ** 30); // views on memory that is ours anyway
    utilities.HistoryMemo.DefaultHistoryMemo.size = 1; // history is the session's
    registerLoader();
    const engine = getRenderingCapabilities().webgl2 ? new RenderingEngine("radiomica") : null;
    // Where it fails, the first image will, and says so.
    if (engine) await warmUp(engine).catch(() => {});
    return engine ? new CornerstoneViewer(store, hooks, engine) : blindViewer("no_webgl2");
  })();
  return made;
};
