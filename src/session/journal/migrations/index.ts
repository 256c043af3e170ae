import { layers } from "./layers.ts";

/** What a record says: JSON, and blocks of bytes that it refers to by their number. */
export type Content = { readonly json: unknown; readonly blocks: readonly Uint8Array[] };

/** Turns the content of a record of one format version into that of the next. */
export type Migration = (content: Content) => Content;

/**
 * One function a version, oldest first: the first lifts version 1 to 2. A new version of the format is one file here,
 * one line in this list, and a fixture of the version before it in test/fixtures/sessions.
 */
const chain: readonly Migration[] = [layers];

/** The format version that is written. */
export const currentVersion = chain.length + 1;

/** Content of `version` as the current version has it. */
export function migrated(content: Content, version: number, migrations = chain): Content {
  return migrations.slice(version - 1).reduce((now, lift) => lift(now), content);
}
