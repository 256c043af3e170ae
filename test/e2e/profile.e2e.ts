import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launch } from "./browser.ts";
import { exported, openedPage, parseCsv } from "./page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test("the PyRadiomics profile: its classes and names in the table and in the file, and back", async () => {
  const { page, errors } = await openedPage(browser, inject("appUrl"));
  await page
    .getByRole("button", { name: /digital phantom/i })
    .first()
    .click();
  await page.getByRole("button", { name: /Compare with the finished segmentation/ }).click();
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Definitions").selectOption({ label: "PyRadiomics-compatible" });
  expect(await page.getByText("Intensity-volume histogram", { exact: true }).count()).toBe(0);
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Search name, code or id").fill("JointEntropy");
  await page.getByText("JointEntropy", { exact: true }).first().waitFor();
  await page.getByLabel("Search name, code or id").fill("");

  const rows = parseCsv((await exported(page, /one row a feature/)).bytes.toString("utf8"));
  const kurtosis = rows.find((row) => row.id === "pyradiomics.firstorder.Kurtosis");
  // The manual's excess kurtosis of the digital phantom is −0.355.
  expect(Number(kurtosis?.value)).toBeCloseTo(2.645, 3);
  expect(kurtosis?.standard).toContain("PyRadiomics");

  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Definitions").selectOption({ label: "IBSI" });
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Search name, code or id").fill("joint entropy");
  await page.getByText("Joint entropy", { exact: true }).first().waitFor();
  expect(errors).toEqual([]);
});
