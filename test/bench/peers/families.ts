import type { FamilyId } from "#engine/features/family.ts";
import { families } from "#engine/features/index.ts";
import type { FilterSettings } from "#engine/filters/filter.ts";
import { extract } from "#engine/plan/extract.ts";
import { extractBank } from "#engine/plan/extract-bank.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";
import type { Comparison, Ours } from "./comparison.ts";

/** An image that both sides have: the peers' files are called `name`. */
export type Subject = { readonly name: string; readonly input: ExtractionInput };

export const ibsi = (bins: number, aggregations: readonly Aggregation[] = ["3D_mrg"]): Recipe => ({
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins },
  ivh: { method: "none" },
  aggregations,
  texture: { distance: 1, weighting: "none", coarseness: 0 },
});
/** PyRadiomics' own features, with its numbers. */
const profile = (bins: number): Recipe => ({ ...ibsi(bins, ["3D_avg"]), profile: "PyRadiomics" });

const size = ({ input }: Subject) => {
  const [nx, ny, nz] = input.image.grid.dims;
  return { nx, ny, nz };
};
const jobOf = (job: string, subject: Subject, more: Readonly<Record<string, string | number>>) => ({
  job,
  subject: subject.name,
  ...size(subject),
  ...more,
});

const extraction =
  ({ input }: Subject, recipe: Recipe, families?: readonly FamilyId[]) =>
  () =>
    extract(input, recipe, families).rows.length;

type Targets = { readonly must: number; readonly goal: number };
const targets: Readonly<Record<string, Targets>> = {
  firstorder: { must: 30, goal: 70 },
  glcm: { must: 8, goal: 15 },
  glrlm: { must: 12, goal: 20 },
  glszm: { must: 15, goal: 30 },
  "gldm+ngtdm": { must: 40, goal: 80 },
};
const shapeTargets = (n: number): Targets => ({ must: n < 128 ? 100 : 200, goal: n < 256 ? 300 : 800 });

/** Our families of IBSI beside a class of PyRadiomics: what it averages over directions, so do we. */
const besides: Readonly<Record<string, { families: readonly FamilyId[]; aggregation: Aggregation }>> = {
  firstorder: { families: ["statistics", "histogram"], aggregation: "3D_mrg" },
  glcm: { families: ["glcm"], aggregation: "3D_avg" },
  glrlm: { families: ["glrlm"], aggregation: "3D_avg" },
  glszm: { families: ["glszm"], aggregation: "3D_mrg" },
  "gldm+ngtdm": { families: ["ngldm", "ngtdm"], aggregation: "3D_mrg" },
  shape: { families: ["morphology"], aggregation: "3D_mrg" },
};

/** Each class of PyRadiomics with its binning and features, beside the same features of ours and beside IBSI's family. */
export function pyradiomicsFamilies(subject: Subject, bins: number, turns: number, shape: boolean): Comparison[] {
  const n = subject.input.image.grid.dims[0];
  return Object.entries(besides)
    .filter(([family]) => shape || family !== "shape")
    .map(([family, { families, aggregation }]): Comparison => {
      const wanted = family === "shape" ? shapeTargets(n) : targets[family];
      // At other numbers of levels no family below its must by more than a third.
      const aim = wanted && (bins === 32 ? wanted : { must: (wanted.must * 2) / 3, goal: wanted.goal });
      return {
        name: `${family}, ${subject.name}, ${bins} levels`,
        peer: "PyRadiomics",
        job: jobOf("family", subject, { family, levels: bins }),
        turns: family === "shape" ? Math.min(turns, 2) : turns,
        ours: [
          {
            name: "the same features",
            run: extraction(
              subject,
              profile(bins),
              family.split("+").map((one) => `pyradiomics.${one}` as FamilyId),
            ),
            ...aim,
          },
          {
            name: `IBSI ${families.join(" + ")}`,
            run: extraction(subject, ibsi(bins, [aggregation]), families),
            ...aim,
          },
        ],
      };
    });
}

const pictologicsFamilies: Readonly<Record<string, FamilyId>> = {
  intensity: "statistics",
  histogram: "histogram",
  ivh: "ivh",
  morphology: "morphology",
  glcm: "glcm",
  glrlm: "glrlm",
  glszm: "glszm",
  gldzm: "gldzm",
  ngtdm: "ngtdm",
  ngldm: "ngldm",
};
const nyxusFamilies: Readonly<Record<string, readonly FamilyId[]>> = {
  "*3D_ALL_INTENSITY*": ["statistics", "histogram"],
  "*3D_ALL_MORPHOLOGY*": ["morphology"],
  "*3D_GLCM*": ["glcm"],
  "*3D_GLRLM*": ["glrlm"],
  "*3D_GLSZM*": ["glszm"],
  "*3D_GLDZM*": ["gldzm"],
  "*3D_NGTDM*": ["ngtdm"],
  "*3D_NGLDM*": ["ngldm"],
};

export function otherFamilies(subject: Subject, bins: number, turns: number): Comparison[] {
  const ours = (families: readonly FamilyId[]): Ours[] => [
    { name: `IBSI ${families.join(" + ")}`, run: extraction(subject, ibsi(bins), families), must: 3 },
  ];
  const name = (family: string) => `${family.replaceAll("*", "")}, ${subject.name}, ${bins} levels`;
  return [
    ...Object.entries(pictologicsFamilies).map(
      ([family, id]): Comparison => ({
        name: name(family),
        peer: "pictologics",
        job: jobOf("family", subject, { family, levels: bins }),
        turns,
        ours: ours([id]),
      }),
    ),
    ...Object.entries(nyxusFamilies).map(
      ([family, ids]): Comparison => ({
        name: name(family),
        peer: "Nyxus",
        job: jobOf("family", subject, { family, levels: bins }),
        // One intensity feature: starting and reading the two files.
        floor: jobOf("family", subject, { family: "3MEAN", levels: bins }),
        turns,
        ours: ours(ids),
      }),
    ),
  ];
}

/** Full sets: all 174 features of IBSI beside whatever the peer calls everything. */
export function fullSets(subject: Subject, bins: number, turns: number): Comparison[] {
  const all = (must?: number): Ours[] => [{ name: "all 174 of IBSI", run: extraction(subject, ibsi(bins)), must }];
  const noShape = families.map(({ id }) => id).filter((id) => id !== "morphology");
  // The target is one at 128³.
  const must = (value: number) => (subject.input.image.grid.dims[0] === 128 ? value : undefined);
  return [
    {
      name: `everything but shape, ${subject.name}`,
      peer: "PyRadiomics",
      job: jobOf("everything", subject, { levels: bins, shape: 0 }),
      turns,
      ours: [
        { name: "all of IBSI but morphology", run: extraction(subject, ibsi(bins), noShape), must: must(40) },
        { name: "the same but with IBSI's morphology", run: extraction(subject, ibsi(bins)) },
      ],
    },
    {
      name: `everything, ${subject.name}`,
      peer: "PyRadiomics",
      job: jobOf("everything", subject, { levels: bins, shape: 1 }),
      turns: Math.min(2, turns),
      ours: all(must(100)),
    },
    {
      name: `everything, ${subject.name}`,
      peer: "MIRP",
      job: jobOf("everything", subject, { levels: bins }),
      turns: Math.min(2, turns),
      ours: all(100),
    },
    {
      name: `everything, ${subject.name}`,
      peer: "pictologics",
      job: jobOf("family", subject, { family: "everything", levels: bins }),
      turns,
      ours: all(3),
    },
  ];
}

/** Two scales of the LoG and the eight bands of coif1, every feature of each response. */
export const tenFilters: readonly FilterSettings[] = [
  ...[2, 3].map((sigma): FilterSettings => ({ id: "log", params: { sigma, convention: "PyRadiomics" } })),
  ...["LLL", "LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH"].map(
    (band): FilterSettings => ({ id: "wavelet", params: { family: "coif1", band, convention: "PyRadiomics" } }),
  ),
];

export function bank(subject: Subject, turns: number): Comparison {
  const all = (recipe: Recipe) => () =>
    extractBank(subject.input, recipe, tenFilters).reduce((sum, { extraction: { rows } }) => sum + rows.length, 0);
  return {
    name: `ten filters, ${subject.name}`,
    peer: "PyRadiomics",
    job: jobOf("bank", subject, { levels: 32 }),
    turns,
    ours: [
      { name: "174 features of IBSI each", run: all(ibsi(32)), must: 30 },
      { name: "PyRadiomics' features each", run: all(profile(32)) },
    ],
  };
}
