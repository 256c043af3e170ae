import { aggregateDirections, type ByDirection } from "#engine/features/matrices/aggregate.ts";
import type { Counts } from "#engine/features/matrices/counts.ts";
import { dependences } from "#engine/features/matrices/dependences.ts";
import { pairsInSlices, pairsInVolume } from "#engine/features/matrices/pairs.ts";
import { runsInSlices, runsInVolume } from "#engine/features/matrices/runs.ts";
import { type ToneDifferences, toneDifferences } from "#engine/features/matrices/tone-differences.ts";
import { zoneDistances, zoneSizes } from "#engine/features/matrices/zones.ts";
import { isReason } from "#engine/reason.ts";
import type { Roi } from "#engine/roi.ts";
import type { PublishedMatrix } from "./phantom.ts";

/** A printed matrix, and ours as rows of the same columns, zeros left out. */
export type MatrixComparison = {
  readonly name: string;
  readonly wanted: PublishedMatrix;
  readonly found: readonly (readonly number[])[];
  readonly reached: boolean;
};

/** Every printed matrix beside the one that the engine counts in the region. */
export function compareMatrices(roi: Roi, published: readonly PublishedMatrix[]): MatrixComparison[] {
  return published.map((wanted) => {
    const found = rowsOf(roi, wanted);
    const where = [
      wanted.direction && `direction ${wanted.direction}`,
      wanted.slice !== null && `slice ${wanted.slice}`,
    ];
    return {
      name: [wanted.matrix, wanted.aggregation, ...where.filter(Boolean)].join(" · "),
      wanted,
      // Sums of the NGTDM are printed with six decimals.
      reached:
        found.length === wanted.rows.length &&
        wanted.rows.every((row, k) =>
          row.every((x, c) => Math.abs(x - found[k][c]) <= (Number.isInteger(x) ? 1e-12 : 6e-7)),
        ),
      found,
    };
  });
}

function rowsOf(roi: Roi, { matrix, slice, direction }: PublishedMatrix): number[][] {
  const how = slice === null ? "3D_mrg" : "2D_avg";
  const at = slice ?? 0;
  switch (matrix) {
    case "GLCM":
      return entries(
        oneOf(roi, slice === null ? pairsInVolume(roi, 1, false) : pairsInSlices(roi, 1, false), direction, at),
      );
    case "GLRLM":
      return entries(oneOf(roi, slice === null ? runsInVolume(roi) : runsInSlices(roi), direction, at));
    case "GLSZM":
      return entries(zoneSizes(roi, how)[at].counts);
    case "GLDZM":
      return entries(zoneDistances(roi, how)[at].counts);
    case "NGLDM":
      return entries(dependences(roi, 1, 0, how)[at].counts);
    case "NGTDM":
      return differences(toneDifferences(roi, 1, how)[at]);
  }
}

/** The matrix of one direction (either sense), or of all merged, in a slice (the volume is one). */
function oneOf(roi: Roi, by: ByDirection, direction: readonly number[] | null, slice: number): Counts {
  if (direction === null) {
    const merged = aggregateDirections(by, "2D_mrg", roi.spacing, "none");
    if (isReason(merged)) throw new Error(merged.detail);
    return merged[slice];
  }
  const same = (sign: number) => by.directions.findIndex((d) => d.every((x, a) => x === sign * direction[a] + 0));
  return by.slices[slice][Math.max(same(1), same(-1))];
}

const entries = ({ i, j, n }: Counts): number[][] => Array.from(i, (level, k) => [level, j[k], n[k]]);

const differences = ({ i, s, n }: ToneDifferences): number[][] => Array.from(i, (level, k) => [level, s[k], n[k]]);
