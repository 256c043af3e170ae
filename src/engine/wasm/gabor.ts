import type { PlaneFourier, Take } from "../filters/plane-fourier.ts";
import { planBytes, writePlan } from "./fft.ts";
import { room } from "./instance.ts";

/** As in assembly/gabor.ts. */
const LINES = 8;
const ROWS = 8;

/** `eachModulus` of filters/plane-fourier.ts; false where it does not run here. */
export function eachModulusInWasm(
  fourier: PlaneFourier,
  spectra: readonly Float64Array[],
  read: (index: number, plane: Float64Array) => void,
  from: number,
  to: number,
  take: Take,
): boolean {
  const { dims, axes, size, plans, sources, reach } = fourier;
  const [na, nb] = [dims[axes.a], dims[axes.b]];
  const [la, lb] = size;
  const columns = la / 2 + 1;
  const lines = columns + (columns & 1);
  const rowsBytes = 16 * lines * (nb + ROWS);
  const memory = room(
    ...plans.map(planBytes),
    ...sources.map((source) => source.byteLength),
    8 * na * nb,
    16 * lines * lb,
    rowsBytes,
    rowsBytes,
    8 * (ROWS * la + 2) + 32 * LINES * Math.max(la, lb) + 128 * lines,
    8 * na * (nb + ROWS),
    ...spectra.map((spectrum) => spectrum.byteLength),
  );
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const [planA, planB, sourcesA, sourcesB, plane, spectrum, near, far, work, out] = at;
  plans.forEach((plan, k) => {
    writePlan(plan, buffer, at[k]);
  });
  sources.forEach((source, k) => {
    new Int32Array(buffer, at[2 + k], source.length).set(source);
  });
  spectra.forEach((values, k) => {
    new Float64Array(buffer, at[10 + k], values.length).set(values);
  });
  const image = new Float64Array(buffer, plane, na * nb);
  const modulus = new Float64Array(buffer, out, na * nb);
  const [countA, countB] = sources.map((source) => source.length);
  for (let index = from; index < to; index++) {
    read(index, image);
    kernels.transformMargins(
      ...[planA, planB, lines, plane, na, nb, sourcesA, countA, sourcesB, countB, spectrum, near, work],
    );
    spectra.forEach((_, k) => {
      kernels.moduli(planA, planB, lines, spectrum, at[10 + k], na, nb, ...reach, near, far, work, out);
      take(index, k, modulus);
    });
  }
  return true;
}
