import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { comparePyradiomics, type Report } from "./compare.ts";
import { profiles } from "./profiles.ts";
import { unexplained, writeUp } from "./write-up.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Compares what PyRadiomics left in a folder with this program, writes the document, and fails where they differ. */
export async function main([folder]: string[]): Promise<void> {
  const report: Report = JSON.parse(readFileSync(join(folder, "pyradiomics.json"), "utf8"));
  const settings: Record<string, object> = JSON.parse(readFileSync(here("settings.json"), "utf8"));
  const pairs = comparePyradiomics(folder, report, settings);
  writeFileSync(here("../../../docs/peers-pyradiomics.md"), writeUp(report, settings, pairs, profiles(folder, report)));
  const wrong = unexplained(pairs);
  for (const p of wrong) {
    console.error(`${p.image}, ${p.setting}: ${p.className} ${p.feature}: ${p.ours}, PyRadiomics ${p.theirs}`);
  }
  console.log(`${pairs.length - wrong.length} of ${pairs.length} values agree; docs/peers-pyradiomics.md is written.`);
  if (wrong.length > 0 || pairs.length === 0) process.exitCode = 1;
}
