import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launch } from "./browser.ts";
import { drag, exported, openedPage, shot } from "./page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
type Axe = {
  run: (within: string) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
};

let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  browser = await launch();
  ({ page, errors } = await openedPage(browser, inject("appUrl")));
});
afterAll(async () => {
  await browser?.close();
  expect(errors).toEqual([]);
});
const names = () =>
  page.evaluate(() => {
    const { store } = window.radiomica.controller;
    return store.state.series[store.state.activeSeries].segments.map((s) => s.name);
  });

test("a reading of PET and CT: finished outline, note, template, from lesion to lesion, copy, difference, ticks", async () => {
  await page.getByRole("button", { name: /FDG/ }).first().click();
  await page.locator('[data-viewport="acquisition"]').first().waitFor({ timeout: 60_000 });
  await page.getByText("FDG PET, attenuation corrected").first().click();
  await page
    .getByRole("button", { name: /Compare with the finished segmentation/ })
    .last()
    .click();
  await page.locator(".segment .figures[title]").nth(1).waitFor();
  const [mass] = await names();

  // From lesion to lesion: each comes into view.
  await page.locator(".segment .figures").first().click();
  const slice = () => page.evaluate(() => window.radiomica.viewer.snapshot.views[0].slice);
  await page.keyboard.press(".");
  const second = await slice();
  expect(await page.evaluate(() => window.radiomica.controller.activeSegment()?.name)).toBe((await names())[1]);
  await page.keyboard.press(",");
  expect(await page.evaluate(() => window.radiomica.controller.activeSegment()?.name)).toBe(mass);
  expect(Math.abs(second - 49)).toBeLessThan(4);

  // A note goes with the segment into what is exported.
  await page.getByPlaceholder(/^Note/).fill("necrotic centre");
  await page.keyboard.press("Tab");
  const json = JSON.parse((await exported(page, /JSON/)).bytes.toString("utf8"));
  expect(json.results[0].provenance.region).toMatchObject({ name: mass, note: "necrotic centre" });

  // To the CT by position: the same volume, but for the size of voxels.
  await page.getByRole("button", { name: /^Copy to another series/ }).click();
  const section = page.locator("section.section", { hasText: "Copy to another series" });
  await section.getByRole("button", { name: "Copy", exact: true }).click();
  const said = await page
    .getByText(/was copied by position/)
    .first()
    .innerText();
  const [, here, there] = /\(([\d.]+) ml here, ([\d.]+) ml there\)/.exec(said) ?? [];
  expect(Math.abs(Number(there) / Number(here) - 1)).toBeLessThan(0.02);

  // Shrunk, it differs from the file's outline: the overlay says where.
  await page.keyboard.press("Alt+g");
  await page.getByRole("textbox", { name: "Distance" }).fill("-4");
  await page.keyboard.press("Enter");
  await page.locator(".colour-legend", { hasText: "Preview" }).waitFor();
  await page.keyboard.press("Shift+A");
  await page.locator(".edit-report", { hasText: "taken away" }).waitFor();
  await page.keyboard.press("Alt+a");
  await page.getByRole("button", { name: "Show the difference" }).click();
  await page.locator(".colour-legend", { hasText: "only B" }).waitFor();
  const kinds = await page.evaluate(() => {
    const found = window.radiomica.viewer.overlays.list.find((o) => o.id === "difference");
    const values = Array.from(found?.values ?? []);
    return [1, 2, 3].map((kind) => values.filter((v) => v === kind).length);
  });
  expect(kinds[0]).toBe(0);
  expect(kinds[1]).toBeGreaterThan(0);
  expect(kinds[2]).toBeGreaterThan(0);
  await page.waitForTimeout(400);
  await shot(page, "reading-difference");
  await page.getByRole("button", { name: "Hide the difference" }).click();

  // The CT beside it: it can be read there, and not drawn on.
  await page
    .locator(".series", { hasText: "CT for attenuation" })
    .getByRole("button", { name: /side by side/ })
    .click();
  await page.getByRole("textbox", { name: /^Shift along/ }).waitFor();
  const steps = () => page.evaluate(() => window.radiomica.controller.store.history.undo.length);
  const before = await steps();
  await page.keyboard.press("b");
  await drag(page, '[data-viewport="axial"]', [
    [0.4, 0.5],
    [0.6, 0.5],
  ]);
  expect(await steps()).toBe(before);
  await page.getByRole("button", { name: "End the comparison" }).click();
  await page.waitForFunction(() => window.radiomica.viewer.snapshot.layout === "acquisition");
  await page.keyboard.press("w");

  // A segment that has its name and its code from the start.
  await page.getByRole("button", { name: "Add a named, coded segment" }).click();
  await page.getByRole("menuitem", { name: "Liver reference" }).click();
  expect(await names()).toContain("Liver reference");
  expect(await page.evaluate(() => window.radiomica.controller.activeSegment()?.property?.type.value)).toBe("10200004");

  // Ticked off, also after a reload.
  await page.keyboard.press("Alt+d");
  await page.getByText("1 of 2 read").waitFor();
  // The menu has faded away by then.
  await page.waitForTimeout(500);
  await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate(() => (window as unknown as { axe: Axe }).axe.run(".results"));
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(" | ")}`)).toEqual([]);
  await page.waitForTimeout(700);
  await page.waitForFunction(() => window.radiomica.controller.projects.save.value.status === "saved");
  await page.reload();
  await page.getByText("1 of 2 read").waitFor({ timeout: 60_000 });
  await page.locator(".segment .figures[title]").first().waitFor({ timeout: 60_000 });
  expect(await page.getByPlaceholder(/^Note/).count()).toBe(1);
  expect(await names()).toContain("Liver reference");
});
