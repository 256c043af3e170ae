import { operation, refuse } from "./operation.ts";

/** Cuts a segment at the slice in view: takes away the slices before it, or after it; or keeps that slice alone. */
export const cutPlane = operation({
  id: "cut_plane",
  group: "cut",
  options: { erase: { kind: "choice", of: ["before", "after", "others"], initial: "before" } },
  apply: ({ mask, dims, plane }, { erase }) => {
    if (!plane) return refuse("no_plane");
    const [nx, ny] = dims;
    const at = (i: number) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))][plane.axis];
    const goes = (slice: number) =>
      (erase !== "after" && slice < plane.slice) || (erase !== "before" && slice > plane.slice);
    return { mask: mask.map((v, i) => (v === 1 && !goes(at(i)) ? 1 : 0)) };
  },
});
