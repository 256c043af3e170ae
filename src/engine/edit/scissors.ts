import type { Vec3 } from "../grid.ts";

/** What scissors do to voxels whose place in the plane is inside the outline, or outside it. */
export type ScissorsMode = "erase_inside" | "erase_outside" | "fill_inside";
export const scissorsModes: readonly ScissorsMode[] = ["erase_inside", "erase_outside", "fill_inside"];

/**
 * Cuts a label map along an outline drawn in a plane. `outline`: 1 inside, a plane across `axis` (x fastest of the other
 * two axes). Slices from `from` to `to` (both cut) belong to it. Filling takes only voxels that are nobody's. Returns how
 * many voxels changed.
 */
export function cutOutline(
  labels: Uint8Array,
  dims: Vec3,
  label: number,
  outline: Uint8Array,
  axis: 0 | 1 | 2,
  from: number,
  to: number,
  mode: ScissorsMode,
): number {
  const strides = [1, dims[0], dims[0] * dims[1]];
  const [u, v] = [0, 1, 2].filter((a) => a !== axis);
  const wanted = mode === "erase_outside" ? 0 : 1;
  const [is, becomes] = mode === "fill_inside" ? [0, label] : [label, 0];
  let count = 0;
  for (let slice = Math.max(0, from); slice <= Math.min(dims[axis] - 1, to); slice++) {
    for (let y = 0; y < dims[v]; y++) {
      const row = slice * strides[axis] + y * strides[v];
      for (let x = 0; x < dims[u]; x++) {
        const at = row + x * strides[u];
        if (outline[x + dims[u] * y] !== wanted || labels[at] !== is) continue;
        labels[at] = becomes;
        count++;
      }
    }
  }
  return count;
}

/** Slices within half of `mm` of a slice, on both sides; all of them where `mm` is null. */
export function slicesWithin(slice: number, spacing: number, slices: number, mm: number | null): [number, number] {
  if (mm === null) return [0, slices - 1];
  const half = Math.floor((mm / 2 / spacing) * (1 + 1e-9));
  return [Math.max(0, slice - half), Math.min(slices - 1, slice + half)];
}
