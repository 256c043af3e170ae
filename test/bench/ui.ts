// The page in Chromium: frames while a brush paints, and what it takes to start. npm run bench:ui (after a build)
import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { type PreviewServer, preview } from "vite";
import { launch } from "../e2e/browser.ts";
import { day, machine, quantile } from "./figures.ts";
import { writeSection } from "./page.ts";
import { painting } from "./painting.ts";
import { verdict } from "./peers/report.ts";

const say = (line: string) => void process.stdout.write(`${line}\n`);

type Seen = { radiomica?: { viewer: { snapshot: { views: unknown[] } } | null }; started?: number };

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
    if (argv[0] !== "start")
      writeSection("ui", `## Frames while painting\n\n${where}\n\n${await painting(browser, url, say)}`);
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
