import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { featureById } from "#engine/features/index.ts";
import type { Segment } from "#session/session.ts";
import { featureUnit } from "../../../format.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import { type FeatureKey, partsOf } from "../../../workbench/chosen.ts";
import { type Flip, flipsOf } from "../../../workbench/what-if/curve.ts";
import { curvesCsv, curvesOf, gapsOf, wordsOf } from "../../../workbench/what-if/table.ts";
import type { Place, Sample } from "../../../workbench/what-if/what-if.ts";
import { useFeatureNames } from "../feature-names.ts";
import { Gaps } from "./Gaps.tsx";
import { useSettingTexts } from "./setting-texts.ts";

type Props = {
  place: Place;
  samples: readonly Sample[];
  feature: FeatureKey;
  segments: readonly Segment[];
};

/** A feature against the setting, a curve for each segment; where two of them change places there is a ring. */
export function CurveChart({ place, samples, feature, segments }: Props) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  const texts = useSettingTexts(place.scene.image.unit);
  const { setting, value } = place;
  const own = setting.value(place.recipe);
  const names = useMemo(() => new Map(segments.map((s) => [s.label, s.name])), [segments]);
  const curves = useMemo(() => curvesOf(place, samples, feature, names), [place, samples, feature, names]);
  const flips = useMemo(() => flipsOf(curves), [curves]);
  const row = featureById(partsOf(feature).id)?.feature;
  const unit = row ? featureUnit(row.unit, place.scene.image.unit) : "";
  const settingUnit = texts.unitOf(setting);
  const axis = settingUnit ? `${texts.nameOf(setting)} (${settingUnit})` : texts.nameOf(setting);
  // The whole range from the beginning, so that a curve grows into its place.
  const ends = useMemo(() => {
    const domain = setting.domain(place.recipe, place.scene);
    if (domain.kind !== "number") return null;
    const places = [value, own, ...curves.flatMap((c) => c.points.map((p) => p.x))];
    const all = [domain.min, domain.max, ...places.flatMap((x) => (typeof x === "number" ? x : []))];
    return [Math.min(...all), Math.max(...all)];
  }, [setting, place, value, own, curves]);
  const words = useMemo(() => wordsOf(setting, place), [setting, place]);

  const draw = useCallback<Draw>(
    (plot, { large }) => {
      const numeric = words.length === 0;
      const drawn = curves.map((c) => ({
        ...c,
        points: c.points.filter((p) => p.y !== null).map((p) => ({ ...p, x: numeric ? p.x : texts.wordOf(p.x) })),
        color: `rgb(${segments.find((s) => s.label === c.label)?.color.join() ?? "128,128,128"})`,
      }));
      const heights = drawn.flatMap((c) => c.points.flatMap((p) => p.y ?? []));
      const flat = heights.length > 0 && heights.every((y) => y === heights[0]) ? roundAbout(heights[0]) : null;
      const radius = large ? 4.5 : 2.5;
      return {
        marginLeft: large ? 80 : 52,
        marginBottom: large ? 60 : 36,
        x: numeric
          ? { label: axis, grid: false, ...(ends && { domain: ends }) }
          : { label: axis, type: "point", domain: words.map((w) => texts.wordOf(w)) },
        y: { label: unit || null, grid: true, nice: true, ticks: 5, ...(flat && { domain: flat }) },
        marks: [
          own === null
            ? null
            : plot.ruleX([numeric ? own : texts.wordOf(own)], { stroke: "var(--dim)", strokeDasharray: "3 3" }),
          plot.ruleX([numeric ? value : texts.wordOf(value)], { stroke: "var(--accent)" }),
          ...drawn.map(({ points, color }) =>
            plot.lineY(points, { x: "x", y: "y", stroke: color, strokeWidth: large ? 3 : 1.75 }),
          ),
          ...drawn.map(({ points, color }) => plot.dot(points, { x: "x", y: "y", fill: color, r: radius })),
          plot.dot(
            flips.filter((f) => f.x !== null),
            { x: "x", y: "y", r: radius * 2.6, stroke: "var(--warn)", strokeWidth: 2 },
          ),
        ],
      };
    },
    [curves, flips, segments, axis, unit, own, value, words, ends, texts],
  );
  const where = (f: Flip) =>
    f.x === null
      ? t("whatIf.between", { from: texts.wordOf(f.from), to: texts.wordOf(f.to) })
      : texts.sayValue(setting, Number(f.x.toPrecision(3)));
  const pairs = [...new Set(flips.map((f) => f.between.join("\n")))];
  return (
    <div data-curve={feature}>
      <Chart
        title={nameOf(feature)}
        file={`what-if_${partsOf(feature).id}_${setting.id}`}
        draw={draw}
        ratio={0.55}
        csv={() => curvesCsv(setting.id, feature, curves)}
      />
      <Gaps gaps={gapsOf(place, samples, feature, null)} say={(gap) => texts.sayValue(setting, gap.x)} />
      {pairs.map((pair) => {
        const own = flips.filter((f) => f.between.join("\n") === pair);
        const [a, b] = own[0].between;
        return (
          <p key={pair} className="small what-if-flip" data-flips={own.length}>
            {t("whatIf.flips", { count: own.length, a: `“${a}”`, b: `“${b}”`, places: own.map(where).join(", ") })}
          </p>
        );
      })}
    </div>
  );
}

/** Room above and below a single value. */
const roundAbout = (y: number): readonly [number, number] => {
  const half = y === 0 ? 1 : Math.abs(y) / 10;
  return [y - half, y + half];
};
