import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import { csvLine } from "#io/writers/csv.ts";
import { Chart } from "../../../ui/Chart.tsx";
import type { Draw } from "../../../ui/plotting.ts";
import type { FeatureKey } from "../../../workbench/chosen.ts";
import { placeOnBar, type Verdict } from "../../../workbench/reference/verdict.ts";
import { short } from "../compare/ProfileChart.tsx";
import { useFeatureNames } from "../feature-names.ts";

export type Compared = { readonly key: FeatureKey; readonly row: FeatureRow; readonly verdict: Verdict };

/** More do not fit on a chart. */
const MOST = 40;

/** All intervals on one scale, the band between their limits; for a projector, and to be saved. */
export function ReferenceChart({ compared }: { compared: readonly Compared[] }) {
  const { t } = useTranslation();
  const nameOf = useFeatureNames();
  const rows = compared.flatMap(({ key, row, verdict }) =>
    verdict.kind === "compared" && "value" in row
      ? [{ key, name: nameOf(key), value: row.value, ...verdict, place: placeOnBar(row.value, verdict.interval) }]
      : [],
  );
  const drawn = rows.slice(0, MOST);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn follows from what was compared
  const draw = useCallback<Draw>(
    (plot, { large }) => ({
      marginLeft: large ? 380 : 160,
      marginRight: large ? 60 : 28,
      marginTop: 8,
      marginBottom: 8,
      x: { axis: null, domain: [0, 1] },
      y: {
        type: "band",
        domain: drawn.map((r) => r.name),
        label: null,
        tickSize: 0,
        padding: 0.35,
        tickFormat: (name: string) => short(name, large ? 44 : 24),
      },
      marks: [
        plot.barX(drawn, { y: "name", x1: 0, x2: 1, fill: "var(--raised)" }),
        plot.barX(drawn, { y: "name", x1: 0.25, x2: 0.75, fill: "var(--good)", fillOpacity: 0.45 }),
        plot.dot(drawn, {
          x: "place",
          y: "name",
          r: large ? 7 : 4,
          fill: (r: (typeof drawn)[number]) => (r.flag === "" ? "var(--text)" : "var(--bad)"),
        }),
        plot.text(drawn, {
          x: 1,
          y: "name",
          dx: large ? 24 : 12,
          text: (r: (typeof drawn)[number]) => (r.flag === "" ? "" : t(`reference.flag.${r.flag}`)),
          fill: "var(--bad)",
          fontWeight: 700,
        }),
      ],
    }),
    [compared, t],
  );
  if (rows.length === 0) return null;
  const csv = () =>
    csvLine(["feature", "value", "flag", "lower", "median", "upper", "values", "subjects", "cautions"]) +
    rows
      .map(({ key, value, flag, interval: i, subjects, cautions }) =>
        csvLine([key, value, flag, i.lower.value, i.median, i.upper.value, i.n, subjects, cautions.join(" ")]),
      )
      .join("");
  return (
    <Chart title={t("reference.chart")} file="reference" draw={draw} ratio={0.06 + 0.065 * drawn.length} csv={csv} />
  );
}
