// The page in Chromium: frames while a brush paints, and what it takes to start. npm run bench:ui (after a build)
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { type PreviewServer, preview } from "vite";
import { launch } from "../e2e/browser.ts";
import { openedPage } from "../e2e/page.ts";
import { ctElements, el, rawFile } from "../helpers/raw-dicom.ts";
import { day, machine, short } from "./figures.ts";
import { writeSection } from "./page.ts";
import { verdict } from "./peers/report.ts";

const SIDE = 512;
const SLICES = 300;
const VIEW = '[data-viewport="acquisition"]';
const say = (line: string) => void process.stdout.write(`${line}\n`);

type Exposed = {
  viewer: { snapshot: { views: unknown[] } } | null;
  controller: {
    setTool(tool: string): void;
    viewer: { value: { setOptions(options: { brushRadius: number }): void } | null };
  };
};
type Seen = { radiomica?: Exposed; frames?: number[]; started?: number };

/** Arguments: "start" or "paint" for one of the two. */
export async function main(argv: readonly string[]): Promise<void> {
  const outDir = process.env.DIST ?? "dist";
  if (!existsSync(`${outDir}/index.html`)) throw new Error("There is no build to measure: run `npm run build` first.");
  const server = await preview({ build: { outDir }, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
  const browser = await launch();
  try {
    const url = addressOf(server);
    const where = `*${day()}; ${machine()}, ${browser.version()} headless, WebGL in software (SwiftShader), 1280 × 720.*`;
    if (argv[0] !== "paint") writeSection("start", `## Starting\n\n${where}\n\n${await start(browser, url)}`);
    if (argv[0] !== "start") writeSection("ui", `## Frames while painting\n\n${where}\n\n${await paint(browser, url)}`);
  } finally {
    await browser.close();
    await server.close();
  }
}

function addressOf(server: PreviewServer): string {
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
  return `http://127.0.0.1:${address.port}/`;
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;

const imageInView = () => ((window as unknown as Seen).radiomica?.viewer?.snapshot.views.length ?? 0) > 0;

/** In the page: when the first button can be pressed, ms after the navigation began. */
function watchStart(): void {
  const seen = window as unknown as Seen;
  const look = () => {
    const button = [...document.querySelectorAll("button")].find((b) => b.textContent?.includes("Open files"));
    if (button && !button.disabled) seen.started = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Interactive time cold and warm, bytes before the first image, a demo case to its first image. */
async function start(browser: Browser, url: string): Promise<string> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-GB" });
  await context.addInitScript(watchStart);
  const startedAt = (page: Page) =>
    page.waitForFunction(() => (window as unknown as Seen).started, null, { polling: 20 }).then((h) => h.jsonValue());
  const page = await context.newPage();
  const answers: Promise<{ name: string; bytes: number }>[] = [];
  page.on("response", (response) => {
    const name = new URL(response.url()).pathname;
    const size = async () => ({ name, bytes: gzipSync(await response.body()).length });
    answers.push(size().catch(() => ({ name, bytes: 0 })));
  });
  await page.goto(url);
  const cold = await startedAt(page);
  // What has been asked for by now; what the page fetches afterwards is not needed to use it.
  const first = await Promise.all([...answers]);
  await page.waitForTimeout(2000);
  const before = first.reduce((sum, { bytes }) => sum + bytes, 0);
  const demo = page.locator("[data-demo]").first();
  const id = await demo.getAttribute("data-demo");
  const clicked = performance.now();
  await demo.click();
  await page.waitForFunction(imageInView, null, { polling: 20, timeout: 120_000 });
  const demoCold = performance.now() - clicked;
  const all = await Promise.all(answers);
  const after = all.reduce((sum, { bytes }) => sum + bytes, 0);
  await page.close();

  const warm: number[] = [];
  const demos: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const again = await context.newPage();
    await again.goto(url);
    warm.push((await startedAt(again)) ?? 0);
    await again.waitForTimeout(1500);
    const from = performance.now();
    await again.locator("[data-demo]").first().click();
    await again.waitForFunction(imageInView, null, { polling: 20, timeout: 120_000 });
    demos.push(performance.now() - from);
    await again.close();
  }
  await context.close();
  const [interactive, picture] = [quantile(warm, 0.5), quantile(demos, 0.5)];
  const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  const target = (found: number, limit: number, unit: string, name: string) =>
    verdict(limit / found, 1, undefined, name).replace(/^must 1/, `at most ${limit} ${unit}`);
  const largest = first.toSorted((a, b) => b.bytes - a.bytes).slice(0, 8);
  const lines = [
    "| | measured | target |",
    "|---|---:|---|",
    `| interactive, warm cache (median of 5) | ${Math.round(interactive)} ms | ${target(interactive, 1000, "ms", "start warm")} |`,
    `| interactive, first visit | ${Math.round(cold ?? 0)} ms | |`,
    `| gzip before the page can be used | ${kB(before)} | ${target(before / 1000, 300, "kB", "start bytes")} |`,
    `| gzip up to the first image | ${kB(after)} | |`,
    `| demo case (${id}) to its first image, warm (median of 5) | ${Math.round(picture)} ms | ${target(picture, 1500, "ms", "start demo")} |`,
    `| the same, first visit | ${Math.round(demoCold)} ms | |`,
    "",
    `Largest files before the page can be used, gzip: ${largest.map(({ name, bytes }) => `${name.split("/").at(-1) || "index.html"} ${kB(bytes)}`).join(", ")}.`,
  ];
  say(lines.join("\n"));
  return lines.join("\n");
}

/** A CT of 512² × 300: a disc that moves, none of its slices flat. */
function writeStudy(folder: string): void {
  mkdirSync(folder);
  for (let k = 0; k < SLICES; k++) {
    const pixels = new Int16Array(SIDE * SIDE);
    const [cx, cy] = [SIDE / 2 + 60 * Math.cos(k / 90), SIDE / 2 + 60 * Math.sin(k / 90)];
    for (let y = 0, i = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++, i++)
        pixels[i] = (x - cx) ** 2 + (y - cy) ** 2 < 150 ** 2 ? 1000 + ((x ^ y ^ k) & 127) : 24;
    const elements = ctElements([
      el("00080018", "UI", `1.2.3.4.${k + 1}`),
      el("0008103E", "LO", "Large"),
      el("00200013", "IS", String(k + 1)),
      el("00200032", "DS", `0\\0\\${k}`),
      el("00280010", "US", SIDE),
      el("00280011", "US", SIDE),
      el("00280030", "DS", "0.8\\0.8"),
      el("00281052", "DS", "-1024"),
      el("00281053", "DS", "1"),
      el("7FE00010", "OW", new Uint8Array(pixels.buffer)),
    ]);
    writeFileSync(join(folder, `${k}.dcm`), rawFile(elements));
  }
}

/** Time between frames while the pointer paints, and the script's share of it. */
async function paint(browser: Browser, url: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "radiomica-ui-"));
  try {
    writeStudy(join(folder, "study"));
    const { page, errors } = await openedPage(browser, url);
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open folder" }).click();
    await (await chooser).setFiles(join(folder, "study"));
    await page.waitForFunction(imageInView, null, { timeout: 300_000 });
    await page.waitForTimeout(3000);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const spent = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      const of = (name: string) => 1000 * (metrics.find((m) => m.name === name)?.value ?? 0);
      return { script: of("ScriptDuration"), task: of("TaskDuration") };
    };
    const lines: string[] = [];
    for (const [name, radius] of [
      ["nothing painted, the pointer moves", null],
      ["brush of 10 pixels", 5 * 0.8],
      ["brush of 60 pixels", 30 * 0.8],
    ] as const) {
      const box = await page.locator(VIEW).first().boundingBox();
      if (!box) throw new Error("There is no view to paint on.");
      await page.evaluate((brushRadius) => {
        const { controller } = (window as unknown as { radiomica: Exposed }).radiomica;
        controller.setTool("brush");
        if (brushRadius !== null) controller.viewer.value?.setOptions({ brushRadius });
      }, radius);
      const at = (t: number) =>
        [box.x + box.width * (0.5 + 0.25 * Math.cos(t)), box.y + box.height * (0.5 + 0.3 * Math.sin(t))] as const;
      await page.mouse.move(...at(0));
      await page.waitForTimeout(1500);
      await page.evaluate(() => {
        const seen = window as unknown as Seen;
        const frames: number[] = [];
        seen.frames = frames;
        let last = performance.now();
        const look = (now: number) => {
          if (seen.frames !== frames) return;
          frames.push(now - last);
          last = now;
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      const before = await spent();
      if (radius !== null) await page.mouse.down();
      for (let k = 1; k <= 60; k++) await page.mouse.move(...at((k * Math.PI) / 30));
      if (radius !== null) await page.mouse.up();
      const after = await spent();
      const frames = (await page.evaluate(() => (window as unknown as Seen).frames ?? [])).slice(1);
      const each = (ms: number) => short(ms / Math.max(1, frames.length));
      const cells = [
        name,
        frames.length,
        short(quantile(frames, 0.5)),
        short(quantile(frames, 0.95)),
        each(after.script - before.script),
        each(after.task - before.task),
      ];
      lines.push(`| ${cells.join(" | ")} |`);
      say(lines.at(-1) ?? "");
      await page.waitForTimeout(2500);
    }
    if (errors.length > 0) say(errors.join("\n"));
    await page.context().close();
    return [
      `A circle of 60 pointer moves on the axial slice of a CT of ${SIDE}² × ${SLICES}, features live. Frames come as fast as software rendering lets them; the script's part is what the page itself adds to a frame.`,
      "",
      "| | frames | ms between frames, p50 | p95 | script ms a frame | main thread ms a frame |",
      "|---|---:|---:|---:|---:|---:|",
      ...lines,
      "",
      "A raw Cornerstone example beside it: not measured (it would need a page and a build of its own).",
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
