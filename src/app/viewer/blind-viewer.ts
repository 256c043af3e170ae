import { initialSnapshot } from "./snapshot.ts";
import type { Viewer, ViewerSnapshot } from "./viewer.ts";
import { firstWindow, picture } from "./windows.ts";

/** A viewer where nothing can be drawn (no WebGL2): it says why, and keeps the rest of the page working. */
export function blindViewer(problem: ViewerSnapshot["problem"]): Viewer {
  const nothing = () => {};
  return {
    snapshot: { ...initialSnapshot, problem },
    attach: nothing,
    detach: nothing,
    viewportElement: () => null,
    show: async () => {},
    setLayout: nothing,
    toggleMaximised: nothing,
    setActiveViewport: nothing,
    setTool: nothing,
    setOptions: nothing,
    setWindow: nothing,
    setInverted: nothing,
    setSlice: nothing,
    setCamera: nothing,
    scroll: nothing,
    zoomBy: nothing,
    fit: nothing,
    reset: nothing,
    flip: nothing,
    rotate: nothing,
    setCine: nothing,
    setMasksVisible: nothing,
    goToSegment: nothing,
    interpolateSlices: () => 0,
    fillHoles: () => 0,
    measuring: { selected: null, naming: null, select: nothing, placeOf: () => null, setMarks: nothing },
    finishDrawing: nothing,
    cancelDrawing: nothing,
    thumbnail: (series) => picture(series, firstWindow(series)),
    overlays: { list: [], visible: true, set: nothing, setVisible: nothing, touch: nothing },
    subscribe: () => nothing,
  };
}
