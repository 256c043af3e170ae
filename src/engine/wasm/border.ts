import type { Vec3 } from "../grid.ts";
import type { Roi } from "../roi.ts";
import { room } from "./instance.ts";

/** Levels are bytes in the kernels. */
const MOST_LEVELS = 255;

/** A box with a border, as in features/matrices/bordered.ts. */
type Box = {
  readonly dims: Vec3;
  readonly start: number;
  readonly row: number;
  readonly plane: number;
  readonly length: number;
};

/** The levels of a region as bytes inside a border of zeros; null where kernels do not run or a level is no byte. */
export function spreadLevelsInWasm(
  { dims, start, row, plane, length }: Box,
  { ng, intensityMask, valueLevels }: Pick<Roi, "ng" | "intensityMask" | "valueLevels">,
): Uint8Array | null {
  if (ng > MOST_LEVELS) return null;
  const memory = room(intensityMask.length, 2 * valueLevels.length, length);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  new Uint8Array(buffer, at[0], intensityMask.length).set(intensityMask);
  new Uint16Array(buffer, at[1], valueLevels.length).set(valueLevels);
  kernels.spreadLevels(at[0], at[1], dims[0], dims[1], dims[2], row, plane, start, length, at[2]);
  return new Uint8Array(buffer, at[2], length).slice();
}
