import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { extract } from "#engine/plan/extract.ts";
import type { Extraction } from "#engine/plan/extraction.ts";
import { describeImage } from "#engine/process/describe-image.ts";
import type { Recipe } from "#engine/recipe.ts";
import { load } from "#io/load.ts";
import { bitsOf } from "../helpers/bits.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { launch } from "./browser.ts";
import { exported, openedPage } from "./page.ts";

// What the browser shows is what Node computes, bit for bit: no feature may rest on Math.log2, exp, cbrt or **, whose last
// bit ECMAScript leaves open and versions of V8 change (see src/engine/math/same-bits.ts).

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

type Results = {
  readonly results: readonly {
    readonly provenance: { readonly recipe: Recipe; readonly image: { readonly seriesInstanceUid: string } };
    readonly features: Extraction["rows"];
    readonly diagnostics: Extraction["diagnostics"];
  }[];
};

/** The finished segmentation of a demo case, measured in the page by a preset: what the JSON export holds. */
async function inBrowser(title: RegExp, preset: string): Promise<Results> {
  await page.getByRole("button", { name: title }).first().click();
  await page.getByRole("button", { name: /Compare with the finished segmentation/ }).click();
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Preset", { exact: true }).selectOption({ label: preset });
  await page.getByRole("button", { name: /^Settings/ }).click();
  return JSON.parse((await exported(page, /JSON/)).bytes.toString("utf8"));
}

/** JSON writes every double with all its digits, but −0 as 0. */
const throughJson = (extraction: Extraction): Extraction => JSON.parse(JSON.stringify(extraction));

for (const [file, title, preset, least] of [
  ["digital-phantom", /digital phantom/i, "IBSI digital phantom", 480],
  ["chest-ct", /nodule/i, "IBSI configuration E", 270],
] as const) {
  test(`${file} by ${preset}: the page's numbers are Node's, bit for bit`, async () => {
    const { results } = await inBrowser(title, preset);
    const zip = readFileSync(fileURLToPath(new URL(`../../dist/demo/${file}.zip`, import.meta.url)));
    const loaded = await load([memoryFile(`${file}.zip`, new Uint8Array(zip))], plainHost());
    expect(results.length).toBeGreaterThan(0);
    for (const [k, { provenance, features, diagnostics }] of results.entries()) {
      const series = loaded.series.find((s) => s.seriesInstanceUid === provenance.image.seriesInstanceUid);
      const segments = loaded.segmentations.flatMap((s) => (s.seriesId === series?.id ? s.segments : []));
      if (series === undefined || segments[k] === undefined) throw new Error("The case has no such region.");
      const input = { image: series.image, labels: segments[k].mask, label: 1 };
      const ofImage = describeImage(input.image, provenance.recipe);
      const inNode = throughJson(extract(input, provenance.recipe));
      const found = bitsOf({ rows: features, diagnostics });
      const wanted = bitsOf({ ...inNode, diagnostics: [...inNode.diagnostics, ...ofImage] });
      expect(found.filter((line) => /: [0-9a-f]{16}$/.test(line)).length).toBeGreaterThan(least);
      expect(found.toSorted()).toEqual(wanted.toSorted());
    }
  });
}
