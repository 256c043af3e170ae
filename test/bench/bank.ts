// A study's bank (the image, five LoG scales, eight wavelet bands) over one region: image by image, and as a bank.
// node test/run.mjs test/bench/bank.ts [radius]
import type { FilterSettings } from "#engine/filters/filter.ts";
import type { Grid } from "#engine/grid.ts";
import { extract } from "#engine/plan/extract.ts";
import { extractBank } from "#engine/plan/extract-bank.ts";
import type { Extraction, ExtractionInput } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import { seeded } from "../helpers/seeded.ts";

const bands = ["LLL", "LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH"];
const bankOf = (convention: "IBSI" | "PyRadiomics"): (FilterSettings | null)[] => [
  null,
  ...[1, 2, 3, 4, 5].map((sigma): FilterSettings => ({ id: "log", params: { sigma, convention } })),
  ...bands.map((band): FilterSettings => ({ id: "wavelet", params: { family: "coif1", band, convention } })),
];
const recipe: Recipe = {
  interpolation: {
    dimensionality: "3D",
    spacing: [1, 1, 1],
    image: "cubic",
    mask: "linear",
    maskThreshold: 0.5,
    round: true,
  },
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 32 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
const theirs: Recipe = {
  ...recipe,
  profile: "PyRadiomics",
  interpolation: { ...recipe.interpolation!, mask: "nearest", round: false, alignment: "corner" },
  discretisation: { method: "FBS", width: 25, origin: "zero" },
  aggregations: ["3D_avg"],
};

/** A field like tissue, voxels of 0.9 × 0.9 × 2.5 mm, and a ball of `radius` mm. */
function phantom(radius: number): ExtractionInput {
  const dims = [160, 160, 60] as const;
  const spacing = [0.9, 0.9, 2.5] as const;
  const random = seeded(1);
  const data = new Float32Array(dims[0] * dims[1] * dims[2]);
  const labels = new Uint8Array(data.length);
  for (let z = 0, i = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, i++) {
        data[i] = Math.round(
          120 * Math.sin(x / 9) * Math.cos(y / 11) * Math.cos(z / 7) + 60 * (random() + random() - 1),
        );
        const [a, b, c] = [(x - 80) * spacing[0], (y - 80) * spacing[1], (z - 30) * spacing[2]];
        if (Math.hypot(a, b, c) <= radius) labels[i] = 1;
      }
    }
  }
  const grid: Grid = { dims, spacing, origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  return { image: { grid, data, unit: "HU" }, labels, label: 1 };
}

/** Milliseconds of processor time: the machine may have other work. */
const cpu = () => process.cpuUsage().user / 1000;
const values = (all: readonly Extraction[]) => JSON.stringify(all.map(({ rows }) => rows));

export function main([radius = "20"]: readonly string[]): void {
  const input = phantom(Number(radius));
  for (const [name, base, families] of [
    ["IBSI, all families", recipe, undefined],
    ["IBSI, statistics only", recipe, ["statistics"]],
    ["PyRadiomics, first order only", theirs, ["pyradiomics.firstorder"]],
  ] as const) {
    const bank = bankOf(base.profile ?? "IBSI");
    const times: { one: number[]; bank: number[] } = { one: [], bank: [] };
    let [one, together]: Extraction[][] = [[], []];
    for (let run = 0; run < 3; run++) {
      let begun = cpu();
      one = bank.map((filter) => extract(input, filter === null ? base : { ...base, filter }, families));
      times.one.push(cpu() - begun);
      begun = cpu();
      together = extractBank(input, base, bank, families).map(({ extraction }) => extraction);
      times.bank.push(cpu() - begun);
    }
    const median = (list: number[]) => list.toSorted((a, b) => a - b)[1] / 1000;
    const count = together.reduce((sum, { rows }) => sum + rows.length, 0);
    const same = values(one) === values(together) ? "the same bits" : "OTHER BITS";
    process.stdout.write(
      `${name}: ${bank.length} images, ${count} values, ${same}: one by one ${median(times.one).toFixed(2)} s, as a bank ${median(times.bank).toFixed(2)} s of processor time\n`,
    );
  }
}
