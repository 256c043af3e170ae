import { type ProjectStorage, StorageError, type StorageFault, type StoredProject } from "#app/storage/storage.ts";

type Kept = { project: StoredProject; records: Map<number, Uint8Array>; head: number; writer: string };

/**
 * The storage in memory, with faults at will: `fails(n)` says how the n-th write (from 1) fails, null if it does not.
 * A failed write leaves nothing behind, as a transaction does.
 */
export function faultyStorage(fails: (write: number) => StorageFault | null = () => null) {
  const kept = new Map<string, Kept>();
  const lost: (() => void)[] = [];
  let writes = 0;
  /** Bytes that fit. */
  let room = Number.POSITIVE_INFINITY;

  const used = () => [...kept.values()].flatMap((k) => [...k.records.values()]).reduce((sum, r) => sum + r.length, 0);
  async function write(change: (kept: Map<string, Kept>) => void): Promise<void> {
    await Promise.resolve();
    const fault = fails(++writes);
    if (fault) throw new StorageError(fault);
    const before = new Map([...kept].map(([id, k]) => [id, { ...k, records: new Map(k.records) }]));
    try {
      change(kept);
      if (used() > room) throw new StorageError("quota");
    } catch (error) {
      kept.clear();
      for (const [id, k] of before) kept.set(id, k);
      throw error;
    }
  }
  const mine = (id: string, writer: string) => {
    const found = kept.get(id);
    if (found && found.writer !== writer) throw new StorageError("conflict");
    return found;
  };
  const storage: ProjectStorage = {
    list: async () => [...kept.values()].map((k) => k.project),
    async read(id) {
      const found = kept.get(id);
      if (!found) return null;
      const records = [...found.records].sort(([a], [b]) => a - b).map(([, bytes]) => bytes.slice());
      return { project: found.project, records, head: found.head };
    },
    claim: (id, writer) =>
      write(() => {
        const found = kept.get(id);
        if (!found) throw new StorageError("lost");
        found.writer = writer;
      }),
    append: (id, writer, records) =>
      write(() => {
        const found = mine(id, writer);
        if (found?.head !== records[0].sequence - 1 || !found.records.has(found.head)) throw new StorageError("lost");
        for (const { sequence, bytes } of records) found.records.set(sequence, bytes.slice());
        found.head = records[records.length - 1].sequence;
      }),
    replace: (project, writer, { sequence, bytes }) =>
      write(() => {
        mine(project.id, writer);
        kept.set(project.id, { project, records: new Map([[sequence, bytes.slice()]]), head: sequence, writer });
      }),
    describe: (project, writer) =>
      write(() => {
        const found = mine(project.id, writer);
        if (!found) throw new StorageError("lost");
        found.project = project;
      }),
    remove: (id) => write(() => void kept.delete(id)),
    onLost: (listener) => void lost.push(listener),
  };
  return {
    storage,
    get writes() {
      return writes;
    },
    setRoom(bytes: number): void {
      room = bytes;
    },
    /** Deletes everything; `told`: as a browser does that closes the connection. */
    wipe(told: boolean): void {
      kept.clear();
      if (told) for (const listener of lost) listener();
    },
    /** Takes another tab's place as writer. */
    steal: (id: string) => {
      const found = kept.get(id);
      if (found) found.writer = "another tab";
    },
    flip(id: string, bit: number): void {
      const all = [...(kept.get(id)?.records.values() ?? [])];
      let at = bit >> 3;
      for (const bytes of all) {
        if (at < bytes.length) {
          bytes[at] ^= 1 << (bit & 7);
          return;
        }
        at -= bytes.length;
      }
    },
    bytes: (id: string) => [...(kept.get(id)?.records.values() ?? [])].reduce((sum, r) => sum + r.length, 0),
    get ids() {
      return [...kept.keys()];
    },
  };
}
