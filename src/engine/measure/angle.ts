import { figure, measure, missing } from "./measure.ts";

/** The angle at the second of three points, 0 to 180 degrees, between lines in patient space. */
export const angle = measure({
  id: "angle",
  points: 3,
  figures: ([a, corner, b], { image, sized }) => {
    if (!sized) return [missing("angle", "deg", "no_spacing")];
    const { spacing } = image.grid;
    const side = (end: readonly number[]) => [0, 1, 2].map((n) => (end[n] - corner[n]) * spacing[n]);
    const [p, q] = [side(a), side(b)];
    const [lengthP, lengthQ] = [Math.hypot(...p), Math.hypot(...q)];
    if (lengthP === 0 || lengthQ === 0) return [missing("angle", "deg", "no_side")];
    const cosine = (p[0] * q[0] + p[1] * q[1] + p[2] * q[2]) / (lengthP * lengthQ);
    return [figure("angle", "deg", (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI)];
  },
});
