import { type Bidirectional, bidirectional } from "#engine/edit/recist.ts";
import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import type { Series } from "#io/series.ts";
import { csvLine } from "#io/writers/csv.ts";
import type { Segment } from "#session/session.ts";
import type { SessionStore } from "#session/store.ts";
import type { Exporter } from "../export/export.ts";
import { fileName } from "../export/file-name.ts";
import { type Cell, cell } from "../state/cell.ts";
import { planeOf } from "../viewer/planes.ts";
import type { Mark, Viewer } from "../viewer/viewer.ts";

export type Diameter = Bidirectional & {
  readonly label: number;
  readonly name: string;
  readonly color: Segment["color"];
  /** Both axes in patient coordinates. */
  readonly ends: readonly (readonly [Vec3, Vec3])[];
};
/** Diameters of a series' segments; `stale` once something was drawn since. */
export type Diameters = { readonly seriesId: string; readonly list: readonly Diameter[]; readonly stale: boolean };

/** RECIST reads lesions in axial slices; where slices form no volume, in the slices as acquired. */
export const diameterAxis = ({ image, use }: Series): 0 | 1 | 2 =>
  use === "volume" ? planeOf(image.grid, "axial").axis : 2;

type Host = {
  readonly store: SessionStore;
  readonly exporter: Exporter;
  readonly viewer: Pick<Cell<Viewer | null>, "value">;
};

const marksOf = ({ seriesId, list }: Diameters): Mark[] =>
  list.flatMap(({ ends, color }) => ends.map((pair) => ({ seriesId, ends: pair, color })));

/** Long and short axis of each segment (RECIST 1.1), measured when asked for, and their CSV. */
export function createDiameters({ store, exporter, viewer }: Host) {
  const measured = cell<Diameters | null>(null);
  measured.subscribe(() =>
    viewer.value?.measuring.setMarks(measured.value?.stale === false ? marksOf(measured.value) : []),
  );
  store.onVoxels(({ seriesId }) => {
    if (measured.value?.seriesId === seriesId && !measured.value.stale)
      measured.update((now) => now && { ...now, stale: true });
  });
  return {
    measured,
    measure(series: Series, segments: readonly Segment[]): void {
      const { dims, spacing } = series.image.grid;
      const axis = diameterAxis(series);
      const list = segments.flatMap(({ label, name, color }) => {
        const map = store.mapOf(series.id, label);
        const found = map ? bidirectional(map.committed, dims, spacing, label, axis) : null;
        if (!found) return [];
        const world = (pair: Bidirectional["long"]) =>
          pair.map((end) => indexToWorld(series.image.grid, end)) as unknown as readonly [Vec3, Vec3];
        return [{ ...found, label, name, color, ends: [world(found.long), world(found.short)] }];
      });
      measured.set({ seriesId: series.id, list, stale: false });
    },
    save(series: Series): string | null {
      const found = measured.value;
      if (found?.seriesId !== series.id || found.stale) return null;
      const file = fileName(series, "diameters", "csv");
      exporter.save(file, diametersCsv(found.list), "text/csv");
      return file;
    },
  };
}

/** A row a segment (RFC 4180). Lengths in mm; ends in patient coordinates (LPS, mm); slices count from 1. */
export function diametersCsv(list: readonly Diameter[]): string {
  const ends = ["long_start", "long_end", "short_start", "short_end"];
  const header = ["segment", "label", "long_mm", "short_mm", "slice"];
  const rows = list.map((d) => [d.name, d.label, d.longMm, d.shortMm, d.slice + 1, ...d.ends.flat(2)]);
  const columns = [...header, ...ends.flatMap((end) => ["x", "y", "z"].map((axis) => `${end}_${axis}`))];
  return [columns, ...rows].map(csvLine).join("");
}
