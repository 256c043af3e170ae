import type { Series } from "#io/series.ts";
import type { en } from "../i18n/en.ts";

export type WindowPreset = {
  readonly name: keyof typeof en.preset;
  /** Which of several windows of the file. */
  readonly n?: number;
  /** Intensities shown black and white, in the image's unit. */
  readonly lower: number;
  readonly upper: number;
};

const around = (name: WindowPreset["name"], center: number, width: number): WindowPreset => ({
  name,
  lower: center - width / 2,
  upper: center + width / 2,
});

const hounsfield: readonly WindowPreset[] = [
  around("soft_tissue", 40, 400),
  around("lung", -600, 1500),
  around("bone", 500, 2000),
  around("brain", 40, 80),
  around("mediastinum", 50, 350),
  around("liver", 60, 160),
  around("angio", 300, 600),
  around("stroke", 35, 40),
];
const uptake: readonly WindowPreset[] = [
  { name: "suv5", lower: 0, upper: 5 },
  { name: "suv10", lower: 0, upper: 10 },
  { name: "suv20", lower: 0, upper: 20 },
];

/** The window presets of a series, for keys 1 to 9: by its unit, then the file's own, then the full range. */
export function windowPresets(series: Pick<Series, "image" | "windows" | "range">): readonly WindowPreset[] {
  const { unit } = series.image;
  const byUnit = unit === "HU" ? hounsfield : unit === "SUV" ? uptake : [];
  const several = series.windows.length > 1;
  const fromFile = series.windows
    .filter((w) => w.width > 0)
    .map(({ center, width }, i): WindowPreset => {
      const preset = around(several ? "headerN" : "header", center, width);
      return several ? { ...preset, n: i + 1 } : preset;
    });
  const [lower, upper] = series.range;
  const full: WindowPreset[] = upper > lower ? [{ name: "full", lower, upper }] : [];
  return [...byUnit, ...fromFile, ...full].slice(0, 9);
}
