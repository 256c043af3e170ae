import { type Canvas, canvas, paint, stampShape } from "../canvas.ts";
import { smoothNoise } from "../noise.ts";
import { paintBody } from "./body.ts";
import { paintMediastinum } from "./mediastinum.ts";
import { paintSkeleton } from "./skeleton.ts";
import { type ChestPatient, tissue } from "./tissue.ts";
import { paintTrees } from "./tree.ts";

/**
 * Draws a chest with the arms up on a canvas of `size` voxels of `spacing` mm, the first voxel at `origin` (mm; x to the
 * left, y to the back, z to the head). The patient's scale is in the canvas: anatomy is drawn in standard size on it.
 */
export function drawChest(
  patient: ChestPatient,
  size: Canvas["size"],
  spacing: Canvas["spacing"],
  origin: Canvas["origin"],
): Canvas {
  const s = patient.scale;
  const standard = canvas(
    size,
    [spacing[0] / s[0], spacing[1] / s[1], spacing[2] / s[2]],
    [origin[0] / s[0], origin[1] / s[1], origin[2] / s[2]],
    -1000,
  );
  const noise = smoothNoise(patient.seed);
  paintBody(standard, patient, noise);
  paintSkeleton(standard, noise);
  paintMediastinum(standard, patient, noise);
  paintTrees(standard, patient, noise);
  paintTable(standard);
  return standard;
}

function paintTable(on: Canvas): void {
  const shape = (half: number) => (x: number, y: number) => half - Math.abs(y - 137 + x * x * 0.0011);
  const box = [-200, 200, 80, 200, -999, 999] as const;
  stampShape(on, box, shape(9));
  paint(on, tissue.table, -120, (t) => t === tissue.air);
  stampShape(on, box, shape(7.6));
  paint(on, tissue.air, -940, (t) => t === tissue.table);
}
