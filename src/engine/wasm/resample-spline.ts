import type { Vec3 } from "../grid.ts";
import { formKind, type NumberForm } from "../process/number-form.ts";
import type { Taps } from "../process/resample-axis.ts";
import type { Spline } from "../process/spline-prefilter.ts";
import { room } from "./instance.ts";
import { countOf, mirrored, sliceResampler, sliceRooms } from "./resample-slice.ts";

/** Numbers that are turned to spline coefficients along z at a time: as many as stay in the cache. */
const PART = 2 ** 16;

/**
 * Cubic resampling of process/interpolate.ts along the axes that are `splines`. Along z a few rows of the box are done at
 * a time, all slices of them; the new slices are then resampled one by one. `places` as in `resampleInWasm`. Null where
 * it does not run here.
 */
export function resampleSplineInWasm(
  data: Float32Array | Float64Array,
  [nx, ny]: Vec3,
  [xs, ys, zs]: readonly Int32Array[],
  [inX, inY, inZ]: readonly Taps[],
  splines: readonly (Spline | null)[],
  form: NumberForm,
): Float64Array | null {
  const [across, count, slices] = [countOf(inX), countOf(inY), countOf(inZ)];
  const [width, height, depth] = [xs.length, ys.length, zs.length];
  const some = Math.max(1, Math.min(height, Math.floor(PART / (depth * width))));
  const parts = Array.from({ length: Math.ceil(height / some) }, (_, k) => rowsOf(ys, k * some, some));
  const most = nx * Math.max(...parts.map(({ first, last }) => last + 1 - first));
  const bytes = data.BYTES_PER_ELEMENT;
  // What is overrun of a slice's last rows must not be the next one's first.
  const sliceBytes = 8 * width * height + 16;
  const memory = room(
    ...[slices * sliceBytes, bytes * most, 8 * depth * some * width + 16, 8 * across * count],
    ...[16 * some * width + 32, 16 * width + 32, 4 * width, 4 * inZ.order, 8 * inZ.order],
    ...sliceRooms(inY, inX, width),
  );
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const [box, image, part, numbers, tail, rowTail, placesAt, rowsAt, weightsAt] = at;
  new Int32Array(buffer, placesAt, width).set(xs);
  const [lead, inner] = ascent(xs);
  const widen = bytes === 8 ? kernels.widenDoubles : kernels.widenSingles;
  const view = bytes === 8 ? new Float64Array(buffer, image, most) : new Float32Array(buffer, image, most);
  const rows = new Int32Array(buffer, rowsAt, inZ.order);
  const weights = new Float64Array(buffer, weightsAt, inZ.order);
  for (const { start, end, first, last } of parts) {
    const inPart = (end - start) * width;
    let to = part;
    for (const z of zs) {
      view.set(data.subarray(nx * (first + ny * z), nx * (last + 1 + ny * z)));
      for (let y = start; y < end; y++, to += 8 * width)
        widen(image + bytes * nx * (ys[y] - first), placesAt, lead, inner, width, to);
    }
    if (splines[2]) kernels.prefilterRows(part, depth, inPart, ...mirrored(splines[2]), tail);
    for (let j = 0, k = 0; j < slices; j++) {
      for (let t = 0; t < inZ.order; t++, k++) {
        rows[t] = part + 8 * inPart * inZ.at[k];
        weights[t] = inZ.weights[k];
      }
      kernels.blendDoubles(rowsAt, weightsAt, inZ.order, inPart, box + j * sliceBytes + 8 * start * width);
    }
  }
  const resample = sliceResampler(memory, at.slice(9), width, inY, 8 * width, inX, splines[0]);
  const result = new Float64Array(buffer, numbers, across * count);
  const out = new Float64Array(across * count * slices);
  for (let j = 0; j < slices; j++) {
    const slice = box + j * sliceBytes;
    if (splines[1]) kernels.prefilterRows(slice, height, width, ...mirrored(splines[1]), rowTail);
    resample(slice, numbers);
    if (form !== "exact") kernels.inForm(formKind[form], numbers, result.length);
    out.set(result, j * across * count);
  }
  return out;
}

/** Rows [start, end) of the box, and the first and last row of the image that they take their values from. */
type Rows = { readonly start: number; readonly end: number; readonly first: number; readonly last: number };

function rowsOf(ys: Int32Array, start: number, some: number): Rows {
  const these = ys.subarray(start, start + some);
  return { start, end: start + these.length, first: Math.min(...these), last: Math.max(...these) };
}

/** Where places begin to follow one another, and how many of them do. */
function ascent(places: Int32Array): [number, number] {
  let lead = places.findIndex((p, k) => places[k + 1] === p + 1);
  if (lead < 0) lead = 0;
  let inner = 1;
  while (places[lead + inner] === places[lead] + inner) inner++;
  return [lead, inner];
}
