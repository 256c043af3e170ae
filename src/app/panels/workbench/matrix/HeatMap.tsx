import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import type { Cells } from "#engine/inspect/matrix.ts";
import { colormap } from "../../../colormaps/colormaps.ts";
import { labValue } from "../../../format.ts";
import type { ChartSize } from "../../../ui/plotting.ts";
import { linear } from "../../../ui/scale.ts";
import { type Heat, placesOf, shadesOf } from "../../../workbench/inside/heat.ts";

type Props = {
  size: ChartSize;
  heat: Heat;
  log: boolean;
  /** Its accessible name, and what its axes show. */
  label: string;
  rowLabel: string;
  columnLabel: string;
  /** Both axes are grey levels. */
  square: boolean;
  /** Names of columns instead of their numbers. */
  columnNames?: readonly string[];
  hovered: readonly [i: number, j: number] | null;
  brush: Cells | null;
  /** Cells that are marked: those that a voxel feeds. */
  marks: readonly { readonly i: number; readonly j: number }[];
  onHover: (at: readonly [number, number] | null) => void;
  onBrush: (cells: Cells | null) => void;
};

type Place = readonly [row: number, column: number];

/**
 * A matrix as colours. The cells are one small picture, a pixel each, so that a matrix of any size costs the same to
 * point at; frames and marks lie over it.
 */
export function HeatMap(props: Props) {
  const {
    size,
    heat,
    log,
    square,
    label,
    rowLabel,
    columnLabel,
    columnNames,
    hovered,
    brush,
    marks,
    onHover,
    onBrush,
  } = props;
  const svg = useRef<SVGSVGElement>(null);
  const [from, setFrom] = useState<Place | null>(null);
  const { rows, columns, values } = heat;
  const shades = useMemo(() => shadesOf(heat, log), [heat, log]);
  const picture = useMemo(() => pictureOf(shades, columns.length, rows.length), [shades, columns, rows]);
  const font = size.large ? 18 : 11;
  const room = { left: 4.4 * font, right: size.width - 0.6 * font, top: 0.8 * font, bottom: size.height - 3.6 * font };
  // Where both axes are levels, cells are square; a few columns are not stretched beyond reading.
  const tall = (room.bottom - room.top) / rows.length;
  const widest = square ? tall : columnNames ? Number.POSITIVE_INFINITY : Math.max(5 * font, tall);
  const cell = Math.min((room.right - room.left) / columns.length, widest);
  // On the whole screen it stands in the middle.
  const spare = size.large ? (room.right - room.left - cell * columns.length) / 2 : 0;
  const box = { ...room, left: room.left + spare, right: room.left + spare + cell * columns.length };
  const x = linear([0, columns.length], [box.left, box.right]);
  const y = linear([0, rows.length], [box.top, box.bottom]);
  const rowAt = useMemo(() => placesOf(rows), [rows]);
  const columnAt = useMemo(() => placesOf(columns), [columns]);
  const frame = (i: number, j: number) => {
    const [row, column] = [rowAt.get(i), columnAt.get(j)];
    return row === undefined || column === undefined
      ? null
      : rectangle(x.at(column), y.at(row), x.at(column + 1), y.at(row + 1));
  };
  const placeAt = (event: PointerEvent): Place | null => {
    const bounds = svg.current?.getBoundingClientRect();
    if (!bounds) return null;
    const row = Math.floor(y.value(event.clientY - bounds.top));
    const column = Math.floor(x.value(event.clientX - bounds.left));
    return row >= 0 && column >= 0 && row < rows.length && column < columns.length ? [row, column] : null;
  };
  const brushed = ([r0, c0]: Place, [r1, c1]: Place): Cells => ({
    i: [rows[Math.min(r0, r1)], rows[Math.max(r0, r1)]],
    j: [columns[Math.min(c0, c1)], columns[Math.max(c0, c1)]],
  });
  const move = (event: PointerEvent) => {
    const at = placeAt(event);
    if (at && from && at.join() !== from.join()) onBrush(brushed(from, at));
    onHover(at && !from ? [rows[at[0]], columns[at[1]]] : null);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      onBrush(null);
      onHover(null);
      return;
    }
    const steps: Record<string, Place> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const [row, column] = hovered ? [rowAt.get(hovered[0]) ?? 0, columnAt.get(hovered[1]) ?? 0] : [0, 0];
    const clamp = (k: number, n: number) => Math.min(n - 1, Math.max(0, k));
    const next: Place = hovered ? [clamp(row + step[0], rows.length), clamp(column + step[1], columns.length)] : [0, 0];
    onHover([rows[next[0]], columns[next[1]]]);
    if (!event.shiftKey) return;
    const start: Place = from ?? [row, column];
    setFrom(start);
    onBrush(brushed(start, next));
  };
  const chosen =
    brush &&
    rectangle(
      x.at(columns.findIndex((j) => j >= brush.j[0])),
      y.at(rows.findIndex((i) => i >= brush.i[0])),
      x.at(columns.findLastIndex((j) => j <= brush.j[1]) + 1),
      y.at(rows.findLastIndex((i) => i <= brush.i[1]) + 1),
    );
  const every = (px: number, least: number) => Math.max(1, Math.ceil(least / px));
  const rowStep = every(tall, 1.3 * font);
  const columnStep = every(cell, 2.4 * font);
  const written = values.length <= 400 && cell >= 2.6 * font && tall >= 1.4 * font;
  return (
    <svg
      ref={svg}
      width={size.width}
      height={size.height}
      fontSize={font}
      className="heat-map"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is interactive: arrow keys go from cell to cell
      tabIndex={0}
      role="application"
      aria-label={label}
      data-rows={rows.length}
      data-columns={columns.length}
      onPointerMove={move}
      onPointerLeave={() => !from && onHover(null)}
      onPointerDown={(event) => {
        const at = placeAt(event);
        if (!at || event.button !== 0) return;
        svg.current?.setPointerCapture(event.pointerId);
        setFrom(at);
        onHover(null);
        onBrush(null);
      }}
      onPointerUp={(event) => {
        const at = placeAt(event);
        // A click is the choice of one cell.
        if (from && at && at.join() === from.join()) onBrush(brushed(from, at));
        setFrom(null);
      }}
      onKeyDown={press}
      onKeyUp={(event) => event.key === "Shift" && setFrom(null)}
    >
      <rect
        x={box.left}
        y={box.top}
        width={box.right - box.left}
        height={box.bottom - box.top}
        fill="var(--page)"
        stroke="var(--line)"
      />
      <image
        href={picture}
        x={box.left}
        y={box.top}
        width={box.right - box.left}
        height={box.bottom - box.top}
        preserveAspectRatio="none"
        style={{ imageRendering: "pixelated" }}
      />
      {written && (
        <g textAnchor="middle" pointerEvents="none">
          {Array.from(values, (value, k) => {
            if (value === 0) return null;
            const [row, column] = [Math.floor(k / columns.length), k % columns.length];
            return (
              <text
                // biome-ignore lint/suspicious/noArrayIndexKey: cells are their places
                key={k}
                x={x.at(column + 0.5)}
                y={y.at(row + 0.5) + 0.35 * font}
                fill={shades[k] > 0.6 ? "#0e1216" : "#e8ebee"}
              >
                {labValue(value)}
              </text>
            );
          })}
        </g>
      )}
      <g fill="var(--dim)">
        {rows.map((i, k) =>
          k % rowStep === 0 ? (
            <text key={i} x={box.left - 0.4 * font} y={y.at(k + 0.5) + 0.35 * font} textAnchor="end">
              {i}
            </text>
          ) : null,
        )}
        {columns.map((j, k) =>
          k % columnStep === 0 ? (
            <text key={j} x={x.at(k + 0.5)} y={box.bottom + 1.3 * font} textAnchor="middle">
              {columnNames?.[k] ?? j}
            </text>
          ) : null,
        )}
        <text x={(box.left + box.right) / 2} y={box.bottom + 2.9 * font} textAnchor="middle">
          {columnLabel}
        </text>
        <text
          transform={`translate(${spare + 1.1 * font} ${(box.top + box.bottom) / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {rowLabel}
        </text>
      </g>
      <g fill="none" pointerEvents="none">
        {marks.map(({ i, j }) => {
          const d = frame(i, j);
          return d && <path key={`${i} ${j}`} d={d} stroke="#ff7b72" strokeWidth={2} data-fed={`${i} ${j}`} />;
        })}
        {chosen && (
          <>
            <path d={chosen} stroke="#0e1216" strokeWidth={4} />
            <path d={chosen} stroke="#f2c14e" strokeWidth={2} data-brush="" />
          </>
        )}
        {hovered && frame(hovered[0], hovered[1]) && (
          <>
            <path d={frame(hovered[0], hovered[1]) ?? ""} stroke="#0e1216" strokeWidth={4} />
            <path d={frame(hovered[0], hovered[1]) ?? ""} stroke="#ffffff" strokeWidth={2} />
          </>
        )}
      </g>
    </svg>
  );
}

/** A frame that stays visible however small the cells are. */
function rectangle(x0: number, y0: number, x1: number, y1: number): string {
  const wide = Math.max(3, x1 - x0);
  const high = Math.max(3, y1 - y0);
  return `M${x0} ${y0}h${wide}v${high}h${-wide}Z`;
}

function pictureOf(shades: Float64Array, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = new ImageData(width, height);
  const colors = colormap("viridis");
  for (let k = 0; k < shades.length; k++) {
    if (shades[k] < 0) continue;
    const c = 3 * Math.min(255, Math.floor(shades[k] * 256));
    image.data.set([colors[c], colors[c + 1], colors[c + 2], 255], 4 * k);
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
