import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { ToolId, ToolOptions } from "#app/viewer/viewer.ts";
import type { Vec3 } from "#engine/grid.ts";
import { launch } from "./browser.ts";
import { openHarness } from "./harness-page.ts";
import { openedPage, shot } from "./page.ts";
import type { Harness } from "./viewer-harness.ts";

declare const harness: Harness;

describe("tools with a simulated pointer, against closed forms", () => {
  const errors: string[] = [];
  let page: Page;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ page, stop } = await openHarness(errors));
    await page.evaluate(async () => {
      await harness.show("anisotropic");
      harness.viewer.setLayout("mpr");
    });
    await page.waitForFunction(() => harness.viewer.snapshot.views.length === 3);
  });
  afterAll(async () => {
    await stop?.();
    expect(errors).toEqual([]);
  });
  const frame = () => page.evaluate(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))));
  const count = () => page.evaluate(() => harness.count(1));
  const pick = (tool: ToolId, options: Partial<ToolOptions> = {}) =>
    page.evaluate(
      ([t, o]) => {
        harness.viewer.setTool(t);
        harness.viewer.setOptions(o);
      },
      [tool, options] as const,
    );
  const at = (view: string, index: Vec3) => page.evaluate(([v, i]) => harness.pageAt(v, i), [view, index] as const);
  /** Drags along corners of a rectangle given in the two axes of the plane; the third is the slice in view. */
  async function outline(view: string, axis: 0 | 1 | 2, x: readonly [number, number], y: readonly [number, number]) {
    const [, slice] = await page.evaluate((v) => harness.planeOf(v), view);
    const corner = (a: number, b: number): Vec3 => {
      const rest = [a, b];
      return [0, 1, 2].map((n) => (n === axis ? slice : (rest.shift() ?? 0))) as unknown as Vec3;
    };
    const corners = [corner(x[0], y[0]), corner(x[1], y[0]), corner(x[1], y[1]), corner(x[0], y[1])];
    const points = await Promise.all(corners.map((c) => at(view, c)));
    await page.mouse.move(points[0].x, points[0].y);
    await page.mouse.down();
    for (const point of points.slice(1)) await page.mouse.move(point.x, point.y, { steps: 3 });
    return async () => {
      await page.mouse.up();
      await frame();
    };
  }
  beforeEach(() => page.evaluate(() => harness.clear()));

  test.each([
    ["axial", 2, 40],
    ["coronal", 1, 80],
    ["sagittal", 0, 96],
  ] as const)(
    "scissors in the %s view: a rectangle through all slices, and cut out again",
    async (view, axis, slices) => {
      // Half a voxel off the lattice: 20 × 12 centres inside.
      await pick("scissors", { scissors: "fill_inside", scissorsDepth: null });
      await (await outline(view, axis, [30.5, 50.5], [14.5, 26.5]))();
      expect(await count()).toBe(240 * slices);
      expect(await page.evaluate(() => harness.store.history.undo.at(-1)?.title.key)).toBe("history.scissors");
      await pick("scissors", { scissors: "erase_inside" });
      await (await outline(view, axis, [40.5, 60.5], [10.5, 30.5]))();
      expect(await count()).toBe(120 * slices);
      await pick("scissors", { scissors: "erase_outside" });
      await (await outline(view, axis, [30.5, 35.5], [10.5, 20.5]))();
      expect(await count()).toBe(5 * 6 * slices);
      await page.evaluate(() => harness.store.undo());
      expect(await count()).toBe(120 * slices);
      await page.evaluate(() => harness.store.undo());
      await page.evaluate(() => harness.store.undo());
      expect(await count()).toBe(0);
    },
  );

  test("scissors 10 mm deep: five slices of 2.5 mm, around the one in view", async () => {
    await pick("scissors", { scissors: "fill_inside", scissorsDepth: 10 });
    await (await outline("axial", 2, [30.5, 50.5], [14.5, 26.5]))();
    expect(await count()).toBe(240 * 5);
    const [, slice] = await page.evaluate(() => harness.planeOf("axial"));
    const { low, high } = await page.evaluate(() => harness.box(1));
    expect([low[2], high[2]]).toEqual([slice - 2, slice + 2]);
  });

  test("with Shift, two corners make a rectangle: a box through all slices is what is left", async () => {
    await pick("scissors", { scissors: "fill_inside", scissorsDepth: null });
    await (await outline("axial", 2, [30.5, 50.5], [14.5, 26.5]))();
    await pick("scissors", { scissors: "erase_outside", scissorsDepth: null });
    const [, slice] = await page.evaluate(() => harness.planeOf("axial"));
    const [a, b] = [await at("axial", [35.5, 16.5, slice]), await at("axial", [45.5, 22.5, slice])];
    await page.keyboard.down("Shift");
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await frame();
    expect(await count()).toBe(10 * 6 * 40);
  });

  test("while an outline is drawn it is seen; cancelled, nothing is cut; a locked segment is left alone", async () => {
    await pick("scissors", { scissors: "fill_inside", scissorsDepth: null });
    const up = await outline("axial", 2, [30.5, 50.5], [14.5, 26.5]);
    await frame();
    expect(await page.evaluate(() => harness.viewer.snapshot.drawing)).toBe(true);
    expect(await page.locator('[data-viewport="axial"] svg path').count()).toBe(2);
    await page.evaluate(() => harness.viewer.cancelDrawing());
    await up();
    expect(await count()).toBe(0);
    expect(await page.evaluate(() => harness.viewer.snapshot.drawing)).toBe(false);
    // So does taking another tool while the button is held.
    const again = await outline("axial", 2, [30.5, 50.5], [14.5, 26.5]);
    await pick("window");
    await again();
    expect(await count()).toBe(0);
    await pick("scissors");
    await page.evaluate(() => harness.store.updateSegment("anisotropic", 1, { locked: true }));
    await (await outline("axial", 2, [30.5, 50.5], [14.5, 26.5]))();
    expect(await count()).toBe(0);
    await page.evaluate(() => harness.store.updateSegment("anisotropic", 1, { locked: false }));
  });

  test("level tracing shows the edge under the pointer and takes it with a click: the ball's disc", async () => {
    await pick("level_trace", { mode: "add" });
    const [, slice] = await page.evaluate(() => harness.planeOf("axial"));
    // Values around 100 lie in the ball of 15 mm; the lowest of them traces all of it.
    const seed = await page.evaluate((k) => {
      let best: [number, number] = [0, 0];
      let least = 1e9;
      for (let i = 34; i < 62; i++)
        for (let j = 26; j < 54; j++) {
          const value = harness.valueAt([i, j, k]);
          if (value >= 100 && value < least) {
            least = value;
            best = [i, j];
          }
        }
      return best;
    }, slice);
    const { x, y } = await at("axial", [seed[0], seed[1], slice]);
    await page.mouse.move(x - 3, y);
    await page.mouse.move(x, y);
    await frame();
    expect(await page.locator('[data-viewport="axial"] svg path').count()).toBe(2);
    await page.mouse.down();
    await page.mouse.up();
    await frame();
    const disc = await page.evaluate((k) => {
      let n = 0;
      for (let i = 0; i < 96; i++) for (let j = 0; j < 80; j++) if (harness.valueAt([i, j, k]) >= 100) n++;
      return n;
    }, slice);
    expect(await count()).toBe(disc);
    expect(await page.evaluate(() => harness.store.history.undo.at(-1)?.title.key)).toBe("history.level_trace");
  });

  test("a corner of an outline is dragged: the voxels inside the new polygon; a push bends one side only", async () => {
    await pick("scissors", { scissors: "fill_inside", scissorsDepth: 1 });
    await (await outline("axial", 2, [30.5, 50.5], [14.5, 26.5]))();
    expect(await count()).toBe(240);
    const [, k] = await page.evaluate(() => harness.planeOf("axial"));
    const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
      const [a, b] = [await at("axial", [...from, k]), await at("axial", [...to, k])];
      await page.mouse.move(a.x, a.y);
      await page.mouse.down();
      await page.mouse.move(b.x, b.y, { steps: 4 });
      await page.mouse.up();
      await frame();
    };
    const entries = () => page.evaluate(() => harness.store.history.undo.length);
    await pick("contour_edit", { brushRadius: 6 });
    await frame();
    expect(await page.locator('[data-viewport="axial"] svg path').count()).toBe(2);
    const before = await entries();
    // A press that moves nothing changes nothing.
    await drag([50.5, 14.5], [50.5, 14.5]);
    expect(await entries()).toBe(before);
    await drag([50.5, 14.5], [54.5, 10.5]);
    expect(await entries()).toBe(before + 1);
    // Centres right of the left side, below the slanted top, left of the slanted right side, above the bottom.
    let inside = 0;
    for (let x = 31; x < 60; x++)
      for (let y = 5; y <= 26; y++) if (y > 14.5 - (x - 30.5) / 6 && x < 54.5 - (y - 10.5) / 4) inside++;
    expect(await count()).toBe(inside);
    await page.evaluate(() => harness.store.undo());
    expect(await count()).toBe(240);
    await frame();
    await drag([40, 26.5], [40, 29]);
    const { low, high } = await page.evaluate(() => harness.box(1));
    expect([low[0], low[1], high[0]]).toEqual([31, 15, 50]);
    expect(high[1]).toBeGreaterThan(26);
    await page.evaluate(() => harness.store.undo());
    expect(await count()).toBe(240);
  });
});

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
type Axe = {
  run: (within: string) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
};
async function seriousFaults(page: Page, within: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate((at) => (window as unknown as { axe: Axe }).axe.run(at), within);
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

describe("operations in the page", () => {
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
    await page.locator('[data-viewport="acquisition"]').first().waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await browser?.close();
    expect(errors).toEqual([]);
  });
  /** Voxels of the n-th segment, as its row says. */
  const voxels = async (row = 0) =>
    Number((await page.locator(".segment .figures").nth(row).getAttribute("title"))?.replace(/\D/g, ""));
  const report = () => page.locator(".edit-report").innerText();

  test("a 20 mm sphere by margin from a 10 mm one; undone from the report; a rim as its own segment", async () => {
    await page.keyboard.press("Shift+B");
    await page.getByRole("textbox", { name: "Brush radius" }).fill("10");
    await page.keyboard.press("Enter");
    const box = await page.locator('[data-viewport="acquisition"]').first().boundingBox();
    if (!box) throw new Error("no view");
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator(".segment .figures[title]").waitFor();
    const before = await voxels();
    await page.keyboard.press("Alt+g");
    const distance = page.getByRole("textbox", { name: "Distance" });
    await distance.fill("10");
    await shot(page, "edit-margin");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator(".edit-report").waitFor();
    const after = await voxels();
    expect(await report()).toContain("voxels added");
    // Eight times the volume, less what distances between voxel centres keep back: slices are 3 mm apart.
    expect(after / before).toBeGreaterThan(8 * 0.93);
    expect(after / before).toBeLessThan(8 * 1.02);
    await page.getByRole("button", { name: "History" }).click();
    expect(await page.locator(".history li").first().innerText()).toBe("Margin of 10 mm");
    await page.keyboard.press("Escape");
    await page.locator(".edit-report").getByRole("button", { name: "Undo" }).click();
    expect(await voxels()).toBe(before);

    await page.getByLabel("What changes becomes a new segment").click();
    await distance.fill("5");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+A");
    await page.locator(".segment").nth(1).waitFor();
    expect(await voxels(0)).toBe(before);
    // (15³ − 10³) / 10³ = 2.375; of 5 mm, one slice of 3 mm is reached.
    expect((await voxels(1)) / before / 2.375).toBeGreaterThan(0.85);
    expect((await voxels(1)) / before / 2.375).toBeLessThan(1.03);
    await shot(page, "edit-rim");
    await page.keyboard.press("Control+z");
    expect(await page.locator(".segment").count()).toBe(1);
    await page.getByLabel("What changes becomes a new segment").click();
  });

  test("refusals say why: shrunk to nothing, locked; operations are found by name", async () => {
    await page.getByRole("textbox", { name: "Distance" }).fill("-60");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator('.edit-report[data-refused="nothing_left"]').waitFor();
    await page.getByRole("button", { name: /^Lock/ }).click();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator('.edit-report[data-refused="locked"]').waitFor();
    await page.getByRole("button", { name: /^Unlock/ }).click();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder(/Search commands/).fill("hollow");
    await page.keyboard.press("Enter");
    await page.getByText("Leaves a shell of the segment.").waitFor();
    expect(await page.getByRole("textbox", { name: "Distance" }).inputValue()).toBe("3 mm");
    const before = await voxels();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator(".edit-report").waitFor();
    // 1 − (7/10)³ of the ball is its shell of 3 mm.
    expect((await voxels()) / before / (1 - 0.343)).toBeGreaterThan(0.88);
    expect((await voxels()) / before / (1 - 0.343)).toBeLessThan(1.12);
    expect(await page.getByLabel("Operation").locator("option", { hasText: "Fixed SUV" }).count()).toBe(0);
  });

  test("agreement with a region from a file, diameters with jump-to and CSV; axe finds nothing serious", async () => {
    await page.keyboard.press("Alt+a");
    const dialog = page.getByRole("dialog");
    await dialog.locator("[data-measure=dice] td").waitFor();
    // The ball in the middle and the nodule beside it share nothing.
    expect(await dialog.locator("[data-measure=dice] td").innerText()).toBe("0.0000");
    await page.waitForTimeout(400);
    expect(await seriousFaults(page, "[role=dialog]")).toEqual([]);
    await shot(page, "edit-agreement");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    await page.getByRole("button", { name: /^Diameters/ }).click();
    await page.getByRole("button", { name: "Measure all segments" }).click();
    const row = page.locator(".diameters li").first();
    const [, long, short] = /([\d.]+) × ([\d.]+) mm/.exec(await row.innerText()) ?? [];
    // A disc of 10 mm radius, in voxels of 1 mm.
    expect(Math.abs(Number(long) - 20)).toBeLessThan(1.2);
    expect(Math.abs(Number(short) - 20)).toBeLessThan(1.6);
    await row.getByRole("button").click();
    await page.locator('[data-viewport="acquisition"] svg [data-mark]').nth(1).waitFor({ state: "attached" });
    await page.getByText("Longest diameter in an axial slice").scrollIntoViewIfNeeded();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/diameters\.csv$/);
    await page.waitForTimeout(300);
    expect(await seriousFaults(page, ".results")).toEqual([]);
    await shot(page, "edit-diameters");
  });

  test("PET: 41 % of the maximum in a ball around the hot lesion", async () => {
    const { page: fresh, errors: faults } = await openedPage(browser, inject("appUrl"));
    await fresh.getByRole("button", { name: /FDG/ }).first().click();
    await fresh.locator('[data-viewport="acquisition"]').first().waitFor({ timeout: 60_000 });
    await fresh.getByText("FDG PET, attenuation corrected").first().click();
    await fresh.getByRole("button", { name: "Compare with the finished segmentation" }).first().waitFor();
    await fresh.keyboard.press("Control+k");
    await fresh.getByPlaceholder(/Search commands/).fill("percent of");
    await fresh.keyboard.press("Enter");
    await fresh.getByText(/at least this share/).waitFor();
    await fresh
      .getByRole("button", { name: /Compare with the finished segmentation/ })
      .last()
      .click();
    await fresh.locator(".segment .figures[title]").first().waitFor();
    await fresh.locator(".segment").first().click();
    const figures = () => fresh.locator(".segment .figures").first().getAttribute("title");
    const before = Number((await figures())?.replace(/\D/g, ""));
    await fresh.getByRole("button", { name: "Apply" }).click();
    const said = await fresh.locator(".edit-report").innerText();
    await shot(fresh, "edit-pet");
    expect(said).toMatch(/threshold [\d.]+ SUV/);
    expect(Number((await figures())?.replace(/\D/g, ""))).toBeLessThan(before);
    expect(faults).toEqual([]);
    await fresh.context().close();
  });
});
