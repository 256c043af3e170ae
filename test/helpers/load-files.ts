import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { decodeFrame } from "#io/dicom/decode.ts";
import { load } from "#io/load.ts";
import type { LoadHost, LoadResult, SourceFile } from "#io/series.ts";

/** The folder of test data beside the repository. */
export const shared = (path: string): string => fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

export const hasShared = existsSync(shared("data/manifest.csv"));

/** A test on the data beside the repository; skipped, and saying so, where they are missing. */
export const onData = (title: string, run: () => Promise<void> | void): void =>
  test.skipIf(!hasShared)(hasShared ? title : `${title} (skipped, no data)`, { timeout: 120_000 }, run);

/** How many values differ between two arrays. */
export const differing = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? a.reduce((n, v, i) => n + (v === b[i] ? 0 : 1), 0) : Math.max(a.length, b.length);

/** A file or all files under a folder, as the loader takes them. */
export function diskFiles(path: string): SourceFile[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap((name) => diskFiles(join(path, name)));
  }
  return [{ path, size: statSync(path).size, bytes: async () => new Uint8Array(readFileSync(path)) }];
}

/** A file out of nothing. */
export const memoryFile = (path: string, bytes: Uint8Array): SourceFile => ({
  path,
  size: bytes.length,
  bytes: async () => bytes,
});

export const plainHost = (more: Partial<LoadHost> = {}): LoadHost => ({
  allocate: (voxels) => new Float32Array(voxels),
  decode: decodeFrame,
  ...more,
});

export const loadPaths = (...paths: string[]): Promise<LoadResult> => load(paths.flatMap(diskFiles), plainHost());
