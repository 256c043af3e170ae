import { ascending } from "../math/ascending.ts";
import { oncePerRoi } from "./matrices/once-per-roi.ts";

/** A region's intensities in ascending order, for all families that need them. Not to be written into. */
export const sortedValues = oncePerRoi((roi) => ascending(roi.values));
