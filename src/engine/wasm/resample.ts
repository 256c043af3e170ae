import type { Vec3 } from "../grid.ts";
import { formKind, type NumberForm } from "../process/number-form.ts";
import type { Taps } from "../process/resample-axis.ts";
import { room } from "./instance.ts";
import { countOf, sliceResampler, sliceRooms } from "./resample-slice.ts";

/** What the label of a mask is, and the least partial volume that counts. */
type Mask = { readonly label: number; readonly least: number };

/**
 * Nearest or linear resampling of process/interpolate.ts, slice by slice. `places`: for each axis of the box the places
 * in the image that its voxels take their values from. Null where it does not run here.
 */
export function resampleInWasm(
  data: Float32Array | Float64Array,
  dims: Vec3,
  places: readonly Int32Array[],
  taps: readonly Taps[],
  form: NumberForm,
): Float64Array | null {
  const out = new Float64Array(taps.reduce((product, one) => product * countOf(one), 1));
  return bySlices(data, dims, places, taps, form, out) ? out : null;
}

/** The same of the mask of a label: 1 where the sum reaches `least`. */
export function resampleMaskInWasm(
  labels: Uint8Array,
  dims: Vec3,
  mask: Mask,
  places: readonly Int32Array[],
  taps: readonly Taps[],
): Uint8Array | null {
  const out = new Uint8Array(taps.reduce((product, one) => product * countOf(one), 1));
  return bySlices(labels, dims, places, taps, mask, out) ? out : null;
}

function bySlices(
  data: Float32Array | Float64Array | Uint8Array,
  [nx, ny]: Vec3,
  places: readonly Int32Array[],
  taps: readonly Taps[],
  as: Mask | NumberForm,
  out: Float64Array | Uint8Array,
): boolean {
  const mask = typeof as === "string" ? null : as;
  const kind = typeof as === "string" ? formKind[as] : 0;
  const inImage = taps.map((one, a) => ({ ...one, at: one.at.map((p) => places[a][p]) }));
  const [inX, x0, width] = fromFirst(inImage[0]);
  const [inY, y0, height] = fromFirst(inImage[1]);
  const inZ = inImage[2];
  const size = countOf(inX) * countOf(inY);
  const bytes = data.BYTES_PER_ELEMENT;
  // Whole rows are copied at once; of a narrow box only what is read.
  const step = 4 * width >= nx ? nx : width;
  const skipped = step === nx ? x0 : 0;
  const held = step * height;
  const heldBytes = Math.max(4, bytes) * held + 64;
  const memory = room(
    ...[8 * held + 32, inZ.order * heldBytes, 8 * size, 4 * inZ.order, 8 * inZ.order],
    ...(mask === null ? [0, 0] : [held, size]),
    ...sliceRooms(inY, inX, width),
  );
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const [slice, slots, numbers, rowsAt, weightsAt, labels, marks] = at;
  const resample = sliceResampler(memory, at.slice(7), width, inY, 8 * step, inX, null);
  const rows = new Int32Array(buffer, rowsAt, inZ.order);
  const weights = new Float64Array(buffer, weightsAt, inZ.order);
  const result = mask === null ? new Float64Array(buffer, numbers, size) : new Uint8Array(buffer, marks, size);
  const blend = bytes === 8 ? kernels.blendDoubles : kernels.blendSingles;
  const isHeld = new Int32Array(inZ.order).fill(-1);
  for (let z = 0, k = 0; k < inZ.at.length; z++) {
    for (let t = 0; t < inZ.order; t++, k++) {
      const slot = inZ.at[k] % inZ.order;
      rows[t] = slots + slot * heldBytes;
      weights[t] = inZ.weights[k];
      if (isHeld[slot] === inZ.at[k]) continue;
      isHeld[slot] = inZ.at[k];
      const to = viewLike(data, buffer, mask === null ? rows[t] : labels, held);
      copyRows(data, nx * (y0 + ny * inZ.at[k]) + x0 - skipped, nx, step, height, to);
      if (mask !== null) kernels.maskOf(labels, mask.label, held, rows[t]);
    }
    blend(rowsAt, weightsAt, inZ.order, held, slice);
    resample(slice + 8 * skipped, numbers);
    if (mask !== null) kernels.reaches(numbers, mask.least, size, marks);
    else if (kind !== 0) kernels.inForm(kind, numbers, size);
    out.set(result, z * size);
  }
  return true;
}

/** Taps whose places count from the first of them that is read; that one, and how many there are up to the last. */
function fromFirst(taps: Taps): [Taps, number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const p of taps.at) {
    if (p < first) first = p;
    if (p > last) last = p;
  }
  return [{ ...taps, at: taps.at.map((p) => p - first) }, first, last + 1 - first];
}

type Numbers = Float32Array | Float64Array | Uint8Array;

function viewLike(data: Numbers, buffer: ArrayBuffer, at: number, n: number): Numbers {
  if (data instanceof Uint8Array) return new Uint8Array(buffer, at, n);
  return data instanceof Float32Array ? new Float32Array(buffer, at, n) : new Float64Array(buffer, at, n);
}

/** `count` rows of `step` numbers that lie `pitch` apart from `first` on. */
function copyRows(data: Numbers, first: number, pitch: number, step: number, count: number, to: Numbers): void {
  if (step === pitch) to.set(data.subarray(first, first + count * step));
  else for (let r = 0; r < count; r++) to.set(data.subarray(first + r * pitch, first + r * pitch + step), r * step);
}
