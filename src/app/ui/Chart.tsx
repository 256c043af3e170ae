import { ActionIcon, Loader, Menu, Modal } from "@mantine/core";
import { IconDownload, IconMaximize } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../export/download.ts";
import { copyPicture, pngOf, svgOf } from "../export/picture.ts";
import type { Draw, Plotting } from "./plotting.ts";

type Props = {
  /** Said above the chart, and in its accessible name. */
  readonly title: string;
  /** File name without its ending. */
  readonly file: string;
  readonly draw: Draw;
  /** Height over width; default 0.6. */
  readonly ratio?: number;
  /** The numbers that are drawn, as a CSV with a header. */
  readonly csv?: () => string;
};

/**
 * A chart, drawn by Observable Plot at the width it has; it can be enlarged for a projector, copied and saved as SVG,
 * PNG or the numbers themselves. `draw` must be a stable function of its data (`useCallback`).
 */
export function Chart(props: Props) {
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
      <Canvas {...props} />
      <Modal opened={large} onClose={() => setLarge(false)} fullScreen title={title} className="chart-large">
        {large && <Canvas {...props} large />}
      </Modal>
    </figure>
  );
}

/** The drawing itself, redrawn when its data or its width change. */
function Canvas({ draw, title, ratio = 0.6, large = false }: Props & { large?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const [plotting, setPlotting] = useState<Plotting | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    let here = true;
    // Large, and not needed before the first chart.
    void import("./plotting.ts").then((module) => here && setPlotting(module.plotting));
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    if (place.current) observer.observe(place.current);
    return () => {
      here = false;
      observer.disconnect();
    };
  }, []);
  useEffect(() => {
    const element = place.current;
    if (!element || !plotting || width === 0) return;
    const most = large ? element.clientHeight : Number.POSITIVE_INFINITY;
    const size = { width, height: Math.round(Math.min(width * ratio, most)), large };
    const drawn = plotting.plot(draw, size);
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", title);
    element.replaceChildren(drawn);
  }, [plotting, draw, width, ratio, title, large]);
  return (
    <div ref={place} className="chart-canvas" data-large={large || undefined}>
      <Loader size="xs" m="sm" />
    </div>
  );
}
