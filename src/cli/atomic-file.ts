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

/**
 * Writes a file whole or not at all: into a temporary file of the same folder, through to the disk, then renamed.
 * Whatever fails, nothing is left and a file that was there stays as it was.
 */
export async function writeAtomically(
  path: string,
  content: string,
  { overwrite, signal }: { overwrite: boolean; signal: AbortSignal },
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const bytes = Buffer.from(content, "utf8");
  try {
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
    if (signal.aborted) throw cancelled();
    if (overwrite) await rename(temporary, path);
    else await linkNew(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
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
