import { operation } from "./operation.ts";

/** Takes all voxels of another segment into this one; the other is empty then, unless it lies in another label map. */
export const unite = operation({
  id: "unite",
  group: "segments",
  options: { other: { kind: "segment" } },
  reach: "other",
  takes: true,
  begins: true,
  apply: ({ mask, other }) => ({ mask: mask.map((v, i) => v | other[i]) }),
});
