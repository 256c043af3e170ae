import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeFrame } from "#io/dicom/decode.ts";
import { load } from "#io/load.ts";
import type { LoadHost, LoadResult, SourceFile } from "#io/series.ts";

/** The folder of test data beside the repository. */
export const shared = (path: string): string => fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

export const hasShared = existsSync(shared("data/manifest.csv"));

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
