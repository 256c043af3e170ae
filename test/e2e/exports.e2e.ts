import { unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { parseDicom } from "#io/dicom/parse.ts";
import { readReport } from "#io/readers/report.ts";
import { isRefusal } from "#io/refusal.ts";
import { launch } from "./browser.ts";
import { drag, exported, openedPage, shot } from "./page.ts";

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

const parsed = (bytes: Uint8Array) => {
  const file = parseDicom("exported.dcm", Uint8Array.from(bytes));
  if (isRefusal(file)) throw new Error(file.finding.detail);
  return file;
};

test("a segment that says what it is of, as RTSTRUCT, report with SEG, and NRRD; the RTSTRUCT comes back", async () => {
  await page
    .getByRole("button", { name: /nodule/i })
    .first()
    .click();
  await page.locator('[data-viewport="acquisition"]').first().waitFor({ timeout: 60_000 });
  await page.keyboard.press("b");
  const stroke = [
    [0.4, 0.45],
    [0.45, 0.5],
    [0.5, 0.45],
  ] as const;
  await drag(page, '[data-viewport="acquisition"]', stroke);
  await page.locator('input[value="Lesion 1"]').waitFor();

  await page.getByRole("combobox", { name: "What it is, for DICOM" }).fill("neopl");
  await page.getByRole("option", { name: "Neoplasm, primary" }).click();
  await page.getByRole("combobox", { name: "Where" }).fill("lung");
  await page.getByRole("option", { name: "Lung" }).click();
  await shot(page, "exports-property");

  const zip = unzipSync(Uint8Array.from((await exported(page, /DICOM report/)).bytes));
  expect(Object.keys(zip).sort()).toEqual(["measurements.dcm", "segments.dcm"]);
  const seg = parsed(zip["segments.dcm"]);
  const report = readReport(parsed(zip["measurements.dcm"]));
  if (isRefusal(report)) throw new Error(report.finding.detail);
  const [group] = report.groups;
  expect(group).toMatchObject({
    name: "Lesion 1",
    finding: { value: "86049000" },
    site: { value: "39607008" },
    segment: { sopInstanceUid: seg.sopInstanceUid, number: 1 },
  });
  const json = JSON.parse((await exported(page, /JSON/)).bytes.toString("utf8"));
  const values = new Map<string, number>();
  for (const row of json.results[0].features) values.set(`${row.id} ${row.aggregationCode}`, row.value ?? null);
  const features = group.numbers.filter((n) => n.parameters.length > 0);
  expect(features).toHaveLength(values.size);
  // Beside the features, long and short axis.
  expect(group.numbers).toHaveLength(values.size + 2);
  for (const { parameters, methods, value } of features) {
    expect(value).toBe(values.get(`${parameters[0].slice(3)} ${methods[0].value}`));
  }

  expect((await exported(page, /NRRD/)).name).toMatch(/\.seg\.nrrd$/);
  const rtstruct = await exported(page, /RTSTRUCT/);
  const [roi] = parsed(rtstruct.bytes).dataset.sequence("30060020");
  expect(roi.string("30060026")).toBe("Lesion 1");
  const voxels = values.get("morphology.volume_voxel_counting DHQ4");
  expect(voxels).toBeGreaterThan(0);

  // Dropped again, the structure set offers the same region on the same images.
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Control+o");
  await (await chooser).setFiles({ name: "rtstruct.dcm", mimeType: "application/dicom", buffer: rtstruct.bytes });
  await page.getByText("RADIOMICA").first().waitFor({ timeout: 30_000 });
  await shot(page, "exports-back");

  const again = page.waitForEvent("filechooser");
  await page.keyboard.press("Control+o");
  const buffer = Buffer.from(zip["measurements.dcm"]);
  await (await again).setFiles({ name: "measurements.dcm", mimeType: "application/dicom", buffer });
  await page.getByRole("button", { name: /Imaging Measurement Report/ }).click();
  const cell = page.getByRole("dialog").getByRole("row", { name: /Volume \(voxel counting\)/ });
  expect(await cell.textContent()).toContain(String(voxels));
  await shot(page, "exports-report");
});
