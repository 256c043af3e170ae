import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Controller } from "#app/controller.ts";
import { parseDicom } from "#io/dicom/parse.ts";
import { isRefusal } from "#io/refusal.ts";
import { launch } from "./browser.ts";
import { exported, openedPage, parseCsv, shot } from "./page.ts";

let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  browser = await launch();
  ({ page, errors } = await openedPage(browser, inject("appUrl")));
});
afterAll(async () => {
  expect(errors).toEqual([]);
  await browser.close();
});

const acquisition = '[data-viewport="acquisition"]';
type Exposed = { readonly radiomica: { readonly controller: Controller } };

/** Every segment's voxels, counted in the label map of its layer, and how many voxels have two labels. */
const told = () =>
  page.evaluate(() => {
    const { store, tallies } = (window as unknown as Exposed).radiomica.controller;
    const id = store.state.activeSeries;
    const { segments } = store.state.series[id];
    const maps = [...store.layers(id).values()].map((m) => m.committed);
    let shared = 0;
    for (let i = 0; i < maps[0].length; i++) if (maps.filter((m) => m[i] > 0).length > 1) shared++;
    return {
      layers: segments.map((s) => s.layer ?? 0),
      voxels: segments.map((s) => store.mapOf(id, s.label)?.committed.reduce((n, v) => n + (v === s.label ? 1 : 0), 0)),
      tallies: segments.map((s) => tallies.value[id]?.[s.label]?.count ?? 0),
      shared,
    };
  });

/** Clicks with the 3D brush; returns the centre that was clicked, mm. */
async function ball(x: number, y: number): Promise<readonly number[]> {
  const box = await page.locator(acquisition).first().boundingBox();
  if (!box) throw new Error("no view");
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 });
  await page.waitForTimeout(200);
  const at = await page.evaluate(
    () => (window as unknown as Exposed).radiomica.controller.viewer.value?.snapshot.probe?.world ?? [],
  );
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForTimeout(100);
  return at;
}
/** Voxel centres within `radius` mm of all of some centres. */
const within = (centres: readonly (readonly number[])[], radius: number) =>
  page.evaluate(
    ([all, r]) => {
      const series = (window as unknown as Exposed).radiomica.controller.activeSeries();
      const { dims, spacing, origin } = series?.image.grid ?? {
        dims: [0, 0, 0],
        spacing: [1, 1, 1],
        origin: [0, 0, 0],
      };
      let count = 0;
      for (let k = 0; k < dims[2]; k++)
        for (let j = 0; j < dims[1]; j++)
          for (let i = 0; i < dims[0]; i++) {
            const far = all.some((c) => {
              const d = [i, j, k].map((n, a) => origin[a] + n * spacing[a] - c[a]);
              return d[0] ** 2 + d[1] ** 2 + d[2] ** 2 > r * r;
            });
            if (!far) count++;
          }
      return count;
    },
    [centres, radius] as const,
  );

test("two balls over each other: counts, features, undo, SEG; a reload brings both layers back", async () => {
  await page
    .getByRole("button", { name: /nodule/i })
    .first()
    .click();
  await page.locator(acquisition).first().waitFor({ timeout: 60_000 });
  const radius = 12.3;
  await page.evaluate((brushRadius) => {
    const { controller } = (window as unknown as Exposed).radiomica;
    controller.setTool("sphere");
    controller.viewer.value?.setOptions({ brushRadius });
  }, radius);
  const first = await ball(0.45, 0.5);
  await page.getByRole("switch", { name: "New segments may overlap" }).click();
  await page.getByRole("button", { name: "Add segment" }).first().click();
  const second = await ball(0.49, 0.5);

  const counts = [await within([first], radius), await within([second], radius)];
  const shared = await within([first, second], radius);
  expect(shared).toBeGreaterThan(100);
  expect(await told()).toEqual({ layers: [0, 1], voxels: counts, tallies: counts, shared });
  await page.locator(".segment[data-label='2'] [data-layer='1']").waitFor();
  await shot(page, "layers");

  // In the same layer the ball would be cut: that is refused, and said.
  await page.getByRole("button", { name: "More for Lesion 2" }).click();
  await page.getByRole("menuitem", { name: "Merge into layer 1" }).click();
  await page
    .getByText(/“Lesion 2” stays in its layer/)
    .first()
    .waitFor();
  expect((await told()).layers).toEqual([0, 1]);

  // As acquired: then a volume is a count.
  await page.evaluate(() => {
    const { controller } = (window as unknown as Exposed).radiomica;
    const { recipe } = controller.store.state.series[controller.store.state.activeSeries];
    controller.setRecipe({ ...recipe, interpolation: null });
  });
  const rows = parseCsv((await exported(page, /one row a feature/)).bytes.toString("utf8"));
  const volume = await page.evaluate(() => {
    const { spacing } = (window as unknown as Exposed).radiomica.controller.activeSeries()?.image.grid ?? {
      spacing: [0],
    };
    return spacing.reduce((v, s) => v * s, 1);
  });
  const volumes = rows.filter((r) => Object.values(r).includes("morphology.volume_voxel_counting"));
  expect(volumes.map((r) => Number(r.value) / volume).map((n) => Math.round(n * 1e6) / 1e6)).toEqual(counts);

  await page.keyboard.press("Control+z");
  expect((await told()).voxels).toEqual([counts[0], 0]);
  await page.keyboard.press("Control+y");
  expect((await told()).voxels).toEqual(counts);

  const seg = parseDicom("seg.dcm", Uint8Array.from((await exported(page, /DICOM SEG/)).bytes));
  if (isRefusal(seg)) throw new Error(seg.finding.detail);
  expect(seg.dataset.string("00620013")).toBe("YES");
  expect(seg.dataset.sequence("00620002").map((s) => s.string("00620005"))).toEqual(["Lesion 1", "Lesion 2"]);

  await page.locator('[data-save="saved"]').waitFor({ timeout: 20_000 });
  await page.waitForTimeout(1200);
  await page.reload();
  await page.locator(acquisition).first().waitFor({ timeout: 60_000 });
  await page.locator('[data-save="saved"]').waitFor({ timeout: 20_000 });
  await expect.poll(told, { timeout: 20_000 }).toEqual({ layers: [0, 1], voxels: counts, tallies: counts, shared });
});
