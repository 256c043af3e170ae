import { isReason } from "#engine/reason.ts";
import { csvLine } from "#io/writers/csv.ts";
import { type FeatureKey, valueIn } from "../chosen.ts";
import { type Curve, inOrder } from "./curve.ts";
import type { Setting, SettingValue } from "./setting.ts";
import { featureAt, keyOf, type Place, type Sample } from "./what-if.ts";

/** A cell of a heat map; null where the feature has no value. */
export type HeatCell = { readonly x: SettingValue; readonly y: SettingValue; readonly value: number | null };

const numberIn = (sample: Sample, key: FeatureKey): number | null => {
  const value = valueIn(sample.rows, key);
  return isReason(value) ? null : value;
};

/** The order of a setting's words; none for numbers. */
export function wordsOf(setting: Setting, at: Place): readonly string[] {
  const domain = setting.domain(at.recipe, at.scene);
  return domain.kind === "choice" ? domain.options : [];
}

/** The curves of a feature, one a segment, from the samples that were taken with the present recipe. */
export function curvesOf(
  at: Place,
  samples: readonly Sample[],
  feature: FeatureKey,
  names: ReadonlyMap<number, string>,
): readonly Curve[] {
  const key = keyOf(at, null);
  const words = wordsOf(at.setting, at);
  return at.labels.map((label) => {
    const own = samples.filter((s) => s.key === key && s.label === label && s.y === null);
    const points = own.map((s) => ({ x: s.x, y: numberIn(s, featureAt(feature, [[at.setting, s.x]])) }));
    return { label, name: names.get(label) ?? String(label), points: inOrder(points, words) };
  });
}

/** The heat map of a feature in the first of the segments. */
export function heatOf(at: Place, samples: readonly Sample[], feature: FeatureKey): readonly HeatCell[] {
  const { second } = at;
  if (!second) return [];
  const key = keyOf(at, second);
  return samples.flatMap((s) => {
    if (s.key !== key || s.label !== at.labels[0] || s.y === null) return [];
    const where = featureAt(feature, [
      [at.setting, s.x],
      [second, s.y],
    ]);
    return [{ x: s.x, y: s.y, value: numberIn(s, where) }];
  });
}

/** A place of the settings where a feature has no value, and why. */
export type Gap = { readonly x: SettingValue; readonly y: SettingValue | null; readonly why: string };

/** The places without a value; `second`: those of the heat map. */
export function gapsOf(
  at: Place,
  samples: readonly Sample[],
  feature: FeatureKey,
  second: Setting | null,
): readonly Gap[] {
  const key = keyOf(at, second);
  return samples.flatMap((s): Gap[] => {
    if (s.key !== key || !at.labels.includes(s.label) || (s.y === null) !== (second === null)) return [];
    const { x, y } = s;
    if (s.refused !== undefined) return [{ x, y, why: s.refused }];
    const where = featureAt(feature, [
      [at.setting, x],
      [second, y],
    ]);
    const value = valueIn(s.rows, where);
    return isReason(value) ? [{ x, y, why: value.detail }] : [];
  });
}

/** The numbers of a chart: a row for each value of the setting, a column for each segment; empty without a value. */
export function curvesCsv(setting: string, feature: string, curves: readonly Curve[]): string {
  const values = curves.flatMap((c) => c.points.map((p) => p.x));
  const rows = [...new Set(values)].sort((a, b) => (typeof a === "number" && typeof b === "number" ? a - b : 0));
  const header = csvLine([setting, ...curves.map((c) => `${feature} ${c.name}`)]);
  return (
    header + rows.map((x) => csvLine([x, ...curves.map((c) => c.points.find((p) => p.x === x)?.y ?? null)])).join("")
  );
}

export const heatCsv = (x: string, y: string, feature: string, cells: readonly HeatCell[]): string =>
  csvLine([x, y, feature]) + cells.map((c) => csvLine([c.x, c.y, c.value])).join("");
