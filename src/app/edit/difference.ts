import i18next from "i18next";
import { boxOfLabel } from "#engine/edit/plan-edit.ts";
import { type Grid, indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { SessionStore } from "#session/store.ts";
import { type Cell, cell } from "../state/cell.ts";
import type { Library } from "../state/library.ts";
import type { Overlay } from "../viewer/overlay.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { maskOfRegion } from "./regions.ts";

/** Two regions of a series, by their ids. */
export type Compared = { readonly seriesId: string; readonly a: string; readonly b: string };

type Host = {
  readonly store: SessionStore;
  readonly viewer: Cell<Viewer | null>;
  readonly library: Pick<Cell<Library>, "value">;
};

/** Told apart by the colour-blind (Okabe and Ito 2008). */
const colors = [
  [86, 180, 233],
  [230, 159, 0],
  [0, 158, 115],
] as const;

/** The part of a grid from a voxel on. */
export const partOfGrid = (grid: Grid, low: Vec3, dims: Vec3): Grid => ({
  ...grid,
  dims,
  origin: indexToWorld(grid, low),
});

/** Only in A 1, only in B 2, in both 3, else 0, over the box that holds both; null where both are empty. */
export function differenceOf(a: Uint8Array, b: Uint8Array, grid: Grid): { grid: Grid; values: Uint8Array } | null {
  const either = a.map((v, i) => (v !== 0 || b[i] !== 0 ? 1 : 0));
  const box = boxOfLabel(either, grid.dims, 1);
  if (!box) return null;
  const dims: Vec3 = [0, 1, 2].map((n) => box.high[n] - box.low[n] + 1) as [number, number, number];
  const values = new Uint8Array(dims[0] * dims[1] * dims[2]);
  let o = 0;
  for (let k = box.low[2]; k <= box.high[2]; k++)
    for (let j = box.low[1]; j <= box.high[1]; j++) {
      const row = grid.dims[0] * (j + grid.dims[1] * k);
      for (let i = box.low[0]; i <= box.high[0]; i++, o++)
        values[o] = (a[row + i] !== 0 ? 1 : 0) + (b[row + i] !== 0 ? 2 : 0);
    }
  return { grid: partOfGrid(grid, box.low, dims), values };
}

/** Where two readers differ, in three colours over the images; it follows what is drawn until it is hidden. */
export function createDifference({ store, viewer, library }: Host) {
  const shown = cell<Compared | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function overlay(): Overlay | null {
    const { seriesId, a, b } = shown.value ?? { seriesId: "", a: "", b: "" };
    const series = library.value.series.find((s) => s.id === seriesId);
    if (!series || store.state.activeSeries !== seriesId) return null;
    const { segments } = store.state.series[seriesId];
    const mapOf = (label: number) => store.mapOf(seriesId, label);
    const regions = { series, mapOf, segments, segmentations: library.value.segmentations };
    const [first, second] = [maskOfRegion(regions, a), maskOfRegion(regions, b)];
    const found = first && second && differenceOf(first, second, series.image.grid);
    if (!found) return null;
    const names = (["onlyA", "onlyB", "both"] as const).map((key) => i18next.t(`edit.difference.${key}`));
    return {
      id: "difference",
      name: i18next.t("edit.difference.title"),
      unit: "",
      ...found,
      states: null,
      classes: names.map((name, n) => ({ name, color: colors[n] })),
      colormap: "grey",
      range: [0, 3],
      opacity: 0.6,
      views: null,
    };
  }
  function draw(): void {
    clearTimeout(timer);
    const made = overlay();
    viewer.value?.overlays.set(made ? [made] : [], "difference");
  }
  store.onVoxels(({ seriesId }) => {
    if (shown.value?.seriesId !== seriesId) return;
    clearTimeout(timer);
    timer = setTimeout(draw, 150);
  });
  let active = "";
  store.subscribe(() => {
    const now = store.state.activeSeries;
    if (now === active || !shown.value) return;
    active = now;
    draw();
  });
  return {
    shown,
    show(compared: Compared): void {
      active = store.state.activeSeries;
      shown.set(compared);
      viewer.value?.overlays.setVisible(true);
      draw();
    },
    hide(): void {
      shown.set(null);
      draw();
    },
  };
}
