import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { publishedMatrices } from "#app/conformance/phantom.ts";
import type { Controller } from "#app/controller.ts";
import type { CornerstoneViewer } from "#app/viewer/cornerstone-viewer.ts";
import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import { launch } from "./browser.ts";
import { openedPage, shot } from "./page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
type Radiomica = { controller: Controller; viewer: CornerstoneViewer };
declare global {
  interface Window {
    radiomica: Radiomica;
  }
}

let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  ({ page, errors } = await openedPage(browser, inject("appUrl")));
  // The IBSI's digital phantom, its finished region, and the settings it is published with.
  await page.locator("[data-demo=digital-phantom]").first().click();
  await page
    .getByRole("button", { name: /Compare with the finished segmentation/ })
    .first()
    .click();
  await page.waitForFunction(() => (window.radiomica.controller.activeSegment()?.label ?? 0) > 0);
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Preset", { exact: true }).selectOption({ label: "IBSI digital phantom" });
  await page.getByRole("button", { name: /^Settings/ }).click();
});
afterEach(async () => {
  await page.context().close();
  expect(errors).toEqual([]);
});

async function seriousFaults(within: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  type Axe = {
    run: (at: string) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
  };
  const { violations } = await page.evaluate((at) => (window as unknown as { axe: Axe }).axe.run(at), within);
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}
/** The voxels that are lit over the image, as "x,y,z"; their box is the phantom's. */
const lit = () =>
  page.evaluate(() => {
    const found = window.radiomica.viewer.overlays.list.find((o) => o.id === "workbench.lit");
    if (!found) return null;
    const [nx, ny] = found.grid.dims;
    return Array.from(found.values, (value, v) =>
      value > 0 ? `${v % nx},${Math.floor(v / nx) % ny},${Math.floor(v / (nx * ny))}` : "",
    ).filter((text) => text !== "");
  });
/** Where the middle of a cell lies on the page: the picture in the matrix has a pixel for each cell. */
async function cellAt(i: number, j: number): Promise<readonly [number, number]> {
  const map = page.locator(".heat-map");
  const [rows, columns] = [await map.getAttribute("data-rows"), await map.getAttribute("data-columns")].map(Number);
  const box = await map.locator("image").boundingBox();
  if (!box) throw new Error("no matrix");
  return [box.x + ((j - 0.5) * box.width) / columns, box.y + ((i - 0.5) * box.height) / rows];
}
async function pointAt(index: Vec3): Promise<readonly [number, number]> {
  const grid = await page.evaluate(() => window.radiomica.controller.activeSeries()?.image.grid);
  if (!grid) throw new Error("no series");
  await page.evaluate((k) => window.radiomica.viewer.setSlice("acquisition", k), index[2]);
  const world = indexToWorld(grid, index);
  const at = await page.evaluate((w) => window.radiomica.viewer.viewOf("acquisition")?.canvasAt(w), world);
  const box = await page.locator("[data-viewport=acquisition]").boundingBox();
  if (!at || !box) throw new Error("no view");
  await page.mouse.move(box.x + at[0], box.y + at[1], { steps: 3 });
  return [box.x + at[0], box.y + at[1]];
}

test("contrast of the digital phantom: from its definition to the matrix, the voxels and the sum of its terms", async () => {
  await page.getByPlaceholder("Search").or(page.getByLabel("Search features")).first().fill("contrast 3D_mrg glcm");
  await page.getByText("Contrast", { exact: true }).first().click();
  await page.locator("[data-open=matrix]").click();
  await page.locator(".heat-map").waitFor();

  // The cells are those that the IBSI prints: 3D, directions merged.
  const published = publishedMatrices.find((m) => m.matrix === "GLCM" && m.aggregation === "3D, merged")?.rows ?? [];
  expect(published.length).toBeGreaterThan(10);
  const entries = () =>
    page.evaluate(() => {
      const [part] = window.radiomica.controller.workbench.matrix.state.value.parts ?? [];
      return part ? Array.from(part.counts.n, (n, k) => [part.counts.i[k], part.counts.j[k], n]) : [];
    });
  await expect.poll(entries).toEqual(published.map((row) => [...row]));
  const written = await page.locator(".heat-map g[text-anchor=middle] text").allTextContents();
  for (const [, , n] of published) expect(written).toContain(String(n));

  // The pairs of levels 3 and 6 lie at the phantom's only 3, (2, 2, 1), and at its neighbours of level 6.
  await page.mouse.move(...(await cellAt(3, 6)));
  await expect
    .poll(async () => (await lit())?.sort())
    .toEqual(["2,1,0", "2,1,1", "2,2,0", "2,2,1", "2,3,0", "2,3,1", "2,3,2"]);
  await page.getByText("7 voxels lit").waitFor();

  // Brushed cells: levels 1 and 2 against 4 to 6. Their share of the contrast, from the printed matrix.
  const term = ([i, j, n]: readonly number[]) => (i - j) ** 2 * n;
  const whole = published.reduce((sum, row) => sum + term(row), 0);
  const part = published.filter(([i, j]) => i <= 2 && j >= 4).reduce((sum, row) => sum + term(row), 0);
  await page.mouse.move(...(await cellAt(1, 4)));
  await page.mouse.down();
  await page.mouse.move(...(await cellAt(2, 6)), { steps: 4 });
  await page.mouse.up();
  await page
    .locator("[data-inside=brush]")
    .getByText(`${((100 * part) / whole).toFixed(2)} % of Contrast`)
    .waitFor();

  // The terms add up to the number in the features' table.
  const sum = Number(await page.locator("[data-terms=sum]").innerText());
  const measured = await page.evaluate(async () => {
    const { controller } = window.radiomica;
    const label = controller.activeSegment()?.label ?? 0;
    const rows = controller.measurements.value[controller.store.state.activeSeries]?.[label]?.extraction?.rows;
    const row = rows?.find((r) => r.id === "glcm.contrast" && r.aggregation === "3D_mrg");
    return row && "value" in row ? row.value : null;
  });
  expect(measured).not.toBeNull();
  expect(sum).toBeCloseTo(measured ?? 0, 11);
  expect(Number(await page.locator("[data-terms=value]").innerText())).toBe(measured);
  // (6 − 1)² · p, with the printed count of pairs.
  const total = published.reduce((n, row) => n + row[2], 0);
  const pair = published.find(([i, j]) => i === 1 && j === 6)?.[2] ?? 0;
  const row = page.locator('[data-term="1 6"]');
  expect(Number(await row.locator("td").nth(2).innerText())).toBeCloseTo(pair / total, 4);
  await expect.poll(() => row.locator("math").first().textContent()).toContain("(1−6");

  // A click on the voxel of level 3 marks the cells that it feeds: 3 with each level among its neighbours, both ways.
  await page.mouse.click(...(await pointAt([2, 2, 1])));
  await page.locator("[data-inside=voxel]").getByText("level 3: feeds 6 cells").waitFor();
  const fed = await page.locator("[data-fed]").evaluateAll((list) => list.map((e) => e.getAttribute("data-fed")));
  expect(fed.sort()).toEqual(["1 3", "3 1", "3 4", "3 6", "4 3", "6 3"]);
  expect(await seriousFaults(".workbench")).toEqual([]);
  await shot(page, "workbench-matrix");
});

test("bins: a dragged edge changes the levels as its width says, features follow; a bin lights its voxels", async () => {
  await page.getByRole("tab", { name: "Workbench" }).click();
  await page.locator("[data-workbench=histogram]").click();
  await page.locator(".bins-chart").waitFor();
  const levels = () => page.locator(".bins-chart [data-bins]").getAttribute("data-bins");
  // As they are: levels 1 to 6, of 74 voxels.
  expect(await levels()).toBe("6");
  await page.locator("[data-inside=bins]").getByText("6 grey levels, 4 of them occupied, 74 voxels").waitFor();

  await page.getByText("By width", { exact: true }).click();
  const width = page.getByRole("textbox", { name: "Bin width" });
  await width.fill("1");
  await width.press("Tab");
  await expect.poll(levels).toBe("6");
  // The edge at 4 (the third from the least value, 1) is drawn to 7: bins of width 2, so ⌊5 / 2⌋ + 1 = 3 levels.
  const handle = page.locator(".edge-handle");
  await expect.poll(() => handle.getAttribute("aria-valuetext")).toBe("Bin width: 1");
  const line = await handle.locator("path").boundingBox();
  const axis = await page.locator(".bins-chart [data-bins]").boundingBox();
  if (!line || !axis) throw new Error("no handle");
  const at = Math.round((line.x + line.width / 2 - axis.x) / (axis.width / 6));
  const unit = axis.width / 6;
  await page.mouse.move(line.x + line.width / 2, line.y + 40);
  await page.mouse.down();
  await page.mouse.move(axis.x + 2 * at * unit, line.y + 40, { steps: 6 });
  await page.mouse.up();
  const recipe = () =>
    page.evaluate(() => {
      const { store } = window.radiomica.controller;
      return store.state.series[store.state.activeSeries].recipe.discretisation;
    });
  const dragged = await recipe();
  if (dragged.method !== "FBS") throw new Error(dragged.method);
  expect(dragged.width).toBeCloseTo(2, 0);
  const expected = String(Math.floor(5 / dragged.width) + 1);
  await expect.poll(levels).toBe(expected);
  // The features are of the new levels.
  await expect
    .poll(() =>
      page.evaluate(() => {
        const { controller } = window.radiomica;
        const label = controller.activeSegment()?.label ?? 0;
        const found = controller.measurements.value[controller.store.state.activeSeries]?.[label];
        const known = found?.extraction?.intermediates.find((i) => i.family === "glcm")?.quantities;
        return found?.status === "done" ? String(known?.find((q) => q.code === "levels")?.value) : "";
      }),
    )
    .toBe(expected);

  // The arrow keys do the same, one step at a time.
  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => ((await recipe()) as { width: number }).width).toBeGreaterThan(dragged.width);

  // By number: three bins from 1 to 6. The last, from 4.33 on, holds the seven voxels of intensity 6.
  await page.getByText("By number", { exact: true }).click();
  const bins = page.getByRole("textbox", { name: "Number of bins" });
  await bins.fill("3");
  await bins.press("Tab");
  await expect.poll(levels).toBe("3");
  await page.waitForFunction(() => window.radiomica.controller.workbench.region.state.value.region?.roi.ng === 3);
  const bars = await page.locator(".bins-chart [data-bins]").boundingBox();
  if (!bars) throw new Error("no bars");
  await page.mouse.move(bars.x + (bars.width * 5) / 6, bars.y + bars.height / 2, { steps: 3 });
  await page.locator("[data-inside=bins]").getByText("Level 3: 4.333 to 6, 7 voxels (9.46 %)").waitFor();
  expect((await lit())?.sort()).toEqual(["2,1,0", "2,1,1", "2,2,0", "2,3,0", "2,3,1", "2,3,2", "2,3,3"]);

  // The range's upper end drawn to 5 takes them out; the discretised image lies over the phantom.
  const high = await page.locator("[data-range=high] path").boundingBox();
  if (!high) throw new Error("no handle");
  await page.mouse.move(high.x + high.width / 2, high.y + high.height * 0.6);
  await page.mouse.down();
  await page.mouse.move(bars.x + (bars.width * 4) / 5, high.y, { steps: 4 });
  await page.mouse.up();
  await page.getByText(/Left out by re-segmentation: 7 voxels/).waitFor();
  await page.locator("[data-inside=levels]").click();
  await expect
    .poll(() => page.evaluate(() => window.radiomica.viewer.overlays.list.map((o) => [o.id, o.range[1]])))
    .toContainEqual(["workbench.levels", 3]);
  expect(await seriousFaults(".workbench")).toEqual([]);
  await shot(page, "workbench-histogram");
});
