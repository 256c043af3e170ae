import type { Cell } from "../state/cell.ts";
import type { Viewer, ViewerSnapshot } from "../viewer/viewer.ts";
import { handOf } from "./hand.ts";
import type { Project, SeriesView } from "./project.ts";

/** How the series in view is looked at; null where nothing is seen. */
export function viewOf({ views }: ViewerSnapshot): SeriesView | null {
  const flat = views.filter((v) => v.plane !== "3d");
  if (flat.length === 0) return null;
  const { window, inverted } = flat[0];
  const cameras = flat.flatMap((v) => (v.camera ? [[v.viewportId, v.camera] as const] : []));
  const slices = Object.fromEntries(flat.map((v) => [v.viewportId, v.slice]));
  return { window, inverted, slices, cameras: Object.fromEntries(cameras) };
}

/** Follows how series are looked at, and shows them so again. */
export function viewKeeper(viewer: Cell<Viewer | null>, changed: () => void) {
  /** Series shown by this page: what the viewer says of them is theirs. */
  const shown = new Set<string>();
  let followed: Viewer | null = null;
  const follow = () => {
    if (!viewer.value || viewer.value === followed) return;
    followed = viewer.value;
    followed.subscribe(changed);
  };
  viewer.subscribe(follow);
  return {
    /** Layout and views of a project as they are now. */
    seen(project: Project, seriesId: string): Partial<Project> {
      const snapshot = viewer.value?.snapshot;
      const view = snapshot && shown.has(seriesId) ? viewOf(snapshot) : null;
      if (!snapshot || !view) return {};
      const before = project.views[seriesId];
      const slices = { ...before?.slices, ...view.slices };
      const cameras = { ...before?.cameras, ...view.cameras };
      const views = { ...project.views, [seriesId]: { ...view, slices, cameras } };
      return { layout: snapshot.layout, views, hand: handOf(snapshot) };
    },
    /** To be called when a series has been shown: the first time, it is put as the project remembers it. */
    show(viewer: Viewer, project: Project, seriesId: string): void {
      const first = shown.size === 0;
      const view = project.views[seriesId];
      if (!shown.has(seriesId) && view) {
        if (first) {
          viewer.setLayout(project.layout);
          if (project.hand) {
            viewer.setOptions(project.hand.options);
            viewer.setTool(project.hand.tool);
          }
        }
        viewer.setWindow(view.window[0], view.window[1]);
        viewer.setInverted(view.inverted);
        for (const [id, slice] of Object.entries(view.slices)) viewer.setSlice(id, slice);
        for (const [id, camera] of Object.entries(view.cameras ?? {})) viewer.setCamera(id, camera);
      }
      shown.add(seriesId);
    },
  };
}
export type ViewKeeper = ReturnType<typeof viewKeeper>;
