import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Counts } from "#engine/features/matrices/counts.ts";
import { mergeCounts } from "#engine/features/matrices/counts.ts";
import { dependences } from "#engine/features/matrices/dependences.ts";
import { pairsInSlices, pairsInVolume } from "#engine/features/matrices/pairs.ts";
import { runsInSlices, runsInVolume } from "#engine/features/matrices/runs.ts";
import { toneDifferences } from "#engine/features/matrices/tone-differences.ts";
import { zoneDistances, zoneSizes } from "#engine/features/matrices/zones.ts";
import { textureRoi } from "../../helpers/texture-roi.ts";

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../src/app/conformance/tables/${name}`, import.meta.url), "utf8"));

type Published = {
  readonly matrix: "GLCM" | "GLRLM" | "GLSZM" | "GLDZM" | "NGTDM" | "NGLDM";
  readonly aggregation: string;
  readonly direction: readonly number[] | null;
  readonly slice: number | null;
  readonly rows: readonly (readonly number[])[];
};

const published: readonly Published[] = fixture("digital-phantom-matrices.json").matrices;
const { dims, spacing, image, mask } = fixture("digital-phantom.json");
const roi = textureRoi(
  Uint16Array.from(image, (level: number, k) => level * mask[k]),
  dims,
  { spacing, mask: Uint8Array.from(mask) },
);

const rows = ({ i, j, n }: Counts) => Array.from(n, (count, k) => [i[k], j[k], count]);

function directional({ matrix, direction, slice }: Published): number[][] {
  const pairs = matrix === "GLCM";
  const flat = pairs ? pairsInSlices(roi, 1, false) : runsInSlices(roi);
  const solid = pairs ? pairsInVolume(roi, 1, false) : runsInVolume(roi);
  const { directions, slices } = slice === null ? solid : flat;
  const matrices = slices[slice ?? 0];
  if (direction === null) return rows(mergeCounts(matrices));
  // A direction and its opposite give the same matrix; ours lead backwards.
  const same = (step: readonly number[], sign: number) => step.every((v, axis) => v === sign * direction[axis]);
  return rows(matrices[directions.findIndex((step) => same(step, 1) || same(step, -1))]);
}

function spatial({ matrix, slice }: Published): number[][] {
  const how = slice === null ? "3D_mrg" : "2D_avg";
  const at = slice ?? 0;
  if (matrix === "GLSZM") return rows(zoneSizes(roi, how)[at].counts);
  if (matrix === "GLDZM") return rows(zoneDistances(roi, how)[at].counts);
  if (matrix === "NGLDM") return rows(dependences(roi, 1, 0, how)[at].counts);
  const { i, n, s } = toneDifferences(roi, 1, how)[at];
  // Published to six decimals.
  return Array.from(i, (level, k) => [level, Math.round(s[k] * 1e6) / 1e6, n[k]]);
}

test("the IBSI publishes 88 matrices", () => {
  expect(published.length).toBe(88);
});

for (const table of published) {
  const { matrix, aggregation, direction, slice } = table;
  const where = [slice === null ? "volume" : `slice ${slice}`, direction === null ? "" : `direction ${direction}`];
  test(`${matrix} ${aggregation}, ${where.join(" ")}`, () => {
    expect(matrix === "GLCM" || matrix === "GLRLM" ? directional(table) : spatial(table)).toEqual(table.rows);
  });
}
