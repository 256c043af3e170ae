import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Bins } from "#engine/inspect/bins.ts";
import { labValue } from "../../../format.ts";
import type { ChartSize } from "../../../ui/plotting.ts";
import { linear, ticks } from "../../../ui/scale.ts";

type Props = {
  size: ChartSize;
  title: string;
  bins: Bins;
  /** Voxels left out by re-segmentation, by bin number; may lie outside the bins. */
  removed: ReadonlyMap<number, number>;
  /** Least and greatest intensity there is. */
  ends: readonly [number, number];
  /** Ends of the re-segmentation range; null: no handles. */
  range: readonly [number | null, number | null] | null;
  unit: string;
  /** The bin that is lit, from 0. */
  hovered: number | null;
  onHover: (bin: number | null) => void;
  /** Edge k is at x; `done` when it is let go. Null: edges cannot be dragged. */
  onEdge: ((k: number, x: number, done: boolean) => void) | null;
  onEdgeStep: (direction: 1 | -1) => void;
  onRange: (end: 0 | 1, x: number, done: boolean) => void;
  /** What the edge's handle is set to, in words. */
  edgeText: string;
};

/** Below this many pixels edges are neither drawn nor caught one by one. */
const NARROW = 6;
/** How near the pointer must be to catch an edge. */
const NEAR = 4;

type Handle = { readonly of: "edge"; readonly k: number } | { readonly of: "range"; readonly end: 0 | 1 };
/** What is held, and the ends of the axis: it does not move under the hand. */
type Drag = { readonly what: Handle; readonly axis: readonly [number, number] };

/** Bars of the bins, their edges, and handles for both settings. */
export function HistogramChart(props: Props) {
  const { size, title, bins, removed, ends, range, unit, hovered, onHover, onEdge, onEdgeStep, onRange, edgeText } =
    props;
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [near, setNear] = useState<number | null>(null);
  const font = size.large ? 18 : 11;
  const box = { left: 4.2 * font, right: size.width - 1.5 * font, top: 1.6 * font, bottom: size.height - 4.4 * font };
  const { edges, counts, ng } = bins;
  const width = (edges[ng] - edges[0]) / ng;
  // What was left out has bins beyond the first and the last.
  const outside = [...removed.keys()].flatMap((k) => [edges[0] + k * width, edges[0] + (k + 1) * width]);
  const whole = [Math.min(ends[0], edges[0], ...outside), Math.max(ends[1], edges[ng], ...outside)] as const;
  const x = linear(drag?.axis ?? whole, [box.left, box.right]);
  const most = Math.max(1, ...counts, ...removed.values());
  const y = linear([0, most], [box.bottom, box.top]);
  const gap = x.at(edges[0] + width) - x.at(edges[0]);
  const inside = (at: number) => Math.min(box.right, Math.max(box.left, at));
  const edgeAt = (k: number) => inside(x.at(edges[k]));
  // The handle rides on the edge nearest to the middle: there is always one, however narrow the bins.
  const grip = Math.min(ng, Math.max(1, Math.round(((ends[0] + ends[1]) / 2 - edges[0]) / width)));
  const held = drag?.what.of === "edge" ? drag.what.k : grip;

  const placeOf = (event: PointerEvent) => event.clientX - (svg.current?.getBoundingClientRect().left ?? 0);
  const edgeNear = (at: number): number | null => {
    if (onEdge === null || gap < 2 * NEAR + 2) return null;
    const k = Math.min(ng, Math.max(1, Math.round((x.value(at) - edges[0]) / width)));
    return Math.abs(edgeAt(k) - at) <= NEAR ? k : null;
  };
  const send = (now: Handle, at: number, done: boolean) => {
    const value = x.value(Math.min(box.right + 4, Math.max(box.left - 4, at)));
    if (now.of === "edge") onEdge?.(now.k, value, done);
    else onRange(now.end, value, done);
  };
  const begin = (event: PointerEvent, what: Handle) => {
    event.preventDefault();
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    setDrag({ what, axis: whole });
    onHover(null);
  };
  const move = (event: PointerEvent) => {
    const at = placeOf(event);
    if (drag) {
      send(drag.what, at, false);
      return;
    }
    const bin = Math.floor((x.value(at) - edges[0]) / width);
    setNear(edgeNear(at));
    onHover(bin >= 0 && bin < ng && at >= box.left && at <= box.right ? bin : null);
  };
  const end = (event: PointerEvent) => {
    if (drag) send(drag.what, placeOf(event), true);
    setDrag(null);
  };
  const arrow = (event: KeyboardEvent): 1 | -1 | 0 =>
    event.key === "ArrowRight" || event.key === "ArrowUp"
      ? 1
      : event.key === "ArrowLeft" || event.key === "ArrowDown"
        ? -1
        : 0;

  const bars = Array.from(
    counts,
    (n, k) => `M${edgeAt(k).toFixed(2)} ${box.bottom}V${y.at(n).toFixed(2)}H${edgeAt(k + 1).toFixed(2)}V${box.bottom}Z`,
  );
  const gone = [...removed].map(([k, n]) => {
    const [from, to] = [k, k + 1].map((e) => inside(x.at(edges[0] + e * width)));
    const under = y.at(k >= 0 && k < ng ? counts[k] : 0);
    const over = Math.max(box.top, under - (box.bottom - y.at(n)));
    return `M${from.toFixed(2)} ${under.toFixed(2)}V${over.toFixed(2)}H${to.toFixed(2)}V${under.toFixed(2)}Z`;
  });
  const lines =
    gap >= NARROW ? Array.from(edges, (_, k) => `M${edgeAt(k).toFixed(2)} ${box.top}V${box.bottom}`).join("") : "";
  const xs = ticks(x.value(box.left), x.value(box.right), (box.right - box.left) / (7 * font));
  const ys = ticks(0, most, (box.bottom - box.top) / (3 * font)).filter(Number.isInteger);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing
    <svg
      ref={svg}
      width={size.width}
      height={size.height}
      fontSize={font}
      className="bins-chart"
      data-edge={near !== null || drag?.what.of === "edge" || undefined}
      role="group"
      aria-label={title}
      onPointerMove={move}
      onPointerLeave={() => {
        setNear(null);
        if (!drag) onHover(null);
      }}
      onPointerDown={(event) => {
        const k = edgeNear(placeOf(event));
        if (k !== null) begin(event, { of: "edge", k });
      }}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <g stroke="var(--line)">
        {ys.map((n) => (
          <line key={n} x1={box.left} x2={box.right} y1={y.at(n)} y2={y.at(n)} />
        ))}
      </g>
      <path d={bars.join("")} fill="var(--accent)" fillOpacity={0.75} data-bins={ng} />
      {hovered !== null && hovered < ng && (
        <path d={bars[hovered]} fill="#e75263" stroke="#e75263" strokeWidth={1.5} data-bin={hovered + 1} />
      )}
      <path d={gone.join("")} fill="var(--dim)" fillOpacity={0.45} data-removed="" />
      <path d={lines} stroke="var(--text)" strokeOpacity={0.35} strokeDasharray="2 2" fill="none" />
      {near !== null && !drag && (
        <path d={`M${edgeAt(near)} ${box.top}V${box.bottom}`} stroke="var(--text)" strokeWidth={2} />
      )}
      <line x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} stroke="var(--dim)" />
      <g fill="var(--dim)" textAnchor="middle">
        {xs.map((value) => (
          <text key={value} x={x.at(value)} y={box.bottom + 2.4 * font}>
            {labValue(value)}
          </text>
        ))}
        <text x={(box.left + box.right) / 2} y={box.bottom + 3.9 * font}>
          {t("inside.histogram.intensity")}
          {unit && ` (${unit})`}
        </text>
      </g>
      <g fill="var(--dim)" textAnchor="end">
        {ys.map((n) => (
          <text key={n} x={box.left - 0.5 * font} y={y.at(n) + 0.35 * font}>
            {labValue(n)}
          </text>
        ))}
        <text x={box.left - 0.5 * font} y={0.9 * font}>
          {t("inside.histogram.voxels")}
        </text>
      </g>
      {range && (
        <g>
          {([0, 1] as const).map((which) => {
            const value = range[which] ?? ends[which];
            const at = inside(x.at(value));
            const name = which === 0 ? t("inside.histogram.low") : t("inside.histogram.high");
            return (
              <g
                key={which}
                role="slider"
                tabIndex={0}
                className="range-handle"
                data-range={which === 0 ? "low" : "high"}
                aria-label={name}
                aria-valuenow={value}
                aria-valuemin={ends[0]}
                aria-valuemax={ends[1]}
                aria-valuetext={
                  range[which] === null ? t("inside.histogram.openEnd") : `${labValue(value)} ${unit}`.trim()
                }
                onPointerDown={(event) => begin(event, { of: "range", end: which })}
                onKeyDown={(event) => {
                  const direction = arrow(event);
                  if (direction === 0) return;
                  event.preventDefault();
                  onRange(which, value + (direction * (ends[1] - ends[0])) / 100, true);
                }}
              >
                <title>{name}</title>
                {range[which] !== null && <path d={`M${at} ${box.top}V${box.bottom}`} stroke="var(--warn)" />}
                <path
                  d={`M${at} ${box.bottom}l${0.7 * font} ${1.2 * font}h${-1.4 * font}z`}
                  fill={range[which] === null ? "var(--panel)" : "var(--warn)"}
                  stroke="var(--warn)"
                />
              </g>
            );
          })}
        </g>
      )}
      {onEdge && (
        <g
          role="slider"
          tabIndex={0}
          className="edge-handle"
          aria-label={t("inside.histogram.edge")}
          aria-valuenow={width}
          aria-valuetext={edgeText}
          onPointerDown={(event) => begin(event, { of: "edge", k: held })}
          onKeyDown={(event) => {
            const direction = arrow(event);
            if (direction === 0) return;
            event.preventDefault();
            onEdgeStep(direction);
          }}
        >
          <title>{t("inside.histogram.edge")}</title>
          <path d={`M${edgeAt(Math.min(ng, held))} ${box.top}V${box.bottom}`} stroke="var(--text)" strokeWidth={1.5} />
          <rect
            x={edgeAt(Math.min(ng, held)) - 0.4 * font}
            y={box.top - 0.8 * font}
            width={0.8 * font}
            height={1.6 * font}
            rx={0.3 * font}
            fill="var(--text)"
          />
        </g>
      )}
    </svg>
  );
}
