import { type Agreement, agreementOf } from "#engine/edit/agreement.ts";
import type { ImportedSegmentation, Series } from "#io/series.ts";
import type { LabelMap } from "#session/label-map.ts";
import type { Segment } from "#session/session.ts";

/** A region that can be compared: a segment of the series, or one that came in a file. */
export type Region = { readonly id: string; readonly name: string; readonly source: string | null };
export type Regions = {
  readonly series: Series;
  /** The label map that holds a segment. */
  readonly mapOf: (label: number) => LabelMap | undefined;
  readonly segments: readonly Segment[];
  readonly segmentations: readonly ImportedSegmentation[];
};

/** Every region on a series' grid, segments first. `source`: the file's label, null for segments. */
export function regionsOf({ series, segments, segmentations }: Omit<Regions, "mapOf">): Region[] {
  return [
    ...segments.map((s) => ({ id: `label ${s.label}`, name: s.name, source: null })),
    ...segmentations
      .filter((f) => f.seriesId === series.id)
      .flatMap((f) => f.segments.map((s, n) => ({ id: `file ${f.id} ${n}`, name: s.name, source: f.label }))),
  ];
}

/** How two regions agree; null where one is empty or no longer there. */
export function compareRegions(regions: Regions, a: string, b: string): Agreement | null {
  const [first, second] = [maskOfRegion(regions, a), maskOfRegion(regions, b)];
  const { dims, spacing } = regions.series.image.grid;
  return first && second ? agreementOf(first, second, dims, spacing) : null;
}

/** The voxels of a region, not 0 inside; null where it is no longer there. */
export function maskOfRegion({ mapOf, segments, segmentations }: Regions, id: string): Uint8Array | null {
  for (const { label } of segments)
    if (id === `label ${label}`) return mapOf(label)?.committed.map((v) => (v === label ? 1 : 0)) ?? null;
  for (const f of segmentations)
    for (const [n, { mask }] of f.segments.entries()) if (id === `file ${f.id} ${n}`) return mask;
  return null;
}
