import type { View } from "./view.ts";

const said = (v: readonly number[]) => v.map((x) => x.toFixed(4)).join();

/** Gives the other views of the same plane the zoom, pan and turns of one: what the layout "pair" is for. */
export function leadOthers(leader: View | undefined, views: readonly View[]): void {
  const state = leader?.viewport?.getViewState();
  if (!leader?.plane || !state) return;
  const { slice: _, orientation: __, ...camera } = state;
  const wanted = JSON.stringify(camera);
  for (const { viewport, plane } of views) {
    if (!viewport || !plane || viewport === leader.viewport) continue;
    if (said(plane.right) !== said(leader.plane.right) || said(plane.down) !== said(leader.plane.down)) continue;
    const { slice: _s, orientation: _o, ...now } = viewport.getViewState();
    if (JSON.stringify(now) !== wanted) viewport.setViewState(camera);
  }
}
