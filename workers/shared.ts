/** True where memory can be shared between threads: Node, and a cross-origin isolated page. */
export const canShare = (): boolean =>
  typeof SharedArrayBuffer !== "undefined" &&
  (typeof globalThis.crossOriginIsolated !== "boolean" || globalThis.crossOriginIsolated);

/** `length` zeros in shared memory, or in plain memory where nothing can be shared. */
export const allocateFloat32 = (length: number): Float32Array =>
  canShare() ? new Float32Array(new SharedArrayBuffer(4 * length)) : new Float32Array(length);

export const allocateUint8 = (length: number): Uint8Array =>
  canShare() ? new Uint8Array(new SharedArrayBuffer(length)) : new Uint8Array(length);

/** True when the view's memory is shared. */
export const isShared = (view: ArrayBufferView): boolean =>
  typeof SharedArrayBuffer !== "undefined" && view.buffer instanceof SharedArrayBuffer;

type Shareable = Uint8Array | Uint16Array | Float32Array | Float64Array;

/** The array in shared memory: itself where it is there already, or where nothing can be shared. */
export function toShared<T extends Shareable>(
  array: T,
  Kind: { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
): T {
  if (!canShare() || isShared(array)) return array;
  const copy = new Kind(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}
