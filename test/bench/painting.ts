import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { servedPage } from "../e2e/harness-page.ts";
import { openedPage } from "../e2e/page.ts";
import { ctElements, el, rawFile } from "../helpers/raw-dicom.ts";
import { discSlice, PIXEL, SIDE, SLICES } from "./disc.ts";
import { quantile, short } from "./figures.ts";
import type { Raw } from "./raw-cornerstone.ts";

type Radiomica = {
  viewer: { snapshot: { views: unknown[] } } | null;
  store: { state: { activeSeries: string }; labelMap(seriesId: string): { labels: Uint8Array } | undefined };
  controller: {
    setTool(tool: string): void;
    viewer: { value: { setOptions(options: { brushRadius: number }): void } | null };
  };
};
type Meter = { frames: number[]; lags: number[]; listening: AbortController };
type Seen = { radiomica: Radiomica; raw: Raw; meter?: Meter };

/** A page with the volume in view, ready to be painted on. */
type Side = {
  readonly name: string;
  readonly page: Page;
  readonly view: string;
  readonly errors: readonly string[];
  setBrush(radius: number): Promise<void>;
  /** Voxels painted so far. */
  count(): Promise<number>;
  close(): Promise<void>;
};

/** Diameters in pixels of the image; null: the pointer moves and nothing is painted. */
const brushes = [null, 10, 60] as const;

/** Paints the same strokes in our page and in Cornerstone's own brush, brush by brush in turns; a table in Markdown. */
export async function painting(browser: Browser, url: string, say: (line: string) => void): Promise<string> {
  const ours = await openOurs(browser, url);
  const box = await boxOf(ours);
  const size = { width: Math.round(box.width), height: Math.round(box.height) };
  const raw = await openRaw(browser, size);
  const lines: string[] = [];
  try {
    for (const diameter of brushes)
      for (const side of [ours, raw]) {
        const what = diameter === null ? "nothing painted, the pointer moves" : `brush of ${diameter} pixels`;
        lines.push(`| ${what} | ${side.name} | ${(await measure(side, diameter)).join(" | ")} |`);
        say(lines.at(-1) ?? "");
      }
    for (const { name, errors } of [ours, raw]) for (const error of errors) say(`${name}: ${error}`);
  } finally {
    await ours.close();
    await raw.close();
  }
  return [
    `A circle of 60 pointer moves on the axial slice of a CT of ${SIDE}² × ${SLICES}, in a view of ${size.width} × ${size.height} that the slice fills; the brush's diameter is in pixels of the image. **Ours** is the whole page, features live. **Cornerstone** is its own brush (FILL_INSIDE_CIRCLE on a labelmap volume, an orthographic viewport) as its documentation sets it up, alone on a page, no features. Frames come as fast as software rendering lets them; the script's part is what a page itself adds to a frame. A picture is a viewport drawn anew.`,
    "",
    "| | | frames | ms between frames, p50 | p95 | pictures | ms from a move to the next picture, p50 | p95 | script ms a frame | main thread ms a frame | voxels painted |",
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...lines,
  ].join("\n");
}

async function openOurs(browser: Browser, url: string): Promise<Side> {
  const folder = mkdtempSync(join(tmpdir(), "radiomica-ui-"));
  const { page, errors } = await openedPage(browser, url);
  try {
    writeStudy(join(folder, "study"));
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open folder" }).click();
    await (await chooser).setFiles(join(folder, "study"));
    await page.waitForFunction(
      () => ((window as unknown as Seen).radiomica.viewer?.snapshot.views.length ?? 0) > 0,
      null,
      { timeout: 300_000 },
    );
    await page.waitForTimeout(3000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    name: "ours",
    page,
    view: '[data-viewport="acquisition"]',
    errors,
    setBrush: (radius) =>
      page.evaluate((brushRadius) => {
        const { controller } = (window as unknown as Seen).radiomica;
        controller.setTool("brush");
        controller.viewer.value?.setOptions({ brushRadius });
      }, radius),
    count: () =>
      page.evaluate(() => {
        const { store } = (window as unknown as Seen).radiomica;
        return store.labelMap(store.state.activeSeries)?.labels.reduce((n, label) => n + (label ? 1 : 0), 0) ?? 0;
      }),
    close: () => page.context().close(),
  };
}

async function openRaw(browser: Browser, viewport: { width: number; height: number }): Promise<Side> {
  const { url, stop } = await servedPage("test/bench/raw-cornerstone.html");
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(url);
  await page.waitForFunction(() => "raw" in window);
  await page.evaluate(() => (window as unknown as Seen).raw.ready);
  await page.waitForTimeout(3000);
  return {
    name: "Cornerstone",
    page,
    view: "#view",
    errors,
    setBrush: (radius) => page.evaluate((mm) => (window as unknown as Seen).raw.setBrush(mm), radius),
    count: () => page.evaluate(() => (window as unknown as Seen).raw.count()),
    close: async () => {
      await context.close();
      await stop();
    },
  };
}

async function boxOf({ page, view }: Side): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.locator(view).first().boundingBox();
  if (!box) throw new Error("There is no view to paint on.");
  return box;
}

/** One circle of the pointer: the cells of its row after the first two. */
async function measure(side: Side, diameter: number | null): Promise<(string | number)[]> {
  const { page } = side;
  await page.bringToFront();
  const painted = await side.count();
  const box = await boxOf(side);
  const at = (t: number) =>
    [box.x + box.width * (0.5 + 0.25 * Math.cos(t)), box.y + box.height * (0.5 + 0.3 * Math.sin(t))] as const;
  await side.setBrush(((diameter ?? 10) / 2) * PIXEL);
  await page.mouse.move(...at(0));
  await page.waitForTimeout(1500);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name: string) => 1000 * (metrics.find((m) => m.name === name)?.value ?? 0);
    return { script: of("ScriptDuration"), task: of("TaskDuration") };
  };
  await page.evaluate(startMeter);
  const before = await spent();
  if (diameter !== null) await page.mouse.down();
  for (let k = 1; k <= 60; k++) await page.mouse.move(...at((k * Math.PI) / 30));
  if (diameter !== null) await page.mouse.up();
  const after = await spent();
  const { frames, lags } = await page.evaluate(stopMeter);
  await page.waitForTimeout(2500);
  const voxels = (await side.count()) - painted;
  if (voxels > 0 !== (diameter !== null)) throw new Error(`${side.name}: ${voxels} voxels painted.`);
  const each = (ms: number) => short(ms / Math.max(1, frames.length));
  const of = (values: number[], q: number) => (values.length > 0 ? short(quantile(values, q)) : "");
  return [
    frames.length,
    of(frames, 0.5),
    of(frames, 0.95),
    lags.length,
    of(lags, 0.5),
    of(lags, 0.95),
    each(after.script - before.script),
    each(after.task - before.task),
    voxels,
  ];
}

/** In the page: times between frames, and from the first pointer move since the last picture to the next picture. */
function startMeter(): void {
  const seen = window as unknown as Seen;
  const listening = new AbortController();
  const meter: Meter = { frames: [], lags: [], listening };
  seen.meter = meter;
  let last = performance.now();
  const look = (now: number) => {
    if (seen.meter !== meter) return;
    meter.frames.push(now - last);
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  let moved: number | null = null;
  const heard = { capture: true, signal: listening.signal };
  document.addEventListener("pointermove", (event) => (moved ??= event.timeStamp), heard);
  document.addEventListener(
    "CORNERSTONE_IMAGE_RENDERED",
    () => {
      if (moved !== null) meter.lags.push(performance.now() - moved);
      moved = null;
    },
    heard,
  );
}

function stopMeter(): Pick<Meter, "frames" | "lags"> {
  const seen = window as unknown as Seen;
  const { meter } = seen;
  if (!meter) throw new Error("The meter was not started.");
  seen.meter = undefined;
  meter.listening.abort();
  return { frames: meter.frames.slice(1), lags: meter.lags };
}

function writeStudy(folder: string): void {
  mkdirSync(folder);
  for (let k = 0; k < SLICES; k++) {
    const elements = ctElements([
      el("00080018", "UI", `1.2.3.4.${k + 1}`),
      el("0008103E", "LO", "Large"),
      el("00200013", "IS", String(k + 1)),
      el("00200032", "DS", `0\\0\\${k}`),
      el("00280010", "US", SIDE),
      el("00280011", "US", SIDE),
      el("00280030", "DS", `${PIXEL}\\${PIXEL}`),
      el("00281052", "DS", "-1024"),
      el("00281053", "DS", "1"),
      el("7FE00010", "OW", new Uint8Array(discSlice(k).buffer)),
    ]);
    writeFileSync(join(folder, `${k}.dcm`), rawFile(elements));
  }
}
