// A round trip through a real Orthanc, from the app in Chromium: npm run test:dicomweb (after a build)
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { preview } from "vite";
import { dicomwebClient } from "#io/dicomweb/client.ts";
import { load } from "#io/load.ts";
import type { Series } from "#io/series.ts";
import { launch } from "../e2e/browser.ts";
import { drag, openedPage, shot } from "../e2e/page.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { corsProxy, hasOrthanc, startOrthanc, user } from "./orthanc.ts";

const outDir = process.env.DIST ?? "dist";
const python = [process.env.PYTHON, "/usr/bin/python3", "python3"].find((p) => p && canRead(p));
let failed = 0;
let made = 0;
function check(what: string, holds: boolean, found: unknown = ""): void {
  made++;
  if (!holds) failed++;
  console.log(`${holds ? "ok    " : "FAILED"} ${what}${holds ? "" : `: ${JSON.stringify(found)}`}`);
}

export async function main(): Promise<void> {
  if (!hasOrthanc) return void console.log("dicomweb: skipped, no Orthanc (Debian: orthanc, orthanc-dicomweb)");
  if (!existsSync(`${outDir}/index.html`)) throw new Error("There is no build to test: run `npm run build` first.");
  const orthanc = await startOrthanc();
  const proxy = await corsProxy(orthanc.root);
  const server = await preview({ build: { outDir }, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
  const browser = await launch();
  const folder = mkdtempSync(join(tmpdir(), "radiomica-dicomweb-"));
  try {
    const address = server.httpServer.address();
    if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
    const url = `http://127.0.0.1:${address.port}/`;
    const hosts = new Set<string>();
    const { page, errors } = await openedPage(browser, url);
    page.on("request", (request) => hosts.add(new URL(request.url()).host));

    const demo = await storeDemo(orthanc.root);
    await failures(page, { open: proxy.root, closed: orthanc.root });
    check("before a search the page has asked only its host and what was tested", hosts.size === 4, [...hosts]);
    await search(page);
    await cancelling(page, proxy);
    await retrieving(page, demo);
    const count = await sending(page);
    await readBack(orthanc.root, folder, demo, count);
    const real = errors.filter((e) => !/Failed to load resource|CORS policy/.test(e));
    check("the page reports no error", real.length === 0, real);
  } finally {
    await browser.close();
    await server.close();
    proxy.stop();
    orthanc.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`dicomweb: ${made - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}`;
const never = new AbortController().signal;
const anything = { patientName: "", patientId: "", from: "", to: "", modality: "" };

/** Puts the chest CT into the archive by our own STOW-RS, from Node; answers what it is. */
async function storeDemo(root: string): Promise<Series> {
  const zip = unzipSync(readFileSync(`${outDir}/demo/chest-ct.zip`));
  const files = Object.entries(zip).filter(([name, bytes]) => !name.endsWith("/") && bytes.length > 132);
  const loaded = await load(
    files.map(([name, bytes]) => memoryFile(name, bytes)),
    plainHost(),
  );
  const images = files.filter(([name]) => loaded.series[0].slices.some((s) => s.path === name)).map(([, b]) => b);
  const client = dicomwebClient({ root, authorization }, fetch);
  const { stored, failed: refused } = await client.store(images, never);
  check(`STOW-RS from Node: ${images.length} images`, stored === images.length && refused.length === 0, refused);
  const again = await client.searchStudies(anything, 10, never);
  check("QIDO-RS from Node: one study", again.studies.length === 1 && !again.more, again);
  return loaded.series[0];
}

type Axe = {
  run: (at: string) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
};
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

async function accessible(page: Page, view: string): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate(() => (window as unknown as { axe: Axe }).axe.run('[role="dialog"]'));
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  const found = serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
  check(`axe finds nothing serious: ${view}`, found.length === 0, found);
}

const dialog = (page: Page) => page.getByRole("dialog", { name: /PACS/ });
const said = (page: Page) => dialog(page).locator(".pacs-said").innerText({ timeout: 40_000 });

/** Every way to get it wrong has its sentence. */
async function failures(page: Page, { open, closed }: { open: string; closed: string }): Promise<void> {
  await page.keyboard.press("Alt+q");
  const box = dialog(page);
  await box.getByLabel("Name", { exact: true }).fill("Orthanc");
  const tries = [
    { address: `${new URL(open).origin}/login`, password: "", wanted: /no DICOMweb service/ },
    { address: "http://127.0.0.1:9/dicom-web", password: "", wanted: /No answer from .*CORS/ },
    { address: closed, password: "", wanted: /No answer from .*CORS.*allow the origin http/s },
    { address: open, password: "wrong", wanted: /wants a sign-in \(HTTP 401\)/ },
    { address: `${open}/nowhere`, password: user.password, wanted: /no such address \(HTTP 404\)/ },
    { address: open, password: user.password, wanted: /Orthanc answers/ },
  ];
  for (const { address, password, wanted } of tries) {
    await box.getByLabel("DICOMweb address").fill(address);
    await box.getByText(password ? "User and password" : "None", { exact: true }).click();
    if (password) {
      await box.getByLabel("User", { exact: true }).fill(user.name);
      await box.getByRole("textbox", { name: "Password" }).fill(password);
    }
    await box.getByRole("button", { name: "Test the connection" }).click();
    await page.waitForFunction(() => !document.querySelector(".pacs-server-form [data-loading]"));
    const text = await said(page);
    check(`connection: ${wanted.source}`, wanted.test(text), text);
  }
  await shot(page, "pacs-servers");
  await accessible(page, "archives");
  await box.getByRole("button", { name: "Save" }).click();
}

async function search(page: Page): Promise<void> {
  const box = dialog(page);
  await box.getByRole("tab", { name: /Search/ }).click();
  await box.getByLabel("Patient's name").fill("nobody");
  await box.getByRole("button", { name: "Search" }).click();
  await box.getByText("No study matches.").waitFor();
  await box.getByLabel("Patient's name").fill("");
  await box.getByLabel("Modality").selectOption("CT");
  await box.getByRole("button", { name: "Search" }).click();
  await box.locator("[data-study]").getByRole("button").click();
  await box.locator("[data-series] input").check();
  check("one study, one series found", (await box.locator("[data-series]").count()) === 1);
  await shot(page, "pacs-search");
  await accessible(page, "search");
}

async function cancelling(page: Page, proxy: { pace: number }): Promise<void> {
  proxy.pace = 400;
  const box = dialog(page);
  await box.getByRole("button", { name: "Retrieve and open" }).click();
  await page.waitForFunction(() => /Retrieving [1-9]/.test(document.querySelector(".pacs-bar")?.textContent ?? ""));
  await shot(page, "pacs-retrieve");
  await box.locator(".pacs-bar").getByRole("button", { name: "Cancel" }).click();
  await box.getByRole("button", { name: "Retrieve and open" }).waitFor();
  proxy.pace = 0;
  const open = await page.evaluate(() => {
    const { controller } = (window as unknown as { radiomica: { controller: Exposed } }).radiomica;
    return controller.library.value.series.length;
  });
  check("a retrieval that is cancelled opens nothing", open === 0, open);
}

async function retrieving(page: Page, demo: Series): Promise<void> {
  await dialog(page).getByRole("button", { name: "Retrieve and open" }).click();
  await page.locator('[data-viewport="acquisition"]').first().waitFor({ timeout: 60_000 });
  await dialog(page).waitFor({ state: "detached" });
  const found = await page.evaluate(async () => {
    const { controller } = (window as unknown as { radiomica: { controller: Exposed } }).radiomica;
    const [{ image, slices }] = controller.library.value.series;
    const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(new Uint8Array(image.data.buffer)));
    const hex = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
    return { hex, grid: JSON.stringify(image.grid), slices: slices.map((s) => s.sopInstanceUid) };
  });
  const { data, grid } = demo.image;
  const wanted = createHash("sha256")
    .update(new Uint8Array(data.buffer, 0, data.byteLength))
    .digest("hex");
  check(`WADO-RS: ${data.length} voxels bit for bit those of the case`, found.hex === wanted);
  check(
    "WADO-RS: the same grid and instances",
    found.grid === JSON.stringify(grid) && String(found.slices) === String(demo.slices.map((s) => s.sopInstanceUid)),
  );
}

/** Draws, and stores SEG, RTSTRUCT and a report; answers the voxels drawn. */
async function sending(page: Page): Promise<number> {
  await page.waitForFunction(() => {
    const { radiomica } = window as unknown as { radiomica: { viewer: { snapshot: { views: unknown[] } } | null } };
    return (radiomica.viewer?.snapshot.views.length ?? 0) > 0;
  });
  await page.waitForTimeout(500);
  await page.keyboard.press("b");
  await drag(page, '[data-viewport="acquisition"]', [
    [0.4, 0.45],
    [0.45, 0.5],
    [0.5, 0.45],
  ]);
  await page.locator('input[value="Lesion 1"]').waitFor({ timeout: 60_000 });
  const count = await page.evaluate(() => {
    const { controller } = (window as unknown as { radiomica: { controller: Exposed } }).radiomica;
    const { tallies, store } = controller;
    return tallies.value[store.state.activeSeries][1].count;
  });
  await page.keyboard.press("Alt+q");
  await dialog(page).getByRole("tab", { name: "Send" }).click();
  for (const [kind, wanted] of [
    ["DICOM SEG", /Orthanc has stored 1 object\./],
    ["RT structure set", /Orthanc has stored 1 object\./],
    ["Measurement report (SR)", /Orthanc has stored 2 objects\./],
  ] as const) {
    await dialog(page)
      .getByRole("button", { name: `${kind}: Send to Orthanc` })
      .click();
    await page.waitForFunction(() => document.querySelector(".pacs-said") && !document.querySelector(".pacs-bar"));
    const text = await said(page);
    check(`STOW-RS from the page: ${kind}`, wanted.test(text), text);
  }
  await shot(page, "pacs-send");
  await accessible(page, "send");
  return count;
}

/** What the archive gives back, read by pydicom. */
async function readBack(root: string, folder: string, demo: Series, count: number): Promise<void> {
  if (!python) return void console.log("read back: skipped, no pydicom");
  const client = dicomwebClient({ root, authorization }, fetch);
  const series = await client.searchSeries(demo.study.studyInstanceUid, never);
  const paths: string[] = [];
  for (const one of series.filter((s) => s.modality !== demo.modality)) {
    await client.retrieveSeries(
      one,
      (bytes) => writeFileSync(paths[paths.push(join(folder, `${paths.length}.dcm`)) - 1], bytes),
      never,
    );
  }
  const lines = execFileSync(python, [join(import.meta.dirname, "read.py"), ...paths], { encoding: "utf8" });
  const read = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const of = (modality: string) => read.filter((r) => r.modality === modality);
  check(
    "pydicom reads 2 SEG, an RTSTRUCT and an SR of the same study",
    String(["SEG", "RTSTRUCT", "SR"].map((m) => of(m).length)) === "2,1,1" &&
      read.every((r) => r.study === demo.study.studyInstanceUid),
    read,
  );
  check(
    `pydicom: the SEGs have the ${count} voxels that were drawn`,
    of("SEG").every((s) => s.voxels === count && s.labels[0] === "Lesion 1"),
    of("SEG"),
  );
  check(
    "pydicom: the RTSTRUCT has contours, the report has numbers",
    of("RTSTRUCT")[0]?.contours > 0 && of("SR")[0]?.numbers > 100,
    read,
  );
}

function canRead(path: string): boolean {
  try {
    execFileSync(path, ["-c", "import numpy, pydicom"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

type Exposed = {
  library: { value: { series: readonly Series[] } };
  tallies: { value: Record<string, Record<number, { count: number }>> };
  store: { state: { activeSeries: string } };
};
