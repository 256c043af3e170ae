import { nearOther } from "./near.ts";
import { operation } from "./operation.ts";
import { boxOfLabel } from "./plan-edit.ts";

/** Keeps what lies in the box around another segment, widened by a margin in mm. */
export const crop = operation({
  id: "crop",
  group: "cut",
  options: nearOther,
  reach: "other",
  apply: ({ mask, other, dims, spacing }, { mm }) => {
    const box = boxOfLabel(other, dims, 1);
    const [nx, ny] = dims;
    const inside = (i: number) =>
      [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))].every((at, a) => {
        const more = (mm / spacing[a]) * (1 + 1e-9);
        return box !== null && at >= box.low[a] - more && at <= box.high[a] + more;
      });
    return { mask: mask.map((v, i) => (v === 1 && inside(i) ? 1 : 0)) };
  },
});
