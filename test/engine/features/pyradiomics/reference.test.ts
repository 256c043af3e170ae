import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import { extract } from "#engine/plan/extract.ts";
import { readPyradiomicsParams } from "#io/readers/pyradiomics/params.ts";

type Fixture = {
  source: string;
  dims: Vec3;
  spacing: Vec3;
  images: Record<string, number[]>;
  masks: Record<string, number[]>;
  settings: Record<string, object>;
  banks: { params: object; values: Record<string, number> }[];
  results: { image: string; mask: string; setting: string; values: Record<string, number> }[];
};

// Made by test/fixtures/make/pyradiomics.py.
const file = new URL("../../../fixtures/reference/pyradiomics.json", import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(file, "utf8"));

describe(`the profile beside ${fixture.source}`, () => {
  for (const { image, mask, setting, values } of fixture.results) {
    test(`${image}, ${mask}, ${setting}`, () => {
      const { dims, spacing } = fixture;
      const grid = { dims, spacing, origin: [0, 0, 0] as const, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
      const input = {
        image: { grid, data: Float32Array.from(fixture.images[image]), unit: "arbitrary" as const },
        labels: Uint8Array.from(fixture.masks[mask]),
        label: 1,
      };
      const { jobs } = readPyradiomicsParams(JSON.stringify({ setting: fixture.settings[setting] }));
      const rows = jobs.flatMap(({ recipe, families }) => extract(input, recipe, families).rows);
      const ours = new Map(rows.map((row) => [row.id.slice("pyradiomics.".length).replace(".", "_"), row]));
      expect(Object.keys(values).length).toBeGreaterThan(100);
      for (const [column, theirs] of Object.entries(values)) {
        const row = ours.get(column);
        const value = row && "value" in row ? row.value : Number.NaN;
        // An entropy of nothing is −3e-16 there: PyRadiomics adds 2e-16 inside its logarithms.
        const tolerance = Math.max(1e-12, (column.startsWith("shape") ? 1e-4 : 1e-6) * Math.abs(theirs));
        expect(Math.abs(value - theirs), `${column}: ${value}, there ${theirs}`).toBeLessThanOrEqual(tolerance);
      }
    });
  }
});

describe("filter banks: the filter sees what PyRadiomics hands it", () => {
  for (const { params, values } of fixture.banks) {
    test(JSON.stringify(params).slice(0, 90), () => {
      const { dims, spacing } = fixture;
      const grid = { dims, spacing, origin: [0, 0, 0] as const, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
      const input = {
        image: { grid, data: Float32Array.from(fixture.images.whole), unit: "arbitrary" as const },
        labels: Uint8Array.from(fixture.masks.solid),
        label: 1,
      };
      const ours = new Map<string, number>();
      for (const { prefix, recipe, families } of readPyradiomicsParams(JSON.stringify(params)).jobs) {
        for (const row of extract(input, recipe, families).rows) {
          const name = row.id.slice("pyradiomics.".length).replace(".", "_");
          ours.set(`${prefix}_${name}`, "value" in row ? row.value : Number.NaN);
        }
      }
      expect([...ours.keys()].sort()).toEqual(Object.keys(values).sort());
      for (const [column, theirs] of Object.entries(values)) {
        // LoG and gradient are 32-bit floats there.
        const tolerance = Math.max(1e-12, 1e-5 * Math.abs(theirs));
        const value = ours.get(column) ?? Number.NaN;
        expect(Math.abs(value - theirs), `${column}: ${value}, there ${theirs}`).toBeLessThanOrEqual(tolerance);
      }
    });
  }
});
