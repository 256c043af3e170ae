import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { diffusionFiles } from "../helpers/a-diffusion.ts";
import { petFile, UINT } from "../helpers/a-pet.ts";
import { launch } from "./browser.ts";
import { openedPage, shot } from "./page.ts";

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

async function openFiles(files: readonly { path: string; bytes: Uint8Array }[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open files" }).click();
  const sent = files.map(({ path, bytes }) => ({
    name: path,
    mimeType: "application/dicom",
    buffer: Buffer.from(bytes),
  }));
  await (await chooser).setFiles(sent);
  await page.locator('[data-viewport="acquisition"]').waitFor({ timeout: 60_000 });
}

test("a PET without a weight: the verdict leads to the form, a weight makes it SUV, undo takes it back", async () => {
  await openFiles([{ path: "pet.dcm", bytes: petFile(UINT("00101030", "")) }]);
  await page.locator(".verdict").click();
  await page.getByRole("button", { name: "Enter what is missing" }).click();
  const verdict = page.locator("[data-suv]");
  await expect
    .poll(() => verdict.textContent())
    .toContain("The values are Bq/ml, not SUV. For this SUV the files lack: Weight.");
  await page.keyboard.press("Escape");
  await page.getByLabel("Weight", { exact: true }).fill("7100");
  expect(await page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
  await page.getByLabel("Weight", { exact: true }).fill("71");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => verdict.getAttribute("data-suv")).toBe("yes");
  expect(await verdict.textContent()).toContain("Entered by a person: Weight.");
  // 5000 Bq/ml × 0.0002429 (IBSI's README) = 1.21.
  expect(
    await page
      .locator(".facts")
      .getByText(/… 1\.21$/)
      .count(),
  ).toBe(1);
  expect(await page.locator('[data-check="calibration"]').getAttribute("data-state")).toBe("warning");
  await shot(page, "suv-entered");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(() => verdict.getAttribute("data-suv")).toBe("no");
});

test("a 4D series is one entry; its picker and keys step through the volumes", async () => {
  await openFiles(diffusionFiles());
  expect(await page.locator(".series").count()).toBe(1);
  const phase = page.locator("[data-phase]");
  const said = () => phase.textContent();
  await expect.poll(said).toMatch(/^b-value/);
  const at = Number(await phase.getAttribute("data-phase"));
  for (let n = at; n > 1; n--) await page.getByRole("button", { name: "Previous volume of the 4D series" }).click();
  await expect.poll(said).toBe("b-value 0 (1 of 3)");
  await page.keyboard.press("Shift+PageDown");
  await expect.poll(said).toBe("b-value 500 (2 of 3)");
  await page.keyboard.press("Shift+PageDown");
  await expect.poll(said).toBe("b-value 1000 (3 of 3)");
  await shot(page, "four-d");
});
