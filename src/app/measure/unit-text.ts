import { unitCode } from "#engine/features/unit.ts";
import type { FigureUnit } from "#engine/measure/measure.ts";
import type { IntensityUnit } from "#engine/volume.ts";

/** A figure's unit as our files write units. */
export const unitText = (unit: FigureUnit, image: IntensityUnit): string =>
  unit === "deg" ? "deg" : unitCode(unit, image);
