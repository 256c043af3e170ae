import type { Growing, Operator } from "../features/pyradiomics/lanczos.ts";
import { room } from "./instance.ts";

/** The steps of features/pyradiomics/lanczos.ts: how many there are now; null where they do not run here. */
export function lanczosInWasm(
  { root, rows }: Operator,
  { basis, diagonal, beside, width, from, to }: Growing,
  least: number,
): number | null {
  const matrix = rows(width);
  if (matrix === null) return null;
  const arrays = [matrix, new Float64Array(width), basis, new Float64Array(to), diagonal, beside];
  arrays[1].set(root);
  const memory = room(...arrays.map((array) => array.byteLength));
  if (memory === null) return null;
  const { kernels, buffer, at } = memory;
  const views = arrays.map((array, k) => new Float64Array(buffer, at[k], array.length));
  views.forEach((view, k) => {
    view.set(arrays[k]);
  });
  const [matrixAt, rootAt, basisAt, sharesAt, diagonalAt, besideAt] = at;
  const addresses = [basisAt, sharesAt, diagonalAt, besideAt] as const;
  const steps = kernels.lanczos(matrixAt, rootAt, root.length, width, ...addresses, least, from, to);
  basis.set(views[2]);
  diagonal.set(views[4]);
  beside.set(views[5]);
  return steps;
}
