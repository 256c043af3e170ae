import { crop } from "./crop.ts";
import { cutPlane } from "./cut-plane.ts";
import { fillCavities } from "./fill-cavities.ts";
import { fixedSuv } from "./fixed-suv.ts";
import { gradientEdge } from "./gradient-edge.ts";
import { hollow } from "./hollow.ts";
import { intersect } from "./intersect.ts";
import { invert } from "./invert.ts";
import { keepLargest } from "./keep-largest.ts";
import { keepRange } from "./keep-range.ts";
import { liverReference } from "./liver-reference.ts";
import { margin } from "./margin.ts";
import type { EditRefusal, Operation, Values } from "./operation.ts";
import { percentOfMax } from "./percent-of-max.ts";
import { type Edit, planEdit, type Scene } from "./plan-edit.ts";
import { removeSmall } from "./remove-small.ts";
import { smooth } from "./smooth.ts";
import { splitIslands } from "./split-islands.ts";
import { subtract } from "./subtract.ts";
import { threshold } from "./threshold.ts";
import { unite } from "./unite.ts";

/** Every operation on a segment, in the order of menus. To add one: its file, and its line here. */
export const operations = [
  margin,
  hollow,
  smooth,
  fillCavities,
  keepLargest,
  removeSmall,
  splitIslands,
  cutPlane,
  crop,
  keepRange,
  threshold,
  unite,
  subtract,
  intersect,
  invert,
  fixedSuv,
  percentOfMax,
  gradientEdge,
  liverReference,
] as const;

export type OperationId = (typeof operations)[number]["id"];

/** Works out what the operation of an id does to a segment; see `planEdit`. */
export function planOperation(scene: Scene, id: OperationId, values: Values): Edit | EditRefusal {
  const operation: Operation = operations.find((o) => o.id === id) ?? operations[0];
  return planEdit(scene, operation, values);
}
