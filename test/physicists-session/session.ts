import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { preview } from "vite";
import type { Controller } from "#app/controller.ts";
import type { CornerstoneViewer } from "#app/viewer/cornerstone-viewer.ts";
import { launch } from "../e2e/browser.ts";
import { type Question, questions } from "./questions.ts";

/*
 * A physicist's session at the workbench: asks each question of the demo nodule, takes a picture of the answer, and writes
 * docs/physicists-session.md: `npm run docs:session`.
 */

declare global {
  interface Window {
    radiomica: { controller: Controller; viewer: CornerstoneViewer };
  }
}

const docs = "docs/session";
/** Bytes of a picture. */
const LARGEST = 80_000;

type Told = { readonly question: Question; readonly answer: string };

export async function main(): Promise<void> {
  const outDir = process.env.DIST ?? "dist";
  if (!existsSync(`${outDir}/index.html`)) throw new Error("There is no build: run `npm run build` first.");
  const server = await preview({ build: { outDir }, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
  const browser = await launch();
  mkdirSync(docs, { recursive: true });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-GB" });
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(`http://127.0.0.1:${address.port}/`);
    await prepare(page);
    const told: Told[] = [];
    for (const question of questions) {
      await page.locator(`[data-workbench=${question.view}]`).click();
      const answer = await question.ask(page);
      await page.waitForTimeout(1200);
      await picture(page, `${docs}/${question.id}.jpg`);
      told.push({ question, answer });
      console.log(`${question.id}: ${answer}`);
    }
    writeFileSync("docs/physicists-session.md", pageOf(told));
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The nodule with its finished outline, cut across into two segments of about the same size. */
async function prepare(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /nodule/i })
    .first()
    .click();
  await page
    .getByRole("button", { name: /Compare with the finished segmentation/ })
    .first()
    .click();
  await page.waitForFunction(() => (window.radiomica.controller.activeSegment()?.label ?? 0) > 0);
  await page.evaluate(() => {
    const { controller } = window.radiomica;
    const { store } = controller;
    const id = store.state.activeSeries;
    const map = store.mapOf(id, 1);
    const grid = controller.activeSeries()?.image.grid;
    if (!map || !grid) throw new Error("no segment");
    const upwards = grid.direction[8] > 0;
    store.updateSegment(id, 1, { name: upwards ? "Lower half" : "Upper half" });
    const label = store.addSegment(id, upwards ? "Upper half" : "Lower half");
    const inside = [...map.labels.keys()].filter((i) => map.labels[i] === 1);
    const plane = grid.dims[0] * grid.dims[1];
    const middle = Math.floor(inside[inside.length >> 1] / plane);
    for (const i of inside) if (i >= middle * plane) map.labels[i] = label;
    store.commitVoxels(id, { key: "history.edit" });
    store.activateSegment(id, 1);
    controller.preferences.update((now) => ({ ...now, leftOpen: false }));
    controller.goToSegment(1);
  });
  await page.getByRole("tab", { name: "Workbench" }).click();
}

async function picture(page: Page, path: string): Promise<void> {
  for (let quality = 80; quality >= 30; quality -= 10) {
    const bytes = await page.screenshot({ type: "jpeg", quality });
    if (bytes.length > LARGEST && quality > 30) continue;
    writeFileSync(path, bytes);
    return;
  }
}

function pageOf(told: readonly Told[]): string {
  const parts = told.map(
    ({ question: { id, view, question, how }, answer }) => `## ${question}

**View:** ${view}. ${how}

**Answer:** ${answer}

![${question}](session/${id}.jpg)
`,
  );
  return `# A physicist's session at the workbench

Written by \`npm run docs:session\`, which asks every question below in Chromium, of the nodule in the demo "Chest CT" with
the outline that comes with it, cut across into two segments. Settings are the default for CT. The numbers are read from
the page; the images are synthetic, so they say nothing about real lesions.

${parts.join("\n")}`;
}
