import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { featureById } from "#engine/features/index.ts";
import { diagnosticReferences, isReached, references } from "../ibsi/reference.ts";
import { launch } from "./browser.ts";
import { drag, exported, openedPage, parseCsv, shot } from "./page.ts";

const phantom = fileURLToPath(new URL("../../../shared/ibsi/ibsi1_ct_radiomics_phantom/dicom", import.meta.url));
const hasPhantom = existsSync(phantom);
const title = (name: string) => (hasPhantom ? name : `${name} (skipped, no data)`);

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

async function openFiles(files: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open files" }).click();
  await (await chooser).setFiles(files);
}

/** Values of an exported CSV by reference tag and aggregation code. */
function valuesOf(csv: Buffer): (tag: string, aggregationCode: string) => number | null {
  const values = new Map<string, number>();
  for (const row of parseCsv(csv.toString("utf8"))) {
    const tag = featureById(row.id)?.feature.tag;
    if (tag && row.value !== "") values.set(`${tag} ${row.aggregation_code}`, Number(row.value));
  }
  return (tag, code) => values.get(`${tag} ${code}`) ?? null;
}

function missedDiagnostics(config: string, csv: Buffer): string[] {
  const rows = parseCsv(csv.toString("utf8"));
  const expected = diagnosticReferences.filter((r) => r.config === config);
  expect(expected.length).toBe(60);
  return expected
    .filter((r) => {
      const row = rows.find(({ family, id }) => family === "diagnostics" && id === r.tag);
      return !row || row.value === "" || !isReached(Number(row.value), r);
    })
    .map((r) => r.tag);
}

function missed(config: string, csv: Buffer): string[] {
  const found = valuesOf(csv);
  const expected = references.filter((r) => r.config === config);
  expect(expected.length).toBeGreaterThan(300);
  return expected
    .filter((r) => {
      const value = found(r.tag, r.aggregationCode);
      return value === null || !isReached(value, r);
    })
    .map((r) => `${r.tag} ${r.aggregationCode}: ${found(r.tag, r.aggregationCode)} for ${r.value}`);
}

async function choosePreset(label: string): Promise<void> {
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Preset", { exact: true }).selectOption({ label });
  await page.getByRole("button", { name: /^Settings/ }).click();
}

test.skipIf(!hasPhantom)(
  title("the IBSI CT phantom: configuration A comes out of the interface's export"),
  async () => {
    const files = ["image", "mask"].flatMap((folder) =>
      readdirSync(join(phantom, folder)).map((name) => join(phantom, folder, name)),
    );
    expect(files.length).toBe(61);
    await openFiles(files);
    await page.getByText("GTV-1").first().waitFor({ timeout: 60_000 });
    await choosePreset("IBSI configuration A");
    const { name, bytes } = await exported(page, /one row a feature/);
    expect(name).toMatch(/\.csv$/);
    expect(missed("A", bytes)).toEqual([]);
    expect(missedDiagnostics("A", bytes)).toEqual([]);
    expect(new Set(parseCsv(bytes.toString("utf8")).map((row) => row.voxels))).toEqual(new Set(["125256"]));
    await shot(page, "phantom-features");
  },
);

test("the digital phantom that ships with the app gives its reference values", async () => {
  await page
    .getByRole("button", { name: /digital phantom/i })
    .first()
    .click();
  await page.getByRole("button", { name: /Compare with the finished segmentation/ }).click();
  await choosePreset("IBSI digital phantom");
  const { bytes } = await exported(page, /one row a feature/);
  expect(missed("digital_phantom", bytes)).toEqual([]);
});

test("start, demo, draw, features, export", async () => {
  await shot(page, "1-start");
  await page
    .getByRole("button", { name: /nodule/i })
    .first()
    .click();
  await page.locator('[data-viewport="acquisition"]').first().waitFor({ timeout: 60_000 });
  await shot(page, "2-demo");

  await page.keyboard.press("b");
  await drag(page, '[data-viewport="acquisition"]', [
    [0.4, 0.45],
    [0.45, 0.5],
    [0.5, 0.45],
  ]);
  await page.locator('input[value="Lesion 1"]').waitFor();
  await shot(page, "3-drawn");

  await page.getByRole("tab", { name: "Features" }).click();
  await page.locator('[data-feature="morphology.volume_voxel_counting"]').waitFor({ timeout: 30_000 });
  await shot(page, "4-features");
  await page.locator('[data-feature="morphology.volume_voxel_counting"] button').first().click();
  await shot(page, "5-definition");

  const json = JSON.parse((await exported(page, /JSON/)).bytes.toString("utf8"));
  expect(json.schema).toBe("radiomica.results");
  const seg = await exported(page, /DICOM SEG/);
  expect(seg.bytes.subarray(128, 132).toString()).toBe("DICM");
  const nifti = await exported(page, /NIfTI/);
  expect(nifti.bytes.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));

  // Undo takes the stroke away, redo brings it back.
  await page.keyboard.press("Control+z");
  await page.locator('[data-feature="morphology.volume_voxel_counting"]').waitFor({ state: "detached" });
  await page.keyboard.press("Control+y");
  await page.locator('[data-feature="morphology.volume_voxel_counting"]').waitFor({ timeout: 30_000 });
});
