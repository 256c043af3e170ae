import { constants } from "node:fs";
import { access, link, open, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cancelled, codeOf, usageError } from "./exit.ts";

/** Bytes between two looks at whether we are asked to stop. */
const PIECE = 1 << 20;

/**
 * Says before any work is done what stands against writing this file. Throws a usage error: the folder is missing or
 * may not be written in, or the file is there and may not be replaced.
 */
export async function checkWritable(path: string, overwrite: boolean): Promise<void> {
  const folder = dirname(path);
  const there = await stat(folder).catch(() => null);
  if (!there?.isDirectory()) throw usageError(`--out: there is no folder "${folder}".`);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw usageError(`--out: nothing may be written in the folder "${folder}".`);
  }
  const file = await stat(path).catch(() => null);
  if (file && !file.isFile()) throw usageError(`--out: "${path}" is not a file.`);
  if (file && !overwrite) throw alreadyThere(path);
}

const alreadyThere = (path: string) =>
  usageError(`--out: "${path}" is there already. Give --overwrite to replace it, or another name.`);

type How = { readonly overwrite: boolean; readonly signal: AbortSignal };

/**
 * Writes a file whole or not at all: into a temporary file of the same folder, through to the disk, then renamed.
 * Whatever fails, nothing is left and a file that was there stays as it was.
 */
export async function writeAtomically(path: string, content: string | Uint8Array, how: How): Promise<void> {
  const outputs = openOutputs(how);
  try {
    await outputs.add(path, content);
    await outputs.commit();
  } finally {
    await outputs.discard();
  }
}

/** Files that appear together: each waits under a temporary name until `commit`. */
export type Outputs = {
  readonly add: (path: string, content: string | Uint8Array) => Promise<void>;
  /** Gives all of them their names. */
  readonly commit: () => Promise<void>;
  /** Removes what has no name yet; call it last, whatever happened. */
  readonly discard: () => Promise<void>;
};

export function openOutputs({ overwrite, signal }: How): Outputs {
  const waiting = new Map<string, string>();
  return {
    async add(path, content) {
      const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
      const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
      waiting.set(path, temporary);
      const file = await open(temporary, "w");
      try {
        for (let at = 0; at < bytes.length; at += PIECE) {
          if (signal.aborted) throw cancelled();
          await file.writeFile(bytes.subarray(at, at + PIECE));
        }
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async commit() {
      if (signal.aborted) throw cancelled();
      const placed: string[] = [];
      try {
        for (const [path, temporary] of waiting) {
          if (overwrite) await rename(temporary, path);
          else await linkNew(temporary, path);
          waiting.delete(path);
          placed.push(path);
        }
      } catch (error) {
        // What is new goes again; what was replaced cannot come back.
        if (!overwrite) for (const path of placed) await unlink(path).catch(() => {});
        throw error;
      }
      for (const folder of new Set(placed.map((path) => dirname(path)))) await syncFolder(folder);
    },
    async discard() {
      for (const temporary of waiting.values()) await unlink(temporary).catch(() => {});
      waiting.clear();
    },
  };
}

/** A link is refused where the name is taken meanwhile; a rename would replace it. */
async function linkNew(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
    await unlink(temporary);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw alreadyThere(path);
    // Some file systems have no links.
    if (await stat(path).catch(() => null)) throw alreadyThere(path);
    await rename(temporary, path);
  }
}

/** The new name itself on the disk; not every system lets a folder be synchronised. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {}
}
