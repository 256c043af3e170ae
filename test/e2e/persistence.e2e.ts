import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launch } from "./browser.ts";
import { drag, exported, openedPage, parseCsv, shot } from "./page.ts";

let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  ({ page, errors } = await openedPage(browser, inject("appUrl")));
});
afterEach(async () => {
  await page.context().close();
  expect(errors).toEqual([]);
});

const acquisition = '[data-viewport="acquisition"]';
async function openDemo(name: RegExp): Promise<void> {
  await page.getByRole("button", { name }).first().click();
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
}
const saved = (at: Page) => at.locator('[data-save="saved"]').waitFor({ timeout: 20_000 });

async function stroke(at: Page, y: number): Promise<void> {
  await drag(at, acquisition, [
    [0.4, y],
    [0.46, y + 0.03],
    [0.52, y],
  ]);
}

/** What is drawn and what can be undone, as the document has it. */
type Told = { names: string[]; voxels: number[]; undo: number; redo: number; labels: number };
type Exposed = {
  store: {
    state: { activeSeries: string; series: Record<string, { segments: { name: string; label: number }[] }> };
    history: { undo: unknown[]; redo: unknown[] };
    labelMap(id: string): { committed: Uint8Array };
  };
};
const told = (at: Page): Promise<Told> =>
  at.evaluate(() => {
    const { store } = (window as unknown as { radiomica: Exposed }).radiomica;
    const id = store.state.activeSeries;
    const { segments } = store.state.series[id];
    const { committed } = store.labelMap(id);
    let hash = 0;
    for (const v of committed) hash = (Math.imul(hash, 31) + v) | 0;
    return {
      names: segments.map((s) => s.name),
      voxels: segments.map((s) => committed.reduce((n, v) => n + (v === s.label ? 1 : 0), 0)),
      undo: store.history.undo.length,
      redo: store.history.redo.length,
      labels: hash,
    };
  });

const csv = async () =>
  parseCsv((await exported(page, /one row a feature/)).bytes.toString("utf8")).map((r) => r.value);

async function drawTwo(): Promise<void> {
  await page.keyboard.press("b");
  await stroke(page, 0.45);
  await stroke(page, 0.55);
  await page.getByRole("button", { name: "Add segment" }).first().click();
  await stroke(page, 0.7);
  await page.keyboard.press("Control+z");
  await saved(page);
}

test("draw, reload: images, segments, slice, window, features and history are back", async () => {
  await openDemo(/nodule/i);
  await page.keyboard.press("Home");
  await page.locator(acquisition).getByText("1 / 78").waitFor();
  await page.keyboard.press("3");
  await drawTwo();
  const before = await told(page);
  expect(before.undo).toBeGreaterThan(2);
  expect(before.redo).toBe(1);
  const values = await csv();
  const overlay = await page.locator(acquisition).innerText();
  await page.waitForTimeout(1200);

  await page.reload();
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
  await saved(page);
  await page.locator(acquisition).getByText("1 / 78").waitFor();
  expect(await told(page)).toEqual(before);
  const window = (text: string) => /W [\d.]+ L [−\d.]+/.exec(text)?.[0];
  expect(window(await page.locator(acquisition).innerText())).toBe(window(overlay));
  expect(await csv()).toEqual(values);

  // History goes on: redo what was undone, then undo everything.
  await page.keyboard.press("Control+y");
  expect((await told(page)).redo).toBe(0);
  for (let n = before.undo; n >= 0; n--) await page.keyboard.press("Control+z");
  expect(await told(page)).toMatchObject({ names: [], undo: 0 });
});

test("a fresh visit offers the project; it opens; a new one starts empty", async () => {
  await openDemo(/nodule/i);
  await drawTwo();
  const before = await told(page);
  await page.waitForTimeout(1000);
  const url = inject("appUrl");
  await page.close();
  page = await browser.contexts()[0].newPage();
  await page.goto(url);
  const card = page.getByRole("button", { name: /^Continue:/ });
  await card.waitFor();
  await shot(page, "continue");
  await card.click();
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
  expect(await told(page)).toEqual(before);

  await page.keyboard.press("Alt+p");
  const dialog = page.getByRole("dialog", { name: "Projects" });
  await dialog.waitFor();
  await shot(page, "projects");
  expect(await seriousFaults()).toEqual([]);
  const name = dialog.getByRole("textbox", { name: "Name of the project" });
  await name.fill("Case <b>7</b> / ..\\evil");
  await name.press("Enter");
  await dialog.getByRole("button", { name: "New project" }).click();
  await page.getByRole("button", { name: "Continue: Case <b>7</b> / ..\\evil" }).waitFor({ timeout: 30_000 });

  // Deleted, brought back, deleted for good.
  await page.getByRole("button", { name: "All projects" }).click();
  await dialog.getByRole("button", { name: /^Delete Case/ }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await dialog.getByRole("button", { name: "Bring back" }).click();
  await dialog.getByRole("button", { name: /^Delete Case/ }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Continue:/ }).waitFor({ state: "detached" });
});

const phantom = async () =>
  Buffer.from(await (await fetch(`${inject("appUrl")}demo/digital-phantom.zip`)).arrayBuffer());

async function chooseFiles(button: RegExp, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chooser).setFiles(file);
}

test("files without handles: the segments wait, and come back when the files are chosen again", async () => {
  const file = { name: "study.zip", mimeType: "application/zip", buffer: await phantom() };
  await chooseFiles(/^Open files/, file);
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
  const before = await told(page);
  expect(before.voxels.reduce((a, b) => a + b, 0)).toBe(74);
  await saved(page);
  await page.waitForTimeout(700);
  await page.reload();
  await page.getByRole("heading", { name: /Waiting for the images/ }).waitFor();
  expect(await seriousFaults()).toEqual([]);
  await shot(page, "waiting");
  await chooseFiles(/Choose the files again/, file);
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
  // What came with the files is not added a second time.
  expect(await told(page)).toEqual(before);
});

test("a folder with a handle: the images come back by themselves", async () => {
  // The browser's private file system stands for a folder of the disk: its handles are of the same kind.
  await page.context().addInitScript(() => {
    Object.defineProperty(window, "showDirectoryPicker", {
      value: async () => (await navigator.storage.getDirectory()).getDirectoryHandle("study", { create: true }),
    });
  });
  await page.reload();
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("study", { create: true });
    const inner = await folder.getDirectoryHandle("inner", { create: true });
    const target = await (await inner.getFileHandle("phantom.zip", { create: true })).createWritable();
    await target.write(await (await fetch("demo/digital-phantom.zip")).blob());
    await target.close();
  });
  await page.getByRole("button", { name: "Open folder" }).click();
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Add segment" }).first().click();
  const before = await told(page);
  await saved(page);
  await page.waitForTimeout(700);
  await page.reload();
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
  expect(await told(page)).toEqual(before);
});

test("two tabs: the second goes on in a copy, and neither changes the other's", async () => {
  await openDemo(/nodule/i);
  await drawTwo();
  const first = await told(page);
  await page.waitForTimeout(1000);
  const second = await page.context().newPage();
  await second.goto(inject("appUrl"));
  await second.getByRole("button", { name: /^Continue:/ }).click();
  await second.locator(acquisition).waitFor({ timeout: 60_000 });
  await second.locator(".status-project").getByText("(copy)").waitFor();
  expect(await told(second)).toEqual(first);
  await second.keyboard.press("b");
  await stroke(second, 0.2);
  await saved(second);
  await page.bringToFront();
  await stroke(page, 0.3);
  await saved(page);
  const [a, b] = [await told(page), await told(second)];
  expect(a.labels).not.toBe(b.labels);
  await page.waitForTimeout(700);
  for (const [tab, was] of [
    [page, a],
    [second, b],
  ] as const) {
    await tab.bringToFront();
    await tab.reload();
    await tab.locator(acquisition).waitFor({ timeout: 60_000 });
    expect(await told(tab)).toEqual(was);
  }
});

test("a project goes through a file into another browser, and its history with it", async () => {
  await openDemo(/nodule/i);
  await drawTwo();
  const before = await told(page);
  const file = await exported(page, /Project file/);
  expect(file.name).toMatch(/^[\w.+-]+\.radiomica$/);
  const other = await openedPage(browser, inject("appUrl"));
  const chooser = other.page.waitForEvent("filechooser");
  await other.page.getByRole("button", { name: "Open files" }).click();
  await (await chooser).setFiles({ name: file.name, mimeType: "application/zip", buffer: file.bytes });
  await other.page.locator(acquisition).waitFor({ timeout: 60_000 });
  expect(await told(other.page)).toEqual(before);
  await saved(other.page);
  // A damaged one is refused with a reason.
  const hurt = Buffer.from(file.bytes);
  hurt[Math.floor(hurt.length / 2)] ^= 4;
  await other.page.bringToFront();
  const again = other.page.waitForEvent("filechooser");
  await other.page.keyboard.press("Control+o");
  await (await again).setFiles({ name: "hurt.radiomica", mimeType: "application/zip", buffer: hurt });
  await other.page
    .getByText(/could not be read/)
    .first()
    .waitFor();
  expect(other.errors).toEqual([]);
  await other.page.context().close();
});

test("what is stored is deleted under an open project: it is put back; without storage a banner says so", async () => {
  await openDemo(/nodule/i);
  await drawTwo();
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.deleteDatabase("radiomica");
        request.onsuccess = () => resolve();
      }),
  );
  await stroke(page, 0.3);
  await saved(page);
  const before = await told(page);
  await page.waitForTimeout(700);
  await page.reload();
  await page.locator(acquisition).waitFor({ timeout: 60_000 });
  expect(await told(page)).toEqual(before);
  const { page: bare, errors: bareErrors } = await openedPage(browser, inject("appUrl"), () => {
    Object.defineProperty(window, "indexedDB", { value: undefined });
  });
  await bare
    .getByRole("button", { name: /nodule/i })
    .first()
    .click();
  await bare.locator(acquisition).waitFor({ timeout: 60_000 });
  await bare.keyboard.press("b");
  await stroke(bare, 0.4);
  await bare
    .getByRole("alert")
    .getByText(/keeps nothing here/)
    .waitFor();
  await shot(bare, "not-saved");
  const download = bare.waitForEvent("download");
  await bare.getByRole("button", { name: "Export the project file" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.radiomica$/);
  expect(bareErrors).toEqual([]);
  await bare.context().close();
});

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
type Axe = { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
async function seriousFaults(): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate(() => (window as unknown as { axe: Axe }).axe.run());
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}
