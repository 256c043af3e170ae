import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Vec3 } from "#engine/grid.ts";
import type { Measurement } from "#session/measurements.ts";
import { launch } from "./browser.ts";
import { openedPage, parseCsv, shot } from "./page.ts";

const view = "acquisition";

describe("measuring by hand in the page", () => {
  let browser: Browser;
  let page: Page;
  let errors: string[];
  beforeAll(async () => {
    browser = await launch();
    ({ page, errors } = await openedPage(browser, inject("appUrl")));
    await page
      .getByRole("button", { name: /nodule/i })
      .first()
      .click();
    await page.locator(`[data-viewport="${view}"]`).first().waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await browser?.close();
    expect(errors).toEqual([]);
  });

  /** Where a continuous voxel (i, j) of the slice in view lies on the page. */
  const at = (i: number, j: number) =>
    page.evaluate(
      ([id, x, y]) => {
        const { viewer, controller } = window.radiomica;
        const seen = viewer.viewOf(id);
        const grid = controller.activeSeries()?.image.grid;
        if (!seen || !grid) throw new Error("nothing is seen");
        const [ox, oy, oz] = grid.origin;
        const world: Vec3 = [ox + x * grid.spacing[0], oy + y * grid.spacing[1], oz + seen.slice * grid.spacing[2]];
        const [left, top] = seen.canvasAt(world);
        const box = seen.pane.getBoundingClientRect();
        return { x: box.left + left, y: box.top + top };
      },
      [view, i, j] as const,
    );
  async function drag(from: readonly [number, number], to: readonly [number, number]) {
    const [a, b] = [await at(...from), await at(...to)];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 2 });
    await page.mouse.move(b.x, b.y, { steps: 2 });
    await page.mouse.up();
  }
  const click = async (i: number, j: number) => {
    const { x, y } = await at(i, j);
    await page.mouse.click(x, y);
  };
  const list = () =>
    page.evaluate(() => {
      const { store } = window.radiomica.controller;
      return (store.state.series[store.state.activeSeries].measurements ?? []) as Measurement[];
    });
  const said = async (id: number, figure: string) => {
    const text = await page.locator(`[data-measurement="${id}"] [data-figure=${figure}]`).innerText();
    return Number(text.replace("−", "-").replace(/[^\d.-]/g, ""));
  };

  test("a length between two voxels, by dragging and by two clicks; shown while it is drawn", async () => {
    await page.keyboard.press("Shift+D");
    // Pixels are 1 mm: 30 and 40 of them make 50 mm.
    const [a, b] = [await at(100, 150), await at(130, 190)];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 3 });
    await page.locator('svg [data-measure="new"] text').first().waitFor();
    expect(await page.locator('svg [data-measure="new"] text').innerHTML()).toContain("50.0 mm");
    await page.mouse.up();
    // The browser's pointer is in whole pixels: two of them at either end.
    const step = await page.evaluate(() => window.radiomica.viewer?.snapshot.views[0].mmPerPixel ?? 0);
    expect(Math.abs((await said(1, "length")) - 50)).toBeLessThan(2 * step);
    await click(200, 150);
    await page.mouse.move(a.x, a.y, { steps: 2 });
    await click(200, 210);
    expect(Math.abs((await said(2, "length")) - 60)).toBeLessThan(2 * step);
    expect(await list()).toHaveLength(2);
  });

  test("an angle of a right triangle, two axes at right angles, a pinned value", async () => {
    await page.keyboard.press("Shift+N");
    await drag([150, 200], [150, 240]);
    await click(190, 240);
    expect(Math.abs((await said(3, "angle")) - 90)).toBeLessThan(2);
    await page.keyboard.press("Shift+R");
    await drag([210, 240], [250, 270]);
    await drag([220, 262], [245, 240]);
    const found = (await list())[3].points;
    const [p, q, r, s] = found;
    expect((q[0] - p[0]) * (s[0] - r[0]) + (q[1] - p[1]) * (s[1] - r[1])).toBeCloseTo(0, 6);
    expect(Math.abs((await said(4, "long_axis")) - 50)).toBeLessThan(3);
    await page.keyboard.press("Shift+U");
    await click(120, 120);
    const value = await page.evaluate(
      (index) => {
        const { grid, data } = window.radiomica.controller.activeSeries()?.image ?? {};
        if (!grid || !data) throw new Error("no image");
        return data[index[0] + grid.dims[0] * (index[1] + grid.dims[1] * index[2])];
      },
      (await list())[4].points[0].map(Math.round),
    );
    expect(await said(5, "value")).toBe(value);
  });

  test("an ellipse and a rectangle: figures of the pixels inside, counted here anew", async () => {
    await page.keyboard.press("Shift+O");
    await drag([260, 180], [300, 200]);
    await page.keyboard.press("Shift+I");
    await drag([260, 220], [290, 232]);
    for (const id of [6, 7]) {
      const { points } = (await list())[id - 1];
      const expected = await page.evaluate(
        ([[p, q], round]) => {
          const { grid, data } = window.radiomica.controller.activeSeries()?.image ?? {};
          if (!grid || !data) throw new Error("no image");
          const values: number[] = [];
          for (let j = 0; j < grid.dims[1]; j++)
            for (let i = 0; i < grid.dims[0]; i++) {
              const x = (2 * i - p[0] - q[0]) / (q[0] - p[0]);
              const y = (2 * j - p[1] - q[1]) / (q[1] - p[1]);
              const inside = round ? x * x + y * y <= 1 : Math.abs(x) <= 1 && Math.abs(y) <= 1;
              if (inside) values.push(data[i + grid.dims[0] * (j + grid.dims[1] * p[2])]);
            }
          const mean = values.reduce((a, b) => a + b) / values.length;
          const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
          return {
            n: values.length,
            mean,
            sd: Math.sqrt(variance),
            min: Math.min(...values),
            max: Math.max(...values),
          };
        },
        [points, id === 6] as const,
      );
      expect(await said(id, "pixels")).toBe(expected.n);
      for (const figure of ["mean", "sd", "min", "max"] as const)
        expect(await said(id, figure)).toBeCloseTo(expected[figure], 0);
      const [width, height] = [Math.abs(points[1][0] - points[0][0]), Math.abs(points[1][1] - points[0][1])];
      const area = id === 6 ? (Math.PI * width * height) / 4 : width * height;
      expect(Math.abs((await said(id, "area")) / area - 1)).toBeLessThan(1e-3);
    }
  });

  test("an arrow takes its text where it stands", async () => {
    await page.keyboard.press("Shift+W");
    await drag([140, 100], [170, 80]);
    await page.keyboard.type("look here");
    await page.keyboard.press("Enter");
    await page.locator(".measurement-text").waitFor({ state: "detached" });
    expect((await list())[7].text).toBe("look here");
    await shot(page, "measure");
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.waitForTimeout(500);
  });

  test("a handle is dragged with a reading tool in hand; undone, redone, deleted by key", async () => {
    await page.keyboard.press("w");
    const [, end] = (await list())[0].points;
    const greys = () => page.evaluate(() => window.radiomica.viewer?.snapshot.views[0].window.join());
    const before = await greys();
    await drag([end[0], end[1]], [end[0] + 20, end[1]]);
    expect((await list())[0].points[1][0] - end[0]).toBeCloseTo(20, -0.5);
    expect(await greys()).toBe(before);
    await page.keyboard.press("Control+z");
    expect((await list())[0].points[1]).toEqual(end);
    await page.keyboard.press("Control+y");
    expect((await list())[0].points[1]).not.toEqual(end);
    await page.keyboard.press("Delete");
    expect((await list()).map((m) => m.id)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    await page.keyboard.press("Control+z");
    expect(await list()).toHaveLength(8);
  });

  test("the list leads to the slice; CSV and report are saved; all is there after a reload", async () => {
    const slice = () => page.evaluate(() => window.radiomica.viewer?.snapshot.views[0].slice);
    const own = await slice();
    await page.keyboard.press("Home");
    await page.waitForTimeout(200);
    expect(await page.locator("svg [data-measure]").count()).toBe(0);
    await page.getByRole("button", { name: "Show Angle 3" }).click();
    await page.locator('svg [data-measure="3"]').waitFor({ state: "attached" });
    expect(await slice()).toBe(own);
    const section = page.locator("section.section", { has: page.locator(".measurements") });
    const download = page.waitForEvent("download");
    await section.getByRole("button", { name: "CSV" }).click();
    const file = await download;
    const rows = parseCsv(readFileSync(await file.path(), "utf8"));
    expect(file.suggestedFilename()).toMatch(/measurements\.csv$/);
    expect(rows.filter((r) => r.kind === "ellipse").map((r) => r.figure)).toContain("mean");
    expect(rows.at(-1)).toMatchObject({ kind: "arrow", text: "look here" });
    const report = page.waitForEvent("download");
    await section.getByRole("button", { name: "DICOM SR" }).click();
    expect((await report).suggestedFilename()).toMatch(/measurements\.dcm$/);
    const before = await list();
    await page.keyboard.press("+");
    await page.keyboard.press("]");
    const seen = () =>
      page.evaluate(() => {
        const { views, options } = window.radiomica.viewer.snapshot;
        return [views[0].zoom.toFixed(4), options.brushRadius];
      });
    await page.waitForTimeout(700);
    const zoomed = await seen();
    await page.waitForFunction(() => window.radiomica.controller.projects.save.value.status === "saved");
    await page.reload();
    await page.locator('svg [data-measure="3"]').waitFor({ state: "attached", timeout: 60_000 });
    expect(await list()).toEqual(before);
    // Zoom and the options of tools come back too.
    await page.waitForTimeout(500);
    expect(await seen()).toEqual(zoomed);
  });
});
