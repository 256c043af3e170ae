import * as Plot from "@observablehq/plot";

/** Room for a chart, CSS pixels; `large` on the whole screen. */
export type ChartSize = { readonly width: number; readonly height: number; readonly large: boolean };

/** What is drawn: Plot's options, from Plot itself (so that nobody else imports it) and the room there is. */
export type Draw = (plot: typeof Plot, size: ChartSize) => Plot.PlotOptions;

export const plotting = {
  /** The chart in the page's colours. */
  plot(draw: Draw, size: ChartSize): SVGSVGElement | HTMLElement {
    const { style, ...options } = draw(Plot, size);
    const own = typeof style === "object" ? style : {};
    const fontSize = size.large ? "18px" : "11px";
    const drawn = Plot.plot({
      width: size.width,
      height: size.height,
      ...options,
      style: { background: "transparent", color: "var(--text)", fontFamily: "inherit", fontSize, ...own },
    });
    // Names of marks ("rule", "dot") are no names to be read out, and not allowed where there is no role.
    for (const mark of drawn.querySelectorAll("g[aria-label]")) mark.removeAttribute("aria-label");
    return drawn;
  },
};
export type Plotting = typeof plotting;
