import type { DiagnosticRow, Extraction } from "./extraction.ts";

/** In the order of the chain, as the IBSI's table has them. */
const stages: readonly DiagnosticRow["stage"][] = [
  "initial image",
  "interpolated image",
  "initial ROI",
  "interpolated ROI",
  "re-segmented ROI",
];

/** True once the diagnostics of the whole image (`describeImage`) are among those of the region. */
export const hasImageDiagnostics = ({ diagnostics }: Extraction): boolean =>
  diagnostics.some((row) => row.tag === "mean_int_init_img");

/** An extraction with the diagnostics of its whole image, which cost a pass over the volume and are asked for apart. */
export const withImageDiagnostics = (extraction: Extraction, ofImage: readonly DiagnosticRow[]): Extraction => ({
  ...extraction,
  diagnostics: [...extraction.diagnostics, ...ofImage].toSorted(
    (a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage),
  ),
});
