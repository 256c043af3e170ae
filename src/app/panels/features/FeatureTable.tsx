import { IconChevronRight } from "@tabler/icons-react";
import {
  type ColumnDef,
  columnFilteringFeature,
  createFilteredRowModel,
  globalFilteringFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { IntensityUnit } from "#engine/volume.ts";
import type { Segment } from "#session/session.ts";
import { featureUnit } from "../../format.ts";
import { useApp, useCell } from "../../hooks/use-app.ts";
import { type Line, linesOf, matches, type RowGroup, type TableRow } from "./rows.ts";
import { ValueCell } from "./ValueCell.tsx";

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  filteredRowModel: createFilteredRowModel(),
});

type Props = {
  rows: readonly TableRow[];
  segments: readonly Segment[];
  /** Per segment: its values are older than the drawing. */
  stale: readonly boolean[];
  unit: IntensityUnit;
  query: string;
  selected: string | null;
  onSelect: (row: TableRow) => void;
};

/** Heights in rem. */
const ROW = 1.625;

/** The table of features: families fold, the names stay while columns scroll, and only what is seen is drawn. */
export function FeatureTable({ rows, segments, stale, unit, query, selected, onSelect }: Props) {
  const app = useApp();
  const { t } = useTranslation();
  const { projector } = useCell(app.preferences);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);

  const columns = useMemo<ColumnDef<typeof features, TableRow>[]>(
    () => [
      {
        id: "name",
        accessorFn: (row) => row.text,
        header: () => t("features.feature"),
        cell: ({ row }) => <span title={row.original.name}>{row.original.name}</span>,
      },
      ...segments.map(
        (segment, i): ColumnDef<typeof features, TableRow> => ({
          id: `value-${segment.label}`,
          enableGlobalFilter: false,
          header: () => (
            <span className="column-segment" title={segment.name}>
              <span className="dot" style={{ background: `rgb(${segment.color.join(",")})` }} />
              {segment.name}
            </span>
          ),
          cell: ({ row }) => <ValueCell value={row.original.cells[i] ?? null} stale={stale[i]} />,
        }),
      ),
      {
        id: "unit",
        enableGlobalFilter: false,
        header: () => t("features.unit"),
        cell: ({ row }) => {
          const name = featureUnit(row.original.unit, unit);
          return <span title={name}>{name}</span>;
        },
      },
      {
        id: "ibsi",
        enableGlobalFilter: false,
        header: () => <span title={t("features.codeMore")}>{t("features.code")}</span>,
        cell: ({ row }) => row.original.ibsi,
      },
      {
        id: "aggregation",
        enableGlobalFilter: false,
        header: () => <span title={t("features.aggregation")}>{t("features.aggregationShort")}</span>,
        cell: ({ row: { original } }) => {
          if (original.aggregationCode === null) return null;
          const key = original.aggregation ?? "none";
          return (
            <span title={`${t(`aggregation.${key}`)} (${original.aggregationCode}): ${t(`aggregationMore.${key}`)}`}>
              {t(`aggregationShort.${key}`)}
            </span>
          );
        },
      },
    ],
    [segments, stale, unit, t],
  );
  const data = rows as TableRow[];
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (row) => row.key,
    state: { globalFilter: query },
    globalFilterFn: (row, _column, value: string) => matches(row.original, value),
    getColumnCanGlobalFilter: (column) => column.id === "name",
  });
  const found = table.getRowModel();
  // Diagnostics start folded; a search opens everything that it finds.
  const isOpen = (group: RowGroup) => query !== "" || (group.family === null) === toggled.has(group.id);
  const lines: readonly Line[] = linesOf(
    found.rows.map((row) => row.original),
    isOpen,
  );
  const height = ROW * (projector ? 20 : 16);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const toggle = (id: string) =>
    setToggled((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const template = `minmax(8.25rem, 1fr) repeat(${segments.length}, 4.75rem) 2.875rem 2.5rem 3.375rem`;

  return (
    <div className="features-scroll" ref={scroller} data-own-arrows>
      {/* biome-ignore-start lint/a11y/useSemanticElements: rows are placed one by one, which a table element does not allow */}
      {/* biome-ignore-start lint/a11y/useFocusableInteractive: the cells of a static table take no focus; their buttons do */}
      <div role="table" aria-label={t("features.table")} aria-rowcount={lines.length + 1} className="features-table">
        <div role="rowgroup" className="features-header">
          {table.getHeaderGroups().map((group) => (
            <div key={group.id} role="row" className="feature-row" style={{ gridTemplateColumns: template }}>
              {group.headers.map((header) => (
                <span key={header.id} role="columnheader" data-column={header.column.id.split("-")[0]}>
                  <table.FlexRender header={header} />
                </span>
              ))}
            </div>
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            const place = { transform: `translateY(${item.start}px)`, height };
            if (line.kind === "heading") {
              return (
                <div
                  key={line.group.id}
                  role="row"
                  aria-rowindex={item.index + 2}
                  className="feature-heading"
                  style={place}
                >
                  <span role="cell" aria-colspan={segments.length + 4}>
                    <Heading line={line} onToggle={() => toggle(line.group.id)} />
                  </span>
                </div>
              );
            }
            const row = found.rowsById[line.row.key];
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the name in the row is a button
              <div
                key={line.row.key}
                role="row"
                aria-rowindex={item.index + 2}
                className="feature-row"
                data-feature={line.row.id}
                data-aggregation={line.row.aggregation ?? undefined}
                data-selected={selected === line.row.key || undefined}
                style={{ ...place, gridTemplateColumns: template }}
                onClick={() => onSelect(line.row)}
              >
                {row?.getAllCells().map((cell) =>
                  cell.column.id === "name" ? (
                    <span key={cell.id} role="cell" data-column="name">
                      <button type="button" className="feature-name">
                        <table.FlexRender cell={cell} />
                      </button>
                    </span>
                  ) : (
                    <span key={cell.id} role="cell" data-column={cell.column.id.split("-")[0]}>
                      <table.FlexRender cell={cell} />
                    </span>
                  ),
                )}
              </div>
            );
          })}
        </div>
      </div>
      {/* biome-ignore-end lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore-end lint/a11y/useSemanticElements: see above */}
      {lines.length === 0 && query !== "" && <p className="hint">{t("features.noMatch", { query })}</p>}
    </div>
  );
}

function Heading({ line, onToggle }: { line: Extract<Line, { kind: "heading" }>; onToggle: () => void }) {
  const { t } = useTranslation();
  const { group, count, open } = line;
  return (
    <button type="button" className="heading-button" aria-expanded={open} onClick={onToggle}>
      <IconChevronRight size="0.875rem" className="section-arrow" data-open={open || undefined} aria-hidden />
      <strong>{group.family ? t(`family.${group.family}`) : t("features.diagnostics")}</strong>
      {group.stage && <span>{t(`stage.${group.stage}`)}</span>}
      {group.ibsi && <code>{group.ibsi}</code>}
      <span className="dim">{t("features.count", { count })}</span>
    </button>
  );
}
