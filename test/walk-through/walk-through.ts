import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { preview } from "vite";
import type { Controller } from "#app/controller.ts";
import type { CornerstoneViewer } from "#app/viewer/cornerstone-viewer.ts";
import { launch } from "../e2e/browser.ts";
import { type Action, seconds } from "./action.ts";
import { type Case, cases } from "./cases.ts";

/*
 * Segments the demos' lesions as a person would, takes pictures on the way, and writes docs/walk-through.md:
 * `npm run docs:walk-through`, after a build.
 */

declare global {
  interface Window {
    radiomica: { controller: Controller; viewer: CornerstoneViewer };
  }
}

const docs = "docs/walk-through";
/** Bytes of a picture. */
const LARGEST = 80_000;
const pictureWidth = 1280;

type Told = { readonly case: Case; readonly dice: number; readonly ml: number; readonly computing: number };

export async function main(): Promise<void> {
  const outDir = process.env.DIST ?? "dist";
  if (!existsSync(`${outDir}/index.html`)) throw new Error("There is no build: run `npm run build` first.");
  const server = await preview({ build: { outDir }, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
  const browser = await launch();
  mkdirSync(docs, { recursive: true });
  try {
    const told: Told[] = [];
    for (const one of cases) {
      const context = await browser.newContext({ viewport: { width: pictureWidth, height: 720 }, locale: "en-GB" });
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${address.port}/`);
      told.push(await walk(page, one));
      await context.close();
    }
    writeFileSync("docs/walk-through.md", pageOf(told));
    for (const { case: one, dice, computing } of told)
      console.log(
        `${one.id}: ${one.steps.length} actions, Dice ${dice.toFixed(3)}, ${computing.toFixed(1)} s computing`,
      );
  } finally {
    await browser.close();
    await server.close();
  }
}

async function walk(page: Page, one: Case): Promise<Told> {
  await page.locator(`[data-demo="${one.demo}"]`).click();
  await page.waitForFunction(() => window.radiomica.viewer?.snapshot.views.length > 0, null, { timeout: 60_000 });
  if (one.series) await page.getByText(one.series).first().click();
  await page.waitForTimeout(2500);
  let computing = 0;
  for (const [n, step] of one.steps.entries()) {
    const start = performance.now();
    await step.run(page);
    await page.waitForFunction(() => window.radiomica.controller.editing.state.value.running === undefined, null, {
      polling: 20,
    });
    computing += (performance.now() - start) / 1000;
    await page.waitForTimeout(900);
    if (n === one.steps.length - 1 || step.say.includes("tint") || step.say.includes("ball of voxels"))
      await picture(page, `${docs}/${one.id}-${n + 1}.jpg`);
  }
  return { case: one, computing, ...(await page.evaluate(compare)) };
}

/** The active segment against the first finished outline of its series. */
function compare(): { dice: number; ml: number } {
  const { store, library, activeSeries, activeSegment } = window.radiomica.controller;
  const series = activeSeries();
  const segment = activeSegment();
  const map = series && segment && store.labelMap(series.id, segment.layer ?? 0);
  const reference = library.value.segmentations.find((s) => s.seriesId === series?.id)?.segments[0]?.mask;
  if (!series || !segment || !map || !reference) throw new Error("There is nothing to compare");
  let [own, other, shared] = [0, 0, 0];
  for (let i = 0; i < reference.length; i++) {
    const inside = map.committed[i] === segment.label;
    if (inside) own++;
    if (reference[i] !== 0) other++;
    if (inside && reference[i] !== 0) shared++;
  }
  const [x, y, z] = series.image.grid.spacing;
  return { dice: (2 * shared) / (own + other), ml: (own * x * y * z) / 1000 };
}

async function picture(page: Page, path: string): Promise<void> {
  for (let quality = 80; quality >= 30; quality -= 10) {
    const bytes = await page.screenshot({ type: "jpeg", quality });
    if (bytes.length > LARGEST && quality > 30) continue;
    writeFileSync(path, bytes);
    return;
  }
}

const list = (actions: readonly Action[]) => actions.map(({ say }, n) => `${n + 1}. ${say}`).join("\n");

function pageOf(told: readonly Told[]): string {
  const rows = told.map(
    ({ case: { title, steps, slicer }, dice }) =>
      `| ${title} | ${steps.length} | ${seconds(steps).toFixed(0)} | ${dice.toFixed(2)} | ${slicer.length} | ${seconds(slicer).toFixed(0)} |`,
  );
  const parts = told.map(({ case: one, dice, ml, computing }) => {
    const pictures = one.steps.flatMap((step, n) =>
      existsSync(`${docs}/${one.id}-${n + 1}.jpg`)
        ? [`![After step ${n + 1}: ${step.say}](walk-through/${one.id}-${n + 1}.jpg)`]
        : [],
    );
    return `## ${one.title}

${list(one.steps)}

${ml.toFixed(1)} ml; Dice ${dice.toFixed(3)} with the outline that ships with the demo. All steps together took ${computing.toFixed(1)} s of the
machine's time (two cores, pictures drawn in software), pointer and keys of the script included.

${pictures.join("\n\n")}

In 3D Slicer:

${list(one.slicer)}
`;
  });
  return `# Three lesions in as few actions as possible

Written by \`npm run docs:walk-through\`, which does every step below in Chromium and compares the result with the outline
that comes with each demo. Counted from the moment the series is in view; an action is a click, a key (with its
modifiers), a typed value, or a turn of the wheel, however long. Seconds are those of the keystroke-level model (Card,
Moran and Newell 1980, doi:10.1145/358886.358895) with a moment to think before every action: the same model for both
programs, a stopwatch for neither.

| | actions | seconds | Dice | actions in 3D Slicer | seconds |
|---|---|---|---|---|---|
${rows.join("\n")}

The steps in 3D Slicer are counted from its documentation, with its core modules alone and the technique that its tips
recommend (a large sphere brush that paints within a threshold): [Segment
editor](https://slicer.readthedocs.io/en/latest/user_guide/modules/segmenteditor.html) and [Segment
statistics](https://slicer.readthedocs.io/en/latest/user_guide/modules/segmentstatistics.html). They were not carried out:
somebody who knows it well may find a shorter way, and extensions for PET have tools of their own.

${parts.join("\n")}`;
}
