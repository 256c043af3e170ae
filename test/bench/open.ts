// 2 000 slices of 512² through the app in Chromium: times and memory. npm run bench:open (after a build) [-- SLICES]
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preview } from "vite";
import { launch } from "../e2e/browser.ts";
import { openedPage } from "../e2e/page.ts";
import { ctElements, el, rawFile } from "../helpers/raw-dicom.ts";

const SIDE = 512;
const outDir = process.env.DIST ?? "dist";
const MB = 2 ** 20;

type Marks = { preview?: number; view?: number; longest: number };
declare global {
  interface Window {
    marks: Marks;
  }
}

export async function main([count = "2000"]: string[]): Promise<void> {
  if (!existsSync(`${outDir}/index.html`)) throw new Error("There is no build to measure: run `npm run build` first.");
  const slices = Number(count);
  const folder = mkdtempSync(join(tmpdir(), "radiomica-open-"));
  const server = await preview({ build: { outDir }, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
  const browser = await launch();
  try {
    const study = join(folder, "study");
    mkdirSync(study);
    for (let k = 0; k < slices; k++) writeFileSync(join(study, `${k}.dcm`), slice(k));
    const address = server.httpServer.address();
    if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
    const { page, errors } = await openedPage(browser, `http://127.0.0.1:${address.port}/`, watch);
    const before = peaks();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open folder" }).click();
    const picked = await chooser;
    const began = await page.evaluate(() => performance.now());
    await picked.setFiles(study);
    await page.waitForFunction(() => window.marks.view !== undefined, null, { timeout: 580_000 });
    const marks = await page.evaluate(() => window.marks);
    const after = peaks();
    const voxels = slices * SIDE * SIDE * 4;
    const seconds = (at: number | undefined) => (at === undefined ? "–" : `${((at - began) / 1000).toFixed(1)} s`);
    console.log(`${slices} slices of ${SIDE}², ${Math.round(voxels / MB)} MB of voxels (float32)`);
    console.log(`first image in view      ${seconds(marks.preview ?? marks.view)}`);
    console.log(`whole series in view     ${seconds(marks.view)}`);
    console.log(`longest pause of the page ${(marks.longest / 1000).toFixed(2)} s`);
    for (const kind of ["renderer", "gpu-process"] as const) {
      const peak = after[kind] - before[kind];
      console.log(`${kind}: ${Math.round(peak / MB)} MB at its peak, ${(peak / voxels).toFixed(2)} × the voxels`);
    }
    if (errors.length > 0) console.log(errors.join("\n"));
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A slice with a disc that moves: every one is another, none is flat. */
function slice(k: number): Uint8Array {
  const pixels = new Int16Array(SIDE * SIDE);
  const [cx, cy] = [SIDE / 2 + 60 * Math.cos(k / 90), SIDE / 2 + 60 * Math.sin(k / 90)];
  for (let y = 0, i = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++, i++)
      pixels[i] = (x - cx) ** 2 + (y - cy) ** 2 < 150 ** 2 ? 1000 + ((x ^ y ^ k) & 127) : 24;
  return rawFile(
    ctElements([
      el("00080018", "UI", `1.2.3.4.${k + 1}`),
      el("0008103E", "LO", "Large"),
      el("00200013", "IS", String(k + 1)),
      el("00200032", "DS", `0\\0\\${k * 0.5}`),
      el("00280010", "US", SIDE),
      el("00280011", "US", SIDE),
      el("00280030", "DS", "0.5\\0.5"),
      el("00281052", "DS", "-1024"),
      el("00281053", "DS", "1"),
      el("7FE00010", "OW", new Uint8Array(pixels.buffer)),
    ]),
  );
}

/** In the page: when something is first seen, and how long the page did not answer. */
function watch(): void {
  window.marks = { longest: 0 };
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    window.marks.longest = Math.max(window.marks.longest, now - last);
    last = now;
    const { marks } = window;
    if (marks.preview === undefined && document.querySelector("[data-preview]")) marks.preview = now;
    const { viewer } =
      (window as unknown as { radiomica?: { viewer: { snapshot: { views: unknown[] } } | null } }).radiomica ?? {};
    if (marks.view === undefined && viewer && viewer.snapshot.views.length > 0) marks.view = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Peak resident memory of the browser's processes, the largest of each kind, in bytes. */
function peaks(): Record<"renderer" | "gpu-process", number> {
  const found = { renderer: 0, "gpu-process": 0 };
  const parents = new Map<number, number>();
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const read = (path: string) => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return "";
    }
  };
  for (const pid of pids)
    parents.set(Number(pid), Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  for (const pid of pids.map(Number).filter(isOurs)) {
    const kind = /--type=(renderer|gpu-process)/.exec(read(`/proc/${pid}/cmdline`))?.[1] as
      | keyof typeof found
      | undefined;
    const peak = 1024 * Number(/^VmHWM:\s*(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
    if (kind) found[kind] = Math.max(found[kind], peak);
  }
  return found;
}
