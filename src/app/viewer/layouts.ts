import type { ViewId } from "./view.ts";
import type { LayoutId } from "./viewer.ts";

/** A pane's place in the viewing area, as fractions: left, top, width, height. */
export type Place = { readonly view: ViewId; readonly at: readonly [number, number, number, number] };

const half = 1 / 2;
const third = 1 / 3;

/** Where the panes of a layout stand. `acquired` is the plane that the large view of "1+2" already shows. */
export function places(layout: LayoutId, acquired: ViewId): readonly Place[] {
  switch (layout) {
    case "acquisition":
      return [{ view: "acquisition", at: [0, 0, 1, 1] }];
    case "1+2": {
      const others = (["axial", "coronal", "sagittal"] as const).filter((v) => v !== acquired);
      return [
        { view: "acquisition", at: [0, 0, 2 * third, 1] },
        { view: others[0], at: [2 * third, 0, third, half] },
        { view: others[1], at: [2 * third, half, third, half] },
      ];
    }
    case "mpr":
      return [
        { view: "axial", at: [0, 0, third, 1] },
        { view: "coronal", at: [third, 0, third, 1] },
        { view: "sagittal", at: [2 * third, 0, third, 1] },
      ];
    case "pair":
      return [
        { view: "acquisition", at: [0, 0, half, 1] },
        { view: acquired, at: [half, 0, half, 1] },
      ];
    case "2x2":
      return [
        { view: "axial", at: [0, 0, half, half] },
        { view: "sagittal", at: [half, 0, half, half] },
        { view: "coronal", at: [0, half, half, half] },
        { view: "3d", at: [half, half, half, half] },
      ];
  }
}
