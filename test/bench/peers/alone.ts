import { extract } from "#engine/plan/extract.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import { prepareRoi } from "#engine/process/prepare-roi.ts";
import { type Cost, costOf, peakOf, short, three } from "../figures.ts";
import { ball, countVoxels, phantom } from "../phantom.ts";
import { ibsi, type Subject } from "./families.ts";
import type { Peer } from "./peer.ts";
import { verdict } from "./report.ts";

/** Medians, works by turns; the first rounds warm up: many where there are many turns. */
function turns(works: readonly (() => void)[], count: number): Cost[] {
  const costs = works.map(() => [] as Cost[]);
  for (let turn = -Math.max(1, count); turn < count; turn++) {
    works.forEach((work, i) => {
      const cost = costOf(work);
      if (turn >= 0) costs[i].push(cost);
    });
  }
  return costs.map((all) => ({ cpu: three(all.map((c) => c.cpu))[1], wall: three(all.map((c) => c.wall))[1] }));
}

const full = (input: ExtractionInput) => () => void extract(input, ibsi(32));

/** Live: a stroke leaves a new mask, and the full default set of its region is computed. */
export function live(say: (line: string) => void): string {
  const subjects: { name: string; radii: readonly [number, number, number]; limit: number }[] = [
    { name: "20 000 voxels", radii: [22, 22, 9.9], limit: 16 },
    { name: "100 000 voxels", radii: [38, 38, 16.6], limit: 50 },
  ];
  const lines = subjects.map(({ name, radii, limit }) => {
    const plain = phantom([512, 512, 300], [0.8, 0.8, 2], radii);
    // The page knows the slices that may hold the segment; the first time, or without it, all are read.
    const input = { ...plain, within: [150 - Math.ceil(radii[2]), 150 + Math.ceil(radii[2])] as const };
    const [all, region, first] = turns([full(input), () => void prepareRoi(input, ibsi(32)), full(plain)], 15);
    say(`${name}: ${all.cpu.toFixed(1)} ms of the processor, ${all.wall.toFixed(1)} ms by the clock`);
    const speed = verdict(limit / all.cpu, 1, undefined, `live ${name}`).replace(/^must 1/, `at most ${limit} ms`);
    const cells = [all.cpu, all.wall, region.cpu, first.cpu].map(short).join(" | ");
    return `| ${short(countVoxels(input))} voxels | ${cells} | ${speed} |`;
  });
  return [
    "The full default set (174 features, 32 levels) of a region of a CT of 512² × 300, worker time on one thread, median of 15.",
    "",
    "| region | ms | ms by the clock | of which preparing the region | ms the first time: the whole label map is read | target |",
    "|---|---:|---:|---:|---:|---|",
    ...lines,
  ].join("\n");
}

/** Cost against voxels, and against the volume around one and the same region. */
export function growth(long: boolean, say: (line: string) => void): string {
  const sizes = [32, 48, 64, 96, 128, 192, 256, ...(long ? [384, 512] : [])];
  const points = sizes.map((n) => {
    const input = ball(n);
    const [cost] = turns([full(input)], n <= 64 ? 7 : n <= 128 ? 3 : 1);
    say(`${n}³: ${cost.cpu.toFixed(0)} ms`);
    return { n, voxels: countVoxels(input), cpu: cost.cpu };
  });
  const around: (readonly [string, readonly [number, number, number]])[] = [
    ["64³", [64, 64, 64]],
    ["128³", [128, 128, 128]],
    ["256³", [256, 256, 256]],
    ["512² × 300", [512, 512, 300]],
  ];
  const costs = turns(
    around.map(([, dims]) => full(phantom(dims, [1, 1, 1], [17, 17, 17]))),
    9,
  );
  const most = Math.max(...points.map(({ cpu, voxels }) => cpu / voxels));
  return [
    "All 174 features, 32 levels, of a ball that fills a cube:",
    "",
    "| cube | voxels of the region | ms | ns a voxel | |",
    "|---|---:|---:|---:|---|",
    ...points.map(({ n, voxels, cpu }) => {
      const each = cpu / voxels;
      const bar = "█".repeat(Math.max(1, Math.round((24 * each) / most)));
      return `| ${n}³ | ${short(voxels)} | ${short(cpu)} | ${Math.round(each * 1e6)} | ${bar} |`;
    }),
    "",
    long ? "" : "(384³ and 512³ with `-- --long`.)",
    "",
    "One and the same region, a ball of 20 600 voxels, in volumes of another size:",
    "",
    "| volume | ms |",
    "|---|---:|",
    ...around.map(([name], i) => `| ${name} | ${short(costs[i].cpu)} |`),
  ].join("\n");
}

/** Resident memory that an extraction adds at its peak, ours and PyRadiomics'. */
export async function memory(subjects: readonly Subject[], peer: Peer | undefined): Promise<string> {
  const lines: string[] = [];
  // Compiled on a small region: the kernels' memory keeps what it has grown to, and has yet to grow for these.
  for (let k = 0; k < 20; k++) full(ball(24))();
  for (const { name, input } of subjects) {
    const [nx, ny, nz] = input.image.grid.dims;
    const box = 4 * nx * ny * nz;
    const ours = peakOf(full(input));
    let theirs = 0;
    for (const family of ["firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"]) {
      const answer = await peer?.run({ job: "family", subject: name, nx, ny, nz, family, levels: 32 });
      theirs = Math.max(theirs, answer?.peak ?? 0);
    }
    const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB (${(bytes / box).toFixed(1)} ×)`;
    const told =
      ours !== null && ours <= 0 ? "less than can be told" : ours === null ? "not counted by this system" : mb(ours);
    const target =
      ours === null ? "" : verdict((3 * box) / ours, 1, undefined, "memory").replace(/^must 1/, "at most 3 ×");
    lines.push(
      `| ${name} | ${(box / 2 ** 20).toFixed(0)} MB | ${told} | ${theirs > 0 ? mb(theirs) : "–"} | ${target} |`,
    );
  }
  return [
    "Resident memory beyond what was there before (image and label map), at the peak of one extraction; × of the cropped region's bytes at 4 a voxel. Ours: all 174 features. PyRadiomics: the largest of its classes, without shape.",
    "",
    "| region fills | its box | ours | PyRadiomics | target |",
    "|---|---:|---:|---:|---|",
    ...lines,
  ].join("\n");
}
