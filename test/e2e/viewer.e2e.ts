import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ToolId, ToolOptions } from "#app/viewer/viewer.ts";
import type { Vec3 } from "#engine/grid.ts";
import { openHarness } from "./harness-page.ts";
import type { Harness, SeriesName } from "./viewer-harness.ts";

declare const harness: Harness;

/**
 * The viewer alone, in a real browser, with a simulated pointer on made-up series: what a tool writes is compared with
 * what geometry says. The page is built apart from the app, so that this runs against what users get.
 */
const errors: string[] = [];
let page: Page;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ page, stop } = await openHarness(errors));
});
afterAll(() => stop?.());

const frame = () => page.evaluate(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))));
const count = () => page.evaluate(() => harness.count(1));
const snapshot = () => page.evaluate(() => harness.viewer.snapshot);
const lastTitle = () => page.evaluate(() => harness.store.history.undo.at(-1)?.title);
const at = (view: string, index: Vec3) => page.evaluate(([v, i]) => harness.pageAt(v, i), [view, index] as const);
const pick = (tool: ToolId, options: Partial<ToolOptions> = {}) =>
  page.evaluate(
    ([t, o]) => {
      harness.viewer.setTool(t);
      harness.viewer.setOptions(o);
    },
    [tool, options] as const,
  );
async function show(name: SeriesName, layout: "acquisition" | "mpr" | "1+2" | "2x2" = "acquisition") {
  await page.evaluate(
    async ([n, l]) => {
      await harness.show(n);
      harness.viewer.setLayout(l);
    },
    [name, layout] as const,
  );
  await page.waitForFunction(
    (l) => harness.viewer.snapshot.views.length === ({ acquisition: 1, "1+2": 3, mpr: 3, "2x2": 4 }[l] ?? 1),
    layout,
  );
  await frame();
}
/** Drags along voxel indices; more than 3 px at once, as Cornerstone takes less for half a double click. */
async function drag(view: string, indices: readonly Vec3[], button: "left" | "right" | "middle" = "left") {
  const points = await Promise.all(indices.map((index) => at(view, index)));
  await page.mouse.move(points[0].x, points[0].y);
  await page.mouse.down({ button });
  for (const point of points.slice(1)) await page.mouse.move(point.x, point.y, { steps: 6 });
  await page.mouse.up({ button });
  await frame();
}
async function click(view: string, index: Vec3) {
  const { x, y } = await at(view, index);
  await page.mouse.move(x - 8, y - 8);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.up();
  await frame();
}
/** Clicks corners; Cornerstone wants its 400 ms, or movement, between them. */
async function clicks(view: string, indices: readonly Vec3[]) {
  for (const index of indices) {
    await click(view, index);
    await page.waitForTimeout(450);
  }
  await page.waitForFunction(() => !harness.viewer.snapshot.drawing);
  await frame();
}
/** A voxel's place with the coordinate across the view replaced by the slice in view. */
async function inView(view: string, index: Vec3): Promise<Vec3> {
  const [axis, slice] = await page.evaluate((v) => harness.planeOf(v), view);
  return index.map((x, a) => (a === axis ? slice : x)) as unknown as Vec3;
}
/** Undoes the last entry and expects an empty map, redoes it and expects the same voxels. */
async function undoRedo(voxels: number) {
  expect(
    await page.evaluate(() => {
      harness.store.undo();
      return harness.count(1);
    }),
  ).toBe(0);
  expect(
    await page.evaluate(() => {
      harness.store.redo();
      return harness.count(1);
    }),
  ).toBe(voxels);
}

describe.each(["anisotropic", "oblique"] as const)("drawing on the %s volume", (name) => {
  const spacing = name === "anisotropic" ? [1, 1, 2.5] : [0.9, 0.9, 1.8];
  beforeAll(() => show(name, "mpr"));
  beforeEach(() => page.evaluate(() => harness.clear()));

  describe.each([
    ["axial", 2],
    ["coronal", 1],
    ["sagittal", 0],
  ] as const)("in the %s view", (view, axis) => {
    const [u, v] = [0, 1, 2].filter((a) => a !== axis);
    const corner = (x: number, y: number): Vec3 => {
      const index: [number, number, number] = [0, 0, 0];
      index[u] = x;
      index[v] = y;
      return index;
    };
    // Half a voxel off the lattice: no centre lies on an edge.
    const [x0, x1, y0, y1] = [30.5, 50.5, v === 2 ? 12.5 : 25.5, v === 2 ? 27.5 : 45.5];
    const inside = (x1 - x0) * (y1 - y0);
    const box = async () => {
      const corners: Vec3[] = [];
      for (const [x, y] of [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
      ])
        corners.push(await inView(view, corner(x, y)));
      return corners;
    };

    test("a rectangle holds the voxels whose centres it holds, in its slice alone", async () => {
      await pick("rectangle", { mode: "add" });
      const [a, , c] = await box();
      await drag(view, [a, c]);
      expect(await count()).toBe(inside);
      const { low, high } = await page.evaluate(() => harness.box(1));
      expect([low[u], high[u], low[v], high[v]]).toEqual([x0 + 0.5, x1 - 0.5, y0 + 0.5, y1 - 0.5]);
      expect(high[axis] - low[axis]).toBe(0);
      expect((await lastTitle())?.key).toBe("history.rectangle");
      await undoRedo(inside);
    });

    test("an ellipse has the area of an ellipse", async () => {
      await pick("ellipse", { mode: "add" });
      const centre = await inView(view, corner((x0 + x1) / 2, (y0 + y1) / 2));
      const [, , c] = await box();
      await drag(view, [centre, c]);
      // Half axes are half the box; the lattice may differ from the area by a few voxels of its edge.
      expect(Math.abs((await count()) - (Math.PI / 4) * inside)).toBeLessThan(12);
    });

    test("a brush dot and a ball have their size in millimetres", async () => {
      const radius = 7.3;
      const centre = await inView(view, corner(40, v === 2 ? 20 : 35));
      await pick("brush", { brushRadius: radius });
      await click(view, centre);
      const disc = (Math.PI * radius ** 2) / (spacing[u] * spacing[v]);
      expect(Math.abs((await count()) / disc - 1)).toBeLessThan(0.06);
      await undoRedo(await count());
      await page.evaluate(() => harness.clear());
      await pick("sphere");
      await click(view, centre);
      const ball = ((4 / 3) * Math.PI * radius ** 3) / (spacing[0] * spacing[1] * spacing[2]);
      expect(Math.abs((await count()) / ball - 1)).toBeLessThan(0.04);
    });

    // Clicked contours cost 0.4 s a corner: one volume is enough.
    if (name === "oblique") return;
    test("polygon, freehand and livewire close on their corners; Shift+brush and subtract take away", async () => {
      const corners = await box();
      await pick("polygon", { mode: "add" });
      await clicks(view, [...corners, corners[0]]);
      expect(await count()).toBe(inside);
      await pick("freehand", { mode: "subtract" });
      await drag(view, [...corners, corners[0]]);
      // Freehand smooths nothing, but its corners are where the pointer was told of.
      expect(await count()).toBeLessThan(inside * 0.08);
      await pick("livewire", { mode: "add" });
      await clicks(view, [...corners, corners[0]]);
      expect((await lastTitle())?.key).toBe("history.livewire");
      expect(await count()).toBeGreaterThan(inside * 0.5);
      await pick("brush", { brushRadius: 60 });
      await page.keyboard.down("Shift");
      await click(view, corners[0]);
      await page.keyboard.up("Shift");
      expect(await count()).toBe(0);
    });
  });

  test("grow takes the ball and no more, through the volume or in the slice", async () => {
    const middle: Vec3 = name === "anisotropic" ? [47, 39, 19] : [44, 44, 24];
    await pick("grow", { growTolerance: 30, growRadius: 40, grow3D: true, threshold: null });
    await click("axial", await inView("axial", middle));
    const ball = await page.evaluate(() => harness.ball());
    expect(await count()).toBe(ball);
    await undoRedo(ball);
    await page.evaluate(() => harness.clear());
    await pick("grow", { grow3D: false });
    await click("coronal", await inView("coronal", middle));
    const { low, high } = await page.evaluate(() => harness.box(1));
    expect(high[1] - low[1]).toBe(0);
  });

  test("the threshold brush paints what growing finds in the slice; the eraser takes it away", async () => {
    const middle: Vec3 = name === "anisotropic" ? [47, 39, 19] : [44, 44, 24];
    const centre = await inView("axial", middle);
    await pick("grow", { growTolerance: 30, growRadius: 40, grow3D: false, threshold: null });
    await click("axial", centre);
    const disc = await count();
    expect(disc).toBeGreaterThan(100);
    const value = (await snapshot()).probe?.value ?? Number.NaN;
    await page.evaluate(() => harness.clear());
    await pick("threshold_brush", { brushRadius: 40, threshold: [value - 30, value + 30] });
    await click("axial", centre);
    expect(await count()).toBe(disc);
    await undoRedo(disc);
    await pick("eraser", { brushRadius: 40, threshold: null });
    await click("axial", centre);
    expect(await count()).toBe(0);
    expect((await lastTitle())?.key).toBe("history.eraser");
  });
});

describe("reading", () => {
  beforeAll(() => show("anisotropic", "mpr"));
  beforeEach(() => page.evaluate(() => harness.clear()));

  test("the probe gives the voxel under the pointer", async () => {
    await pick("probe");
    for (const [view, index] of [
      ["axial", [20, 33, 0]],
      ["coronal", [52, 0, 8]],
      ["sagittal", [0, 61, 30]],
    ] as const) {
      const there = await inView(view, index);
      const { x, y } = await at(view, there);
      await page.mouse.move(x, y);
      await frame();
      const { probe } = await snapshot();
      expect(probe?.index).toEqual(there);
      expect(probe?.value).toBe(await page.evaluate((i) => harness.valueAt(i), there));
    }
  });

  test("dragging changes the window of all views, and setWindow the picture", async () => {
    await pick("window");
    await page.evaluate(() => harness.viewer.setWindow(-100, 140));
    await drag("axial", [await inView("axial", [40, 40, 0]), await inView("axial", [60, 40, 0])]);
    const { views } = await snapshot();
    const [lower, upper] = views[0].window;
    expect(upper - lower).toBeGreaterThan(240);
    expect((lower + upper) / 2).toBeCloseTo(20, 6);
    expect(views.every((v) => v.window[0] === lower && v.window[1] === upper)).toBe(true);
    const brightness = async (low: number, high: number, inverted: boolean) => {
      await page.evaluate(
        ([l, h, i]) => {
          harness.viewer.setWindow(l, h);
          harness.viewer.setInverted(i);
        },
        [low, high, inverted] as const,
      );
      await frame();
      await frame();
      return page.evaluate(() => harness.brightness("axial", [20, 40, 19]));
    };
    // The body is 40 to 44: the shares of these windows are 0.20 to 0.22, 0.80 to 0.82.
    const near = (grey: number, share: number) => expect(Math.abs(grey / 255 - share)).toBeLessThan(0.03);
    near(await brightness(0, 200, false), 0.21);
    near(await brightness(-120, 80, false), 0.81);
    near(await brightness(0, 200, true), 0.79);
    await page.evaluate(() => harness.viewer.setInverted(false));
  });

  test("wheel, keys' methods and crosshair move slices; right and middle button zoom and pan", async () => {
    const slice = async (view: string) => (await snapshot()).views.find((v) => v.viewportId === view)?.slice;
    const centre = await at("axial", await inView("axial", [48, 40, 0]));
    await page.mouse.move(centre.x, centre.y);
    await page.evaluate(() => harness.viewer.setSlice("axial", 19));
    await page.mouse.wheel(0, 120);
    await frame();
    expect(await slice("axial")).toBe(20);
    await pick("crosshair");
    await click("axial", await inView("axial", [30, 22, 0]));
    expect([await slice("axial"), await slice("coronal"), await slice("sagittal")]).toEqual([20, 22, 30]);
    await page.evaluate(() => harness.viewer.scroll("last"));
    await frame();
    expect(await slice("axial")).toBe(39);
    await page.evaluate(() => harness.viewer.setSlice("axial", 19));
    const zoom = async () => (await snapshot()).views[0].zoom;
    const before = await zoom();
    await drag("axial", [await inView("axial", [48, 60, 0]), await inView("axial", [48, 40, 0])], "right");
    expect(await zoom()).toBeGreaterThan(before * 1.2);
    const p = await at("axial", await inView("axial", [48, 40, 0]));
    await page.mouse.move(p.x, p.y);
    await page.mouse.down({ button: "middle" });
    await page.mouse.move(p.x + 40, p.y - 25, { steps: 4 });
    await page.mouse.up({ button: "middle" });
    await frame();
    const q = await at("axial", await inView("axial", [48, 40, 0]));
    expect(q.x - p.x).toBeCloseTo(40, 0);
    expect(q.y - p.y).toBeCloseTo(-25, 0);
    await page.evaluate(() => harness.viewer.reset());
    await frame();
    expect(await zoom()).toBeCloseTo(before, 6);
    await page.keyboard.down("Shift");
    await page.mouse.wheel(0, -120);
    await page.keyboard.up("Shift");
    expect((await snapshot()).options.brushRadius).toBeGreaterThan(8);
  });

  test("flip and rotate turn the letters with the picture; a double click enlarges", async () => {
    const lettersOf = async () => (await snapshot()).views[0].letters;
    await page.evaluate(() => harness.viewer.setActiveViewport("axial"));
    expect(await lettersOf()).toEqual({ left: "R", right: "L", top: "A", bottom: "P" });
    await page.evaluate(() => harness.viewer.flip("horizontal"));
    await frame();
    expect(await lettersOf()).toEqual({ left: "L", right: "R", top: "A", bottom: "P" });
    await page.evaluate(() => harness.viewer.flip("horizontal"));
    await page.evaluate(() => harness.viewer.rotate(180));
    await frame();
    expect(await lettersOf()).toEqual({ left: "L", right: "R", top: "P", bottom: "A" });
    await page.evaluate(() => harness.viewer.rotate(180));
    await pick("window");
    const { x, y } = await at("axial", await inView("axial", [48, 40, 0]));
    await page.mouse.dblclick(x, y);
    await page.waitForFunction(() => harness.viewer.snapshot.views.length === 1);
    expect((await snapshot()).maximised).toBe("axial");
    await page.mouse.dblclick(450, 250);
    await page.waitForFunction(() => harness.viewer.snapshot.views.length === 3);
  });

  test("brush strokes and undo are seen, hidden masks are not", async () => {
    await pick("brush", { brushRadius: 12 });
    await page.evaluate(() => harness.viewer.setWindow(-100, 400));
    const spot: Vec3 = [20, 40, 19];
    await page.evaluate(() => harness.viewer.setSlice("axial", 19));
    const tint = async () => {
      await frame();
      await frame();
      return page.evaluate((i) => harness.tint("axial", i), spot);
    };
    expect(await tint()).toBeLessThan(3);
    await click("axial", spot);
    expect(await tint()).toBeGreaterThan(15);
    await page.evaluate(() => harness.viewer.setMasksVisible(false));
    expect(await tint()).toBeLessThan(3);
    await page.evaluate(() => harness.viewer.setMasksVisible(true));
    expect(await tint()).toBeGreaterThan(15);
    await page.evaluate(() => harness.store.undo());
    expect(await tint()).toBeLessThan(3);
    await page.evaluate(() => harness.store.redo());
    expect(await tint()).toBeGreaterThan(15);
  });

  test("drawn slices are joined, holes filled, an outline filled by a click", async () => {
    await pick("brush", { brushRadius: 10 });
    const draw = async (k: number) => {
      await page.evaluate((s) => harness.viewer.setSlice("axial", s), k);
      await click("axial", [48, 40, k]);
      return count();
    };
    const one = await draw(15);
    await draw(19);
    await page.evaluate(() => harness.viewer.setActiveViewport("axial"));
    const added = await page.evaluate(() => harness.viewer.interpolateSlices());
    expect(added).toBe(3 * one);
    await page.evaluate(() => harness.clear());
    await pick("rectangle", { mode: "add" });
    await drag("axial", [await inView("axial", [29.5, 29.5, 0]), await inView("axial", [49.5, 49.5, 0])]);
    await pick("rectangle", { mode: "subtract" });
    await drag("axial", [await inView("axial", [34.5, 34.5, 0]), await inView("axial", [44.5, 44.5, 0])]);
    expect(await count()).toBe(300);
    await pick("fill");
    await click("axial", await inView("axial", [39, 39, 0]));
    expect(await count()).toBe(400);
    expect((await lastTitle())?.key).toBe("history.fill");
    await page.evaluate(() => harness.store.undo());
    expect(await page.evaluate(() => harness.viewer.fillHoles())).toBe(100);
    // Outside the outline there is nothing to fill.
    await click("axial", await inView("axial", [80, 70, 0]));
    expect(await count()).toBe(400);
  });
});

describe("two-dimensional series", () => {
  test.each(["slices", "large"] as const)("%s: the acquisition view alone, all tools", async (name) => {
    await show(name);
    await page.evaluate(() => harness.clear());
    const state = await snapshot();
    expect(state.layouts).toEqual(["acquisition"]);
    expect(state.views.map((v) => v.plane)).toEqual(["acquisition"]);
    const { dims } = await page.evaluate(() => harness.grid());
    const [x, y] = [Math.floor(dims[0] / 2), Math.floor(dims[1] / 2)];
    const half = name === "large" ? 200 : 20;
    const k = state.views[0].slice;
    const corner = (a: number, b: number): Vec3 => [x + a * half - 0.5, y + b * half - 0.5, k];
    await pick("rectangle", { mode: "add" });
    await drag("acquisition", [corner(-1, -1), corner(1, 1)]);
    // On the large image a pixel of the screen is four of its own.
    const edge = name === "large" ? 4 * 4 * half * 2 : 0;
    expect(Math.abs((await count()) - (2 * half) ** 2)).toBeLessThanOrEqual(edge);
    await page.evaluate(() => harness.clear());
    await pick("polygon");
    await clicks("acquisition", [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, -1)]);
    expect(Math.abs((await count()) / (2 * half * half) - 1)).toBeLessThan(0.05);
    await page.evaluate(() => harness.clear());
    const radius = (half / 2) * (name === "large" ? 0.07 : 0.8);
    await pick("sphere", { brushRadius: radius });
    await click("acquisition", [x, y, k]);
    expect(Math.abs((await count()) / (Math.PI * (half / 2) ** 2) - 1)).toBeLessThan(0.06);
  });
});

test("2x2 has a surface, and says when it has none", async () => {
  await show("anisotropic", "2x2");
  await page.evaluate(() => harness.clear());
  await page.waitForFunction(() => harness.viewer.snapshot.views.at(-1)?.empty === true);
  await pick("sphere", { brushRadius: 12 });
  await click("axial", await inView("axial", [48, 40, 0]));
  await page.waitForFunction(() => harness.viewer.snapshot.views.at(-1)?.empty === false);
});

test("many changes of series and layout leave the views alive", async () => {
  for (const name of ["anisotropic", "suv", "slices", "suv", "anisotropic", "slices"] as const) await show(name);
  for (const layout of ["1+2", "acquisition", "2x2"] as const) await show("suv", layout);
  await show("oblique", "mpr");
  expect((await snapshot()).problem).toBeNull();
  await page.evaluate(() => harness.viewer.setWindow(0, 200));
  await frame();
  expect(await page.evaluate(() => harness.brightness("axial", [44, 44, 24]))).toBeGreaterThan(100);
});

test("nothing was complained of in the console", () => {
  expect(errors).toEqual([]);
});
