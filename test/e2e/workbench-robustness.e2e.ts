import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launch } from "./browser.ts";
import { openedPage, parseCsv, shot } from "./page.ts";
import { choosePreset, openPhantom } from "./phantom.ts";

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

/** A demo case with its finished outline, in the robustness view. */
async function openDemo(name: RegExp): Promise<void> {
  await page.getByRole("button", { name }).first().click();
  await page
    .getByRole("button", { name: /Compare with the finished segmentation/ })
    .first()
    .click();
  await page.waitForFunction(() => (window.radiomica.controller.activeSegment()?.label ?? 0) > 0);
  await page.getByRole("tab", { name: "Workbench" }).click();
  await page.locator("[data-workbench=robustness]").click();
}
async function perturbOnly(...ids: string[]): Promise<void> {
  for (const id of ["noise", "translation", "rotation", "volume", "contour"]) {
    await page.locator(`[data-perturbation=${id}] input[type=checkbox]`).setChecked(ids.includes(id));
  }
}
const run = async (mode: string) => {
  await page.locator("[data-trust=run]").click();
  await page.locator(`[data-trust-result=${mode}]`).waitFor({ timeout: 90_000 });
};
const rowOf = (key: string) => page.locator(`[data-trust-row="${key}"]`);
async function saved(what: "save" | "values"): Promise<Record<string, string>[]> {
  const button = what === "save" ? /^Table \(CSV\)/ : /^Measurements \(CSV\)/;
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  return parseCsv(readFileSync(await (await download).path(), "utf8"));
}

test("the phantom's region, smaller and greater: to the voxel, its spread by hand, and no ICC without a second segment", async () => {
  await openPhantom(page);
  await choosePreset(page, "IBSI digital phantom");
  await page.getByRole("tab", { name: "Workbench" }).click();
  await page.locator("[data-workbench=robustness]").click();
  await perturbOnly("volume");
  await page.getByLabel("Change, %").fill("-10; 5");
  await page.getByLabel("Change, %").press("Enter");
  expect(await page.locator("[data-trust=size]").innerText()).toMatch(/2 perturbations × 1 segment: 3 measurements/);
  await run("perturb");
  await page.getByText(/One segment: an ICC compares segments/).waitFor();
  // 74 voxels of 8 mm³; 90 % of them are 67, 105 % are 78.
  const [drawn, small, large] = [74, 67, 78].map((n) => 8 * n);
  const key = "morphology.volume_voxel_counting";
  const spread = (large - small) / Math.SQRT2;
  const shown = (100 * spread) / ((small + large) / 2);
  expect(await rowOf(key).locator("[data-column=wcv]").innerText()).toBe(`${shown.toFixed(1)} %`);
  const [line] = (await saved("save")).filter((row) => row.id === key);
  expect(line).toMatchObject({ n: "1", k: "2", icc: "", reason: "too_few_subjects" });
  expect(Number(line.wsd)).toBeCloseTo(spread, 6);
  const values = (await saved("values")).filter((row) => row.id === key).map((row) => Number(row.value));
  expect(values).toEqual([drawn, small, large]);
  await page.locator('[data-trust-chart="values"] .chart-canvas circle').first().waitFor();
  expect(await page.locator('[data-trust-chart="values"] .chart-canvas circle').count()).toBe(2);
});

test("two segments: verdicts, sorting, the stable ones kept; scans of other units refused; three readers' pairs", async () => {
  await openDemo(/PET\/CT/i);
  await perturbOnly("noise", "volume");
  await page.locator("[data-perturbation=noise] input:not([type=checkbox])").first().fill("2");
  await run("perturb");
  const rows = page.locator("[data-trust-row]");
  const total = await rows.count();
  expect(total).toBeGreaterThan(150);
  const counts = await page.locator("[data-trust=counts]").innerText();
  const [green, ...others] = [...counts.matchAll(/\d+/g)].map((m) => Number(m[0]));
  expect(others.reduce((a, b) => a + b, green)).toBe(total);
  expect(await page.locator('[data-trust-row] [data-light="green"]').count()).toBe(green);
  await page.getByRole("button", { name: "CoV", exact: true }).click();
  const cov = await page.locator("[data-trust-row] [data-column=wcv]").allInnerTexts();
  const numbers = cov.map((text) => Number.parseFloat(text.replace("<", ""))).filter(Number.isFinite);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  await page.locator("[data-trust=keep]").click();
  expect(await page.locator("[data-kept-count]").getAttribute("data-kept-count")).toBe(String(green));
  await page.getByLabel("Only these").check();
  expect(await rows.count()).toBe(green);
  const download = page.waitForEvent("download");
  await page.locator("[data-trust=save-kept]").click();
  const kept = parseCsv(readFileSync(await (await download).path(), "utf8"));
  expect(kept.map((row) => row.segment)).toEqual(["Mass (reference)", "Lymph node (reference)"]);
  expect(Object.keys(kept[0]).filter((column) => column.includes("."))).toHaveLength(green);
  await shot(page, "workbench-robustness");

  // The PET's regions have the same names, and another unit.
  await page.evaluate(() => {
    const { controller } = window.radiomica;
    const active = controller.activeSeries()?.id;
    const other = controller.library.value.segmentations.find((s) => s.seriesId !== active);
    if (other) controller.addSegmentation(other);
  });
  await page.getByText("Two scans", { exact: true }).click();
  await page.locator("[data-trust=other]").selectOption({ index: 1 });
  await page.locator("[data-pair]").nth(1).waitFor();
  await page.locator("[data-trust=run]").click();
  await page.getByRole("alert").filter({ hasText: "different units" }).waitFor();

  // A second reader, who drew each of three regions one voxel further to the left.
  await page.evaluate(() => {
    const { store, activeSeries } = window.radiomica.controller;
    const series = activeSeries();
    if (!series) throw new Error("no series");
    const [nx, ny] = series.image.grid.dims;
    const box = (x0: number, name: string) => {
      const mask = new Uint8Array(series.image.data.length);
      for (let z = 20; z < 25; z++)
        for (let y = 60; y < 66; y++) for (let x = x0; x < x0 + 6; x++) mask[x + nx * (y + ny * z)] = 1;
      return { name, color: null, mask };
    };
    const all = [1, 2, 3].flatMap((n) => [box(40 * n, `Spot ${n} A`), box(40 * n - 1, `Spot ${n} B`)]);
    store.importSegments(series.id, { key: "history.import", fields: { name: "Spots", added: "" } }, all);
  });
  await page.getByText("Two readers", { exact: true }).click();
  await expect.poll(() => page.locator("[data-pair]").count()).toBe(3);
  await run("readers");
  await rowOf("statistics.mean").click();
  await page.locator('[data-trust-chart="altman"] .chart-canvas svg').waitFor();
  expect(await page.locator('[data-trust-chart="altman"] .chart-canvas circle').count()).toBe(3);
  await expect.poll(() => page.locator(".robust-pairs tbody tr").count()).toBe(3);
  await shot(page, "workbench-readers");
});
