import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Controller } from "#app/controller.ts";
import type { CornerstoneViewer } from "#app/viewer/cornerstone-viewer.ts";
import { indexToWorld, type Vec3 } from "#engine/grid.ts";
import { launch } from "./browser.ts";
import { openedPage, parseCsv, shot } from "./page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
type Radiomica = { controller: Controller; viewer: CornerstoneViewer };
declare global {
  interface Window {
    radiomica: Radiomica;
  }
}

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

/** The digital phantom or the nodule, with its finished outline as the active segment. */
async function openDemo(name: RegExp): Promise<void> {
  await page.getByRole("button", { name }).first().click();
  await page
    .getByRole("button", { name: /Compare with the finished segmentation/ })
    .first()
    .click();
  await page.waitForFunction(() => (window.radiomica.controller.activeSegment()?.label ?? 0) > 0);
  await page.evaluate(() => window.radiomica.controller.goToSegment());
}
async function choosePreset(label: string): Promise<void> {
  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Preset", { exact: true }).selectOption({ label });
  await page.getByRole("button", { name: /^Settings/ }).click();
}
/** Chooses the only feature of the next map, by typing. */
async function chooseFeature(name: string): Promise<void> {
  const field = page.locator(".maps input.mantine-MultiSelect-inputField").first();
  await field.click();
  await page.keyboard.press("Backspace");
  await field.fill(name);
  await page.getByRole("option", { name, exact: true }).first().click();
  await page.keyboard.press("Escape");
}
const statusOf = () => page.evaluate(() => window.radiomica.controller.maps.state.value.layers[0]?.status ?? "");
async function computed(): Promise<void> {
  await page.locator("[data-map=compute]").click();
  await page.waitForFunction(
    () => {
      const { layers, work, problem } = window.radiomica.controller.maps.state.value;
      return problem !== null || (work === null && layers[0]?.status === "done");
    },
    null,
    { timeout: 60_000 },
  );
}
/** Moves the pointer over a voxel of the image, in the view as acquired. */
async function pointAt(index: Vec3): Promise<void> {
  const grid = await page.evaluate(() => window.radiomica.controller.activeSeries()?.image.grid);
  if (!grid) throw new Error("no series");
  await page.evaluate((k) => window.radiomica.viewer.setSlice("acquisition", k), index[2]);
  const world = indexToWorld(grid, index);
  const at = await page.evaluate((w) => window.radiomica.viewer.viewOf("acquisition")?.canvasAt(w), world);
  const box = await page.locator("[data-viewport=acquisition]").boundingBox();
  if (!at || !box) throw new Error("no view");
  await page.mouse.move(box.x + at[0], box.y + at[1], { steps: 3 });
}
async function seriousFaults(within: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  type Axe = {
    run: (at: string) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
  };
  const { violations } = await page.evaluate((at) => (window as unknown as { axe: Axe }).axe.run(at), within);
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

test("the mean's map of the digital phantom: the probe reads the mean of the window, by hand", async () => {
  await openDemo(/digital phantom/i);
  await choosePreset("IBSI digital phantom");
  await page.getByRole("tab", { name: "Maps" }).click();
  await chooseFeature("Mean");
  await computed();
  const index: Vec3 = [2, 2, 1];
  // The window of radius 1 around it, of the region alone.
  const mean = await page.evaluate((at) => {
    const { controller } = window.radiomica;
    const series = controller.activeSeries();
    const labels = series && controller.store.labelMap(series.id)?.committed;
    if (!series || !labels) throw new Error("no series");
    const [nx, ny] = series.image.grid.dims;
    const found: number[] = [];
    for (const dz of [-1, 0, 1])
      for (const dy of [-1, 0, 1])
        for (const dx of [-1, 0, 1]) {
          const v = at[0] + dx + nx * (at[1] + dy + ny * (at[2] + dz));
          if (labels[v] > 0) found.push(series.image.data[v]);
        }
    return found.reduce((n, x) => n + x, 0) / found.length;
  }, index);
  await pointAt(index);
  const probe = page.locator("[data-viewport=acquisition] [data-probe=Mean] strong");
  await expect
    .poll(async () => Number((await probe.innerText()).split(" ")[0]), { timeout: 10_000 })
    .toBeCloseTo(mean, 2);
});

test("a map of the nodule: colour bar, histogram, habitat and its undo; axe finds nothing serious", async () => {
  await openDemo(/nodule in the lung|nodule/i);
  await page.getByRole("tab", { name: "Maps" }).click();
  await computed();
  expect(await page.evaluate(() => window.radiomica.controller.maps.state.value.problem)).toBeNull();
  await page.locator(".colour-bar").first().waitFor();
  await page.locator(".map-histogram path").first().waitFor();
  expect(await seriousFaults(".maps")).toEqual([]);

  // What is seen follows the switch.
  const painted = () =>
    page.evaluate(() => {
      const layer = window.radiomica.viewer.viewOf("acquisition")?.layer;
      const pixels = layer?.getContext("2d")?.getImageData(0, 0, layer.width, layer.height).data;
      let count = 0;
      for (let i = 3; pixels && i < pixels.length; i += 4) if (pixels[i] > 0) count++;
      return layer?.style.display === "none" ? 0 : count;
    });
  await expect.poll(painted).toBeGreaterThan(50);
  await page.locator("[data-viewport=acquisition]").click({ position: { x: 30, y: 200 } });
  await page.keyboard.press("o");
  await expect.poll(painted).toBe(0);
  await page.keyboard.press("o");
  await expect.poll(painted).toBeGreaterThan(50);
  await shot(page, "maps-contrast");

  await page.getByRole("button", { name: "Habitats" }).click();
  const middle = await page.evaluate(() => {
    const { range } = window.radiomica.controller.maps.state.value.layers[0];
    return Number(((range[0] + range[1]) / 2).toPrecision(3));
  });
  await page.locator("[data-habitat=low]").fill(String(middle));
  await page.locator("[data-habitat=threshold]").click();
  const names = () =>
    page.evaluate(() => {
      const { store } = window.radiomica.controller;
      return store.state.series[store.state.activeSeries].segments.map((s) => s.name);
    });
  await expect.poll(names).toEqual([expect.any(String), `Contrast ≥ ${middle}`]);
  // The segment that it is a part of stays whole, and so does its map.
  expect(await statusOf()).toBe("done");
  await page.evaluate(() => window.radiomica.controller.undo());
  expect((await names()).length).toBe(1);
});

test("a window too large is refused in words, in both languages", async () => {
  await openDemo(/digital phantom/i);
  await page.getByRole("tab", { name: "Maps" }).click();
  await page.evaluate(() => {
    const { maps } = window.radiomica.controller;
    maps.choose({ settings: { ...maps.state.value.choice.settings, radius: 5 } });
  });
  await computed();
  await page.getByText(/A window of 11 × 11 × 11 voxels does not fit/).waitFor();
  await page.evaluate(() => window.radiomica.controller.setLanguage("it"));
  await page.getByText(/Una finestra di 11 × 11 × 11 voxel non sta/).waitFor();
});

test("cancel stops at once: the map stays as far as it came", async () => {
  await openDemo(/nodule/i);
  await page.evaluate(() => {
    const { maps } = window.radiomica.controller;
    maps.choose({
      featureIds: ["glszm.zone_percentage", "gldzm.zone_percentage", "ngtdm.busyness"],
      settings: { radius: 5, dimensionality: "2D", masked: false, directions: "merged" },
    });
  });
  await page.getByRole("tab", { name: "Maps" }).click();
  await page.evaluate(() => {
    const { maps } = window.radiomica.controller;
    const stop = maps.state.subscribe(() => {
      if (maps.state.value.layers.length === 0) return;
      stop();
      maps.cancel();
    });
    void maps.compute();
  });
  await expect.poll(statusOf).toBe("partial");
  expect(await page.evaluate(() => window.radiomica.controller.maps.state.value.work)).toBeNull();
  await page.getByText("stopped", { exact: true }).first().waitFor();
});

test("a filter changes the features, its response is seen, and a bank is saved as a table", async () => {
  await openDemo(/digital phantom/i);
  await choosePreset("IBSI digital phantom");
  const mean = page.locator('[data-feature="statistics.mean"] [data-column=value]');
  await page.getByLabel("Search name, code or id").fill("statistics.mean");
  await mean.first().waitFor();
  const before = await mean.first().innerText();
  // IBSI: 2.15 for the digital phantom.
  expect(Number(before)).toBeCloseTo(2.15, 2);
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByLabel("Filter", { exact: true }).selectOption("mean");
  await page.getByLabel("Width", { exact: true }).fill("3");
  await expect.poll(() => mean.first().innerText(), { timeout: 20_000 }).not.toBe(before);
  // A kernel larger than the image is refused, and said.
  await page.getByLabel("Width", { exact: true }).fill("9");
  await page.getByText(/The kernel is 9 voxels wide/).waitFor();
  await page.getByLabel("Width", { exact: true }).fill("3");
  expect(await seriousFaults(".settings")).toEqual([]);
  await shot(page, "filter-settings");
  await page.locator("[data-filter=response]").click();
  await page.locator('[data-layer="mean-3-3D"]').waitFor();
  await shot(page, "filter-response");

  await page.getByRole("tab", { name: "Features" }).click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByText("Filter bank", { exact: true }).click();
  for (const name of ["LoG 1–5 mm", "8 wavelet bands (Coiflet 1)"]) await page.getByLabel(name).uncheck();
  await page.getByLabel("The filter above").check();
  const download = page.waitForEvent("download", { timeout: 60_000 });
  await page.locator("[data-filter=bank]").click();
  const [row] = parseCsv(readFileSync(await (await download).path(), "utf8"));
  expect(Number(row["statistics.mean"])).toBeCloseTo(2.15, 2);
  const filtered = Object.keys(row).find((c) => c.startsWith("mean-3-3D") && c.endsWith("statistics.mean"));
  expect(filtered).toBeDefined();
});

/** What the overlay's canvas holds where a voxel of the image is drawn: red, green, blue, alpha. */
const colourAt = (viewportId: string, index: Vec3) =>
  page.evaluate(
    ([id, at]) => {
      const { viewer, controller } = window.radiomica;
      const view = viewer.viewOf(id);
      const grid = controller.activeSeries()?.image.grid;
      if (!view || !grid) throw new Error("no view");
      const world = [0, 1, 2].map(
        (a) =>
          grid.origin[a] + at.reduce((sum, i, axis) => sum + i * grid.spacing[axis] * grid.direction[3 * axis + a], 0),
      ) as [number, number, number];
      const scale = view.layer.width / view.layer.clientWidth;
      const [x, y] = view.canvasAt(world).map((c) => Math.round(c * scale));
      return [...(view.layer.getContext("2d")?.getImageData(x, y, 1, 1).data ?? [])];
    },
    [viewportId, index] as const,
  );

test("a voxel has the colour of its value where the image has it, in every plane; two maps move together", async () => {
  await openDemo(/digital phantom/i);
  await choosePreset("IBSI digital phantom");
  await page.getByRole("tab", { name: "Maps" }).click();
  await chooseFeature("Mean");
  await computed();
  const shown = await page.evaluate(() => {
    const { maps } = window.radiomica.controller;
    maps.look(maps.state.value.layers[0].id, { colormap: "grey", opacity: 1, mode: "values", low: 0, high: 6 });
    const { grid, values } = maps.state.value.layers[0];
    return { dims: grid.dims, values: [...values] };
  });
  // Without interpolation the map's grid is the region's box, here the whole phantom.
  expect(shown.dims).toEqual([5, 4, 4]);
  const index: Vec3 = [2, 2, 1];
  const grey = Math.floor((256 * shown.values[2 + 5 * (2 + 4 * 1)]) / 6);
  for (const id of ["axial", "coronal", "sagittal"] as const) {
    if (id === "axial") await page.keyboard.press("Alt+3");
    await page.waitForFunction((v) => window.radiomica.viewer.snapshot.views.some((w) => w.viewportId === v), id);
    await page.evaluate(
      ([v, at]) => {
        const axis = window.radiomica.viewer.viewOf(v)?.plane?.axis ?? 2;
        window.radiomica.viewer.setSlice(v, at[axis]);
      },
      [id, index] as const,
    );
    await expect.poll(() => colourAt(id, index)).toEqual([grey, grey, grey, 255]);
  }
  // Half opacity is half: linear.
  await page.evaluate(() => {
    const { maps } = window.radiomica.controller;
    maps.look(maps.state.value.layers[0].id, { opacity: 0.5 });
  });
  await expect.poll(async () => Math.abs((await colourAt("axial", index))[3] - 127.5)).toBeLessThan(1);

  await chooseFeature("Variance");
  await computed();
  await page.getByLabel("Beside it").selectOption({ index: 1 });
  await page.waitForFunction(() => window.radiomica.viewer.snapshot.layout === "pair");
  const overlaid = () =>
    page.evaluate(() => window.radiomica.viewer.snapshot.overlays.map((o) => [o.name, o.views?.join()]));
  await expect.poll(overlaid).toEqual([
    ["Variance", "acquisition"],
    ["Mean", "axial"],
  ]);
  await page.evaluate(() => {
    window.radiomica.viewer.setActiveViewport("acquisition");
    window.radiomica.viewer.zoomBy(2);
  });
  const zooms = () => page.evaluate(() => window.radiomica.viewer.snapshot.views.map((v) => v.zoom.toFixed(2)));
  await expect.poll(zooms).toEqual(["2.00", "2.00"]);
  // From the other view, too.
  await page.evaluate(() => {
    window.radiomica.viewer.setActiveViewport("axial");
    window.radiomica.viewer.zoomBy(0.5);
  });
  await expect.poll(zooms).toEqual(["1.00", "1.00"]);
  await shot(page, "maps-pair");
  await page.getByRole("button", { name: "Difference" }).click();
  await page.locator('[data-layer="Variance − Mean"]').waitFor();
});

test("PET lies over CT, on its own grid, in SUV", async () => {
  await openDemo(/PET\/CT/);
  await page.getByRole("tab", { name: "Maps" }).click();
  await page.evaluate(() => {
    const { controller } = window.radiomica;
    const ct = controller.library.value.series.find((s) => s.modality === "CT");
    return ct && controller.showSeries(ct.id);
  });
  await page.getByLabel("Lay another series over it").selectOption({ index: 1 });
  const reading = await page.evaluate(() => {
    const { controller, viewer } = window.radiomica;
    const pet = controller.library.value.series.find((s) => s.modality === "PT");
    const [overlay] = viewer.overlays.list;
    return { unit: overlay.unit, same: overlay.values === pet?.image.data, dims: overlay.grid.dims };
  });
  expect(reading).toMatchObject({ unit: "SUV", same: true });
  await page.locator(".colour-bar").first().waitFor();
  await shot(page, "maps-fusion");
});
