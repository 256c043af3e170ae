import { eventToContent } from "#session/journal/events.ts";
import { encodeFrame } from "#session/journal/frame.ts";
import { snapshotToContent } from "#session/journal/snapshot.ts";
import type { SessionStore } from "#session/store.ts";
import { cell } from "../state/cell.ts";
import { type Placed, type ProjectStorage, StorageError, type StorageFault, type StoredProject } from "./storage.ts";

/** How safe the work is. "off": there is no project yet. `unsaved`: changes that are in memory alone. */
export type SaveState = {
  readonly status: "off" | "saved" | "saving" | "not_saved";
  readonly fault: StorageFault | "slow" | null;
  readonly unsaved: number;
  /** When all was last on the disk, milliseconds since 1970; 0 for never. */
  readonly savedAt: number;
};

type Host = {
  readonly storage: ProjectStorage;
  readonly store: SessionStore;
  /** Token of this page among the writers. */
  readonly writer: string;
  /** Another page writes to the project: gives what this page goes on with, a copy under a name of its own. */
  readonly fork: (project: StoredProject) => StoredProject;
  readonly now?: () => number;
  readonly wait?: (milliseconds: number, then: () => void) => () => void;
};

/** Pauses between attempts after a failure, ms; the first retry comes at once. */
const PAUSES = [0, 1000, 2000, 5000, 10_000, 30_000];
/** A write that takes longer is called what it is: not saved. */
const SLOW = 4000;
/** A journal is condensed when it has this many records since its snapshot, and has doubled by them. */
const MANY_RECORDS = 500;
const MANY_BYTES = 2 ** 21;

const inTime = (milliseconds: number, then: () => void) => {
  const timer = setTimeout(then, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * Writes down each change of the document as it is made. Records go to the storage in order, one write at a time;
 * after a failure the whole document is written anew as a snapshot, which is right whatever the storage still holds.
 */
export function createJournal({ storage, store, writer, fork, now = Date.now, wait = inTime }: Host) {
  const state = cell<SaveState>({ status: "off", fault: null, unsaved: 0, savedAt: 0 });
  let project: StoredProject | null = null;
  let queue: Placed[] = [];
  let next = 1;
  let snapshotDue = false;
  let aboutDue = false;
  let busy = false;
  let failures = 0;
  let cancelRetry: (() => void) | null = null;
  let snapshotBytes = 0;
  let sinceSnapshot = { records: 0, bytes: 0 };
  /** Changes not yet on the disk. */
  let unsaved = 0;

  store.onEvent((event) => {
    if (!project) return;
    unsaved++;
    // Where a snapshot is due it will hold this change too.
    if (!snapshotDue) queue.push({ sequence: next, bytes: encodeFrame(next++, eventToContent(event)) });
    start();
  });
  storage.onLost(() => {
    if (!project) return;
    snapshotDue = true;
    start();
  });

  function start(): void {
    if (busy || (failures > 1 && cancelRetry)) {
      if (failures > 1) tell("not_saved");
      return;
    }
    busy = true;
    if (failures < 2) tell("saving");
    void work();
  }

  async function work(): Promise<void> {
    const cancelSlow = wait(SLOW, () => tell("not_saved", "slow"));
    try {
      while (project && (snapshotDue || aboutDue || queue.length > 0)) await writeOnce(project);
      failures = 0;
      if (project) tell("saved");
    } catch (error) {
      failed(error instanceof StorageError ? error.fault : "failed");
    } finally {
      cancelSlow();
      busy = false;
    }
  }

  /** One write: a snapshot where one is due, else what has gathered. */
  async function writeOnce(to: StoredProject): Promise<void> {
    const before = unsaved;
    if (snapshotDue) {
      snapshotDue = false;
      aboutDue = false;
      queue = [];
      const sequence = next++;
      const bytes = encodeFrame(sequence, snapshotToContent(store.document));
      await storage.replace(to, writer, { sequence, bytes });
      snapshotBytes = bytes.length;
      sinceSnapshot = { records: 0, bytes: 0 };
    } else if (queue.length > 0) {
      const records = queue;
      queue = [];
      await storage.append(to.id, writer, records);
      sinceSnapshot.records += records.length;
      for (const { bytes } of records) sinceSnapshot.bytes += bytes.length;
      const { records: many, bytes } = sinceSnapshot;
      if (many > MANY_RECORDS && bytes > Math.max(MANY_BYTES, snapshotBytes)) snapshotDue = true;
    } else {
      aboutDue = false;
      await storage.describe(to, writer);
    }
    unsaved -= before;
  }

  function failed(fault: StorageFault): void {
    snapshotDue = true;
    queue = [];
    if (fault === "conflict" && project) project = fork(project);
    const pause = PAUSES[Math.min(failures, PAUSES.length - 1)];
    failures++;
    // The first failure may be a database that was closed: it is tried anew before anybody is troubled.
    if (failures > 1) tell("not_saved", fault);
    cancelRetry?.();
    cancelRetry = wait(pause, () => retry());
  }
  function retry(): void {
    cancelRetry?.();
    cancelRetry = null;
    start();
  }
  function tell(status: SaveState["status"], fault: SaveState["fault"] = state.value.fault): void {
    const good = status === "saved";
    state.set({ status, fault: good ? null : fault, unsaved, savedAt: good ? now() : state.value.savedAt });
  }

  return {
    state,
    writer,
    get project(): StoredProject | null {
      return project;
    },
    /** Begins to write for a project whose journal holds the document up to `sequence`; `whole`: nothing of it yet, or not well. */
    begin(begun: StoredProject, sequence: number, whole: boolean): void {
      project = begun;
      next = sequence + 1;
      queue = [];
      snapshotDue = whole;
      sinceSnapshot = { records: 0, bytes: 0 };
      unsaved = whole ? 1 : 0;
      start();
    },
    /** What is kept beside the journal has changed. */
    describe(changed: Pick<StoredProject, "about" | "handles">): void {
      if (!project) return;
      project = { ...project, ...changed };
      aboutDue = true;
      start();
    },
    /** Tries again at once, for somebody who has made room. */
    retry,
    /** No more is written; for a project that is deleted. */
    end(): void {
      project = null;
      cancelRetry?.();
      cancelRetry = null;
      queue = [];
      state.set({ status: "off", fault: null, unsaved: 0, savedAt: 0 });
    },
  };
}
export type Journal = ReturnType<typeof createJournal>;
