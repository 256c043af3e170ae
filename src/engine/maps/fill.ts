import { DEFINED } from "./map-state.ts";

/** A map as one array for a file: voxels without a value hold `outside`. */
export const filledMap = (
  values: Float32Array | Float64Array,
  states: Uint8Array,
  outside: number,
): Float32Array<ArrayBuffer> => Float32Array.from(values, (v, i) => (states[i] === DEFINED ? v : outside));
