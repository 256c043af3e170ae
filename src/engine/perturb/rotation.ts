import { extentDims } from "../process/crop.ts";
import { perturbation } from "./perturbation.ts";
import { followedBy, turned } from "./pose.ts";
import type { Scene } from "./scene.ts";

/** Turns image and region together in the slice plane, about the region's centre (Zwanenburg 2019). */
export const rotation = perturbation({
  id: "rotation",
  initial: { degrees: [-6, -2, 2, 6] as readonly number[] },
  problem: ({ degrees }) =>
    degrees.length === 0 || degrees.some((d) => !(Math.abs(d) <= 180)) ? "rotations must be angles up to 180°" : null,
  variants: ({ degrees }) => degrees.map((angle) => ({ degrees: angle })),
  label: ({ degrees }) => `rotation ${degrees}°`,
  apply: (scene, { degrees }) => ({ ...scene, pose: followedBy(scene.pose, turned(degrees, centreOf(scene))) }),
});

/** Mean position of the region in the plane, mm along the image's axes. */
function centreOf({ mask, extent, grid }: Scene): [number, number] {
  const [nx, ny] = extentDims(extent);
  let n = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    n++;
    x += i % nx;
    y += Math.floor(i / nx) % ny;
  }
  return [(extent.lo[0] + x / n) * grid.spacing[0], (extent.lo[1] + y / n) * grid.spacing[1]];
}
