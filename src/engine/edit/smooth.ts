import type { Vec3 } from "../grid.ts";
import { majority, majorityScratchLength } from "../kernels/majority.ts";
import { grown, shrunk } from "./distances.ts";
import { blurred, reachOfBlur } from "./gaussian.ts";
import { operation, type Region } from "./operation.ts";

/**
 * Smooths a segment in 3D. `mm`: radius of the ball for median, closing (fills gaps narrower than twice it) and opening
 * (takes away what is thinner); standard deviation for the Gaussian, which is cut at one half.
 */
export const smooth = operation({
  id: "smooth",
  group: "shape",
  options: {
    method: { kind: "choice", of: ["median", "closing", "opening", "gaussian"], initial: "median" },
    mm: { kind: "number", unit: "mm", min: 0.1, max: 30, initial: 2 },
  },
  reach: ({ method, mm }) => (method === "opening" ? 0 : method === "gaussian" ? reachOfBlur(mm) : mm),
  apply: (region, { method, mm }) => {
    const { mask } = region;
    if (method === "closing") return { mask: closed(region, mm) };
    if (method === "opening") return { mask: grown(shrunk(mask, mm, region), mm, region) };
    if (method === "gaussian") return { mask: moreThanHalf(blurred(region, mm)) };
    return { mask: median(region, mm) };
  },
});

/** A loop: `from` with a function takes longer than the blur. */
function moreThanHalf(values: Float32Array): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i] > 0.5 ? 1 : 0;
  return out;
}

function median({ mask, dims, spacing, offset, image }: Region, mm: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  const scratch = new Int32Array(majorityScratchLength(...dims));
  majority(mask, ...dims, ...spacing, ...offset, ...image, mm, scratch, out);
  return out;
}

/** Grown and shrunk again, in a box with room for it: where the image ends, what was grown must be able to come back. */
function closed({ mask, dims, spacing }: Region, mm: number): Uint8Array {
  const pad = spacing.map((s, a) => (dims[a] > 1 ? Math.ceil(mm / s) + 1 : 0));
  const room: Vec3 = [dims[0] + 2 * pad[0], dims[1] + 2 * pad[1], dims[2] + 2 * pad[2]];
  const wide = new Uint8Array(room[0] * room[1] * room[2]);
  const rows = dims[1] * dims[2];
  const at = (row: number) =>
    pad[0] + room[0] * (pad[1] + (row % dims[1]) + room[1] * (pad[2] + Math.floor(row / dims[1])));
  for (let row = 0; row < rows; row++) wide.set(mask.subarray(row * dims[0], (row + 1) * dims[0]), at(row));
  const place = { dims: room, spacing };
  const done = shrunk(grown(wide, mm, place), mm, place);
  const out = new Uint8Array(mask.length);
  for (let row = 0; row < rows; row++) out.set(done.subarray(at(row), at(row) + dims[0]), row * dims[0]);
  return out;
}
