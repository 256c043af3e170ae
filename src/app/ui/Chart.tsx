import { ActionIcon, Loader, Menu, Modal } from "@mantine/core";
import { IconDownload, IconMaximize } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../export/download.ts";
import { copyPicture, pngOf, svgOf } from "../export/picture.ts";
import type { ChartSize, Draw, Plotting } from "./plotting.ts";

type FrameProps = {
  /** Said above the chart, and in its accessible name. */
  readonly title: string;
  /** File name without its ending. */
  readonly file: string;
  /** Height over width; default 0.6. */
  readonly ratio?: number;
  /** The numbers that are drawn, as a CSV with a header. */
  readonly csv?: () => string;
};

/**
 * A chart, drawn by Observable Plot at the width it has; it can be enlarged for a projector, copied and saved as SVG,
 * PNG or the numbers themselves. `draw` must be a stable function of its data (`useCallback`).
 */
export function Chart({ draw, ...frame }: FrameProps & { readonly draw: Draw }) {
  const { title } = frame;
  return <ChartFrame {...frame}>{(size) => <Plotted draw={draw} title={title} size={size} />}</ChartFrame>;
}

/** The same frame around a drawing of our own: an SVG of the size that it is given. */
export function ChartFrame(props: FrameProps & { readonly children: (size: ChartSize) => ReactNode }) {
  const { t } = useTranslation();
  const [large, setLarge] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const { title, file, csv } = props;
  const svg = () => frame.current?.querySelector<SVGSVGElement>(".chart-canvas svg");
  const save = async (kind: "svg" | "png" | "copy") => {
    const drawn = svg();
    if (!drawn) return;
    if (kind === "svg") download(`${file}.svg`, svgOf(drawn), "image/svg+xml");
    else if (kind === "png") download(`${file}.png`, await pngOf(drawn), "image/png");
    else await copyPicture(drawn);
  };
  return (
    <figure className="chart" ref={frame} data-chart={file}>
      <figcaption className="chart-head">
        <span className="chart-title">{title}</span>
        <ActionIcon
          size="sm"
          aria-label={t("workbench.chart.enlarge", { title })}
          title={t("workbench.chart.enlarge", { title })}
          onClick={() => setLarge(true)}
        >
          <IconMaximize size="0.875rem" />
        </ActionIcon>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              size="sm"
              aria-label={t("workbench.chart.save", { title })}
              title={t("workbench.chart.save", { title })}
            >
              <IconDownload size="0.875rem" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void save("svg")}>{t("workbench.chart.svg")}</Menu.Item>
            <Menu.Item onClick={() => void save("png")}>{t("workbench.chart.png")}</Menu.Item>
            {csv && (
              <Menu.Item onClick={() => download(`${file}.csv`, csv(), "text/csv")}>
                {t("workbench.chart.csv")}
              </Menu.Item>
            )}
            <Menu.Item onClick={() => void save("copy")}>{t("workbench.chart.copy")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </figcaption>
      <Place {...props} />
      <Modal opened={large} onClose={() => setLarge(false)} fullScreen title={title} className="chart-large">
        {large && <Place {...props} large />}
      </Modal>
    </figure>
  );
}

/** Where a chart is drawn: at the width, and on the whole screen within the height, that there is. */
function Place({
  children,
  ratio = 0.6,
  large = false,
}: FrameProps & { readonly children: (size: ChartSize) => ReactNode; readonly large?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<readonly [number, number]>([0, 0]);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setRoom([Math.floor(contentRect.width), Math.floor(contentRect.height)]),
    );
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const [width, most] = room;
  const height = Math.round(Math.min(width * ratio, large ? most : Number.POSITIVE_INFINITY));
  return (
    <div ref={place} className="chart-canvas" data-large={large || undefined}>
      {width > 0 && children({ width, height, large })}
    </div>
  );
}

/** Drawn by Plot, again when its data or its size change. */
function Plotted({ draw, title, size: { width, height, large } }: { draw: Draw; title: string; size: ChartSize }) {
  const place = useRef<HTMLDivElement>(null);
  const [plotting, setPlotting] = useState<Plotting | null>(null);
  useEffect(() => {
    let here = true;
    // Large, and not needed before the first chart.
    void import("./plotting.ts").then((module) => here && setPlotting(module.plotting));
    return () => {
      here = false;
    };
  }, []);
  useEffect(() => {
    const element = place.current;
    if (!element || !plotting) return;
    const drawn = plotting.plot(draw, { width, height, large });
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", title);
    element.replaceChildren(drawn);
  }, [plotting, draw, width, height, title, large]);
  return (
    <div ref={place}>
      <Loader size="xs" m="sm" />
    </div>
  );
}
