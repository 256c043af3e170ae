import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launch } from "./browser.ts";
import { openedPage, parseCsv, shot } from "./page.ts";
import { choosePreset, openPhantom, splitSegment } from "./phantom.ts";

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

const value = (label: number) =>
  page.locator(`[data-value-of="glcm.contrast"][data-label="${label}"] td`).first().innerText();

test("what if: the slider at the phantom's six levels gives the IBSI's contrast; sweep, two segments, a heat map", async () => {
  await openPhantom(page);
  await choosePreset(page, "IBSI digital phantom");
  await page.getByRole("tab", { name: "Workbench" }).click();
  await page.locator("[data-workbench=what_if]").click();
  await page.locator("[data-what-if=setting]").selectOption("bin_count");
  const slider = page.locator("[data-setting=bin_count] [role=slider]");
  await slider.focus();
  await page.keyboard.press("Home");
  for (let n = 2; n < 6; n++) await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.locator("[data-what-if=value]").innerText()).toBe("6");
  // IBSI: 5.12 for the merged 3D matrix of the phantom, whose levels are 1 to 6.
  await expect.poll(() => value(1), { timeout: 20_000 }).toBe("5.118");

  await splitSegment(page, "Upper");
  await page.getByLabel("Upper", { exact: true }).check();
  await page.locator("[data-what-if=sweep]").click();
  await page.locator("[data-what-if=sweep]").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: /^Save or copy: Contrast/ }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const rows = parseCsv(readFileSync(await (await download).path(), "utf8"));
  expect(Object.keys(rows[0]).length).toBe(3);
  expect(rows.length).toBeGreaterThanOrEqual(16);
  expect(rows.map((r) => Number(r.bin_count))).toEqual(expect.arrayContaining([2, 6, 128]));
  expect(rows.every((r) => Object.values(r).every((cell) => cell !== ""))).toBe(true);
  await shot(page, "what-if-curves");

  await page.getByRole("button", { name: "Two settings" }).click();
  await page.locator("[data-what-if=second]").selectOption("distance");
  await page.locator("[data-what-if=heat]").click();
  await page.locator(".what-if-scale").waitFor({ timeout: 60_000 });

  await page.locator("[data-what-if=use]").click();
  const used = await page.evaluate(() => {
    const { store } = window.radiomica.controller;
    return store.state.series[store.state.activeSeries].recipe.discretisation;
  });
  expect(used).toEqual({ method: "FBN", bins: 6 });
});
