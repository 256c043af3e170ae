import type { FamilyId } from "#engine/features/family.ts";
import { families } from "#engine/features/index.ts";
import type { Grid, Vec3 } from "#engine/grid.ts";
import { extract } from "#engine/plan/extract.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import type { Recipe } from "#engine/recipe.ts";
import { seeded } from "../helpers/seeded.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 32 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const everyAggregation: Recipe = {
  ...recipe,
  aggregations: ["2D_avg", "2D_mrg", "2.5D_dir", "2.5D_mrg", "3D_avg", "3D_mrg"],
};
const interpolated = (image: "linear" | "cubic"): Recipe => ({
  ...recipe,
  interpolation: {
    dimensionality: "3D",
    spacing: [1.5, 1.5, 1.5],
    image,
    mask: "linear",
    maskThreshold: 0.5,
    round: true,
  },
});

/** A smooth field with noise, whole numbers like HU, and an ellipsoid in its middle. */
function phantom(dims: Vec3, spacing: Vec3, radii: Vec3): ExtractionInput {
  const random = seeded(1);
  const [nx, ny, nz] = dims;
  const data = new Float32Array(nx * ny * nz);
  const labels = new Uint8Array(data.length);
  for (let i = 0, z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        const smooth = 120 * Math.sin(x / 9) * Math.cos(y / 11) * Math.cos(z / 7);
        data[i] = Math.round(smooth + 60 * (random() + random() + random() - 1.5));
        const u = (x - nx / 2 + 0.5) / radii[0];
        const v = (y - ny / 2 + 0.5) / radii[1];
        const w = (z - nz / 2 + 0.5) / radii[2];
        if (u * u + v * v + w * w <= 1) labels[i] = 1;
      }
    }
  }
  const grid: Grid = { dims, spacing, origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  return { image: { grid, data, unit: "HU" }, labels, label: 1 };
}

const subjects: { name: string; repetitions: number; input: ExtractionInput }[] = [
  { name: "20k in 512²×100", repetitions: 9, input: phantom([512, 512, 100], [0.8, 0.8, 2], [22, 22, 10]) },
  { name: "64³", repetitions: 7, input: phantom([64, 64, 64], [1, 1, 1], [32, 32, 32]) },
  { name: "128³", repetitions: 5, input: phantom([128, 128, 128], [1, 1, 1], [64, 64, 64]) },
];

type Work = { readonly name: string; readonly run: (input: ExtractionInput) => void };

const works: Work[] = [
  { name: "region only", run: (input) => prepareRoi(input, recipe) },
  ...families.map((f): Work => ({ name: f.id, run: (input) => extract(input, recipe, [f.id as FamilyId]) })),
  { name: "all families, 3D_mrg", run: (input) => extract(input, recipe) },
  { name: "all families, six aggregations", run: (input) => extract(input, everyAggregation) },
  { name: "region, linear to 1.5 mm", run: (input) => prepareRoi(input, interpolated("linear")) },
  { name: "region, cubic to 1.5 mm", run: (input) => prepareRoi(input, interpolated("cubic")) },
];

/**
 * Wall milliseconds, min / median / max over repetitions; the works are interleaved, so that a slow moment of the
 * machine falls on all of them. Each includes preparing the region. 32 bins, 3D merged, one thread.
 * Arguments: parts of subjects' names to run only those.
 */
export function main(argv: readonly string[]): void {
  const chosen = subjects.filter((s) => argv.length === 0 || argv.some((a) => s.name.includes(a)));
  const medians = new Map<string, number[]>();
  for (const { name, repetitions, input } of chosen) {
    const voxels = input.labels.reduce((n, l) => n + l, 0);
    print(`\n${name}: ${voxels} voxels, ${repetitions} repetitions${" ".repeat(8)}min / median / max ms`);
    const times = works.map((): number[] => []);
    for (let r = -1; r < repetitions; r++) {
      works.forEach((work, i) => {
        const start = performance.now();
        work.run(input);
        // The first round warms up the compiler.
        if (r >= 0) times[i].push(performance.now() - start);
      });
    }
    works.forEach((work, i) => {
      const sorted = times[i].sort((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)];
      medians.set(work.name, [...(medians.get(work.name) ?? []), median]);
      const [low, middle, high] = [sorted[0], median, sorted[sorted.length - 1]].map((t) => t.toFixed(1).padStart(9));
      print(`  ${work.name.padEnd(34)}${low}${middle}${high}`);
    });
  }
  if (chosen.length < 2) return;
  print(`\nmedian relative to "${chosen[0].name}"`);
  for (const [name, all] of medians) {
    print(`  ${name.padEnd(34)}${all.map((t) => `${(t / all[0]).toFixed(1)}×`.padStart(9)).join("")}`);
  }
}
