/** A NIfTI-1 file of float32 values on a plain grid, its place given by the sform. */
export function niftiFile(
  dims: readonly [number, number, number],
  spacing: readonly [number, number, number],
  values: Float32Array,
): Uint8Array {
  const bytes = new Uint8Array(352 + 4 * values.length);
  const view = new DataView(bytes.buffer);
  const shorts = (at: number, list: readonly number[]) => {
    for (const [i, v] of list.entries()) view.setInt16(at + 2 * i, v, true);
  };
  const floats = (at: number, list: readonly number[]) => {
    for (const [i, v] of list.entries()) view.setFloat32(at + 4 * i, v, true);
  };
  view.setInt32(0, 348, true);
  shorts(40, [3, ...dims, 1, 1, 1, 1]);
  shorts(70, [16, 32]);
  floats(76, [1, ...spacing, 1, 1, 1, 1]);
  floats(108, [352, 1, 0]);
  view.setUint8(123, 2);
  shorts(252, [0, 1]);
  floats(280, [spacing[0], 0, 0, 0, 0, spacing[1], 0, 0, 0, 0, spacing[2], 0]);
  bytes.set(new TextEncoder().encode("n+1"), 344);
  floats(352, [...values]);
  return bytes;
}
