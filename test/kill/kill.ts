import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { preview } from "vite";
import { browserArguments, executablePath } from "../e2e/browser.ts";
import { seeded } from "../helpers/seeded.ts";

/*
 * Kills the browser (SIGKILL, the whole process group) at random moments while strokes are painted by real pointer
 * events, starts it again on the same profile, and compares what comes back with what was seen before the kill.
 * `npm run test:kill` does it 40 times, `-- --long` 200 times.
 */

const VIEW = '[data-viewport="acquisition"]';
/** What the page told: commits made, commits whose place on the disk was acknowledged, and how long each took. */
type Heard = { committed: number; acknowledged: number; latencies: number[] };
type Exposed = {
  store: {
    history: {
      undo: { changes: { kind: string; runs: { start: Uint32Array; length: Uint32Array; after: Uint8Array } }[] }[];
    };
    state: { activeSeries: string };
    labelMap(id: string): { committed: Uint8Array } | undefined;
    onEvent(listener: (event: { kind: string }) => void): void;
  };
  viewer: { snapshot: { views: unknown[] } } | null;
  controller: {
    projects: {
      save: { value: { status: string; unsaved: number }; subscribe(listener: () => void): void };
      waiting: { value: unknown[] };
      restoring: { value: boolean };
    };
  };
};
declare global {
  interface Window {
    heard(kind: "committed" | "acknowledged", steps: number, milliseconds: number): void;
  }
}

async function start(profile: string): Promise<{ process: ChildProcess; endpoint: string }> {
  const portFile = join(profile, "DevToolsActivePort");
  rmSync(portFile, { force: true });
  const child = spawn(
    await executablePath(),
    [...browserArguments, "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
    { detached: true, stdio: "ignore" },
  );
  for (let n = 0; n < 600; n++) {
    if (existsSync(portFile)) {
      const [port, path] = readFileSync(portFile, "utf8").split("\n");
      if (path) return { process: child, endpoint: `ws://127.0.0.1:${port}${path}` };
    }
    await pause(50);
  }
  kill(child);
  throw new Error("The browser did not start.");
}
/** The browser with all its processes. */
function kill(child: ChildProcess): void {
  if (child.pid) process.kill(-child.pid, "SIGKILL");
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;

/** Opens the app, goes on with the project if there is one, and waits until its image is on the screen. */
async function back(page: Page, url: string, first: boolean): Promise<number> {
  await page.goto(url);
  const began = performance.now();
  const button = first
    ? page.getByRole("button", { name: /Brain/ }).first()
    : page.getByRole("button", { name: /^Continue:/ }).first();
  await button.click({ timeout: 60_000 });
  await page.waitForFunction(
    () => {
      const { viewer, controller } = (window as unknown as { radiomica: Exposed }).radiomica;
      const { waiting, restoring, save } = controller.projects;
      const seen = (viewer?.snapshot.views.length ?? 0) > 0;
      return seen && waiting.value.length === 0 && !restoring.value && save.value.status === "saved";
    },
    undefined,
    { timeout: 120_000, polling: 50 },
  );
  return performance.now() - began;
}

/** Tells commits and acknowledgements to the test. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const { store, controller } = (window as unknown as { radiomica: Exposed }).radiomica;
    const { save } = controller.projects;
    let pending: number[] = [];
    store.onEvent((event) => {
      if (event.kind !== "entry") return;
      pending.push(performance.now());
      window.heard("committed", store.history.undo.length, 0);
    });
    save.subscribe(() => {
      const { status, unsaved } = save.value;
      if (status !== "saved" || unsaved > 0) return;
      for (const since of pending) window.heard("acknowledged", store.history.undo.length, performance.now() - since);
      pending = [];
    });
  });

/** Steps in the history that came back, and voxels of the label map that are not as those steps make them. */
const judge = (page: Page) =>
  page.evaluate(() => {
    const { store } = (window as unknown as { radiomica: Exposed }).radiomica;
    const { committed } = store.labelMap(store.state.activeSeries) ?? { committed: new Uint8Array() };
    const made = new Uint8Array(committed.length);
    for (const { changes } of store.history.undo)
      for (const change of changes)
        if (change.kind === "voxels")
          for (const [r, from] of change.runs.start.entries())
            made.fill(change.runs.after[r], from, from + change.runs.length[r]);
    let wrong = 0;
    for (let i = 0; i < made.length; i++) if (made[i] !== committed[i]) wrong++;
    return { steps: store.history.undo.length, wrong };
  });

/** Paints strokes here and there until the browser is gone. */
async function paint(page: Page, random: () => number): Promise<void> {
  const box = await page.locator(VIEW).first().boundingBox();
  if (!box) throw new Error("There is no view to paint on.");
  const at = () => [box.x + box.width * (0.25 + 0.5 * random()), box.y + box.height * (0.2 + 0.6 * random())] as const;
  await page.keyboard.press("b");
  for (;;) {
    await page.keyboard.press(random() < 0.15 ? "e" : "b");
    await page.keyboard.press(random() < 0.5 ? "ArrowDown" : "ArrowUp");
    await page.mouse.move(...at());
    await page.mouse.down();
    await page.mouse.move(...at(), { steps: 3 });
    await page.mouse.up();
  }
}

export async function main(options: readonly string[]): Promise<void> {
  const kills = Number(options.find((o) => /^\d+$/.test(o)) ?? (options.includes("--long") ? 200 : 40));
  const outDir = process.env.DIST ?? "dist";
  const server = await preview({ build: { outDir }, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
  const url = `http://127.0.0.1:${address.port}/`;
  const profile = mkdtempSync(join(tmpdir(), "radiomica-kill-"));
  const random = seeded(2026);
  const latencies: number[] = [];
  const returns: number[] = [];
  const before: Heard = { committed: 0, acknowledged: 0, latencies };
  let lostAcknowledged = 0;
  let mostLost = 0;
  let wrongVoxels = 0;
  let strokes = 0;
  let child: ChildProcess | null = null;
  try {
    for (let n = 0; n <= kills; n++) {
      const started = await start(profile);
      child = started.process;
      const browser = await chromium.connectOverCDP(started.endpoint);
      const page = await browser.contexts()[0].newPage();
      await page.setViewportSize({ width: 1280, height: 720 });
      const time = await back(page, url, n === 0);
      if (n > 0) {
        returns.push(time);
        const { steps, wrong } = await judge(page);
        wrongVoxels += wrong;
        lostAcknowledged += Math.max(0, before.acknowledged - steps);
        mostLost = Math.max(mostLost, before.committed - steps);
        console.log(
          `kill ${n}: ${before.committed} strokes made, ${before.acknowledged} acknowledged, ${steps} back in ${Math.round(time)} ms`,
        );
        Object.assign(before, { committed: steps, acknowledged: steps });
      }
      if (n < kills) {
        await page.exposeFunction(
          "heard",
          (kind: "committed" | "acknowledged", steps: number, milliseconds: number) => {
            before[kind] = Math.max(before[kind], steps);
            if (kind === "acknowledged") latencies.push(milliseconds);
            else strokes++;
          },
        );
        await listen(page);
        const painting = paint(page, random).catch(() => {});
        // Not before the first stroke of this life: a busy machine may take its time.
        const begun = strokes;
        for (let waited = 0; strokes === begun && waited < 30_000; waited += 20) await pause(20);
        await pause(2500 * random());
        kill(child);
        await painting;
      } else kill(child);
      child = null;
      await browser.close().catch(() => {});
      // Its processes are gone a little later than the signal.
      await pause(300);
    }
  } finally {
    if (child) kill(child);
    await server.close();
    await pause(300);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(`${kills} kills, ${strokes} strokes`);
  console.log(`acknowledged strokes lost: ${lostAcknowledged}; most strokes lost by one kill: ${mostLost} (at most 1)`);
  console.log(`voxels that are not as the history makes them: ${wrongVoxels}`);
  console.log(
    `acknowledgement: p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p95 ${quantile(latencies, 0.95).toFixed(1)} ms`,
  );
  console.log(
    `back on screen: p50 ${Math.round(quantile(returns, 0.5))} ms, p95 ${Math.round(quantile(returns, 0.95))} ms`,
  );
  if (lostAcknowledged > 0 || mostLost > 1 || wrongVoxels > 0 || strokes < kills) {
    console.log("FAILED");
    process.exitCode = 1;
  }
}
