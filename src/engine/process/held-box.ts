import type { Vec3 } from "../grid.ts";
import { cropImage, type Extent, extentDims } from "./crop.ts";

/** A box of an image, by its extent. */
export type BoxOf = (extent: Extent) => Float64Array;

/** The same boxes, with the largest one so far kept: those inside it are cut from it. Not to be written into. */
export function heldBoxes(make: BoxOf): BoxOf {
  let held: { extent: Extent; data: Float64Array } | null = null;
  return (extent) => {
    if (held !== null && contains(held.extent, extent)) {
      const from = held.extent.lo;
      const inner = { lo: minus(extent.lo, from), hi: minus(extent.hi, from) };
      return sameExtent(held.extent, extent) ? held.data : cropImage(held.data, extentDims(held.extent), inner);
    }
    const data = make(extent);
    if (held === null || contains(extent, held.extent)) held = { extent, data };
    return data;
  };
}

const contains = (outer: Extent, inner: Extent): boolean =>
  outer.lo.every((lo, a) => lo <= inner.lo[a]) && outer.hi.every((hi, a) => hi >= inner.hi[a]);

export const sameExtent = (a: Extent, b: Extent): boolean => contains(a, b) && contains(b, a);

const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
