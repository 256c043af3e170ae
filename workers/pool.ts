import { proxy, transfer } from "comlink";
import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";
import { cancelledError } from "./errors.ts";
import type { WorkerApi } from "./jobs.ts";
import type { JobName, JobOptions, Jobs, Pool } from "./protocol.ts";
import { isShared } from "./shared.ts";

/** A living worker, as a host gives it. */
export type Spawned = {
  readonly api: WorkerApi;
  /** Called once, when the worker has answered for the first time. */
  readonly onFirstAnswer: () => void;
  readonly terminate: () => void;
};

/** Starts a worker; `onDeath` is called at most once, if it dies by itself. */
export type Spawn = (onDeath: (why: string) => void) => Spawned;

type Task = {
  name: JobName;
  input: Jobs[JobName]["input"];
  options: JobOptions;
  cancelWord: Int32Array | null;
  attempts: number;
  settled: boolean;
  /** Listens to the signal no more: one signal may serve thousands of jobs. */
  forget: () => void;
  resolve: (output: never) => void;
  reject: (error: unknown) => void;
};

type Slot = { worker: Spawned | null; answered: boolean; task: Task | null };

/** How long a cancelled job may take to notice, in ms, before its worker is replaced. */
const PATIENCE = 200;
/** A job whose worker died is tried this many times in all. */
const ATTEMPTS = 2;

/**
 * A queue in front of `size` workers. Workers start when first needed. A worker that dies is replaced: its job is tried
 * once more, then rejected with "WorkerCrash". An aborted job rejects at once; its worker is told through a word in
 * shared memory, and replaced if it does not notice.
 */
export function createPool(spawn: Spawn, { size, shared }: { size: number; shared: boolean }): Pool {
  const slots: Slot[] = Array.from({ length: size }, () => ({ worker: null, answered: false, task: null }));
  const queue: Task[] = [];
  let closed = false;

  function start(slot: Slot): Spawned {
    const worker = spawn((why) => {
      if (slot.worker !== worker) return;
      const task = slot.task;
      slot.worker = null;
      slot.task = null;
      if (task && !task.settled) {
        if (task.attempts < ATTEMPTS) queue.unshift(task);
        else settle(task, () => task.reject(crashError(task, why)));
      }
      pump();
    });
    slot.worker = worker;
    slot.answered = false;
    return worker;
  }

  function replace(slot: Slot): void {
    slot.worker?.terminate();
    slot.worker = null;
    slot.task = null;
    pump();
  }

  function pump(): void {
    while (!closed && queue.length > 0) {
      const slot = slots.find((s) => s.task === null);
      if (!slot) return;
      void work(slot, queue.shift() as Task);
    }
  }

  async function work(slot: Slot, task: Task): Promise<void> {
    slot.task = task;
    task.attempts++;
    let worker: Spawned | null = null;
    const mine = () => slot.worker === worker && slot.task === task;
    let finish: () => void;
    try {
      worker = slot.worker ?? start(slot);
      const { onProgress } = task.options;
      const output = await worker.api.run(
        task.name,
        sendable(task.input),
        task.cancelWord,
        onProgress
          ? proxy((done: number, total: number, what: string) => !task.settled && onProgress(done, total, what))
          : null,
      );
      finish = () => task.resolve(output as never);
    } catch (error) {
      finish = () => task.reject(error);
    }
    // A worker that was replaced meanwhile has nothing more to say; its task is queued again, or settled.
    if (!mine()) return;
    if (worker && !slot.answered) {
      slot.answered = true;
      worker.onFirstAnswer();
    }
    slot.task = null;
    settle(task, finish);
    pump();
  }

  function cancel(task: Task): void {
    if (task.settled) return;
    settle(task, () => task.reject(cancelledError()));
    const waiting = queue.indexOf(task);
    if (waiting >= 0) queue.splice(waiting, 1);
    const slot = slots.find((s) => s.task === task);
    if (!slot) return;
    if (!task.cancelWord) {
      replace(slot);
      return;
    }
    Atomics.store(task.cancelWord, 0, 1);
    setTimeout(() => slot.task === task && replace(slot), PATIENCE);
  }

  return {
    size,
    shared,
    run<N extends JobName>(name: N, input: Jobs[N]["input"], options: JobOptions = {}) {
      return new Promise<Jobs[N]["output"]>((resolve, reject) => {
        if (closed || options.signal?.aborted) {
          reject(cancelledError());
          return;
        }
        const cancelWord = shared ? new Int32Array(new SharedArrayBuffer(4)) : null;
        const abort = () => cancel(task);
        const forget = () => options.signal?.removeEventListener("abort", abort);
        const task: Task = { name, input, options, cancelWord, attempts: 0, settled: false, forget, resolve, reject };
        options.signal?.addEventListener("abort", abort, { once: true });
        const priority = options.priority ?? 0;
        const place = queue.findIndex((t) => (t.options.priority ?? 0) < priority);
        queue.splice(place < 0 ? queue.length : place, 0, task);
        pump();
      });
    },
    close() {
      closed = true;
      const tasks = [...queue.splice(0), ...slots.flatMap((s) => (s.task ? [s.task] : []))];
      for (const slot of slots) {
        slot.worker?.terminate();
        slot.worker = null;
        slot.task = null;
      }
      for (const task of tasks) settle(task, () => task.reject(cancelledError()));
    },
  };
}

function settle(task: Task, finish: () => void): void {
  if (task.settled) return;
  task.settled = true;
  task.forget();
  finish();
}

function crashError(task: Task, why: string): RadiomicaError {
  const message = `The computing thread stopped ${task.attempts} times during "${task.name}": ${why}. The data may be too large for the memory here.`;
  return new RadiomicaError("WorkerCrash", message, { job: task.name, attempts: task.attempts });
}

/**
 * Posting a view copies all of the buffer under it: a frame's bytes are a small part of a file, so they are cut out
 * first. The copy made here is moved, not copied again.
 */
function sendable<T>(input: T): T {
  if (typeof input !== "object" || input === null) return input;
  if ("job" in input) {
    const { job } = input as { job: { bytes: Uint8Array } };
    const bytes = isShared(job.bytes) ? job.bytes : job.bytes.slice();
    return transfer({ ...input, job: { ...job, bytes } }, isShared(bytes) ? [] : [bytes.buffer as ArrayBuffer]);
  }
  if ("bytes" in input && input.bytes instanceof Uint8Array && !isShared(input.bytes)) {
    const bytes = input.bytes.slice();
    return transfer({ ...input, bytes }, [bytes.buffer as ArrayBuffer]);
  }
  return input;
}

/** True for the error of an aborted job. */
export const isCancelled = (error: unknown): boolean => isRadiomicaError(error, "Cancelled");
