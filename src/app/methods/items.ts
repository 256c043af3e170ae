import type { en } from "../i18n/en.ts";
import type { Facts } from "./facts.ts";

/** What a reader of a radiomics paper looks for: CLEAR (doi:10.1186/s13244-023-01415-8) and the IBSI's reporting list. */
export type ReportingItem = {
  readonly id: keyof typeof en.methods.item;
  /** True: the paragraph says it. False: only the author knows it. */
  readonly covered: boolean;
};

/** The reporting items that concern these data, those that the paragraph covers first. */
export function reportingItems(f: Facts): readonly ReportingItem[] {
  const covered: ReportingItem["id"][] = [
    "image",
    "voxels",
    ...(f.manufacturer ? (["scanner"] as const) : []),
    "interpolation",
    ...(f.recipe.interpolation ? (["mask"] as const) : []),
    ...(f.filter ? (["filter"] as const) : []),
    "resegmentation",
    "discretisation",
    "families",
    ...(f.families.some((family) => family.aggregations.length > 0) ? (["aggregation", "distance"] as const) : []),
    ...(f.undefined > 0 ? (["missing"] as const) : []),
    "software",
    "standard",
    "references",
  ];
  const open: ReportingItem["id"][] = [
    "patients",
    ...(f.manufacturer ? [] : (["scanner"] as const)),
    ...acquisition(f),
    "segmentation",
    "reproducibility",
    "selection",
    "model",
    "sharing",
  ];
  return [...covered.map((id) => ({ id, covered: true })), ...open.map((id) => ({ id, covered: false }))];
}

function acquisition({ modality, recipe }: Facts): ReportingItem["id"][] {
  if (modality === "CT") return ["ct"];
  if (modality === "PET") return ["pet", "suv"];
  if (modality === "MR") return recipe.normalisation ? ["mr"] : ["mr", "normalisation"];
  return ["acquisition"];
}
