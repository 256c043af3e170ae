import { isNoStatistic, type PairAgreement, type Robustness, type StatisticReason } from "#engine/cohort/index.ts";
import { featureById } from "#engine/features/index.ts";
import { unitCode } from "#engine/features/unit.ts";
import type { PerturbationTable, PerturbedFeature, PlanSettings } from "#engine/perturb/index.ts";
import { isReason } from "#engine/reason.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import { csvLine } from "./csv.ts";
import type { Provenance } from "./provenance.ts";

/** How far one feature is to be trusted. `pairs`: where subjects were measured twice. */
export type RobustnessLine = {
  readonly feature: PerturbedFeature;
  readonly robustness: Robustness;
  readonly pairs?: PairAgreement;
};
type Fact = readonly [column: string, value: string | number | null];

/** What was done to which regions, whole. */
export type RobustnessRecord = {
  readonly plan: PlanSettings;
  /** Of each subject's image; null where noise was given, or none was added. */
  readonly noise: readonly (number | null)[];
  /** Of each subject. */
  readonly provenance: readonly Provenance[];
  readonly unit: IntensityUnit;
};
/** The same in a few columns, from the page. */
export type PlainRecord = { readonly unit: IntensityUnit; readonly facts: readonly Fact[] };

export const ROBUSTNESS_SCHEMA = "radiomica.robustness";

function factsOf({ plan, noise, provenance }: RobustnessRecord): Fact[] {
  const each = (of: (p: Provenance) => string) => [...new Set(provenance.map(of))].join("; ");
  return [
    ["subjects", provenance.map((p) => p.region.name).join("; ")],
    ["chains", plan.chains.map((chain) => chain.join("+")).join("; ")],
    ["plan", JSON.stringify(plan)],
    ["noise_sd", [...new Set(noise)].map((n) => n ?? plan.noise.sigma ?? "").join("; ") || null],
    ["series_instance_uid", each((p) => p.image.seriesInstanceUid)],
    ["image_sha256", each((p) => p.image.sha256 ?? "")],
    ["mask_sha256", each((p) => p.region.sha256)],
    ["settings_name", provenance[0].recipeName ?? null],
    ["settings_sha256", each((p) => p.recipeSha256)],
    ["engine_version", provenance[0].software.engine],
    ["created", provenance[0].created],
  ];
}

const estimate = (name: string, found: { value: number; low: number; high: number } | StatisticReason): Fact[] => [
  [name, isNoStatistic(found) ? null : found.value],
  [`${name}_low`, isNoStatistic(found) ? null : found.low],
  [`${name}_high`, isNoStatistic(found) ? null : found.high],
];

/**
 * Statistics as CSV, a row for each feature (RFC 4180, see `featuresCsv`): n subjects, k measurements of each, ICC,
 * within-subject SD (wsd, in the feature's unit) and CoV (wcv, a fraction), repeatability coefficient (rc), each with its
 * 95 % interval, and the light. Where there is no ICC, reason and detail say why. Facts of the record stand in every row.
 */
export function robustnessCsv(lines: readonly RobustnessLine[], record: RobustnessRecord | PlainRecord): string {
  const { unit } = record;
  const facts = "provenance" in record ? factsOf(record) : record.facts;
  const rows = lines.map(({ feature, robustness, pairs }): Fact[] => {
    const { icc, wsd, wcv, rc, light, n, k } = robustness;
    const altman = pairs?.blandAltman;
    const limits: readonly (readonly ["bias" | "lower" | "upper", string])[] = [
      ["bias", "bias"],
      ["lower", "loa_lower"],
      ["upper", "loa_upper"],
    ];
    return [
      ["family", feature.family],
      ["feature", featureById(feature.id)?.feature.name ?? feature.id],
      ["ibsi_code", feature.ibsi],
      ["aggregation", feature.aggregation],
      ["aggregation_code", feature.aggregationCode],
      ["id", feature.id],
      ["unit", unitCode(feature.unit, unit)],
      ["n", n],
      ["k", k],
      ["icc_model", isNoStatistic(icc) ? null : icc.model],
      ...estimate("icc", icc),
      ...estimate("wsd", wsd),
      ["wcv", isNoStatistic(wcv) ? null : wcv],
      ...estimate("rc", rc),
      ["light", light.light],
      ...(pairs && altman
        ? [
            ...estimate("ccc", pairs.ccc),
            ...limits.flatMap(([key, name]) => estimate(name, isNoStatistic(altman) ? altman : altman[key])),
          ]
        : []),
      ["reason", isNoStatistic(icc) ? icc.reason : null],
      ["detail", isNoStatistic(icc) ? icc.detail : null],
      ...facts,
    ];
  });
  const header = rows[0]?.map(([column]) => column) ?? [];
  return [header, ...rows.map((row) => row.map(([, value]) => value))].map(csvLine).join("");
}

/** Everything as JSON: the plan, where regions and images come from, statistics, and every measurement. */
export function robustnessJson(
  lines: readonly RobustnessLine[],
  { subjects, jobs }: PerturbationTable,
  { plan, noise, provenance }: RobustnessRecord,
): string {
  const features = lines.map(({ feature, robustness }) => {
    const { baseline, values, ...identity } = feature;
    const name = featureById(feature.id)?.feature.name ?? feature.id;
    return { ...identity, name, statistics: robustness, undisturbed: baseline, values };
  });
  const file = {
    schema: ROBUSTNESS_SCHEMA,
    version: 1,
    subjects,
    perturbations: jobs,
    plan,
    noise,
    features,
    provenance,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** The measurements behind it: a row for each subject, feature and perturbation ("undisturbed" for none). */
export function perturbedValuesCsv({ subjects, jobs, features }: PerturbationTable): string {
  const header = ["subject", "perturbation", "id", "aggregation", "value", "reason", "detail"];
  const rows = features.flatMap(({ id, aggregation, baseline, values }) =>
    subjects.flatMap((subject, s) =>
      [baseline[s], ...values[s]].map((value, j) => [
        subject,
        j === 0 ? "undisturbed" : jobs[j - 1],
        id,
        aggregation,
        isReason(value) ? null : value,
        isReason(value) ? value.reason : null,
        isReason(value) ? value.detail : null,
      ]),
    ),
  );
  return [header, ...rows].map(csvLine).join("");
}
