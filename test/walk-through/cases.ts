import type { Page } from "playwright-core";
import type { Action, Step } from "./action.ts";
import { inSlicer } from "./slicer.table.ts";

export type Case = {
  readonly id: string;
  readonly title: string;
  readonly demo: string;
  /** The series to be in view before anything is counted; left out where it is the one that opens. */
  readonly series?: string;
  readonly steps: readonly Step[];
  readonly slicer: readonly Action[];
};

const view = '[data-viewport="acquisition"]';

/** Points at a voxel (i, j) of the slice in view. */
async function point(page: Page, i: number, j: number): Promise<{ x: number; y: number }> {
  const [x, y] = await page.evaluate(
    ([id, a, b]) => {
      const { viewer, controller } = window.radiomica;
      const seen = viewer.viewOf(id);
      const grid = controller.activeSeries()?.image.grid;
      if (!seen || !grid) throw new Error("Nothing is in view");
      const at = [a * grid.spacing[0], b * grid.spacing[1], seen.slice * grid.spacing[2]];
      const world = [0, 1, 2].map(
        (n) => grid.origin[n] + at.reduce((sum, mm, axis) => sum + mm * grid.direction[3 * axis + n], 0),
      );
      const [left, top] = seen.canvasAt([world[0], world[1], world[2]]);
      const box = seen.pane.getBoundingClientRect();
      return [box.left + left, box.top + top];
    },
    ["acquisition", i, j] as const,
  );
  await page.mouse.move(x, y);
  return { x, y };
}

const key = (name: string, say: string): Step => ({ kind: "key", say, run: (page) => page.keyboard.press(name) });
const clickAt = (i: number, j: number, say: string): Step => ({
  kind: "click",
  say,
  run: async (page) => {
    const { x, y } = await point(page, i, j);
    await page.mouse.click(x, y);
  },
});
const notches = (count: number, say: string, shift = false): Step => ({
  kind: "wheel",
  say,
  run: async (page) => {
    await page.locator(view).first().hover();
    if (shift) await page.keyboard.down("Shift");
    for (let n = 0; n < Math.abs(count); n++) await page.mouse.wheel(0, 100 * Math.sign(count));
    if (shift) await page.keyboard.up("Shift");
  },
});
const command = (words: string): readonly Step[] => [
  key("Control+k", "Ctrl + K"),
  {
    kind: "type",
    say: `type “${words}”, Enter`,
    run: async (page) => {
      const field = page.getByPlaceholder(/Search commands/);
      await field.fill(words);
      await page.keyboard.press("Enter");
      await field.waitFor({ state: "hidden" });
    },
  },
];
const apply = key("Shift+A", "Shift + A: apply");

/** The shortest ways that were found; the numbers are where the demos' lesions lie. */
export const cases: readonly Case[] = [
  {
    id: "nodule",
    title: "The lung nodule (CT)",
    demo: "chest-ct",
    steps: [
      key("g", "G: region growing"),
      clickAt(114, 176, "click the nodule: it grows in 3D, and a first segment is made for it"),
    ],
    slicer: inSlicer.nodule,
  },
  {
    id: "hot",
    title: "The hot lesion (FDG PET): 41 % of its maximum",
    demo: "pet-ct",
    series: "FDG PET, attenuation corrected",
    steps: [
      notches(17, "scroll to the lesion"),
      key("Shift+B", "Shift + B: the sphere brush"),
      notches(-12, "Shift + wheel: a ball larger than the lesion", true),
      clickAt(72.6, 49.8, "click the lesion: a ball of voxels around it"),
      ...command("percent of"),
      apply,
    ],
    slicer: inSlicer.hot,
  },
  {
    id: "brain",
    title: "The brain tumour (MR, after contrast): ring and core",
    demo: "brain-mr",
    steps: [
      key("Shift+B", "Shift + B: the sphere brush"),
      notches(-12, "Shift + wheel: a ball as large as the tumour", true),
      clickAt(92, 107, "click its middle"),
      ...command("keep a range"),
      {
        kind: "type",
        say: "From: 550, Enter; the tint shows what will go",
        run: async (page) => {
          const from = page.getByRole("textbox", { name: /^From/ }).last();
          await from.fill("550");
          await from.press("Enter");
        },
      },
      apply,
      ...command("fill cav"),
      apply,
    ],
    slicer: inSlicer.brain,
  },
];
