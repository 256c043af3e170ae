import type { Vec3 } from "../grid.ts";
import { labelExtent } from "../process/crop.ts";
import {
  acceptsValues,
  type EditRefusal,
  isRefusal,
  type Operation,
  type Outcome,
  type Region,
  refuse,
  type Values,
} from "./operation.ts";

/** A label map with its image, and the segment to work on. */
export type Scene = {
  readonly dims: Vec3;
  readonly spacing: Vec3;
  readonly data: Float32Array;
  readonly labels: Uint8Array;
  readonly label: number;
  /** Label maps of segments that lie in another one, by label: they may share voxels with those of this one. */
  readonly elsewhere?: ReadonlyMap<number, Uint8Array>;
  readonly locked: ReadonlySet<number>;
  readonly plane: { readonly axis: 0 | 1 | 2; readonly slice: number } | null;
};

/** What an operation would do, before it is done. Nothing is written yet. */
export type Edit = {
  readonly offset: Vec3;
  readonly dims: Vec3;
  /** The label map of the box as it shall be: 0 leave or clear, 1 the segment, 2 … further segments. */
  readonly result: Uint8Array;
  /** 1 where `result` differs from the segment as it is, and may be written. */
  readonly changed: Uint8Array;
  readonly added: number;
  readonly removed: number;
  /** Voxels that the operation wanted and that stay with other segments. */
  readonly taken: number;
  /** How many further segments it needs. */
  readonly further: number;
  readonly threshold: number | null;
};

/** Most voxels of a box: its distances take 8 bytes each. Operations on the whole image have none. */
const largestBox = 64_000_000;

type Box = { readonly low: Vec3; readonly high: Vec3 };

/** The smallest box around a label (both ends inside it), or null where it has no voxel. */
export function boxOfLabel(labels: Uint8Array, dims: Vec3, label: number): Box | null {
  const found = labelExtent(labels, dims, label);
  return found && { low: found.lo, high: [found.hi[0] - 1, found.hi[1] - 1, found.hi[2] - 1] };
}

/** Works out what an operation does to a segment. Cost: one pass over the labels, and the operation's over its box. */
export function planEdit(scene: Scene, operation: Operation, values: Values): Edit | EditRefusal {
  const { dims, spacing, labels, label, locked } = scene;
  if (label === 0) return refuse("no_segment");
  if (locked.has(label)) return refuse("locked");
  if (!acceptsValues(operation, values)) return refuse("bad_value");
  const asked = Object.entries(operation.options).find(([, option]) => option.kind === "segment");
  const other = asked ? Number(values[asked[0]]) : 0;
  if (asked && (other === 0 || other === label)) return refuse("no_other");
  const theirs = scene.elsewhere?.get(other) ?? labels;
  const takesFrom = operation.takes && theirs === labels ? other : 0;
  if (takesFrom > 0 && locked.has(other)) return refuse("other_locked");
  const own = boxOfLabel(labels, dims, label);
  if (!own && !operation.begins) return refuse("empty_segment");
  const others = other > 0 ? boxOfLabel(theirs, dims, other) : null;
  if (asked && !others) return refuse("other_empty");

  const whole: Box = { low: [0, 0, 0], high: [dims[0] - 1, dims[1] - 1, dims[2] - 1] };
  const box = operation.reach === "image" ? whole : extended(own ?? others ?? whole, operation, values, scene, others);
  const size: Vec3 = [0, 1, 2].map((a) => box.high[a] - box.low[a] + 1) as [number, number, number];
  const total = size[0] * size[1] * size[2];
  if (total > largestBox && operation.reach !== "image") return refuse("too_large");

  const now = cut(labels, dims, box.low, size);
  const outcome = operation.apply(
    {
      dims: size,
      spacing,
      offset: box.low,
      image: dims,
      mask: maskOf(now, label),
      other: other > 0 ? maskOf(cut(theirs, dims, box.low, size), other) : new Uint8Array(0),
      intensities: operation.reads ? cut(scene.data, dims, box.low, size) : new Float32Array(0),
      reference: operation.reads && other > 0 ? statistics(scene.data, theirs, other) : null,
      plane: scene.plane && { axis: scene.plane.axis, slice: scene.plane.slice - box.low[scene.plane.axis] },
    },
    values,
  );
  return isRefusal(outcome) ? outcome : compare(outcome, now, label, takesFrom, box.low, size);
}

function extended(own: Box, operation: Operation, values: Values, { dims, spacing }: Scene, others: Box | null): Box {
  const mm = typeof operation.reach === "function" ? operation.reach(values) : 0;
  const join = operation.reach === "other" ? others : null;
  const end = (a: number, sign: 1 | -1) => {
    const at = sign < 0 ? Math.min(own.low[a], join?.low[a] ?? dims[a]) : Math.max(own.high[a], join?.high[a] ?? 0);
    // One voxel more: an operation then sees that the segment has an outside.
    return Math.min(dims[a] - 1, Math.max(0, at + sign * (Math.ceil(mm / spacing[a]) + 1)));
  };
  return { low: [end(0, -1), end(1, -1), end(2, -1)], high: [end(0, 1), end(1, 1), end(2, 1)] };
}

function maskOf(labels: Uint8Array, label: number): Uint8Array {
  const out = new Uint8Array(labels.length);
  for (let i = 0; i < out.length; i++) if (labels[i] === label) out[i] = 1;
  return out;
}

function cut<T extends Uint8Array | Float32Array>(from: T, dims: Vec3, low: Vec3, size: Vec3): T {
  if (size.every((n, a) => n === dims[a])) return from;
  const out = (from instanceof Uint8Array
    ? new Uint8Array(size[0] * size[1] * size[2])
    : new Float32Array(size[0] * size[1] * size[2])) as unknown as T;
  for (let z = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++) {
      const at = low[0] + dims[0] * (low[1] + y + dims[1] * (low[2] + z));
      out.set(from.subarray(at, at + size[0]), size[0] * (y + size[1] * z));
    }
  }
  return out;
}

function statistics(data: Float32Array, labels: Uint8Array, label: number): Region["reference"] {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== label) continue;
    count++;
    sum += data[i];
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === label) squares += (data[i] - mean) ** 2;
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0 };
}

/** What may be written of an outcome: free voxels, the segment's own, and those of the segment that it takes from. */
function compare(
  { mask, threshold }: Outcome,
  now: Uint8Array,
  label: number,
  takesFrom: number,
  offset: Vec3,
  dims: Vec3,
): Edit | EditRefusal {
  const changed = new Uint8Array(mask.length);
  let [added, removed, taken, kept, further] = [0, 0, 0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    const is = now[i];
    const own = is === label;
    if (own && mask[i] === 1) kept++;
    if (mask[i] === (own ? 1 : 0)) continue;
    if (!own && is !== 0 && is !== takesFrom) {
      taken++;
      continue;
    }
    changed[i] = 1;
    if (own) removed++;
    else added++;
    if (mask[i] > 1) further = Math.max(further, mask[i] - 1);
  }
  if (added + removed === 0) return refuse(taken > 0 ? "taken" : "unchanged");
  if (kept + added === 0 && further === 0) return refuse("nothing_left");
  return { offset, dims, result: mask, changed, added, removed, taken, further, threshold: threshold ?? null };
}

/** The same edit, but the segment stays as it is and all that would change becomes one further segment. */
export function setApart(edit: Edit): Edit {
  const result = edit.result.slice();
  for (let i = 0; i < result.length; i++) if (edit.changed[i] !== 0) result[i] = 2;
  return { ...edit, result, further: 1 };
}

/** Writes an edit into a label map. `further[n]` is the label of result 2 + n. */
export function writeEdit(
  labels: Uint8Array,
  image: Vec3,
  { offset, dims, result, changed }: Edit,
  label: number,
  further: readonly number[],
): void {
  const value = [0, label, ...further];
  let i = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      const row = offset[0] + image[0] * (offset[1] + y + image[1] * (offset[2] + z));
      for (let x = 0; x < dims[0]; x++, i++) if (changed[i] !== 0) labels[row + x] = value[result[i]];
    }
  }
}
