import { indexToWorld, worldToIndex } from "#engine/grid.ts";
import { DEFINED, stateOf } from "#engine/maps/map-state.ts";
import { cell } from "../../state/cell.ts";
import type { Overlay } from "../../viewer/overlay.ts";
import { acquiredPlane } from "../../viewer/planes.ts";
import type { WorkbenchHost } from "../workbench.ts";
import type { Region } from "./region.ts";

/** Voxels of the box that are not of the region have no level. */
const OUTSIDE = stateOf("not_defined");

/** What lights up: voxels of the region's box, each with a number (0: not lit). */
export type Lit = { readonly name: string; readonly values: Float32Array; readonly voxels: number };

/** What the workbench lays over the images: the discretised region, and the voxels behind what is pointed at. */
export function createLights({ viewer, seriesById }: WorkbenchHost, region: Region) {
  const overlays = cell<readonly Overlay[]>([]);
  const lit = cell<Lit | null>(null);
  /** Whether the grey levels are shown. */
  const levels = cell(false);
  /** Names in the language of the page; the views give them. */
  let levelsName = "";

  /** The grey levels as an overlay; made once for each region. */
  let made: { readonly of: object; readonly overlay: Overlay } | null = null;
  function levelOverlay(): Overlay[] {
    const found = region.state.value.region;
    if (!levels.value || found === null || found.roi.ng === 0) return [];
    if (made?.of !== found || made.overlay.name !== levelsName) {
      const { roi, grid } = found;
      const overlay: Overlay = {
        id: "workbench.levels",
        name: levelsName,
        unit: "",
        grid,
        values: Float32Array.from(roi.levels),
        states: Uint8Array.from(roi.levels, (level) => (level > 0 ? DEFINED : OUTSIDE)),
        colormap: "viridis",
        range: [1, Math.max(2, roi.ng)],
        opacity: 0.85,
        views: null,
      };
      made = { of: found, overlay };
    }
    return [{ ...made.overlay, opacity: lit.value === null ? 0.85 : 0.3 }];
  }
  function litOverlay(): Overlay[] {
    const found = region.state.value.region;
    const now = lit.value;
    if (now === null || found === null || now.values.length !== found.roi.levels.length) return [];
    let most = 1;
    for (const value of now.values) if (value > most) most = value;
    return [
      {
        id: "workbench.lit",
        name: now.name,
        unit: "",
        grid: found.grid,
        values: now.values,
        states: Uint8Array.from(now.values, (value) => (value > 0 ? 1 : 0)),
        colormap: "magma",
        // From deep pink to pale: no lit voxel is so dark that it is not seen.
        range: [-most, 1.25 * most],
        opacity: 0.9,
        views: null,
        plain: true,
      },
    ];
  }
  const show = () => overlays.set([...levelOverlay(), ...litOverlay()]);
  let last = region.state.value.region;
  region.state.subscribe(() => {
    const now = region.state.value.region;
    if (now === last) return;
    last = now;
    // What was lit is of another box.
    lit.set(null);
    show();
  });
  lit.subscribe(show);
  levels.subscribe(show);

  return {
    overlays,
    lit,
    levels,
    showLevels(on: boolean, name: string): void {
      levelsName = name;
      levels.set(on);
    },
    /** Lights voxels; null puts them out. */
    light(name: string, values: Float32Array | null): void {
      let voxels = 0;
      for (const value of values ?? []) if (value > 0) voxels++;
      lit.set(values === null ? null : { name, values, voxels });
    },
    /** Lights the voxels of grey levels. */
    lightLevels(name: string, from: number, to: number): void {
      const found = region.state.value.region;
      if (!found) return;
      const values = Float32Array.from(found.roi.levels, (level) => (level >= from && level <= to ? 1 : 0));
      this.light(name, values);
    },
    /** Brings the images to the slice that has most of what is lit. */
    goTo(): void {
      const { region: found, seriesId } = region.state.value;
      const grid = seriesById(seriesId)?.image.grid;
      const view = viewer.value;
      if (!found || !grid || !view || !lit.value) return;
      const [nx, ny, nz] = found.grid.dims;
      const counts = new Float64Array(nz);
      const { values } = lit.value;
      for (let v = 0; v < values.length; v++) counts[Math.floor(v / (nx * ny))] += values[v] > 0 ? 1 : 0;
      const z = counts.indexOf(Math.max(...counts));
      const slice = Math.round(worldToIndex(grid, indexToWorld(found.grid, [0, 0, z]))[2]);
      const plane = acquiredPlane(grid);
      const at =
        view.snapshot.views.find((v) => v.plane === "acquisition") ??
        view.snapshot.views.find((v) => v.plane === plane);
      if (at) view.setSlice(at.viewportId, Math.min(grid.dims[2] - 1, Math.max(0, slice)));
    },
  };
}
export type Lights = ReturnType<typeof createLights>;
