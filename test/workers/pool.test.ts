import { expect, test, vi } from "vitest";
import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";
import type { WorkerApi } from "#workers/jobs.ts";
import { createPool, isCancelled, type Spawned } from "#workers/pool.ts";

/** Workers whose jobs settle when the test says so. */
function fakeWorkers() {
  const workers: { die: (why: string) => void; jobs: Settle[]; terminated: boolean }[] = [];
  const spawn = (die: (why: string) => void): Spawned => {
    const worker = { die, jobs: [] as Settle[], terminated: false };
    workers.push(worker);
    const run = (_name: string, _input: unknown, word: Int32Array | null) =>
      new Promise<unknown>((resolve, reject) => worker.jobs.push({ resolve, reject, word }));
    return {
      api: { run } as unknown as WorkerApi,
      onFirstAnswer() {},
      terminate: () => {
        worker.terminated = true;
      },
    };
  };
  return { workers, spawn };
}
type Settle = {
  resolve: (v: unknown) => void;
  reject: (e: unknown) => void;
  word: Int32Array | null;
};
const hash = (byte: number) => ({ bytes: Uint8Array.of(byte) });

test("jobs wait for a free worker, the more urgent first", async () => {
  const { workers, spawn } = fakeWorkers();
  const pool = createPool(spawn, { size: 1, shared: true });
  const order: string[] = [];
  const first = pool.run("hash", hash(1)).then(() => order.push("first"));
  const later = pool.run("hash", hash(2)).then(() => order.push("later"));
  const urgent = pool.run("hash", hash(3), { priority: 1 }).then(() => order.push("urgent"));
  for (let n = 0; n < 3; n++) {
    await vi.waitFor(() => expect(workers[0].jobs.length).toBe(n + 1));
    workers[0].jobs[n].resolve("ok");
  }
  await Promise.all([first, later, urgent]);
  expect(order).toEqual(["first", "urgent", "later"]);
  expect(workers.length).toBe(1);
});

test("a dead worker's job is tried once more, then reported with its tag", async () => {
  const { workers, spawn } = fakeWorkers();
  const pool = createPool(spawn, { size: 1, shared: true });
  const saved = pool.run("hash", hash(1));
  workers[0].die("killed");
  workers[1].jobs[0].resolve("second try");
  expect(await saved).toBe("second try");

  const lost = pool.run("hash", hash(2)).catch((e: unknown) => e);
  workers[1].die("killed");
  workers[2].die("killed again");
  const error = await lost;
  expect(isRadiomicaError(error, "WorkerCrash")).toBe(true);
  expect((error as RadiomicaError).fields.attempts).toBe(2);
});

test("cancelling rejects at once, sets the shared word, and replaces a worker that does not notice", async () => {
  vi.useFakeTimers();
  const { workers, spawn } = fakeWorkers();
  const pool = createPool(spawn, { size: 1, shared: true });
  const abort = new AbortController();
  const job = pool.run("hash", hash(1), { signal: abort.signal }).catch((e: unknown) => e);
  abort.abort();
  expect(isCancelled(await job)).toBe(true);
  expect(Atomics.load(workers[0].jobs[0].word as Int32Array, 0)).toBe(1);
  expect(workers[0].terminated).toBe(false);
  const next = pool.run("hash", hash(2));
  vi.advanceTimersByTime(1000);
  expect(workers[0].terminated).toBe(true);
  workers[1].jobs[0].resolve("next");
  expect(await next).toBe("next");
  vi.useRealTimers();
});

test("typed errors keep tag and fields, and the worker goes on", async () => {
  const { workers, spawn } = fakeWorkers();
  const pool = createPool(spawn, { size: 1, shared: true });
  const job = pool.run("hash", hash(1)).catch((e: unknown) => e);
  workers[0].jobs[0].reject(new RadiomicaError("Parse", "bad", { at: 7 }));
  expect(await job).toMatchObject({ tag: "Parse", fields: { at: 7 } });
  const next = pool.run("hash", hash(2));
  workers[0].jobs[1].resolve("fine");
  expect(await next).toBe("fine");
});

test("closing rejects what runs and what waits", async () => {
  const { workers, spawn } = fakeWorkers();
  const pool = createPool(spawn, { size: 1, shared: false });
  const jobs = [pool.run("hash", hash(1)), pool.run("hash", hash(2))].map((j) => j.catch((e: unknown) => e));
  pool.close();
  for (const job of jobs) expect(isCancelled(await job)).toBe(true);
  expect(workers[0].terminated).toBe(true);
});
