import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import type { FamilyId } from "#engine/features/family.ts";
import { familyById } from "#engine/features/index.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { extractInParts } from "#workers/extract-in-parts.ts";
import { computeMaps, type MapRequest } from "#workers/maps.ts";
import type { Pool } from "#workers/protocol.ts";
import { toShared } from "#workers/shared.ts";
import { createNodePool } from "#workers/spawn-node.ts";
import { median, short, three } from "../figures.ts";
import { ball } from "../phantom.ts";
import { ibsi } from "./families.ts";
import { verdict } from "./report.ts";

type Work = {
  readonly name: string;
  readonly turns: number;
  readonly must?: number;
  readonly run: (pool: Pool) => Promise<unknown>;
};

/** The image and the label map where workers see them without a copy, as the page keeps them. */
function shared(input: ExtractionInput): ExtractionInput {
  const { image, labels } = input;
  return {
    ...input,
    image: { ...image, data: toShared(image.data, Float32Array) },
    labels: toShared(labels, Uint8Array),
  };
}

const idsOf = (family: FamilyId) => familyById(family)?.features.map(({ id }) => id) ?? [];

const request = (family: FamilyId, radius: number, input: ExtractionInput): MapRequest => ({
  input,
  recipe: ibsi(32),
  settings: { radius, dimensionality: "3D", masked: true, directions: "merged" },
  featureIds: idsOf(family),
});

/** A lesion of about 50 000 voxels. */
const lesion = () => shared(ball(64, 22.8));

/** One worker and two, by turns and by the clock: whole extractions and maps. */
export async function twoWorkers(say: (line: string) => void): Promise<string> {
  const extraction = (n: number, turns: number, must?: number): Work => {
    const input = shared(ball(n));
    const run = (pool: Pool) => extractInParts(pool, input, ibsi(32));
    return { name: `all 174 features, ${n}³`, turns, must, run };
  };
  const map = (family: FamilyId, radius: number): Work => {
    const wanted = request(family, radius, lesion());
    const run = (pool: Pool) => computeMaps(pool, wanted).finished;
    return { name: `maps of ${family}, radius ${radius}, 50 000 voxels`, turns: 5, run };
  };
  const works = [extraction(64, 9), extraction(128, 7), extraction(256, 5, 1.8), map("glcm", 1), map("statistics", 1)];
  return withPools([1, 2], async ([one, two]) => {
    const lines: string[] = [];
    for (const { name, turns, must, run } of works) {
      const times: [number, number][] = [];
      for (let turn = -1; turn < turns; turn++) {
        const pair: [number, number] = [await clock(() => run(one)), await clock(() => run(two))];
        if (turn >= 0) times.push(pair);
      }
      const [least, middle, most] = three(times.map(([a, b]) => a / b)).map(short);
      const [alone, both] = [0, 1].map((k) => short(median(times.map((pair) => pair[k]))));
      say(`${name}: ${alone} ms, ${both} ms with two`);
      const aim = verdict(median(times.map(([a, b]) => a / b)), must, undefined, `two workers ${name}`);
      lines.push(`| ${name} | ${alone} | ${both} | ${least} / **${middle}** / ${most} | ${aim} |`);
    }
    return [
      "Milliseconds by the clock, median; the ratio is that of single turns.",
      "",
      "| work | one worker | two | times faster: least / median / greatest | target |",
      "|---|---:|---:|---|---|",
      ...lines,
    ].join("\n");
  });
}

/** From the click to the slice in view, coarse and whole, as the page asks for maps: a pool of one worker and of two. */
export async function firstPicture(say: (line: string) => void): Promise<string> {
  const works: readonly (readonly [FamilyId, number])[] = [
    ["glcm", 1],
    ["glcm", 3],
    ["statistics", 1],
    ["glrlm", 1],
    ["ngtdm", 2],
  ];
  const input = lesion();
  return withPools([1, 2], async (pools) => {
    const lines: string[] = [];
    for (const [family, radius] of works) {
      const cells: string[] = [];
      for (const pool of pools) {
        const runs: [number, number][] = [];
        for (let turn = -1; turn < 5; turn++) {
          const found = await pictures(pool, request(family, radius, input));
          if (turn >= 0) runs.push(found);
        }
        const [coarse, whole] = [0, 1].map((k) => median(runs.map((run) => run[k])));
        const aim = verdict(100 / coarse, 1, undefined, "first picture").replace(/^must 1: /, "");
        cells.push(short(coarse), short(whole), aim);
      }
      say(`first picture, ${family}, radius ${radius}: ${cells.join(", ")}`);
      lines.push(`| ${family}, radius ${radius} | ${cells.join(" | ")} |`);
    }
    return [
      "From the request for all features of a family of a lesion of 50 000 voxels to the picture of the slice in view, milliseconds by the clock, median of 5: coarse (every fourth voxel), then whole. Target: at most 100 ms.",
      "",
      "| maps | one worker: coarse | whole | | two workers: coarse | whole | |",
      "|---|---:|---:|---|---:|---:|---|",
      ...lines,
    ].join("\n");
  });
}

/** Milliseconds to the first slab of a map, and to the first that is not coarse. */
async function pictures(pool: Pool, wanted: MapRequest): Promise<[number, number]> {
  const start = performance.now();
  let coarse = 0;
  let whole = 0;
  const leave = new AbortController();
  const { finished } = computeMaps(pool, wanted, {
    signal: leave.signal,
    onUpdate: (_, { slab }) => {
      if (slab === undefined) return;
      coarse ||= performance.now() - start;
      if (slab.step > 1) return;
      whole ||= performance.now() - start;
      leave.abort();
    },
  });
  await finished.catch(() => {});
  return [coarse, whole];
}

async function clock(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Pools of so many workers, of the worker as it is shipped. */
async function withPools<T>(sizes: readonly number[], run: (pools: Pool[]) => Promise<T>): Promise<T> {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  // Inside the project, so that packages are found.
  const folder = mkdtempSync(join(root, "node_modules/.radiomica-"));
  const ssr = join(root, "workers/entry-node.ts");
  await build({ root, configFile: false, logLevel: "error", build: { ssr, outDir: folder, emptyOutDir: true } });
  const pools = sizes.map((size) => createNodePool(pathToFileURL(join(folder, "entry-node.js")), size));
  try {
    return await run(pools);
  } finally {
    for (const pool of pools) pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
