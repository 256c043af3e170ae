/**
 * A row of a map while it is computed: for each feature its values along x in double precision, and the state of each
 * voxel (see `map-state.ts`).
 */
export type Row = { readonly values: readonly Float64Array[]; readonly states: readonly Uint8Array[] };

export const rowOf = (features: number, nx: number): Row => ({
  values: Array.from({ length: features }, () => new Float64Array(nx)),
  states: Array.from({ length: features }, () => new Uint8Array(nx)),
});

/**
 * Computes the voxels `xs[0..count)` (ascending) of row y in slice z of the map. Its result depends on the voxel
 * alone, not on what was computed before: any cut of the work gives the same bits.
 */
export type RowMapper = (xs: Int32Array, count: number, y: number, z: number, row: Row) => void;
