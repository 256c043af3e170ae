import type { Grid } from "#engine/grid.ts";
import type { ImportedSegment } from "../series.ts";

/** Sets (or flips) the voxels of one slice in an empty plane of nx · ny values. */
export type DrawPlane = (plane: Uint8Array) => void;

/**
 * A segment given by how its slices are drawn (`planes`: slice k → drawing).
 * The mask is made when it is first asked for and let go when nobody holds it: a plan of thirty organs on a large CT
 * would else fill memory before one of them is looked at.
 */
export function importedSegment(
  name: string,
  number: number | null,
  color: ImportedSegment["color"],
  grid: Grid,
  planes: ReadonlyMap<number, DrawPlane>,
  property?: ImportedSegment["property"],
): ImportedSegment {
  const [nx, ny, nz] = grid.dims;
  const size = nx * ny;
  // Counted four voxels at a time: of a word of bytes 0 or 1, the product's highest byte is their sum.
  const words = new Uint32Array(Math.ceil(size / 4));
  const scratch = new Uint8Array(words.buffer, 0, size);
  let voxels = 0;
  for (const draw of planes.values()) {
    scratch.fill(0);
    draw(scratch);
    for (let w = 0; w < words.length; w++) voxels += Math.imul(words[w], 0x01010101) >>> 24;
  }
  let [from, to] = [nz, 0];
  for (const k of planes.keys()) [from, to] = [Math.min(from, k), Math.max(to, k + 1)];
  let made: WeakRef<Uint8Array> | undefined;
  return {
    name,
    number,
    color,
    ...(property ? { property } : {}),
    voxels,
    extent: from < to ? [from * size, to * size] : [0, 0],
    get mask() {
      const held = made?.deref();
      if (held) return held;
      const mask = new Uint8Array(size * nz);
      for (const [k, draw] of planes) draw(mask.subarray(k * size, (k + 1) * size));
      made = new WeakRef(mask);
      return mask;
    },
  };
}
