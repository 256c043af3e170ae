import type { Finding, FindingCode, Series } from "./series.ts";

/** What a series is checked for before it is measured, in the order of a list. */
export const qualityChecks = [
  "pixel_size",
  "slices",
  "stacking",
  "isotropy",
  "thickness",
  "calibration",
  "depth",
  "compression",
  "origin",
  "sampling",
  "annotation",
  "padding",
  "selection",
  "file",
] as const;

export type QualityId = (typeof qualityChecks)[number];

/**
 * The outcome of a check: what was found, and numbers for a sentence. "ok": nothing speaks against it; "none": it does
 * not apply to this series (a single image has no slices to space).
 */
export type QualityCheck = {
  readonly id: QualityId;
  readonly state: "ok" | "none" | Finding["level"];
  readonly findings: readonly Finding[];
  readonly fields: Readonly<Record<string, string | number>>;
};

/** Which check a finding of the loader belongs to; those that are of no series belong to none. */
const checkOf: Readonly<Partial<Record<FindingCode, QualityId>>> = {
  no_pixel_spacing: "pixel_size",
  missing_slice: "slices",
  uneven_spacing: "slices",
  duplicate_positions: "slices",
  no_position: "slices",
  single_slice: "slices",
  gantry_tilt: "stacking",
  mixed_orientation: "stacking",
  thickness_differs: "thickness",
  no_calibration: "calibration",
  suv_missing: "calibration",
  suv_computed: "calibration",
  suv_supplied: "calibration",
  suv_other: "calibration",
  colour: "calibration",
  real_world: "calibration",
  modality_lut: "calibration",
  eight_bit: "depth",
  value_cast: "depth",
  lossy: "compression",
  derived: "origin",
  localizer: "origin",
  mosaic: "origin",
  interpolated: "sampling",
  burned_in: "annotation",
  padding: "padding",
  four_dimensional: "selection",
  mixed_size: "selection",
  split_series: "selection",
  mixed_patients: "selection",
};

/** Above this ratio of spacings directions in 3D stand for very different distances; the engine warns there too. */
const ANISOTROPY = 1.5;

const worst = (findings: readonly Finding[]): QualityCheck["state"] =>
  (["error", "warning", "info"] as const).find((level) => findings.some((f) => f.level === level)) ?? "ok";

/** The list for a series: every check, with what the loader found for it. Nothing that was found is left out. */
export function qualityOf(series: Series): QualityCheck[] {
  const { dims, spacing } = series.image.grid;
  const flat = dims[2] === 1;
  const stacked = !flat && series.use === "volume";
  return qualityChecks.map((id): QualityCheck => {
    const findings = series.findings.filter((f) => (checkOf[f.code] ?? "file") === id);
    const found = worst(findings);
    const check = (state: QualityCheck["state"], fields: QualityCheck["fields"] = {}): QualityCheck => ({
      id,
      state,
      findings,
      fields,
    });
    switch (id) {
      case "pixel_size":
        return check(found, { x: figure(spacing[0]), y: figure(spacing[1]) });
      case "slices":
        return check(flat && found === "info" ? "none" : found, { slices: dims[2], step: figure(spacing[2]) });
      case "stacking":
      case "thickness":
        return check(flat && found === "ok" ? "none" : found);
      case "isotropy": {
        if (!stacked) return check("none");
        const ratio = Math.max(...spacing) / Math.min(...spacing);
        return check(ratio > ANISOTROPY ? "info" : "ok", { ratio: figure(ratio) });
      }
      case "calibration":
        // Numbers without a unit are worth a word, even where nothing went wrong.
        return check(found === "ok" && series.image.unit === "arbitrary" ? "info" : found, { unit: series.image.unit });
      default:
        return check(found);
    }
  });
}

const figure = (value: number): number => Number(value.toPrecision(3));
