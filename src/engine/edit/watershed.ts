import type { Vec3 } from "../grid.ts";

/** Length of the gradient (per mm) by central differences; one-sided at the border of the box. */
export function gradientMagnitude(values: Float32Array, dims: Vec3, spacing: Vec3): Float32Array {
  const strides = [1, dims[0], dims[0] * dims[1]];
  const out = new Float32Array(values.length);
  for (let z = 0, i = 0; z < dims[2]; z++)
    for (let y = 0; y < dims[1]; y++)
      for (let x = 0; x < dims[0]; x++, i++) {
        let square = 0;
        for (let a = 0; a < 3; a++) {
          const at = a === 0 ? x : a === 1 ? y : z;
          const low = at > 0 ? i - strides[a] : i;
          const high = at < dims[a] - 1 ? i + strides[a] : i;
          if (low === high) continue;
          const slope = (values[high] - values[low]) / (((high - low) / strides[a]) * spacing[a]);
          square += slope * slope;
        }
        out[i] = Math.sqrt(square);
      }
  return out;
}

/**
 * Floods a relief from markers (1, 2 or 3; 0 elsewhere) until the basins meet: each voxel goes to the marker from which the
 * lowest pass leads to it (watershed cuts, Cousty 2009, doi:10.1109/TPAMI.2008.173). The height between two face
 * neighbours is the mean of theirs, so that an edge between two voxels leaves each on its side. `markers` is filled.
 */
export function flood(relief: Float32Array, markers: Uint8Array, dims: Vec3): void {
  const strides = [1, dims[0], dims[0] * dims[1]];
  const queue = new Queue();
  const reach = (i: number, level: number) => {
    const at = [i % dims[0], Math.floor(i / strides[1]) % dims[1], Math.floor(i / strides[2])];
    for (let a = 0; a < 3; a++)
      for (const step of [-1, 1]) {
        if (at[a] + step < 0 || at[a] + step >= dims[a]) continue;
        const next = i + step * strides[a];
        // Water that has risen does not fall again.
        if (markers[next] === 0) queue.push(next * 4 + markers[i], Math.max(level, (relief[i] + relief[next]) / 2));
      }
  };
  for (let i = 0, first = markers.slice(); i < first.length; i++)
    if (first[i] !== 0) reach(i, Number.NEGATIVE_INFINITY);
  for (let item = queue.pop(); item >= 0; item = queue.pop()) {
    const i = Math.floor(item / 4);
    if (markers[i] !== 0) continue;
    markers[i] = item % 4;
    reach(i, queue.level);
  }
}

/** A heap of numbers by height, then by order of arrival. */
class Queue {
  readonly #items: number[] = [];
  readonly #heights: number[] = [];
  readonly #orders: number[] = [];
  #count = 0;
  /** Height of the item popped last. */
  level = 0;

  push(item: number, height: number): void {
    let at = this.#items.length;
    const order = this.#count++;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#before(up, height, order)) break;
      this.#put(at, this.#items[up], this.#heights[up], this.#orders[up]);
      at = up;
    }
    this.#put(at, item, height, order);
  }
  /** The lowest item, or −1 where none is left. */
  pop(): number {
    if (this.#items.length === 0) return -1;
    const found = this.#items[0];
    this.level = this.#heights[0];
    const item = this.#items.pop() as number;
    const height = this.#heights.pop() as number;
    const order = this.#orders.pop() as number;
    const count = this.#items.length;
    if (count === 0) return found;
    let at = 0;
    for (let down = 1; down < count; down = 2 * at + 1) {
      if (down + 1 < count && this.#before(down + 1, this.#heights[down], this.#orders[down])) down++;
      if (!this.#before(down, height, order)) break;
      this.#put(at, this.#items[down], this.#heights[down], this.#orders[down]);
      at = down;
    }
    this.#put(at, item, height, order);
    return found;
  }
  #before(at: number, height: number, order: number): boolean {
    return this.#heights[at] < height || (this.#heights[at] === height && this.#orders[at] < order);
  }
  #put(at: number, item: number, height: number, order: number): void {
    this.#items[at] = item;
    this.#heights[at] = height;
    this.#orders[at] = order;
  }
}
