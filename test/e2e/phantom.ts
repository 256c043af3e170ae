import type { Page } from "playwright-core";
import type { Controller } from "#app/controller.ts";
import type { CornerstoneViewer } from "#app/viewer/cornerstone-viewer.ts";

type Radiomica = { controller: Controller; viewer: CornerstoneViewer };
declare global {
  interface Window {
    radiomica: Radiomica;
  }
}

/** The digital phantom with its finished region as the active segment. */
export async function openPhantom(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /digital phantom/i })
    .first()
    .click();
  await page
    .getByRole("button", { name: /Compare with the finished segmentation/ })
    .first()
    .click();
  await page.waitForFunction(() => (window.radiomica.controller.activeSegment()?.label ?? 0) > 0);
}

/** Chooses a whole set of settings, as a person does. */
export async function choosePreset(page: Page, label: string): Promise<void> {
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Preset", { exact: true }).selectOption({ label });
  await page.getByRole("button", { name: /^Settings/ }).click();
}

/** Gives the upper slices of the first segment to a new one; the first stays active. */
export async function splitSegment(page: Page, name: string): Promise<void> {
  await page.evaluate((title) => {
    const { store } = window.radiomica.controller;
    const id = store.state.activeSeries;
    const label = store.addSegment(id, title);
    const map = store.mapOf(id, label);
    if (!map) throw new Error("no label map");
    for (let i = map.labels.length / 2; i < map.labels.length; i++) if (map.labels[i] === 1) map.labels[i] = label;
    store.commitVoxels(id, { key: "history.edit" });
    store.activateSegment(id, 1);
  }, name);
}
