import { describe, expect, test } from "vitest";
import { type MethodsInput, methodsOf, plainText } from "#app/methods/index.ts";
import type { Grid } from "#engine/grid.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { extract } from "#engine/plan/extract.ts";
import { ibsiConfigurations } from "#engine/plan/ibsi-configurations.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";

const grid = (dims: Grid["dims"], spacing: Grid["spacing"]): Grid => ({
  dims,
  spacing,
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
});
const series = (
  modality: string,
  unit: IntensityUnit,
  size: Grid,
  more: Partial<MethodsInput["series"]> = {},
): MethodsInput["series"] => ({
  modality,
  manufacturer: "",
  use: "volume",
  valueChain: "as stored",
  image: { grid: size, unit },
  ...more,
});
const version = { app: "9.8.7", engine: "6.5.4" };
const input = (of: MethodsInput["series"], recipe: Recipe, measured: MethodsInput["measured"] = []): MethodsInput => ({
  series: of,
  recipe,
  measured,
  version,
});

const ct = series("CT", "HU", grid([204, 201, 60], [0.9765625, 0.9765625, 3]), { manufacturer: "SIEMENS" });
const configuration = (id: string) => {
  const found = ibsiConfigurations.find((c) => c.id === id);
  if (!found) throw new Error(id);
  return found.recipe;
};
const pet = series("PT", "SUV", grid([128, 128, 90], [4, 4, 3]));
const mr = series("MR", "arbitrary", grid([256, 256, 24], [0.9, 0.9, 5]));
const mammogram = series("MG", "arbitrary", grid([2394, 3062, 1], [0.07, 0.07, 1]), { use: "slices" });
const uneven = series("CT", "HU", grid([512, 512, 30], [0.7, 0.7, 5]), { use: "slices" });
const own = (s: MethodsInput["series"]) => defaultRecipe(s.modality, s.image.unit, s.image.grid, s.use);

const filtered: Recipe = {
  ...own(ct),
  filter: { id: "log", params: { sigma: 3 } },
};
const pyradiomics: Recipe = {
  ...own(ct),
  profile: "PyRadiomics",
  pyradiomics: {
    normalize: true,
    normalizeScale: 100,
    removeOutliers: 3,
    weightingNorm: "euclidean",
    distances: [1, 2],
  },
  discretisation: { method: "FBS", width: 25 },
};
const cases: readonly [string, MethodsInput][] = [
  ...["A", "B", "C", "D", "E"].map((id): [string, MethodsInput] => [`CT ${id}`, input(ct, configuration(id))]),
  ["PET", input(pet, own(pet))],
  ["MR", input(mr, own(mr))],
  ["mammogram", input(mammogram, own(mammogram))],
  ["uneven slices", input(uneven, own(uneven))],
  ["filter", input(ct, filtered)],
  ["unknown filter", input(ct, { ...filtered, filter: { id: "lbp_3d", params: { levels: 2 } } })],
  ["z-score", input(mr, { ...own(mr), normalisation: { method: "z_score", over: "foreground" } })],
  ["ratio", input(mr, { ...own(mr), normalisation: { method: "reference", region: "Muscle", scale: "ratio" } })],
  [
    "Nyúl",
    input(mr, { ...own(mr), normalisation: { method: "nyul", percentiles: [1, 50, 99], landmarks: [0, 40, 100] } }),
  ],
  ["White-Stripe", input(mr, { ...own(mr), normalisation: { method: "white_stripe", contrast: "T1", width: 0.05 } })],
  ["PyRadiomics", input(ct, pyradiomics)],
  [
    "PyRadiomics, ranges",
    input(ct, {
      ...pyradiomics,
      pyradiomics: { resegmentMode: "sigma", resegmentShape: true, force2D: true },
      resegmentation: { range: [-3, 3], outlierSigma: null },
    }),
  ],
  ["other modality", input(series("US", "arbitrary", grid([10, 10, 1], [1, 1, 1])), own(mammogram))],
  ["nothing textured", input(ct, { ...own(ct), aggregations: [] })],
  ["weighted", input(ct, { ...own(ct), texture: { distance: 2, weighting: "manhattan", coarseness: 1 } })],
];
const text = (of: MethodsInput, language: "en" | "it" = "en") => methodsOf(of, language).paragraphs.join("\n\n");

describe.each(cases)("%s", (_, of) => {
  test.each(["en", "it"] as const)("%s: whole sentences, no hole in them", (language) => {
    const methods = methodsOf(of, language);
    const all = plainText(methods, "References");
    expect(all).not.toMatch(/undefined|null|NaN|\[object|\[0\]|Infinity/);
    expect(all).not.toMatch(/ {2}| [,.;:)]|\( |\.\.|,,|;\.|: \./);
    for (const paragraph of methods.paragraphs) {
      expect(paragraph).toMatch(/^\p{Lu}.*\.$/su);
      // Each sentence begins with a capital or a number, and brackets close.
      for (const sentence of paragraph.split(/(?<=[a-z)\]])\. (?!doi)/)) expect(sentence).toMatch(/^[\p{Lu}\d]/u);
      expect(paragraph.split("(").length).toBe(paragraph.split(")").length);
    }
    // Every work that is cited stands in the list, and every one of the list is cited.
    const cited = new Set([...methods.paragraphs.join(" ").matchAll(/\[(\d+)\]/g)].map((m) => Number(m[1])));
    expect([...cited].sort()).toEqual(methods.references.map((_, i) => i + 1));
  });

  test("both languages name the same numbers", () => {
    const numbers = (language: "en" | "it") =>
      (
        text(of, language)
          .replace(/(?<=\d),(?=\d)/g, ".")
          .match(/\d+(\.\d+)?/g) ?? []
      ).sort();
    expect(numbers("it")).toEqual(numbers("en"));
  });
});

test("configuration A: the voxels as they are, from −500 to 400 HU, bins of 25 HU, 2D and 2.5D", () => {
  const a = text(input(ct, configuration("A")));
  expect(a).toContain(
    "computed tomography (CT) images acquired with equipment of SIEMENS, with intensities in Hounsfield units (HU)",
  );
  expect(a).toContain("voxels of 0.977 × 0.977 × 3 mm (204 × 201 × 60 voxels)");
  expect(a).toContain("Neither the images nor the masks were interpolated.");
  expect(a).toContain("re-segmented to intensities from −500 to 400 HU");
  expect(a).toContain("bins of a fixed size of 25 HU, starting at −500 HU");
  expect(a).toContain("2D averaged over slices and directions (BTW3)");
  expect(a).toContain(
    "GLSZM, GLDZM, NGTDM and NGLDM features as 2D averaged over slices (8QNN) and 2.5D with slices merged (62GR)",
  );
  expect(a).toContain("Radiomica version 9.8.7 (engine 6.5.4)");
});

test("configuration E: tricubic splines, both re-segmentations, 32 bins, and 1000 for the IVH", () => {
  const e = text(input(ct, configuration("E")));
  expect(e).toContain(
    "resampled to voxels of 2 × 2 × 2 mm by tricubic spline interpolation; the grids were aligned by their centres",
  );
  expect(e).toContain("The masks were resampled by trilinear interpolation with a partial volume threshold of 0.5.");
  expect(e).toContain(
    "intensities from −1000 to 400 HU and to intensities within 3 standard deviations of the region's mean",
  );
  expect(e).toContain("a fixed number of 32 bins");
  expect(e).toContain("a fixed number of 1000 bins");
  // The counts of IBSI-1: 29 morphological features of 174, 25 of the GLCM.
  expect(e).toContain("morphology (29)");
  expect(e).toContain("co-occurrence matrix (GLCM) (25)");
  expect(e).toMatch(/In total 174 features from 11 families/);
});

test("configuration B keeps the distance of the slices; configuration C in Italian", () => {
  expect(text(input(ct, configuration("B")))).toContain(
    "resampled to pixels of 2 × 2 mm, keeping the slice distance of 3 mm, by bilinear interpolation",
  );
  const c = text(input(ct, configuration("C")), "it");
  expect(c).toContain("immagini di tomografia computerizzata (TC) acquisite con apparecchiature SIEMENS");
  expect(c).toContain("voxel di 0,977 × 0,977 × 3 mm");
  expect(c).toContain("bin di ampiezza fissa di 2,5 HU, a partire da −1000 HU");
});

test("a mammogram has pixels, and arbitrary units say that nothing was normalised", () => {
  const m = text(input(mammogram, own(mammogram)));
  expect(m).toContain(
    "mammography images, with intensities in arbitrary units, used as stored, and pixels of 0.07 × 0.07 mm (2394 × 3062 pixels)",
  );
  expect(m).not.toMatch(/voxel/);
});

test("filter: name, parameters and IBSI-2 are cited", () => {
  const { paragraphs, references } = methodsOf(input(ct, filtered), "en");
  expect(paragraphs[0]).toMatch(/filtered with the filter “Laplacian.of.Gaussian[^”]*” \([^)]*3 mm/i);
  expect(references.join()).toContain("Convolutional Filters");
  // The engine re-segments by the image and bins the response from its own minimum, which has no unit.
  expect(paragraphs[0]).toContain("intensities of −1000 HU and above of the unfiltered images");
  expect(paragraphs[0]).toContain("bins of a fixed size of 25, starting at the lowest intensity of each region");
});

test("the PyRadiomics profile claims no IBSI conformance", () => {
  const p = text(input(ct, pyradiomics));
  expect(p).toContain("followed PyRadiomics [1]");
  expect(p).toContain("shape (14)");
  // Normalised intensities are no HU any more.
  expect(p).not.toMatch(/[\d] HU/);
  expect(p).toContain("first order (18)");
  expect(p).toContain("bin edges at multiples of the width");
  expect(p).not.toContain("reproduces the 1804");
});

test("measured rows decide the counts, regions and missing values", () => {
  const size = grid([1, 1, 1], [1, 1, 1]);
  const recipe = configuration("digital_phantom");
  const image = { grid: size, data: Float32Array.of(1), unit: "arbitrary" } as const;
  const { rows } = extract({ image, labels: Uint8Array.of(1), label: 1 }, recipe);
  const missing = 2 * rows.filter((r) => !("value" in r)).length;
  const said = text(input(series("MR", "arbitrary", size), recipe, [rows, rows]));
  expect(said).toContain("computed for 2 regions");
  expect(said).toContain(`${missing} values could not be defined`);
  // As many as the IBSI's table of the digital phantom has rows.
  expect(said).toContain("giving 487 values for each region");
});

test("what only the author knows is listed as such", () => {
  const open = (of: MethodsInput) =>
    methodsOf(of, "en")
      .items.filter((i) => !i.covered)
      .map((i) => i.id);
  expect(open(input(ct, own(ct)))).toEqual(
    expect.arrayContaining(["patients", "ct", "segmentation", "reproducibility", "model", "sharing"]),
  );
  expect(open(input(pet, own(pet)))).toEqual(expect.arrayContaining(["scanner", "pet", "suv"]));
  expect(open(input(mr, own(mr)))).toContain("normalisation");
});

test("a PET says which SUV it is, and what a person entered for it", () => {
  const suv = { type: "LBMJANMA", supplied: { weight: 71.5, injectionTime: "10:35" } } as const;
  const of = { ...pet, suv: { ...suv, facts: {} as never, request: suv, missing: [], slopes: [], storedChain: "" } };
  const english = methodsOf(input(of, own(pet)), "en").paragraphs.join(" ");
  expect(english).toContain("SUV were normalised by lean body mass by the formula of Janmahasatian.");
  expect(english).toContain(
    "the patient's weight (71.5 kg) and the time of the injection (10:35) were entered by hand.",
  );
  expect(methodsOf(input(of, own(pet)), "it").paragraphs.join(" ")).toContain(
    "Inseriti a mano: peso del paziente (71,5 kg) e ora dell'iniezione (10:35).",
  );
});
