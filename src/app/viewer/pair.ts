import type { View } from "./view.ts";

const said = (v: readonly number[]) => v.map((x) => x.toFixed(4)).join();

/** Zoom, pan and turns of a view; its slice and its plane are its own. */
function cameraOf(view: View) {
  const state = view.viewport?.getViewState();
  if (!state) return null;
  const { slice: _, orientation: __, ...camera } = state;
  return camera;
}

/**
 * Views of the same plane that move together: what the layout "pair" is for. Whichever view has moved since the last
 * look takes the others along; at the first look it is the first.
 */
export class Pair {
  readonly #seen = new Map<string, string>();

  follow(views: readonly View[]): void {
    const leader = views.find((v) => v.plane && v.viewport && this.#seen.get(v.id) !== JSON.stringify(cameraOf(v)));
    const camera = leader && cameraOf(leader);
    if (!leader?.plane || !camera) return;
    for (const view of views) {
      const { plane, viewport } = view;
      if (view === leader || !viewport || !plane) continue;
      if (said(plane.right) !== said(leader.plane.right) || said(plane.down) !== said(leader.plane.down)) continue;
      viewport.setViewState(camera);
    }
    // Read back: what is set may come back with other last digits, which are no movement.
    for (const view of views) this.#seen.set(view.id, JSON.stringify(cameraOf(view)));
  }
}
