// Runs every file of ../shared through the app's loader in Chromium and writes docs/formats.md: npm run formats
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hasShared } from "../helpers/load-files.ts";
import { openChromium } from "./chromium.ts";
import { allDrops, type Drop } from "./drops.ts";
import type { Outcome } from "./outcome.ts";
import { countedVoxels, manifest } from "./tables.ts";

type Row = { readonly drop: Drop; readonly outcome: Outcome };

export async function main(): Promise<void> {
  if (!hasShared) return void console.log("formats: skipped, no data");
  const listed = manifest();
  const chromium = await openChromium({ listed, counted: countedVoxels() });
  const rows: Row[] = [];
  try {
    for (const drop of allDrops(listed)) rows.push({ drop, outcome: await chromium.drop(drop) });
  } finally {
    await chromium.stop();
  }
  const wrong = rows.flatMap(({ drop, outcome: { checks, lines } }) => [
    ...checks.filter((c) => !c.holds).map((c) => `${drop.name}: ${c.text}`),
    ...(lines.length === 0 ? [`${drop.name}: empty`] : []),
  ]);
  const text = page(rows, chromium.version);
  writeFileSync(fileURLToPath(new URL("../../docs/formats.md", import.meta.url)), text);
  const files = rows.reduce((n, { drop }) => n + chromium.count(drop), 0);
  console.log(
    `formats: ${rows.length} drops of ${files} files in Chromium ${chromium.version}; ${wrong.length} wrong or empty`,
  );
  for (const line of wrong) console.log(`  WRONG ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}

function page(rows: readonly Row[], version: string): string {
  const cell = (lines: readonly string[]) => lines.map((l) => l.replaceAll("|", "\\|")).join("<br>");
  const lines = rows.map(({ drop, outcome: { lines, checks } }) => {
    const judged = checks.map((c) => (c.holds ? c.text : `**WRONG** ${c.text}`));
    return `| ${drop.name} | ${cell(lines)} | ${cell(judged)} |`;
  });
  const heads = ["Dropped", "What came of it", "Checked against other programs"];
  return [
    "# Formats",
    "",
    "Every file of the public test set (`../shared`: DICOM, NIfTI, NRRD, MetaImage), dropped on the app's own loader and",
    `its workers in Chromium ${version}. Made by \`npm run formats\`; nothing here is written by hand. Values are compared with those other programs found`,
    "(pydicom, GDCM, DCMTK, nibabel: `manifest.csv`, `objects.csv`), with NIfTI copies that other programs made, and",
    "with the IBSI's SUV reference objects. A file that is not loaded says why. Colour is compared in `npm run judge`.",
    "",
    `| ${heads.join(" | ")} |`,
    `|${heads.map(() => "---").join("|")}|`,
    ...lines,
    "",
  ].join("\n");
}
