import { componentsLength, labelComponents } from "../kernels/components.ts";
import { operation } from "./operation.ts";

/**
 * Fills the cavities of a segment: what is outside it and cannot reach the rest of the image through faces. A hole that
 * is open towards the edge of the image is not one.
 */
export const fillCavities = operation({
  id: "fill_cavities",
  group: "shape",
  options: {},
  apply: ({ mask, dims }) => {
    const [nx, ny, nz] = dims;
    const length = componentsLength(nx, ny, nz);
    const numbers = new Uint32Array(length);
    const count = labelComponents(
      mask.map((v) => 1 - v),
      nx,
      ny,
      nz,
      new Uint32Array(length),
      numbers,
    );
    const open = new Uint8Array(count + 1);
    for (let z = 0, i = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++, i++)
          if (x === 0 || y === 0 || x === nx - 1 || y === ny - 1 || (nz > 1 && (z === 0 || z === nz - 1)))
            open[numbers[i]] = 1;
    return { mask: mask.map((v, i) => (v === 1 || open[numbers[i]] === 0 ? 1 : 0)) };
  },
});
