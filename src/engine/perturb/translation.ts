import { perturbation } from "./perturbation.ts";
import { followedBy, shifted } from "./pose.ts";

/** Moves image and region together by fractions of a voxel, every combination of axes (Zwanenburg 2019). */
export const translation = perturbation({
  id: "translation",
  initial: { fractions: [0.25, 0.75] as readonly number[], axes: "3D" as "2D" | "3D" },
  problem: ({ fractions }) =>
    fractions.length === 0 || fractions.some((f) => !(Math.abs(f) < 1))
      ? "translations must be fractions of a voxel, below 1"
      : null,
  variants: ({ fractions, axes }) =>
    (axes === "3D" ? fractions : [0]).flatMap((z) => fractions.flatMap((y) => fractions.map((x) => ({ x, y, z })))),
  label: ({ x, y, z }) => `translation ${x}, ${y}, ${z} voxels`,
  apply: (scene, { x, y, z }) => {
    const [dx, dy, dz] = scene.grid.spacing;
    return { ...scene, pose: followedBy(scene.pose, shifted([x * dx, y * dy, z * dz])) };
  },
});
