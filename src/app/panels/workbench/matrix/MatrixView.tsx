import { Loader, NativeSelect, SegmentedControl } from "@mantine/core";
import { memo, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Feature } from "#engine/features/family.ts";
import { featureById } from "#engine/features/index.ts";
import type { MatrixPart } from "#engine/inspect/matrix.ts";
import type { InspectedRegion } from "#engine/inspect/region.ts";
import { areTerms, meanTerms } from "#engine/inspect/terms.ts";
import { average } from "#engine/plan/extract.ts";
import type { Aggregation, Recipe } from "#engine/recipe.ts";
import { cssGradient } from "../../../colormaps/colormaps.ts";
import { labValue } from "../../../format.ts";
import { useApp, useCell } from "../../../hooks/use-app.ts";
import { ChartFrame } from "../../../ui/Chart.tsx";
import { type Heat, heatOf } from "../../../workbench/inside/heat.ts";
import { aggregationsFor, type MatrixState, matrixFamiliesOf } from "../../../workbench/inside/matrix.ts";
import { LevelsSwitch } from "../inside/LevelsSwitch.tsx";
import { RegionGate } from "../inside/RegionGate.tsx";
import { CellReading } from "./CellReading.tsx";
import { HeatMap } from "./HeatMap.tsx";
import { TermsView } from "./TermsView.tsx";

/** The matrix behind a texture feature, cell by cell and voxel by voxel. */
export function MatrixView() {
  const app = useApp();
  useEffect(() => app.workbench.matrix.open(), [app]);
  return <RegionGate>{(region) => <MatrixOf region={region} />}</RegionGate>;
}

function MatrixOf({ region }: { region: InspectedRegion }) {
  const app = useApp();
  const { t } = useTranslation();
  const { matrix } = app.workbench;
  const { featureId, aggregation, part, parts, problem } = useCell(matrix.state);
  const found = featureById(featureId);
  const { recipe } = region;
  const shown = useMemo(() => parts && (part === null ? parts : [parts[part]]), [parts, part]);
  if (!found) return null;
  return (
    <div className="section-body inside">
      <Choices recipe={recipe} featureId={featureId} aggregation={aggregation} parts={parts} part={part} />
      {problem && (
        <p className="problem" data-level="error">
          {t(`reason.${problem.reason}`)}.{" "}
          <span className="dim" lang="en">
            {problem.detail}
          </span>
        </p>
      )}
      {!parts && !problem && <Loader size="xs" />}
      {shown && <Shown region={region} feature={found.feature} parts={shown} />}
      <LevelsSwitch />
    </div>
  );
}

type ChoicesProps = Pick<MatrixState, "featureId" | "aggregation" | "parts" | "part"> & { recipe: Recipe };

/** Which feature, in which aggregation, of which of its matrices. */
const Choices = memo(function Choices({ recipe, featureId, aggregation, parts, part }: ChoicesProps) {
  const { t } = useTranslation();
  const { matrix } = useApp().workbench;
  const families = matrixFamiliesOf(recipe);
  const given = aggregationsFor(featureId, recipe);
  return (
    <div className="inside-choices">
      <NativeSelect
        aria-label={t("inside.matrix.feature")}
        value={featureId}
        data={families.map((family) => ({
          group: family.name.replace("PyRadiomics: ", ""),
          items: family.features.map(({ id, name }) => ({ value: id, label: name })),
        }))}
        onChange={(event) => matrix.choose(event.currentTarget.value)}
      />
      {given[0] !== null && given.length > 0 && (
        <NativeSelect
          aria-label={t("inside.matrix.aggregation")}
          value={aggregation ?? ""}
          data={given.map((a) => ({ value: a ?? "", label: a === null ? "" : t(`aggregation.${a}`) }))}
          onChange={(event) => matrix.choose(featureId, event.currentTarget.value as Aggregation)}
        />
      )}
      {parts && parts.length > 1 && (
        <NativeSelect
          aria-label={t("inside.matrix.which")}
          value={part === null ? "" : String(part)}
          data={[
            { value: "", label: t("inside.matrix.all", { count: parts.length }) },
            ...parts.map((p, k) => ({ value: String(k), label: partName(p) })),
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            matrix.setPart(value === "" ? null : Number(value));
          }}
        />
      )}
    </div>
  );

  function partName({ slice, direction }: MatrixPart): string {
    const where = [
      ...(slice === null ? [] : [t("inside.matrix.slice", { slice: slice + 1 })]),
      ...(direction === null ? [] : [t("inside.matrix.direction", { direction: direction.join(", ") })]),
    ];
    return where.join(", ") || t("inside.matrix.every");
  }
});

type ShownProps = { region: InspectedRegion; feature: Feature<unknown>; parts: readonly MatrixPart[] };

function Shown({ region, feature, parts }: ShownProps) {
  const app = useApp();
  const { t } = useTranslation();
  const { matrix } = app.workbench;
  const { log, hovered, brush, fed } = useCell(matrix.state);
  const family = featureById(feature.id)?.family;
  const [{ source, sums }] = parts;
  const heat = useMemo(() => heatOf(parts, region.roi.ng, source.kind === "pairs"), [parts, region, source]);
  const terms = useMemo(() => meanTerms(feature, parts), [feature, parts]);
  const value = useMemo(() => {
    const { result } = average(
      feature,
      parts.map((p) => p.prepared),
    );
    return typeof result === "number" ? result : null;
  }, [feature, parts]);
  const title = t("inside.matrix.title", {
    family: family?.id.replace("pyradiomics.", "").toUpperCase(),
    what: family?.name.replace("PyRadiomics: ", ""),
  });
  const scale = (
    <SegmentedControl
      aria-label={t("inside.matrix.scale")}
      value={log ? "log" : "linear"}
      data={(["log", "linear"] as const).map((v) => ({ value: v, label: t(`inside.matrix.${v}`) }))}
      onChange={(v) => matrix.setLog(v === "log")}
    />
  );
  const tall = heat.rows.length / heat.columns.length;
  return (
    <>
      <CellReading heat={heat} feature={feature} terms={terms} region={region} />
      <ChartFrame
        title={title}
        file={`matrix-${feature.id}`}
        ratio={sums ? Math.min(1.1, 0.2 + 0.06 * heat.rows.length) : Math.min(0.85, Math.max(0.5, tall))}
        csv={() => csvOf(parts, areTerms(terms) ? terms.byCell : null)}
      >
        {(size) => (
          <HeatMap
            size={size}
            heat={heat}
            log={log}
            square={source.kind === "pairs"}
            label={t("inside.matrix.map", { title })}
            rowLabel={t("inside.matrix.row")}
            columnLabel={t(`inside.matrix.column.${source.kind}`)}
            columnNames={sums ? ["n", "s"] : undefined}
            hovered={hovered}
            brush={brush}
            marks={
              sums
                ? fed.flatMap(({ i }) => [
                    { i, j: 1 },
                    { i, j: 2 },
                  ])
                : fed
            }
            onHover={matrix.hover}
            onBrush={matrix.setBrush}
          />
        )}
      </ChartFrame>
      <div className="inside-scale">
        {scale}
        {!heat.separate && <Legend heat={heat} />}
      </div>
      {heat.ordinal && <p className="small dim">{t("inside.matrix.ordinal")}</p>}
      <TermsView feature={feature} parts={parts} mean={terms} value={value} />
    </>
  );
}

/** What the brightest colour stands for. */
function Legend({ heat }: { heat: Heat }) {
  const most = heat.values.reduce((a, b) => Math.max(a, b), 0);
  return (
    <div className="inside-legend small">
      <span>0</span>
      <span className="map-gradient" style={{ background: cssGradient("viridis", "to right") }} />
      <span>{labValue(most)}</span>
    </div>
  );
}

/** Every entry of the matrices that are shown, with what it contributes to the feature, where it can be said. */
function csvOf(parts: readonly MatrixPart[], byCell: ReadonlyMap<string, number> | null): string {
  const head = `slice,direction,i,j,n${parts[0].sums ? ",s" : ""}${byCell ? ",contribution" : ""}\r\n`;
  return (
    head +
    parts
      .flatMap(({ slice, direction, counts, sums }) =>
        Array.from(counts.n, (n, k) => {
          const place = `${slice === null ? "" : slice + 1},${direction?.join(" ") ?? ""},${counts.i[k]},${counts.j[k]},${n}`;
          const share =
            parts.length === 1 && byCell ? `,${byCell.get(`${counts.i[k]} ${counts.j[k]}`) ?? 0}` : byCell ? "," : "";
          return `${place}${sums ? `,${sums[k]}` : ""}${share}\r\n`;
        }),
      )
      .join("")
  );
}
