import type { FamilyId } from "#engine/features/family.ts";
import { families } from "#engine/features/index.ts";
import { extract } from "#engine/plan/extract.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import type { Recipe } from "#engine/recipe.ts";
import { allowWasm, hasWasm } from "#engine/wasm/instance.ts";
import { costOf, median } from "./figures.ts";
import { phantom } from "./phantom.ts";

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
 * CPU milliseconds plain and in WebAssembly, min / median / max over repetitions, and how many times faster
 * WebAssembly is: the median of the ratios of single repetitions. All works and both ways are interleaved, so that a
 * slow moment of the machine falls on all of them. Each includes preparing the region. 32 bins, 3D merged, one thread.
 * Arguments: parts of subjects' names to run only those.
 */
export function main(argv: readonly string[]): void {
  const chosen = subjects.filter((s) => argv.length === 0 || argv.some((a) => s.name.includes(a)));
  const medians = new Map<string, number[]>();
  if (!hasWasm()) print("WebAssembly cannot run here: both columns are plain.");
  for (const { name, repetitions, input } of chosen) {
    const voxels = input.labels.reduce((n, l) => n + l, 0);
    print(`\n${name}: ${voxels} voxels, ${repetitions} repetitions, CPU ms, min / median / max`);
    print(`  ${"".padEnd(34)}${"plain".padStart(27)}${"WebAssembly".padStart(27)}${"faster".padStart(9)}`);
    const times = works.map((): { plain: number[]; wasm: number[] } => ({ plain: [], wasm: [] }));
    for (let r = -1; r < repetitions; r++) {
      works.forEach((work, i) => {
        for (const way of ["plain", "wasm"] as const) {
          allowWasm(way === "wasm");
          const time = costOf(() => work.run(input)).cpu;
          // The first round warms up the compiler.
          if (r >= 0) times[i][way].push(time);
        }
      });
    }
    works.forEach((work, i) => {
      const { plain, wasm } = times[i];
      const three = (values: readonly number[]) =>
        [Math.min(...values), median(values), Math.max(...values)].map((t) => t.toFixed(1).padStart(9)).join("");
      const ratio = median(plain.map((t, k) => t / wasm[k]));
      medians.set(work.name, [...(medians.get(work.name) ?? []), median(wasm)]);
      print(`  ${work.name.padEnd(34)}${three(plain)}${three(wasm)}${`${ratio.toFixed(1)}×`.padStart(9)}`);
    });
  }
  if (chosen.length < 2) return;
  print(`\nmedian in WebAssembly relative to "${chosen[0].name}"`);
  for (const [name, all] of medians) {
    print(`  ${name.padEnd(34)}${all.map((t) => `${(t / all[0]).toFixed(1)}×`.padStart(9)).join("")}`);
  }
}
