import type { StatisticReason } from "#engine/cohort/index.ts";
import type { FeatureUnit } from "#engine/features/family.ts";
import { featureById } from "#engine/features/index.ts";
import type { Extraction, FeatureRow, Warning } from "#engine/plan/extraction.ts";
import type { Reason } from "#engine/reason.ts";
import type { Discretisation, Recipe } from "#engine/recipe.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import type { ReferenceTable } from "#io/readers/reference-table.ts";
import type { Finding, Series } from "#io/series.ts";
import type { Provenance } from "#io/writers/provenance.ts";
import type { Segment } from "#session/session.ts";
import { type FeatureKey, featureKey, partsOf } from "../workbench/chosen.ts";
import { type Verdict, verdictOf } from "../workbench/reference/verdict.ts";

/** The biomarkers that a report has unless others are chosen: size, shape, level, heterogeneity. */
export const usualBiomarkers: readonly FeatureKey[] = [
  "morphology.volume_mesh",
  "morphology.maximum_3d_diameter",
  "morphology.sphericity",
  "morphology.surface_to_volume_ratio",
  "statistics.mean",
  "statistics.median",
  "statistics.percentile_90",
  "statistics.skewness",
  "histogram.entropy",
  "glcm.contrast@3D_mrg",
  "glcm.joint_entropy@3D_mrg",
  "glszm.zone_percentage@3D_mrg",
];
/** The same of PyRadiomics' classes. */
export const usualOfPeer: readonly string[] = [
  "pyradiomics.shape.MeshVolume",
  "pyradiomics.shape.Maximum3DDiameter",
  "pyradiomics.shape.Sphericity",
  "pyradiomics.shape.SurfaceVolumeRatio",
  "pyradiomics.firstorder.Mean",
  "pyradiomics.firstorder.Median",
  "pyradiomics.firstorder.90Percentile",
  "pyradiomics.firstorder.Skewness",
  "pyradiomics.firstorder.Entropy",
  "pyradiomics.glcm.Contrast",
  "pyradiomics.glcm.JointEntropy",
  "pyradiomics.glszm.ZonePercentage",
];

/** How far a feature is repeated: from the robustness view. */
export type Repeatability = {
  /** Two measurements differ by less in 95 of 100 cases; in the feature's unit. */
  readonly coefficient: number | StatisticReason;
  /** Null where the regions are too few for a verdict. */
  readonly light: "green" | "amber" | "red" | "unknown" | null;
};
/** Fewest regions of a verdict. */
export const VERDICT_REGIONS = 10;
export type RepeatabilityTable = {
  readonly mode: "perturb" | "retest" | "readers";
  readonly subjects: number;
  readonly of: (key: FeatureKey) => Repeatability | undefined;
};

export type MeasuredRegion = {
  readonly segment: Segment;
  readonly extraction: Extraction;
  readonly provenance: Provenance;
  /** Data URLs, with what each shows. */
  readonly pictures: readonly {
    readonly plane: string;
    readonly slice: number;
    readonly slices: number;
    readonly url: string;
  }[];
};

export type ReportInput = {
  readonly series: Pick<Series, "study" | "modality" | "description" | "manufacturer" | "findings" | "image" | "use">;
  readonly regions: readonly MeasuredRegion[];
  readonly keys: readonly FeatureKey[];
  readonly reference: { readonly table: ReferenceTable; readonly name: string; readonly anyway: boolean } | null;
  readonly repeatability: RepeatabilityTable | null;
  /** Name, ID, birth date and sex of the patient stand in the report. */
  readonly withPatient: boolean;
  /** What the person writes about the case; "" for nothing. */
  readonly comment: string;
};

export type BiomarkerRow = {
  readonly key: FeatureKey;
  readonly name: string;
  readonly ibsi: string | null;
  readonly aggregation: FeatureRow["aggregation"];
  readonly aggregationCode: string;
  /** What made the grey levels that the feature reads; null where it reads none. */
  readonly levels: Discretisation | null;
  readonly unit: FeatureUnit;
  readonly value: number | Reason;
  readonly repeatability: Repeatability | null;
  /** Null where no cohort is loaded. */
  readonly verdict: Verdict | null;
};

export type RegionFacts = {
  readonly name: string;
  readonly note: string;
  readonly color: Segment["color"];
  readonly voxels: number;
  readonly rows: readonly BiomarkerRow[];
  readonly warnings: readonly Warning[];
  readonly pictures: MeasuredRegion["pictures"];
  readonly maskSha256: string;
};

/** All that a report says, in no language yet. */
export type ReportFacts = {
  readonly patient: {
    readonly name: string;
    readonly id: string;
    readonly birthDate: string;
    readonly sex: string;
  } | null;
  readonly studyDate: string;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly modality: string;
  readonly manufacturer: string;
  readonly unit: IntensityUnit;
  readonly findings: readonly Finding[];
  readonly regions: readonly RegionFacts[];
  readonly recipe: Recipe;
  readonly provenance: Pick<Provenance, "created" | "software" | "standard" | "recipeSha256"> & {
    readonly imageSha256: string | null;
    readonly seriesInstanceUid: string;
  };
  readonly reference: string | null;
  readonly repeatability: Pick<RepeatabilityTable, "mode" | "subjects"> | null;
  readonly comment: string;
};

/** Gathers the facts of a report. At least one region; all of them measured with one recipe. */
export function reportFacts(input: ReportInput): ReportFacts {
  const { series, regions, keys, reference, repeatability, withPatient } = input;
  const { study } = series;
  const { provenance, extraction } = regions[0];
  return {
    patient: withPatient
      ? { name: study.patientName, id: study.patientId, birthDate: study.patientBirthDate, sex: study.patientSex }
      : null,
    studyDate: study.studyDate,
    studyDescription: study.studyDescription,
    seriesDescription: series.description,
    modality: series.modality,
    manufacturer: series.manufacturer.trim(),
    unit: series.image.unit,
    findings: series.findings.filter((f) => f.level !== "info"),
    regions: regions.map(({ segment, extraction: own, provenance: p, pictures }) => ({
      name: segment.name,
      note: segment.note ?? "",
      color: segment.color,
      voxels: p.region.voxels,
      rows: keys.map((key) => rowOf(key, own, input)),
      warnings: own.warnings,
      pictures,
      maskSha256: p.region.sha256,
    })),
    recipe: extraction.recipe,
    provenance: {
      created: provenance.created,
      software: provenance.software,
      standard: provenance.standard,
      recipeSha256: provenance.recipeSha256,
      imageSha256: provenance.image.sha256,
      seriesInstanceUid: provenance.image.seriesInstanceUid,
    },
    reference: reference?.name ?? null,
    repeatability: repeatability && { mode: repeatability.mode, subjects: repeatability.subjects },
    comment: input.comment.trim(),
  };
}

function rowOf(key: FeatureKey, { rows, recipe }: Extraction, input: ReportInput): BiomarkerRow {
  const { id, aggregation } = partsOf(key);
  const feature = featureById(id);
  const row = rows.find((r) => featureKey(r.id, r.aggregation) === key);
  const { reference, repeatability, regions, series } = input;
  const setting = { recipe, hash: regions[0].provenance.recipeSha256, unit: series.image.unit };
  return {
    key,
    name: feature?.feature.name ?? id,
    ibsi: feature?.feature.ibsi ?? null,
    aggregation,
    aggregationCode: row?.aggregationCode ?? "",
    levels: levelsOf(row?.family ?? "", recipe),
    unit: row?.unit ?? feature?.feature.unit ?? "1",
    value: !row
      ? { reason: "not_defined", detail: "The feature was not measured with these settings." }
      : "value" in row
        ? row.value
        : { reason: row.reason, detail: row.detail },
    repeatability: repeatability?.of(key) ?? null,
    verdict: row && reference ? verdictOf(row, reference.table, setting, reference.anyway) : null,
  };
}

/** The discretisation that a family reads. */
function levelsOf(family: string, recipe: Recipe): Discretisation | null {
  if (family === "ivh") return recipe.ivh;
  return /^(pyradiomics\.)?(histogram|gl|ng)/.test(family) ? recipe.discretisation : null;
}
