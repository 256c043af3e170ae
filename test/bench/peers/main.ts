import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { allowWasm } from "#engine/wasm/instance.ts";
import { type SectionId, writeSection } from "../page.ts";
import { ball, phantom } from "../phantom.ts";
import { growth, live, memory } from "./alone.ts";
import { type Comparison, compare } from "./comparison.ts";
import { install, type PeerName, peerNames } from "./environments.ts";
import { bank, fullSets, otherFamilies, pyradiomicsFamilies, type Subject } from "./families.ts";
import { filterComparisons } from "./filters.ts";
import { mapComparisons } from "./maps.ts";
import { type Peer, startPeer } from "./peer.ts";
import { bandwidthNote, ratioTable, runLine } from "./report.ts";
import { firstPicture, twoWorkers } from "./workers.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * Our engine beside PyRadiomics, MIRP, pictologics and Nyxus, one thread against one thread, and our own growth, memory
 * and live figures; writes its sections of docs/performance.md. The peers are installed from PyPI into a folder that
 * is thrown away, or kept with `--environments FOLDER`. `--only a,b` runs some sections, `--long` adds 256³ and 512³.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const option = (name: string): string | undefined => argv[argv.indexOf(`--${name}`) + 1 || argv.length];
  const long = argv.includes("--long");
  const only = option("only")?.split(",");
  const wanted = (id: SectionId) => only === undefined || only.includes(id);
  const folder = mkdtempSync(join(tmpdir(), "radiomica-peers-"));
  const peers = new Map<PeerName, Peer>();
  try {
    allowWasm(true);
    const load = loadavg()[0];
    const busy =
      load > cpus().length ? "The machine was busy with other work: ratios hold, milliseconds are high." : "";
    const versions: string[] = [];
    const needed = peerNames.filter((name) => name === "PyRadiomics" || wanted("families") || wanted("everything"));
    if (only === undefined || only.some((id) => !["live", "growth", "picture", "workers"].includes(id))) {
      for (const name of needed) {
        const found = install(name, option("environments") ?? folder);
        if ("reason" in found) {
          versions.push(`${name} does not install: ${found.reason}`);
        } else {
          const peer = await startPeer(name, found.python, folder);
          peers.set(name, peer);
          versions.push(peer.versions);
        }
        say(versions.at(-1) ?? "");
      }
    }
    const subjects = new Map([64, 128, 256].filter((n) => long || n < 256).map((n) => [n, subject(`${n}³`, ball(n))]));
    const at = (n: number): Subject[] => (subjects.has(n) ? [subjects.get(n) as Subject] : []);
    function subject(name: string, input: Subject["input"]): Subject {
      writeFileSync(join(folder, `${name}.f32`), new Uint8Array(input.image.data.buffer));
      writeFileSync(join(folder, `${name}.u8`), input.labels);
      return { name, input };
    }
    const section = (id: SectionId, title: string, text: string) => {
      writeSection(id, `## ${title}\n\n${runLine(versions, busy)}\n\n${text}`);
      say(`\n${title}\n${text}\n`);
    };
    const run = async (id: SectionId, title: string, comparisons: () => Comparison[]) => {
      if (!wanted(id)) return;
      const { rows, missing } = await compare(comparisons(), peers, say);
      const more = id === "filters" ? bandwidthNote(rows, 128 ** 3) : "";
      section(id, title, `${ratioTable(rows, missing)}\n\n${more}`);
    };

    await run("families", "Whole families, binning and features included", () => [
      ...at(64).flatMap((s) => pyradiomicsFamilies(s, 32, 7, true)),
      ...[16, 64, 128].flatMap((bins) => at(64).flatMap((s) => pyradiomicsFamilies(s, bins, 3, false))),
      ...at(128).flatMap((s) => pyradiomicsFamilies(s, 32, 5, true)),
      ...at(256).flatMap((s) => pyradiomicsFamilies(s, 32, 3, true)),
      ...at(64).flatMap((s) => otherFamilies(s, 32, 3)),
      ...at(128).flatMap((s) => otherFamilies(s, 32, 3)),
    ]);
    await run("everything", "Everything a program has", () =>
      [...at(64), ...at(128)].flatMap((s) => fullSets(s, 32, 3)),
    );
    await run("bank", "A bank of ten filters, all features of each, 100 000 voxels", () => [
      bank(subject("ball of 100 000", phantom([80, 80, 80], [1, 1, 1], [28.8, 28.8, 28.8])), 3),
    ]);
    await run("filters", "Filters, resampling, distances", () => at(128).flatMap((s) => filterComparisons(s, 5)));
    await run("maps", "Feature maps, a voxel", () => mapComparisons(subject, 3));
    if (wanted("picture")) section("picture", "The first picture of a map", await firstPicture(say));
    if (wanted("live")) section("live", "While the hand moves", live(say));
    if (wanted("workers")) section("workers", "Two workers", await twoWorkers(say));
    if (wanted("growth")) section("growth", "How cost grows", growth(long, say));
    if (wanted("memory"))
      section("memory", "Memory", await memory([...at(64), ...at(128), ...at(256)], peers.get("PyRadiomics")));
  } finally {
    for (const peer of peers.values()) peer.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
