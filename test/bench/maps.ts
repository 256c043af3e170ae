import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FamilyId } from "#engine/features/family.ts";
import { familyById } from "#engine/features/index.ts";
import type { Grid } from "#engine/grid.ts";
import { type MapOut, slabMapper } from "#engine/maps/map-slab.ts";
import { mapOrder } from "#engine/maps/order.ts";
import { type PreparedMap, prepareMap } from "#engine/maps/prepare-map.ts";
import type { MapInput, MapSettings } from "#engine/maps/settings.ts";
import type { Recipe } from "#engine/recipe.ts";
import { seeded } from "../helpers/seeded.ts";
import { costOf, median } from "./figures.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

const recipe = (bins: number): Recipe => ({
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
});

/** A smooth field with noise, whole numbers like HU, and a ball of `radius` voxels in a cube of n³. */
function phantom(n: number, radius: number) {
  const random = seeded(1);
  const data = new Float32Array(n ** 3);
  const labels = new Uint8Array(n ** 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / (n * n))];
    const smooth = 120 * Math.sin(x / 9) * Math.cos(y / 11) * Math.cos(z / 7);
    data[i] = Math.round(smooth + 60 * (random() + random() + random() - 1.5));
    if (Math.hypot(x - n / 2 + 0.5, y - n / 2 + 0.5, z - n / 2 + 0.5) <= radius) labels[i] = 1;
  }
  const grid: Grid = { dims: [n, n, n], spacing: [1, 1, 1], origin: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  return { image: { grid, data, unit: "HU" as const }, labels, label: 1 };
}

export type Case = {
  readonly family: FamilyId;
  readonly radius: number;
  readonly bins: number;
  readonly directions: MapSettings["directions"];
  readonly peer: boolean;
};
const glcm = (radius: number, bins: number, directions: MapSettings["directions"]): Case => ({
  family: "glcm",
  radius,
  bins,
  directions,
  peer: directions === "averaged",
});
const other = (family: FamilyId, radius: number): Case => ({
  family,
  radius,
  bins: 32,
  directions: "merged",
  peer: family === "statistics",
});
const cases: readonly Case[] = [
  ...[16, 32, 64].flatMap((bins) => [glcm(1, bins, "averaged"), glcm(1, bins, "merged")]),
  ...[2, 3].flatMap((radius) => [glcm(radius, 32, "averaged"), glcm(radius, 32, "merged")]),
  ...[1, 2, 3].map((radius) => other("statistics", radius)),
  ...(["histogram", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"] as const).flatMap((f) => [other(f, 1), other(f, 2)]),
];

const allocate = (prepared: PreparedMap): MapOut => ({
  values: prepared.featureIds.map(() => new Float32Array(prepared.target.length)),
  states: prepared.featureIds.map(() => new Uint8Array(prepared.target.length)),
});
const idsOf = (family: FamilyId) => familyById(family)?.features.map((f) => f.id) ?? [];

/** All features of the family at the voxels of the middle slices. */
export function mapper(
  { family, radius, bins, directions }: Case,
  input: MapInput,
): { readonly run: () => void; readonly voxels: number } {
  const settings: MapSettings = { radius, dimensionality: "3D", masked: true, directions };
  const prepared = prepareMap(input, recipe(bins), settings, idsOf(family));
  const out = allocate(prepared);
  const run = slabMapper(prepared);
  const [nx, ny, nz] = prepared.grid.dims;
  const z = Math.floor(nz / 2);
  const slices = family === "glcm" || family === "statistics" ? [z, z + 1] : [z];
  let voxels = 0;
  for (const k of slices) for (let i = 0; i < nx * ny; i++) voxels += prepared.target[i + nx * ny * k];
  return {
    run: () => {
      for (const k of slices) run({ z: k, y0: 0, y1: ny, step: 1 }, out);
    },
    voxels,
  };
}

/** Milliseconds until the slice in view can be seen coarse, and whole: region prepared and all, on one thread. */
function firstPicture(input: MapInput, family: FamilyId, radius: number): [number, number] {
  const settings: MapSettings = { radius, dimensionality: "3D", masked: true, directions: "merged" };
  const start = performance.now();
  const prepared = prepareMap(input, recipe(32), settings, idsOf(family));
  const out = allocate(prepared);
  const run = slabMapper(prepared);
  let coarse = 0;
  for (const slab of mapOrder(prepared, prepared.grid.dims[2] / 2)) {
    if (slab.step < 4 && coarse === 0) coarse = performance.now() - start;
    if (slab.z !== Math.round(prepared.grid.dims[2] / 2)) break;
    run(slab, out);
  }
  return [coarse, performance.now() - start];
}

/**
 * The cost of feature maps: microseconds of CPU a voxel by family, radius and levels, one thread, medians of
 * interleaved repetitions. With PYRADIOMICS=path of a Python that has it, its voxel-based mode runs in between on a
 * cube of 10³ voxels of the same image (all its features of the family but MCC).
 */
export function main(argv: readonly string[]): void {
  const peer = process.env.PYRADIOMICS;
  const chosen = cases.filter((c) => argv.length === 0 || argv.includes(c.family));
  const input = phantom(64, 32);
  const folder = mkdtempSync(join(tmpdir(), "radiomica-bench-"));
  try {
    const n = 10;
    const cube = Float32Array.from({ length: n ** 3 }, (_, i) => {
      const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / (n * n))];
      return input.image.data[x + 27 + 64 * (y + 27 + 64 * (z + 27))];
    });
    writeFileSync(join(folder, "cube.bin"), new Uint8Array(cube.buffer));
    const script = fileURLToPath(new URL("maps-peer.py", import.meta.url));
    print(`map of one family, µs of CPU a voxel${peer ? ", PyRadiomics beside" : ""}      min / median / max`);
    for (const c of chosen) {
      const { run, voxels } = mapper(c, input);
      const ours = () => (1000 * costOf(run).cpu) / voxels;
      for (let round = 0; round < 4; round++) ours();
      const times: number[] = [];
      const theirs: number[] = [];
      for (let r = 0; r < 5; r++) {
        times.push(ours());
        if (!peer || !c.peer || r > 2) continue;
        const args = [script, join(folder, "cube.bin"), String(n), c.family, String(c.radius), String(c.bins)];
        const result = spawnSync(peer, args, { encoding: "utf8", env: { ...process.env, OMP_NUM_THREADS: "1" } });
        const found = Number(result.stdout.trim().split("\n").at(-1));
        if (result.status === 0 && found > 0) theirs.push(found);
        else print(`  PyRadiomics failed: ${result.stderr.trim().split("\n").at(-1)}`);
      }
      const name = `${c.family}${c.family === "glcm" ? `, ${c.directions}` : ""}, radius ${c.radius}, ${c.bins} levels`;
      const sorted = [...times].sort((a, b) => a - b);
      const figures = [sorted[0], median(times), sorted[sorted.length - 1]].map((t) => t.toFixed(2).padStart(9));
      const ratio =
        theirs.length > 0
          ? `   PyRadiomics ${median(theirs).toFixed(0)}: ${(median(theirs) / median(times)).toFixed(0)}×`
          : "";
      print(`  ${name.padEnd(44)}${figures.join("")}${ratio}`);
    }
    if (argv.length > 0) return;
    const lesion = phantom(64, 22.8);
    const voxels = lesion.labels.reduce((sum, label) => sum + label, 0);
    print(`\nfirst picture of a lesion of ${voxels} voxels, ms from the click: coarse, whole slice (median of 5)`);
    for (const [family, radius] of [
      ["glcm", 1],
      ["glcm", 3],
      ["statistics", 1],
      ["glrlm", 1],
      ["ngtdm", 2],
    ] as const) {
      const runs = [0, 1, 2, 3, 4].map(() => firstPicture(lesion, family, radius));
      const [coarse, whole] = [0, 1].map((k) =>
        median(runs.map((r) => r[k]))
          .toFixed(0)
          .padStart(6),
      );
      print(`  ${`${family}, radius ${radius}`.padEnd(44)}${coarse}${whole}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
