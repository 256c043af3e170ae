import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { SourceFile } from "#io/series.ts";
import type { Given } from "./arguments.ts";
import { codeOf, usageError } from "./exit.ts";

/**
 * A file, or all files of a folder and its folders, in the order of their names, as the loader takes them. `except`:
 * real paths that are left out. Throws a usage error where there is nothing of that name or it may not be read.
 */
export async function filesUnder(
  option: string,
  path: string,
  except: ReadonlySet<string> = new Set(),
): Promise<SourceFile[]> {
  try {
    return await walk(path, except, new Set());
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw usageError(`${option}: there is no file or folder "${path}".`);
    if (code === "EACCES" || code === "EPERM") throw usageError(`${option}: "${path}" may not be read.`);
    throw error;
  }
}

async function walk(path: string, except: ReadonlySet<string>, seen: Set<string>): Promise<SourceFile[]> {
  const found = await stat(path);
  const real = await realpath(path);
  // Links can lead in circles.
  if (except.has(real) || seen.has(real)) return [];
  seen.add(real);
  if (found.isDirectory()) {
    const names = (await readdir(path)).sort();
    const files: SourceFile[] = [];
    for (const name of names) files.push(...(await walkInside(join(path, name), except, seen)));
    return files;
  }
  if (!found.isFile()) return [];
  return [{ path, size: found.size, bytes: async () => new Uint8Array(await readFile(path)) }];
}

/** Inside a folder a link that leads nowhere is no mistake of the command line. */
async function walkInside(path: string, except: ReadonlySet<string>, seen: Set<string>): Promise<SourceFile[]> {
  try {
    return await walk(path, except, seen);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ELOOP") return [];
    throw error;
  }
}

/** The real path of each that exists. */
export async function realPaths(paths: readonly string[]): Promise<Set<string>> {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => "")));
  return new Set(real.filter((path) => path !== ""));
}

/** A file's name without its last extension. */
export const stem = (path: string): string => basename(path).replace(/\.[^.]+$/, "");

/** An output that is one of the inputs would be the end of it. Throws a usage error. */
export async function refuseInputAsOutput(given: Given, out: string): Promise<void> {
  const inputs = await realPaths([...given.all("image"), ...given.all("mask"), ...given.all("config")]);
  const [real] = await realPaths([out]);
  if (real !== undefined && inputs.has(real)) throw usageError(`--out: "${out}" is one of the inputs.`);
}
