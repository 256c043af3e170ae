import { fillPolygon } from "#engine/kernels/polygon-fill.ts";

/** A closed contour in continuous indices of slice k. */
export type SliceContour = {
  readonly k: number;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** How far its plane is from the slice's, as a part of the slice distance. */
  readonly off: number;
  /** CLOSEDPLANAR_XOR says that overlaps are meant; for CLOSED_PLANAR they are doubtful. */
  readonly xor: boolean;
};

/** Contours whose planes differ by more than this part of the slice distance were not drawn in one plane. */
const ONE_PLANE = 0.02;

/**
 * Of contours near one slice, those of the plane nearest to it. Contours drawn on thinner slices can have several
 * planes there; even-odd between planes would cancel the region.
 */
export function nearestPlane(contours: readonly SliceContour[]): SliceContour[] {
  const nearest = new Map<number, number>();
  for (const { k, off } of contours) {
    const known = nearest.get(k);
    if (known === undefined || Math.abs(off) < Math.abs(known)) nearest.set(k, off);
  }
  return contours.filter((c) => Math.abs(c.off - (nearest.get(c.k) ?? 0)) <= ONE_PLANE);
}

/**
 * Sorts contours by slice and looks at those that share one. Left out: exact copies, which would cancel themselves
 * even-odd. `crossing`: pairs of which neither encloses the other although they have voxels in common; even-odd takes
 * those away, which may not be what was meant.
 */
export function sortContours(
  contours: readonly SliceContour[],
  nx: number,
  ny: number,
): { slices: Map<number, SliceContour[]>; copies: number; crossing: number } {
  const slices = new Map<number, SliceContour[]>();
  for (const contour of contours) {
    const here = slices.get(contour.k);
    if (here) here.push(contour);
    else slices.set(contour.k, [contour]);
  }
  let copies = 0;
  let crossing = 0;
  for (const [k, all] of slices) {
    const kept = all.filter((c, n) => c.xor || !all.some((other, m) => m < n && same(other, c)));
    copies += all.length - kept.length;
    crossing += countCrossing(kept, nx, ny);
    slices.set(k, kept);
  }
  return { slices, copies, crossing };
}

function countCrossing(contours: readonly SliceContour[], nx: number, ny: number): number {
  const parts = contours.filter((c) => !c.xor).map((contour) => ({ contour, box: boxOf(contour) }));
  const planes = new Map<SliceContour, Uint8Array>();
  const plane = (contour: SliceContour): Uint8Array => {
    const made = planes.get(contour) ?? filled(contour, nx, ny);
    planes.set(contour, made);
    return made;
  };
  let count = 0;
  for (let a = 0; a < parts.length; a++) {
    for (let b = a + 1; b < parts.length; b++) {
      if (meet(parts[a].box, parts[b].box) && cross(plane(parts[a].contour), plane(parts[b].contour))) count++;
    }
  }
  return count;
}

type Box = readonly [number, number, number, number];

function boxOf({ xs, ys }: SliceContour): Box {
  const box: [number, number, number, number] = [xs[0], ys[0], xs[0], ys[0]];
  for (let p = 1; p < xs.length; p++) {
    box[0] = Math.min(box[0], xs[p]);
    box[1] = Math.min(box[1], ys[p]);
    box[2] = Math.max(box[2], xs[p]);
    box[3] = Math.max(box[3], ys[p]);
  }
  return box;
}

const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

const same = (a: SliceContour, b: SliceContour): boolean =>
  a.xs.length === b.xs.length && a.xs.every((x, p) => x === b.xs[p] && a.ys[p] === b.ys[p]);

function filled({ xs, ys }: SliceContour, nx: number, ny: number): Uint8Array {
  const plane = new Uint8Array(nx * ny);
  fillPolygon(xs, ys, xs.length, nx, ny, plane);
  return plane;
}

function cross(a: Uint8Array, b: Uint8Array): boolean {
  let both = 0;
  let onlyA = 0;
  let onlyB = 0;
  for (let v = 0; v < a.length; v++) {
    if (a[v] && b[v]) both++;
    else if (a[v]) onlyA++;
    else if (b[v]) onlyB++;
  }
  return both > 0 && ((onlyA > 0 && onlyB > 0) || (onlyA === 0 && onlyB === 0));
}
