import type { Page } from "playwright-core";
import type { WorkbenchView } from "#app/workbench/views.ts";

export type Question = {
  readonly id: string;
  readonly view: WorkbenchView;
  readonly question: string;
  /** What is done to answer it. */
  readonly how: string;
  /** Does it, and gives the answer in words, with the numbers that are seen. */
  readonly ask: (page: Page) => Promise<string>;
};

/** Brings a part of the view to its top. */
const show = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.scrollIntoView({ block: "start" }));

export const questions: readonly Question[] = [
  {
    id: "histogram",
    view: "histogram",
    question: "What is in this half of the nodule, and into which grey levels does it fall?",
    how: "The histogram shows the region as it is measured, after interpolation and re-segmentation, with its bin edges; the sentence below counts them.",
    async ask(page) {
      const said = page.getByText(/grey levels?, \d+ of them occupied/).first();
      await said.waitFor();
      return `${await said.innerText()}. The bins are 25 HU wide and begin at −1000 HU, as in every other patient.`;
    },
  },
  {
    id: "matrix",
    view: "matrix",
    question: "Why has the contrast this value?",
    how: "The co-occurrence matrix: each cell is a pair of levels, bright where it is frequent. Pointing at a cell lights its voxels in the image; the terms of the sum stand below.",
    async ask(page) {
      await page.locator("[data-inside]").first().waitFor();
      await page.waitForTimeout(2500);
      return "The sum below the matrix takes the value apart: cells far off the diagonal, pairs of voxels that differ much, weigh with the square of their distance from it.";
    },
  },
  {
    id: "what-if",
    view: "what_if",
    question: "Which half is the more heterogeneous, and does that depend on the bins?",
    how: "Both segments are ticked, “Discretisation: bin width” is swept in 24 steps. A ring marks where two curves cross.",
    async ask(page) {
      await page.evaluate(() =>
        window.radiomica.controller.workbench.whatIf.choose({
          labels: [1, 2],
          features: ["glcm.joint_entropy@3D_mrg", "glcm.contrast@3D_mrg"],
          steps: 24,
        }),
      );
      await swept(page, "sweep");
      await show(page, "[data-curve]");
      const flips = await page.locator("[data-flips]").allInnerTexts();
      return flips.length === 0
        ? "Their order is the same over the whole range, from a quarter of 25 HU to four times as much."
        : `It does, by joint entropy: ${flips.join("; ")}. Whoever compares two lesions by such a feature has to say, and to vary, the bin width.`;
    },
  },
  {
    id: "two-settings",
    view: "what_if",
    question: "Which matters more, the voxel size or the bin width?",
    how: "“Two settings”: the second one is the spacing of the interpolation; the heat map measures the first segment at each pair.",
    async ask(page) {
      await page.getByRole("button", { name: "Two settings" }).click();
      await page.evaluate(() => window.radiomica.controller.workbench.whatIf.choose({ second: "spacing", steps: 8 }));
      await swept(page, "heat");
      await page.locator(".what-if-scale").waitFor();
      await show(page, ".what-if-clear");
      const [low, , high] = await page.locator(".what-if-scale span").allInnerTexts();
      return `The joint entropy of one and the same region runs from ${low} to ${high}. Along which axis the colours change is the answer; neither setting may be left out of a paper.`;
    },
  },
  {
    id: "robustness",
    view: "robustness",
    question: "Which features may be trusted?",
    how: "Noise at the image's own level, shifts below a voxel, rotations, growing and shrinking, contours by supervoxels: each segment is measured under each of them.",
    async ask(page) {
      await page.locator("[data-trust=run]").click();
      await page.waitForFunction(
        () => {
          const { results, work } = window.radiomica.controller.workbench.robustness.state.value;
          return results.perturb !== undefined && work === null;
        },
        null,
        { timeout: 600_000 },
      );
      await page.waitForTimeout(2000);
      const jobs = await page.evaluate(
        () => window.radiomica.controller.workbench.robustness.state.value.results.perturb?.table.jobs.length ?? 0,
      );
      const counts = await page.locator("[data-trust=counts]").innerText();
      return `Under ${jobs} perturbations: ${counts}. Two regions are too few for intervals of the ICC that mean much, and the view says so; a cohort is needed. Within-subject coefficients of variation can be read already.`;
    },
  },
  {
    id: "compare",
    view: "compare",
    question: "How do the two halves differ?",
    how: "Both are ticked; the table gives values and relative differences, the profile draws them.",
    async ask(page) {
      await page.locator('[data-row="statistics.mean"] td').nth(1).waitFor();
      await measured(page);
      const [base, other] = await page.locator('[data-row="statistics.mean"] td').allInnerTexts();
      const [value, change] = other.split("\n").map((text) => text.trim());
      return `The other half's mean is ${value} HU, ${change} of this one's ${base.split("\n")[0]} HU. Two regions are too few to see what is volume in disguise, and the view says so.`;
    },
  },
  {
    id: "definitions",
    view: "compare",
    question: "Would PyRadiomics have given the same?",
    how: "“IBSI and PyRadiomics” measures the first segment under both; features with the same IBSI code share a row.",
    async ask(page) {
      await page.evaluate(() => {
        const { compare } = window.radiomica.controller.workbench;
        compare.choose({ twins: true, regions: [`${window.radiomica.controller.store.state.activeSeries}/1`] });
      });
      await measured(page);
      await page.locator('[data-row="glcm.contrast@3D_avg"] td').nth(1).waitFor();
      const [, peer] = await page.locator('[data-row="glcm.contrast@3D_avg"] td').allInnerTexts();
      const [value, change] = peer.split("\n").map((text) => text.trim());
      return `Not quite: its contrast is ${value} (${change}), since its mask is interpolated in another way and its grid aligned at the corner. The view warns that settings differ along with the definitions.`;
    },
  },
  {
    id: "reference",
    view: "reference",
    question: "Is this region unusual?",
    how: "A cohort file is opened: here 130 invented people, in the long layout of our own exports, so that the numbers mean nothing.",
    async ask(page) {
      await page.evaluate(() => {
        const { compare } = window.radiomica.controller.workbench;
        compare.choose({ twins: false, regions: null });
      });
      const name = "invented-cohort.csv";
      await page
        .locator("[data-reference=file]")
        .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(await inventedCohort(page)) });
      await page.locator("[data-reference-of]").first().waitFor();
      const flags = await page.locator("[data-reference-of]:is([data-flag=L], [data-flag=H])").count();
      const all = await page.locator("[data-reference-of]").count();
      return `${flags} of ${all} features lie outside the cohort's central 95 %. Unit and settings were those of the file; had they been others, the view would have refused to compare.`;
    },
  },
  {
    id: "report",
    view: "report",
    question: "What goes into the folder?",
    how: "Twelve biomarkers with their pictures, method, reference and hashes; saved as one HTML file or printed.",
    async ask(page) {
      await page.locator("[data-report=paper]").waitFor();
      await page.waitForTimeout(4000);
      await show(page, "[data-report=save]");
      return "A page that says how each number was made, warns of what is doubtful, names nobody, and can be computed anew from its hashes.";
    },
  },
];

const swept = async (page: Page, what: "sweep" | "heat") => {
  await page.locator(`[data-what-if=${what}]`).click();
  await page.waitForTimeout(500);
  await page.waitForFunction(() => window.radiomica.controller.workbench.whatIf.state.value.work === null);
};
const measured = async (page: Page) => {
  await page.waitForTimeout(500);
  await page.waitForFunction(() => window.radiomica.controller.workbench.compare.state.value.work === null);
};

/** 130 invented people around this region, some features shifted: a cohort in the layout of our exports. */
async function inventedCohort(page: Page): Promise<string> {
  const rows = await page.evaluate(async () => {
    const { controller } = window.radiomica;
    const id = controller.store.state.activeSeries;
    const label = controller.activeSegment()?.label ?? 0;
    const extraction = controller.measurements.value[id]?.[label]?.extraction;
    if (!extraction) throw new Error("not measured");
    const hash = await controller.workbench.reference.hashOf(extraction.recipe);
    return extraction.rows.flatMap((r) => ("value" in r ? [{ ...r, hash }] : []));
  });
  const wanted =
    /^(morphology\.(volume_mesh|sphericity)|statistics\.(mean|skewness)|histogram\.entropy|glcm\.contrast)$/;
  const units: Readonly<Record<string, string>> = { intensity: "HU", intensity2: "HU2" };
  let seed = 11;
  const chance = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const normal = () => Array.from({ length: 12 }, chance).reduce((a, b) => a + b, -6);
  const lines = rows
    .filter((r) => wanted.test(r.id))
    .flatMap((r, f) =>
      Array.from({ length: 130 }, (_, n) => {
        const value = r.value * (1 + 0.12 * (normal() + (f % 3 === 2 ? 3.5 : 0.4)));
        return [r.id, r.aggregation ?? "", value, units[r.unit] ?? r.unit, `1.2.${n}`, r.hash, "CT"].join(",");
      }),
    );
  return ["id,aggregation,value,unit,study_instance_uid,settings_sha256,modality", ...lines].join("\n");
}
