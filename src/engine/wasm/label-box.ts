import type { Vec3 } from "../grid.ts";
import { room } from "./instance.ts";

/** Bytes that are looked through at a time: what a processor's nearer caches hold. */
const PIECE = 2 ** 17;

/**
 * The first and the last x, y and z of a label in the slices [z0, z1) of a label map, the last before the first where it
 * does not occur; null where it does not run here.
 */
export function labelBoxInWasm(
  labels: Uint8Array,
  [nx, ny, nz]: Vec3,
  label: number,
  z0: number,
  z1: number,
): Int32Array | null {
  const most = Math.max(1, Math.min(ny * (z1 - z0), Math.floor(PIECE / nx)));
  const memory = room(nx * most, 24);
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const box = new Int32Array(buffer, at[1], 6);
  box.set([nx, -1, ny, -1, nz, -1]);
  const bytes = new Uint8Array(buffer, at[0], nx * most);
  const end = ny * z1;
  for (let row = ny * z0; row < end; row += most) {
    const rows = Math.min(most, end - row);
    bytes.set(labels.subarray(nx * row, nx * (row + rows)));
    kernels.labelBox(at[0], nx, rows, row, ny, label, at[1]);
  }
  return box.slice();
}
