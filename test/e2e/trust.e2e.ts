import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { publishedMatrices } from "#app/conformance/phantom.ts";
import { launch } from "./browser.ts";
import { exported, openedPage, parseCsv, shot } from "./page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

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

type Axe = {
  run: (within: string) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
};
/** What axe calls serious or critical inside an element; the page around it has its own test. */
async function seriousFaults(within: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate((at) => (window as unknown as { axe: Axe }).axe.run(at), within);
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

async function openPhantom(): Promise<void> {
  await page
    .getByRole("button", { name: /digital phantom/i })
    .first()
    .click();
  await page.getByRole("button", { name: /Compare with the finished segmentation/ }).click();
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Preset", { exact: true }).selectOption({ label: "IBSI digital phantom" });
  await page.getByRole("button", { name: /^Settings/ }).click();
}

test("a feature opens to the way it came about, with the phantom's known numbers; the JSON carries them", async () => {
  await openPhantom();
  await page.getByLabel("Search name, code or id").fill("glrlm short runs 3D_mrg");
  await page.locator('[data-feature="glrlm.short_runs_emphasis"][data-aggregation="3D_mrg"]').click();
  const text = (selector: string) => page.locator(`.trace ${selector} td`).first().innerText();
  expect(await text("[data-step=image]")).toContain("5 × 4 × 4 voxels of 2 × 2 × 2 mm");
  expect(await text("[data-step=drawn]")).toBe("74 voxels");
  expect(await text("[data-step=resegmented]")).toBe("74 voxels");
  expect(await text("[data-step=discretised]")).toBe("6 grey levels, 4 occur");

  const printed = publishedMatrices.find((m) => m.matrix === "GLRLM" && m.slice === null && m.direction === null);
  const runs = Number((await text("[data-quantity=runs]")).replace(/\D/g, ""));
  expect(runs).toBe(printed?.rows.reduce((sum, row) => sum + row[2], 0));
  const json = JSON.parse((await exported(page, /JSON/)).bytes.toString("utf8"));
  const merged = json.results[0].intermediates.find(
    (i: { family: string; aggregation: string }) => i.family === "glrlm" && i.aggregation === "3D_mrg",
  );
  const quantity = (code: string) => merged.quantities.find((q: { code: string }) => q.code === code)?.value;
  expect(quantity("runs")).toBe(runs);
  expect(quantity("intensity_voxels")).toBe(74);
  expect(quantity("levels_occupied")).toBe(4);
  expect(await text("[data-quantity=directions]")).toBe("13");
  await page.getByRole("menu").waitFor({ state: "detached" });
  expect(await seriousFaults(".features")).toEqual([]);
  await shot(page, "trust-trace");
});

test("the methods paragraph in English and Italian, to be copied", async () => {
  await openPhantom();
  await page.locator("[data-feature]").first().waitFor();
  await page.getByRole("button", { name: "Methods", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const text = dialog.getByRole("region", { name: "Text", exact: true });
  await expect.poll(() => text.innerText(), { timeout: 20_000 }).toContain("Features were computed for 1 region.");
  expect(await text.innerText()).toContain("giving 487 values for each region");
  expect(await dialog.locator('[data-item="segmentation"]').getAttribute("data-covered")).toBe("false");
  await page.waitForTimeout(400);
  expect(await seriousFaults("[role=dialog]")).toEqual([]);
  await shot(page, "trust-methods");
  await dialog.getByText("Italiano").click();
  expect(await text.innerText()).toContain(
    "Le feature radiomiche sono state calcolate da immagini di risonanza magnetica",
  );
  await dialog.getByRole("button", { name: "Copy text" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("487 valori per regione");
  expect(copied).toContain("Bibliografia\n[1] ");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

test("the conformance page runs the phantom here, from the keyboard, and reaches all of it", async () => {
  // Before any study is open.
  await page.keyboard.press("Alt+c");
  const dialog = page.getByRole("dialog");
  const results = dialog.locator(".conformance");
  await results.waitFor({ timeout: 60_000 });
  expect(await results.getAttribute("data-total")).toBe("482");
  expect(await results.getAttribute("data-reached")).toBe("482");
  expect(await results.innerText()).toContain("88 of 88");
  await page.waitForTimeout(400);
  expect(await seriousFaults("[role=dialog]")).toEqual([]);
  await shot(page, "trust-conformance");

  const grlm = dialog.getByRole("button", { name: /\(GLRLM\)/ });
  await grlm.focus();
  await page.keyboard.press("Enter");
  expect(await dialog.getByRole("table", { name: /GLRLM/ }).locator("tbody tr").count()).toBe(96);
  await dialog.getByLabel(/Search feature/).fill("9ST6");
  await dialog.getByText("Nothing matches.").waitFor();
  await dialog.getByLabel(/Search feature/).fill("RNU0");
  expect(await dialog.getByRole("row", { name: /Volume \(mesh\)/ }).innerText()).toMatch(
    /556\s+4\s+556\.33\d+\s+reached/,
  );
  await shot(page, "trust-conformance-found");

  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as CSV" }).click();
  const rows = parseCsv(readFileSync(await (await download).path(), "utf8"));
  expect(rows.filter((r) => r.kind === "value" && r.verdict === "reached")).toHaveLength(482);
  expect(rows.filter((r) => r.kind === "matrix" && r.verdict === "reached")).toHaveLength(88);
  expect(rows.filter((r) => r.verdict === "missed")).toEqual([]);
});

test("projector size at 1280 × 720: the top bar holds, and both dialogs scroll in themselves", async () => {
  await openPhantom();
  await page.keyboard.press("Shift+T");
  await page.waitForTimeout(500);
  const bar = await page.locator("header.top").evaluate((e) => [e.scrollWidth, e.clientWidth]);
  expect(bar[0]).toBeLessThanOrEqual(bar[1]);
  await page.getByRole("button", { name: "Help", exact: true }).click();
  await page.getByRole("menuitem", { name: /conformance/i }).click();
  await page.locator(".conformance").waitFor({ timeout: 60_000 });
  await shot(page, "trust-projector");
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
