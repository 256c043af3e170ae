import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import { dicomDate, intensityUnit } from "../format.ts";
import { type Cell, cell } from "../state/cell.ts";
import type { Library } from "../state/library.ts";
import type { Overlay } from "../viewer/overlay.ts";
import { acquiredPlane } from "../viewer/planes.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { firstWindow } from "../viewer/windows.ts";

/** A series beside the one in view. `shift`: millimetres by which it is moved along the slices' normal. */
export type Prior = { readonly seriesId: string; readonly shift: number };

type Host = {
  readonly store: SessionStore;
  readonly viewer: Cell<Viewer | null>;
  readonly library: Pick<Cell<Library>, "value">;
};

const normalOf = ({ image: { grid } }: Series): Vec3 => [grid.direction[6], grid.direction[7], grid.direction[8]];
const centreOf = ({ image: { grid } }: Series): Vec3 =>
  indexToWorld(grid, grid.dims.map((n) => (n - 1) / 2) as unknown as Vec3);
const along = (a: Vec3, b: Vec3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Where two volumes do not meet along the slices, the shift that brings their middles together; else none. */
export function firstShift(current: Series, other: Series): number {
  const normal = normalOf(current);
  const half = ({ image: { grid } }: Series) =>
    [0, 1, 2].reduce(
      (sum, a) =>
        sum +
        (Math.abs(along(normal, grid.direction.slice(3 * a, 3 * a + 3) as unknown as Vec3)) *
          grid.dims[a] *
          grid.spacing[a]) /
          2,
      0,
    );
  const apart = along(normal, centreOf(current)) - along(normal, centreOf(other));
  return Math.abs(apart) < half(current) + half(other) ? 0 : Math.round(apart);
}

/** A series as it covers a view: by physical position, in grey, nothing of the image below it to be seen. */
export function priorOverlay(
  current: Series,
  other: Series,
  { shift }: Prior,
  window: readonly [number, number],
): Overlay {
  const { grid, data, unit } = other.image;
  const normal = normalOf(current);
  const origin = grid.origin.map((o, n) => o + shift * normal[n]) as unknown as Vec3;
  const date = dicomDate(other.study.studyDate);
  return {
    id: "prior",
    name: [date, other.description || other.modality].filter(Boolean).join(" · "),
    unit: intensityUnit(unit),
    grid: { ...grid, origin },
    values: data,
    states: null,
    colormap: "grey",
    // Numbers of another unit have a window of their own.
    range: unit === current.image.unit ? window : firstWindow(other),
    opacity: 1,
    views: [acquiredPlane(current.image.grid)],
    backdrop: {
      lines: [other.description || other.modality, date].filter(Boolean),
      sameSpace: other.frameOfReferenceUid !== "" && other.frameOfReferenceUid === current.frameOfReferenceUid,
    },
  };
}

/** Another series, often a prior study, beside the one in view: both scroll, zoom and pan together by position. */
export function createPrior({ store, viewer, library }: Host) {
  const shown = cell<Prior | null>(null);
  let told = "";
  const seriesById = (id: string) => library.value.series.find((s) => s.id === id);

  function push(): void {
    const view = viewer.value;
    if (!view) return;
    const { layout, views } = view.snapshot;
    const current = seriesById(store.state.activeSeries);
    const other = shown.value && seriesById(shown.value.seriesId);
    const seen = shown.value && current && other && current !== other && layout === "pair";
    const window = views.find((v) => v.plane !== "3d")?.window ?? [0, 1];
    const key = seen ? JSON.stringify([shown.value, current.id, window]) : "";
    if (key === told) return;
    told = key;
    view.overlays.set(seen && shown.value ? [priorOverlay(current, other, shown.value, window)] : [], "prior");
  }
  viewer.subscribe(() => viewer.value?.subscribe(push));
  store.subscribe(push);
  return {
    shown,
    /** Series that can stand beside the one in view. */
    offers(series: Series): boolean {
      const current = seriesById(store.state.activeSeries);
      return current !== undefined && current.id !== series.id && current.use === "volume" && series.use === "volume";
    },
    show(seriesId: string): void {
      const current = seriesById(store.state.activeSeries);
      const other = seriesById(seriesId);
      if (!current || !other || !viewer.value) return;
      shown.set({ seriesId, shift: firstShift(current, other) });
      viewer.value.overlays.setVisible(true);
      viewer.value.setLayout("pair");
      push();
    },
    shift: (mm: number): void => {
      shown.update((now) => now && { ...now, shift: mm });
      push();
    },
    hide(): void {
      shown.set(null);
      viewer.value?.setLayout("acquisition");
      push();
    },
  };
}
