import type { Gains } from "../filters/fourier-gains.ts";
import type { Vec3 } from "../grid.ts";
import type { AnyFftPlan } from "../math/fft-any.ts";
import { anyPlanBytes, writeAnyPlan } from "./fft.ts";
import { room } from "./instance.ts";

/** As in assembly/spectrum.ts. */
const LINES = 8;
const ROWS = 8;
const APART = 128;

/**
 * Transforms a box of `from` that begins at `offset`, multiplies its spectrum by the gains, and writes what that is the
 * transform of to the same place of `to`: math/spectrum.ts. False where it does not run here.
 */
export function respondInWasm(
  dims: Vec3,
  plans: readonly AnyFftPlan[],
  { axes, octants, imaginary }: Gains,
  from: Float64Array,
  offset: number,
  to: Float64Array,
): boolean {
  const [nx, ny, nz] = dims;
  const [roomX, roomY, roomZ] = plans.map(({ inner }) => inner.length);
  const columns = (nx >> 1) + 1;
  const lines = columns + (columns & 1);
  const row = 16 * lines;
  // One cache line more, so that the planes' rows do not all fall into the same places of a cache.
  const gap = row * ny + 64;
  const memory = room(
    ...plans.map(anyPlanBytes),
    gap * nz,
    8 * nx * (ny + ROWS),
    32 * LINES * Math.max(roomX, roomY) + APART * lines,
    8 * lines * nz + 16 * LINES * (nz + 2 * roomZ),
    octants.byteLength,
    ...axes.map(({ places }) => places.byteLength),
    ...axes.map(({ signs }) => signs.byteLength),
  );
  if (memory === null) return false;
  const { kernels, buffer, at } = memory;
  const [planX, planY, planZ, spectrum, rows, work, lineWork, table] = at;
  plans.forEach((plan, k) => {
    writeAnyPlan(plan, buffer, at[k]);
  });
  new Float64Array(buffer, table, octants.length).set(octants);
  axes.forEach(({ places, signs }, k) => {
    new Int32Array(buffer, at[8 + k], places.length).set(places);
    new Float64Array(buffer, at[11 + k], signs.length).set(signs);
  });
  const size = nx * ny;
  const plane = new Float64Array(buffer, rows, size);
  for (let z = 0; z < nz; z++) {
    plane.set(from.subarray(offset + size * z, offset + size * (z + 1)));
    kernels.transformPlane(planX, planY, lines, rows, spectrum + gap * z, work);
  }
  const [x, y] = axes;
  const places = [at[8], at[11], at[9], at[12], at[10], at[13]];
  for (let k = 0; k < ny; k++) {
    kernels.filterLines(
      ...[planZ, lines, spectrum, gap, k, table, x.half, y.half, ...places, columns, Number(imaginary), lineWork],
    );
  }
  for (let z = 0; z < nz; z++) {
    kernels.invertPlane(planX, planY, lines, rows, spectrum + gap * z, 1 / (nx * ny * nz), work);
    to.set(plane, offset + size * z);
  }
  return true;
}
