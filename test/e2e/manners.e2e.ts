import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launch } from "./browser.ts";
import { openedPage, shot } from "./page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const data = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const hasData = existsSync(data);

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

type Axe = { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };

/** What axe calls serious or critical, with the elements it means. */
async function seriousFaults(): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate(() => (window as unknown as { axe: Axe }).axe.run());
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

async function openDemo(name: RegExp): Promise<void> {
  await page.getByRole("button", { name }).first().click();
  await page.locator('[data-viewport="acquisition"]').waitFor({ timeout: 60_000 });
}

test("axe finds nothing serious, before and after a study is open", async () => {
  expect(await seriousFaults()).toEqual([]);
  await openDemo(/digital phantom/i);
  await page.getByRole("button", { name: /Compare with the finished segmentation/ }).click();
  await page.getByRole("tab", { name: "Features" }).click();
  await page.locator("[data-feature]").first().waitFor();
  expect(await seriousFaults()).toEqual([]);
});

test("the page is cross-origin isolated and asks nothing of other hosts", async () => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await openDemo(/mammogram/i);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect([...hosts].filter((host) => host !== "" && host !== new URL(inject("appUrl")).host)).toEqual([]);
});

test("the interface speaks Italian", async () => {
  await page.getByRole("button", { name: "Language" }).click();
  await page.getByText("Italiano").click();
  await page.getByRole("button", { name: "Apri file" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("it");
  await shot(page, "italian");
});

test("keys as in a PACS: slices, presets, invert, cine, key sheet, palette", async () => {
  await openDemo(/nodule/i);
  const overlay = page.locator('[data-viewport="acquisition"]');
  const slice = async () => Number(/(\d+) \/ 78/.exec(await overlay.innerText())?.[1]);
  const until = (read: () => Promise<unknown>, wanted: unknown) =>
    expect.poll(read, { timeout: 20_000 }).toEqual(wanted);

  await page.keyboard.press("Home");
  await until(slice, 1);
  await page.keyboard.press("End");
  await until(slice, 78);
  await page.keyboard.press("ArrowUp");
  await until(slice, 77);

  const windowText = async () => /W [\d.]+ L [−\d.]+/.exec(await overlay.innerText())?.[0];
  const before = await windowText();
  await page.getByRole("button", { name: "Window", exact: true }).click();
  await page.getByRole("menuitem", { name: /Bone/ }).click();
  await expect.poll(windowText).not.toBe(before);
  expect(await windowText()).toMatch(/^W (1500|1800|2000|2500) /);

  await page.keyboard.press("Home");
  await until(slice, 1);
  await page.keyboard.press("k");
  await expect.poll(slice, { timeout: 20_000 }).toBeGreaterThan(3);
  await page.keyboard.press("k");

  // Another layout stays at the slice.
  await page.keyboard.press("End");
  await until(slice, 78);
  await page.getByRole("button", { name: /2 × 2/ }).click();
  const axial = page.locator('[data-viewport="axial"]');
  await expect.poll(() => axial.innerText(), { timeout: 20_000 }).toContain("78 / 78");

  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("Brush", { exact: false }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
});

test("every demo case opens, in every layout", async () => {
  for (const name of [/nodule/i, /PET/, /Brain/, /Mammogram/]) {
    await page.goto(inject("appUrl"));
    await openDemo(name);
    await page.waitForTimeout(1500);
    await shot(page, `demo-${String(name).replace(/\W/g, "")}`);
    const layout = page.getByRole("button", { name: /2 × 2/ });
    if (await layout.isEnabled()) {
      await layout.click();
      await page.waitForTimeout(2500);
      await shot(page, `demo-${String(name).replace(/\W/g, "")}-2x2`);
    }
  }
});

test.skipIf(!hasData)(
  `28 malformed files and a good series in one drop: the series opens, each bad file has its sentence${hasData ? "" : " (skipped, no data)"}`,
  async () => {
    const files = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? files(path) : name.endsWith(".csv") ? [] : [path];
      });
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open files" }).click();
    const good = files(join(data, "series/ct-3slice-seg")).filter((path) => path.endsWith(".dcm"));
    await (await chooser).setFiles([...files(join(data, "malformed")), ...good]);
    await page.getByText("3 slices").first().waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: /messages?/i }).click();
    await page.waitForTimeout(500);
    // The list says it all: no toast lies over it.
    expect(await page.locator(".mantine-Notification-root").count()).toBe(0);
    await shot(page, "malformed");
    // Names of files whose verdict is refusal whoever judges: truncated, no pixels, or no DICOM at all.
    const dialog = page.getByRole("dialog");
    for (const name of ["MR_truncated.dcm", "no-pixel-data.dcm"]) {
      await dialog.getByText(name, { exact: false }).first().waitFor();
    }
  },
);
