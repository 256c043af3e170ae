import { initialValues, isRefusal, type Operation, type Values } from "#engine/edit/operation.ts";
import { type Edit, planEdit, type Scene, setApart, writeEdit } from "#engine/edit/plan-edit.ts";
import type { Vec3 } from "#engine/grid.ts";

/** A position in mm from voxel (0, 0, 0). */
type Inside = (x: number, y: number, z: number) => boolean;

/** An empty scene; `paint` gives label 1, or another, to every voxel whose centre (mm) is inside. */
export function aScene(dims: Vec3, spacing: Vec3 = [1, 1, 1]) {
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const data = new Float32Array(labels.length);
  const scene: Scene = { dims, spacing, data, labels, label: 1, locked: new Set(), plane: null };
  const each = (then: (at: number, x: number, y: number, z: number) => void) => {
    for (let k = 0, at = 0; k < dims[2]; k++)
      for (let j = 0; j < dims[1]; j++)
        for (let i = 0; i < dims[0]; i++, at++) then(at, i * spacing[0], j * spacing[1], k * spacing[2]);
  };
  const paint = (inside: Inside, label = 1) =>
    each((at, x, y, z) => {
      if (inside(x, y, z)) labels[at] = label;
    });
  const mask = (inside: Inside) => {
    const out = new Uint8Array(labels.length);
    each((at, x, y, z) => {
      if (inside(x, y, z)) out[at] = 1;
    });
    return out;
  };
  return { scene, labels, data, each, paint, mask };
}
export const ball =
  (c: Vec3, r: number): Inside =>
  (x, y, z) =>
    Math.hypot(x - c[0], y - c[1], z - c[2]) <= r + 1e-9;
export const block =
  (low: Vec3, high: Vec3): Inside =>
  (x, y, z) =>
    x >= low[0] && x <= high[0] && y >= low[1] && y <= high[1] && z >= low[2] && z <= high[2];
export const count = (labels: Uint8Array, label = 1) => labels.reduce((n, l) => n + (l === label ? 1 : 0), 0);

/** Does it, or gives the reason why not. Segments that it needs get the labels from 11 on. */
export function perform(scene: Scene, operation: Operation, values: Values = {}, apart = false): Edit | string {
  const edit = planEdit(scene, operation, { ...initialValues(operation, [0, 100]), ...values });
  if (isRefusal(edit)) return edit.refused;
  const wanted = apart ? setApart(edit) : edit;
  const further = Array.from({ length: wanted.further }, (_, n) => 11 + n);
  writeEdit(scene.labels as Uint8Array, scene.dims, wanted, scene.label, further);
  return edit;
}
