/** Why the storage refused. */
export type StorageFault =
  /** The browser keeps nothing here (private mode, forbidden). */
  | "unavailable"
  /** It is full. */
  | "quota"
  /** What was stored is gone: deleted from outside. */
  | "lost"
  /** Another tab writes to this project. */
  | "conflict"
  | "failed";

export class StorageError extends Error {
  constructor(
    readonly fault: StorageFault,
    cause?: unknown,
  ) {
    super(`The browser's storage: ${fault}`, { cause });
    this.name = "StorageError";
  }
}

/** What is kept of a project beside its journal. `about` is a record of its own; `handles` lead back to the files. */
export type StoredProject = {
  readonly id: string;
  readonly about: Uint8Array;
  readonly handles: readonly FileSystemHandle[];
};

/** A record in its place. */
export type Placed = { readonly sequence: number; readonly bytes: Uint8Array };

/**
 * Where projects are kept. Everything that resolves is on the disk; everything else rejects with a `StorageError`.
 * `writer` is a token of the page: a project has one writer at a time, and a write by another is a conflict.
 */
export interface ProjectStorage {
  list(): Promise<readonly StoredProject[]>;
  /** The journal, and the place of the last record that was acknowledged; null for an unknown project. */
  read(id: string): Promise<{ project: StoredProject; records: readonly Uint8Array[]; head: number } | null>;
  /** Makes this page the writer of a project that is there. */
  claim(id: string, writer: string): Promise<void>;
  /** Adds records behind the last one, all or none. "lost" where that one is not there. */
  append(id: string, writer: string, records: readonly Placed[]): Promise<void>;
  /** Puts one record in the place of the whole journal (a snapshot), and the project with it; makes what is missing. */
  replace(project: StoredProject, writer: string, record: Placed): Promise<void>;
  /** Changes what is kept beside the journal. */
  describe(project: StoredProject, writer: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Told when the storage is taken away while the page is open. */
  onLost(listener: () => void): void;
}
