import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { isNoStatistic } from "#engine/cohort/index.ts";
import type { PerturbationId } from "#engine/perturb/index.ts";
import type { IntensityUnit } from "#engine/volume.ts";
import { csvLine } from "#io/writers/csv.ts";
import type { Segment } from "#session/session.ts";
import { featureUnit, labValue } from "../../../format.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import type { TrustResult } from "../../../workbench/robustness/robustness.ts";
import type { TrustRow } from "../../../workbench/robustness/rows.ts";
import { lightColors, lightSymbols } from "./Light.tsx";

/** Rows that one chart has room for. */
const MOST = 40;
/** Height of a row over the chart's width. */
const ROW = 0.042;

/** Names are not unique: a feature has several aggregations. */
const labelOf = ({ name, feature }: TrustRow) => (feature.aggregation ? `${name} ${feature.aggregation}` : name);

/** The features as dots: ICC with its interval, or, where there is none, the coefficient of variation. */
export function DotsChart({ rows, by }: { rows: readonly TrustRow[]; by: "icc" | "wcv" }) {
  const { t } = useTranslation();
  const drawn = useMemo(
    () =>
      rows
        .flatMap((row) => {
          const { icc, wcv, light } = row.robustness;
          const place = { label: labelOf(row), light: light.light };
          if (by === "icc") return isNoStatistic(icc) ? [] : [{ ...place, ...icc }];
          return isNoStatistic(wcv) ? [] : [{ ...place, value: 100 * wcv, low: 100 * wcv, high: 100 * wcv }];
        })
        .slice(0, MOST),
    [rows, by],
  );
  const draw = useCallback<Draw>(
    (plot, { large, width }) => ({
      // About as wide as the longest name, but never more than what is left for the dots.
      marginLeft: Math.min(width * 0.45, 12 + Math.max(...drawn.map((d) => d.label.length)) * (large ? 10 : 6)),
      marginBottom: large ? 50 : 32,
      x:
        by === "icc"
          ? { label: "ICC", domain: [Math.min(0, ...drawn.map((d) => d.low)), 1], grid: true, ticks: 5 }
          : { label: "CoV, %", zero: true, grid: true, ticks: 5 },
      y: { label: null, domain: drawn.map((d) => d.label), tickSize: 0 },
      marks: [
        by === "icc" ? plot.ruleX([0.5, 0.75, 0.9], { stroke: "var(--dim)", strokeDasharray: "2 3" }) : null,
        ...(["green", "amber", "red", "unknown"] as const).flatMap((light) => {
          const own = drawn.filter((d) => d.light === light);
          const color = lightColors[light];
          return [
            by === "icc" ? plot.ruleY(own, { y: "label", x1: "low", x2: "high", stroke: color }) : null,
            plot.dot(own, {
              y: "label",
              x: "value",
              [light === "red" ? "stroke" : "fill"]: color,
              strokeWidth: large ? 3 : 2,
              r: large ? 6 : 3,
              symbol: lightSymbols[light],
            }),
          ];
        }),
      ],
    }),
    [drawn, by],
  );
  if (drawn.length === 0) return null;
  const title = by === "icc" ? t("robustness.chartIcc") : t("robustness.chartWcv");
  return (
    <div data-trust-chart="dots">
      <Chart
        key={drawn.length}
        title={title}
        file={`robustness_${by}`}
        draw={draw}
        ratio={0.12 + ROW * drawn.length}
        csv={() =>
          [["feature", "light", by, "low", "high"], ...drawn.map((d) => [d.label, d.light, d.value, d.low, d.high])]
            .map(csvLine)
            .join("")
        }
      />
      {rows.length > MOST && <p className="small dim">{t("robustness.chartMost", { count: MOST })}</p>}
    </div>
  );
}

type FeatureProps = {
  row: TrustRow;
  result: TrustResult;
  unit: IntensityUnit;
  segments: readonly Segment[];
  /** Columns that are looked at; all where left out. */
  columns?: readonly number[];
};

/**
 * One feature over its perturbations, in order: how far each is from the undisturbed value, so that segments of any size
 * show; where there is none to relate to, the values themselves.
 */
export function ValuesChart({ row, result, unit, segments, columns }: FeatureProps) {
  const { t } = useTranslation();
  const { feature } = row;
  const relative = feature.baseline.every((still) => typeof still === "number" && still !== 0);
  const points = useMemo(
    () =>
      result.regions.flatMap(({ name, label }, s) =>
        feature.values[s].flatMap((value, j) => {
          const still = feature.baseline[s];
          if (typeof value !== "number" || !(columns?.includes(j) ?? true)) return [];
          const y = relative && typeof still === "number" ? (100 * (value - still)) / Math.abs(still) : value;
          return [{ name, label, x: j + 1, y, value, job: result.table.jobs[j] }];
        }),
      ),
    [feature, result, columns, relative],
  );
  const own = featureUnit(feature.unit, unit);
  const draw = useCallback<Draw>(
    (plot, { large }) => {
      const colorOf = (label: number) =>
        `rgb(${segments.find((s) => s.label === label)?.color.join() ?? "128,128,128"})`;
      const kinds = kindsOf(result, columns);
      const shown = points.map((p) => p.x);
      return {
        marginLeft: large ? 90 : 56,
        marginBottom: large ? 56 : 34,
        marginTop: large ? 60 : 38,
        x: {
          label: t("robustness.repetition"),
          domain: [Math.min(...shown) - 0.5, Math.max(...shown) + 0.5],
          ticks: 5,
        },
        y: {
          label: relative ? t("robustness.change") : own || null,
          labelAnchor: "center",
          labelArrow: "none",
          grid: true,
          nice: true,
          ticks: 5,
        },
        marks: [
          plot.ruleX(kinds.slice(1), { x: "from", stroke: "var(--line)" }),
          // In two rows: neighbours of few perturbations have little room.
          ...kinds.map((k, n) =>
            plot.text([k], {
              x: (k.from + k.to) / 2,
              text: () => k.ids.map((id) => t(`robustness.id.${id}`)).join(" + "),
              frameAnchor: "top",
              dy: (large ? -20 : -12) * (1 + (n % 2)),
              fill: "var(--dim)",
            }),
          ),
          relative ? plot.ruleY([0], { stroke: "var(--dim)" }) : null,
          plot.dot(points, {
            x: "x",
            y: "y",
            fill: (p: (typeof points)[number]) => colorOf(p.label),
            r: large ? 6 : 3,
            title: (p: (typeof points)[number]) => `${p.name}, ${p.job}: ${labValue(p.value)} ${own}`,
          }),
        ],
      };
    },
    [points, result, segments, own, columns, relative, t],
  );
  if (points.length === 0) return null;
  return (
    <div data-trust-chart="values">
      <Chart
        title={t("robustness.chartValues", { feature: labelOf(row) })}
        file={`robustness_${feature.id}`}
        draw={draw}
        ratio={0.5}
        csv={() =>
          [["segment", "perturbation", row.key], ...points.map((p) => [p.name, p.job, p.value])].map(csvLine).join("")
        }
      />
    </div>
  );
}

/** Where each kind of perturbation begins and ends along the chart. */
function kindsOf({ jobs }: TrustResult, columns?: readonly number[]) {
  const kinds: { ids: readonly PerturbationId[]; key: string; from: number; to: number }[] = [];
  jobs.forEach((job, j) => {
    if (columns && !columns.includes(j)) return;
    const ids = job.steps.map((s) => s.id);
    const last = kinds.at(-1);
    if (last?.key === ids.join()) last.to = j + 1.5;
    else kinds.push({ ids, key: ids.join(), from: j + 0.5, to: j + 1.5 });
  });
  return kinds;
}

/** Two measurements of each subject: mean against difference, bias and limits of agreement with their intervals. */
export function AltmanChart({ row, result, unit }: Omit<FeatureProps, "segments" | "columns">) {
  const { t } = useTranslation();
  const { feature, pairs } = row;
  const found = pairs && !isNoStatistic(pairs.blandAltman) ? pairs.blandAltman : null;
  const own = featureUnit(feature.unit, unit);
  const draw = useCallback<Draw>(
    (plot, { large }) => {
      if (!found) return { marks: [] };
      const points = found.points.map(([x, y], i) => ({ x, y, name: result.table.subjects[i] }));
      const lines = [
        { ...found.bias, color: "var(--accent)", dash: "none" },
        { ...found.lower, color: "var(--warn)", dash: "5 3" },
        { ...found.upper, color: "var(--warn)", dash: "5 3" },
      ];
      return {
        marginLeft: large ? 100 : 60,
        marginBottom: large ? 56 : 36,
        x: { label: own ? `${t("robustness.mean")}, ${own}` : t("robustness.mean"), ticks: 5, inset: 8 },
        y: { label: t("robustness.difference"), grid: true, nice: true, ticks: 5 },
        marks: [
          ...lines.map(({ low, high, color }) =>
            plot.rect([{ low, high }], { y1: "low", y2: "high", fill: color, fillOpacity: 0.1 }),
          ),
          plot.ruleY([0], { stroke: "var(--dim)" }),
          ...lines.map(({ value, color, dash }) => plot.ruleY([value], { stroke: color, strokeDasharray: dash })),
          plot.dot(points, {
            x: "x",
            y: "y",
            r: large ? 7 : 4,
            fill: "var(--text)",
            title: (p: (typeof points)[number]) => `${p.name}: ${labValue(p.x)}, ${labValue(p.y)}`,
          }),
        ],
      };
    },
    [found, result, own, t],
  );
  if (!found) return null;
  const say = (value: number) => labValue(value);
  return (
    <div data-trust-chart="altman">
      <Chart
        title={t("robustness.altman", { feature: labelOf(row) })}
        file={`bland-altman_${feature.id}`}
        draw={draw}
        ratio={0.6}
        csv={() =>
          [["subject", "mean", "difference"], ...found.points.map(([x, y], i) => [result.table.subjects[i], x, y])]
            .map(csvLine)
            .join("")
        }
      />
      <p className="small dim">
        {t("robustness.bias", { value: say(found.bias.value) })};{" "}
        {t("robustness.limits", { low: say(found.lower.value), high: say(found.upper.value) })} {own}
      </p>
    </div>
  );
}

/** Both measurements of every pair, and how far they are apart. */
export function PairTable({ row, result, unit }: Omit<FeatureProps, "segments" | "columns">) {
  const { t } = useTranslation();
  const own = featureUnit(row.feature.unit, unit);
  const title = t("robustness.pairTable", { feature: labelOf(row) });
  return (
    <table className="robust-pairs small" aria-label={title}>
      <caption>{own ? `${title} (${own})` : title}</caption>
      <thead>
        <tr>
          <th scope="col">{t("robustness.pair")}</th>
          {result.table.jobs.map((name) => (
            <th scope="col" key={name} title={name}>
              {name}
            </th>
          ))}
          <th scope="col">{t("robustness.relative")}</th>
        </tr>
      </thead>
      <tbody>
        {row.feature.values.map((values, p) => {
          const [x, y] = values;
          const mean = typeof x === "number" && typeof y === "number" ? (x + y) / 2 : 0;
          return (
            <tr key={`${result.regions[2 * p].label} ${result.regions[2 * p + 1].label}`}>
              <th scope="row">{result.table.subjects[p]}</th>
              {values.map((value, c) => (
                <td key={result.table.jobs[c]}>
                  {typeof value === "number" ? (
                    labValue(value)
                  ) : (
                    <span className="dim" title={value.detail}>
                      {t(`reason.${value.reason}`)}
                    </span>
                  )}
                </td>
              ))}
              <td>
                {typeof x === "number" && typeof y === "number" && mean !== 0
                  ? `${((100 * (x - y)) / Math.abs(mean)).toFixed(2).replace("-", "−")}`
                  : "–"}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
