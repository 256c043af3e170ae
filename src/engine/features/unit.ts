import type { IntensityUnit } from "../volume.ts";
import type { FeatureUnit } from "./family.ts";

/**
 * A feature's unit as it stands in files, plain ASCII in the manner of UCUM: "HU2", "mm3", "SUV.mm3", "1" for none.
 * Intensities without a physical unit count as numbers: their unit is "1" too.
 */
export function unitCode(unit: FeatureUnit, image: IntensityUnit): string {
  const named = image === "arbitrary" || image === "counts" ? "1" : image;
  const power = (n: number): string => {
    if (named === "1") return "1";
    return /[/0-9]/.test(named) ? `(${named})${n}` : `${named}${n}`;
  };
  switch (unit) {
    case "intensity":
      return named;
    case "intensity2":
      return power(2);
    case "intensity.mm3":
      return named === "1" ? "mm3" : `${/[/]/.test(named) ? `(${named})` : named}.mm3`;
    case "intensity2.mm3":
      return named === "1" ? "mm3" : `${power(2)}.mm3`;
    case "percent":
      return "%";
    default:
      return unit;
  }
}
