import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launch } from "./browser.ts";
import { exported, openedPage, parseCsv, shot } from "./page.ts";
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

const open = async (view: string) => {
  await page.getByRole("tab", { name: "Workbench" }).click();
  await page.locator(`[data-workbench=${view}]`).click();
};

test("compare: IBSI and PyRadiomics agree on the phantom; two segments differ as counted by hand", async () => {
  await openPhantom(page);
  await page.evaluate(() => {
    const { controller } = window.radiomica;
    const { store } = controller;
    const { recipe } = store.state.series[store.state.activeSeries];
    controller.setRecipe({
      ...recipe,
      interpolation: null,
      resegmentation: { range: [null, null], outlierSigma: null },
      discretisation: { method: "FBS", width: 1 },
    });
  });
  await open("compare");
  await page.locator("[data-compare=twins]").check({ force: true });
  const cells = (key: string) => page.locator(`[data-row="${key}"] td`).allInnerTexts();
  const contrast = async () => (await cells("glcm.contrast@3D_avg")).map((c) => Number(c.split("\n")[0]));
  await expect.poll(async () => (await contrast()).length, { timeout: 60_000 }).toBe(2);
  // IBSI: 5.32 for the average over directions.
  const [ibsi, peer] = await contrast();
  expect(ibsi.toFixed(2)).toBe("5.32");
  expect(peer).toBe(ibsi);
  await page.locator("[data-compare=twins]").uncheck({ force: true });
  await splitSegment(page, "Upper");
  // 39 voxels below and 35 above, by the phantom's definition; both means by hand.
  const means = await page.evaluate(() => {
    const { store, seriesById } = window.radiomica.controller;
    const id = store.state.activeSeries;
    const labels = store.labelMap(id)?.committed ?? new Uint8Array();
    const data = seriesById(id)?.image.data ?? new Float32Array();
    return [1, 2].map((label) => {
      const own = [...data].filter((_, i) => labels[i] === label);
      return own.reduce((a, b) => a + b, 0) / own.length;
    });
  });
  const change = (100 * (means[1] - means[0])) / means[0];
  await expect
    .poll(async () => (await cells("statistics.mean")).map((c) => c.split("\n").map((x) => x.trim())), {
      timeout: 60_000,
    })
    .toEqual([expect.arrayContaining([means[0].toFixed(3)]), [means[1].toFixed(3), expect.stringContaining("%")]]);
  const shown = (await cells("statistics.mean"))[1].split("\n")[1];
  expect(Number(shown.replace("−", "-").replace(/[+ %]/g, ""))).toBeCloseTo(change, 0);
  await page.getByText(/2 regions; a rank correlation needs at least 4/).waitFor();
  await shot(page, "compare-segments");
});

test("reference and report: a cohort of the same settings, flags, hashes; the name only where it is ticked", async () => {
  await openPhantom(page);
  await choosePreset(page, "IBSI digital phantom");
  const { bytes } = await exported(page, /one row a feature/);
  const rows = parseCsv(bytes.toString("utf8"));
  // 130 people like the phantom, but for their mean, which is far above its own.
  const columns = ["id", "aggregation", "value", "unit", "settings_sha256", "study_instance_uid"];
  const wanted = rows.filter((r) => ["statistics.mean", "morphology.volume_mesh"].includes(r.id));
  const people = Array.from({ length: 130 }, (_, n) =>
    wanted.map((r) => {
      const scale = (r.id === "statistics.mean" ? 3 : 1) * (0.9 + n / 650);
      return [r.id, r.aggregation, Number(r.value) * scale, r.unit, r.settings_sha256, `1.2.${n}`].join(",");
    }),
  );
  const file = join(mkdtempSync(join(tmpdir(), "cohort-")), "cohort.csv");
  writeFileSync(file, [columns.join(","), ...people.flat()].join("\n"));
  await open("reference");
  await page.locator("[data-reference=file]").setInputFiles(file);
  await page.locator('[data-reference-of="statistics.mean"][data-flag=L]').waitFor();
  await page.locator('[data-reference-of="morphology.volume_mesh"][data-flag=""]').waitFor();
  await page.locator("[data-settings=same]").waitFor();
  await shot(page, "reference");

  await open("report");
  const paper = page.frameLocator("[data-report=paper]");
  const cell = (key: string) => paper.locator(`[data-feature="${key}"] [data-value]`).getAttribute("data-value");
  const long = (id: string, aggregation = "") => rows.find((r) => r.id === id && r.aggregation === aggregation)?.value;
  // IBSI: 556 mm³ and 5.12; in full as the table's file has them.
  expect(await cell("morphology.volume_mesh")).toBe(long("morphology.volume_mesh"));
  expect(Math.round(Number(await cell("morphology.volume_mesh")))).toBe(556);
  expect(await cell("glcm.contrast@3D_mrg")).toBe(long("glcm.contrast", "3D_mrg"));
  await paper.locator('[data-feature="statistics.mean"] b', { hasText: "L" }).waitFor();
  await expect.poll(() => paper.locator("figure img").count()).toBe(3);
  expect(await paper.locator("body").innerText()).not.toMatch(/DEMO/);
  const download = page.waitForEvent("download");
  await page.locator("[data-report=save]").click();
  const saved = readFileSync(await (await download).path(), "utf8");
  expect(saved).toContain(rows[0].settings_sha256);
  expect(saved).toContain(rows[0].mask_sha256);
  expect(saved).not.toContain("DEMO");
  await shot(page, "report");

  await page.locator("[data-report=patient]").check({ force: true });
  await paper.getByText(/DEMO, IBSI digital phantom/).waitFor();
  await page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>("[data-report=paper]");
    if (frame?.contentWindow) frame.contentWindow.print = () => document.body.setAttribute("data-printed", "");
  });
  await page.locator("[data-report=print]").click();
  await page.locator("body[data-printed]").waitFor();

  // With other settings nothing is compared, and it is said.
  await page.evaluate(() => window.radiomica.controller.setLanguage("it"));
  await page.evaluate(() => {
    const { controller } = window.radiomica;
    const { store } = controller;
    const { recipe } = store.state.series[store.state.activeSeries];
    controller.setRecipe({ ...recipe, discretisation: { method: "FBN", bins: 4 } });
  });
  await page.locator("[data-workbench=reference]").click();
  await page.getByText(/impostazioni diverse da questa serie/).waitFor();
  await page.getByText("non confrontato: altre impostazioni").first().waitFor();
});
