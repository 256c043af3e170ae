import { bytesOf } from "./base64.ts";
import { base64 } from "./bytes.ts";
import type { Kernels } from "./kernels.ts";

/** The little of WebAssembly's interface that is needed; the engine compiles without a browser's or Node's types. */
type Memory = { readonly buffer: ArrayBuffer; grow(pages: number): number };
type Exports = Kernels & { readonly memory: Memory };
type Api = {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
};

/** Rooms in the memory of the kernels, their first bytes at `at`, in the order in which they were asked for. */
export type Room = { readonly kernels: Kernels; readonly buffer: ArrayBuffer; readonly at: readonly number[] };

const PAGE = 65_536;
/** A kernel that needs more than this runs plain. */
const MOST = 2 ** 29;
/** A memory never shrinks; one that has grown beyond this is left behind by the next kernel that needs less. */
const KEPT = 2 ** 26;

/*
 * The engine's only module variables: the compiled kernels and their memory. They hold no results: what a kernel
 * reads is copied in before it runs and what it writes is copied out, within one call of a function.
 */
let module: object | null | undefined;
let exports: Exports | null = null;
let allowed = true;

/** Switches the kernels off (everything runs plain, to the same bits) and on again: for tests and benches. */
export function allowWasm(on: boolean): void {
  allowed = on;
}

/** Whether kernels run in WebAssembly here. */
export const hasWasm = (): boolean => room(0) !== null;

/**
 * Rooms of so many bytes each, each beginning at a multiple of 16 and followed by 16 bytes that may be overrun. Holds
 * until the next call; contents are whatever stood there. Null where WebAssembly with SIMD cannot run, or not with so
 * much memory: then the plain kernel does the work.
 */
export function room(...sizes: readonly number[]): Room | null {
  if (!allowed) return null;
  const api = (globalThis as unknown as { WebAssembly?: Api }).WebAssembly;
  if (api === undefined || module === null) return null;
  try {
    module ??= new api.Module(bytesOf(base64));
    exports ??= new api.Instance(module, {}).exports;
    let end = (exports.freeFrom() + 63) & ~63;
    const at = sizes.map((size) => {
      const from = end;
      end += (size + 31) & ~15;
      return from;
    });
    if (end > MOST) return null;
    if (end <= KEPT && exports.memory.buffer.byteLength > KEPT) exports = new api.Instance(module, {}).exports;
    const missing = end - exports.memory.buffer.byteLength;
    if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE));
    return { kernels: exports, buffer: exports.memory.buffer, at };
  } catch {
    // No SIMD, a policy of the page, or no memory.
    if (exports === null) module = null;
    return null;
  }
}
