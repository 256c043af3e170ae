import { readFileSync } from "node:fs";
import { join } from "node:path";
import { familiesOf } from "#engine/features/index.ts";
import type { Vec3 } from "#engine/grid.ts";
import { extract } from "#engine/plan/extract.ts";
import { readPyradiomicsParams } from "#io/readers/pyradiomics/params.ts";

export type Report = {
  readonly versions: Readonly<Record<string, string>>;
  readonly python: string;
  readonly cases: Readonly<Record<string, Case>>;
};
type Case = {
  readonly dims: Vec3;
  readonly spacing: Vec3;
  readonly type: string;
  readonly results: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
};

/** One feature of one image under one setting, in both programs. */
export type Pair = {
  readonly image: string;
  readonly setting: string;
  readonly className: string;
  readonly feature: string;
  readonly theirs: number;
  readonly ours: number | string;
  /** |ours − theirs| over |theirs|; infinite where one has no value. */
  readonly difference: number;
};

/** What rounding leaves of a value that is nothing: of an entropy in a flat region, of the skewness of a symmetric one. */
const NOTHING = 1e-12;

export function readCase(folder: string, name: string, { dims, spacing }: Case) {
  const [nx, ny, nz] = dims;
  const bytes = readFileSync(join(folder, `${name}.image`));
  const data = new Float32Array(nx * ny * nz);
  new Uint8Array(data.buffer).set(bytes);
  const labels = new Uint8Array(readFileSync(join(folder, `${name}.mask`)));
  const grid = { dims, spacing, origin: [0, 0, 0] as const, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  return { image: { grid, data, unit: "arbitrary" as const }, labels, label: 1 };
}

/** Every feature that PyRadiomics gave, beside ours from the same setting read as a parameter file. */
export function comparePyradiomics(folder: string, report: Report, settings: Readonly<Record<string, object>>): Pair[] {
  const pairs: Pair[] = [];
  for (const [image, found] of Object.entries(report.cases)) {
    const input = readCase(folder, image, found);
    const pixelType = found.type.includes("integer") ? "integer" : "float";
    for (const [setting, results] of Object.entries(found.results)) {
      const { jobs } = readPyradiomicsParams(JSON.stringify({ setting: settings[setting] }));
      const ours = new Map<string, number | string>();
      for (const { recipe, families } of jobs) {
        const typed = { ...recipe, pyradiomics: { ...recipe.pyradiomics, pixelType } } as const;
        for (const row of extract(input, typed, families).rows) {
          ours.set(row.id.slice("pyradiomics.".length).replace(".", "_"), "value" in row ? row.value : row.reason);
        }
      }
      for (const [column, theirs] of Object.entries(results)) {
        if (typeof theirs === "string") continue;
        const [className, feature] = column.split("_");
        const value = ours.get(column) ?? "not computed";
        pairs.push({ image, setting, className, feature, theirs, ours: value, difference: differ(value, theirs) });
      }
    }
  }
  return pairs;
}

function differ(ours: number | string, theirs: number): number {
  if (typeof ours !== "number" || !Number.isFinite(theirs)) return Number.POSITIVE_INFINITY;
  const gap = Math.abs(ours - theirs);
  return gap <= NOTHING ? 0 : gap / Math.max(Math.abs(theirs), NOTHING);
}

/** Mesh and axes to 1e-4, everything else to 1e-6. */
export const toleranceOf = (className: string): number => (className.startsWith("shape") ? 1e-4 : 1e-6);

export const classes = familiesOf("PyRadiomics").map(({ id }) => id.slice("pyradiomics.".length));
