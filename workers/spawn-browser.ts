import { releaseProxy, wrap } from "comlink";
import { carryTypedErrors } from "./errors.ts";
import type { WorkerApi } from "./jobs.ts";
import { createPool, type Spawned } from "./pool.ts";
import type { Pool } from "./protocol.ts";
import { canShare } from "./shared.ts";

/** Starts one module worker and watches over its life. */
function spawn(onDeath: (why: string) => void): Spawned {
  const name = `radiomica-${crypto.randomUUID()}`;
  const worker = new Worker(new URL("./entry-browser.ts", import.meta.url), { type: "module", name });
  let alive = true;
  const die = (why: string) => {
    if (!alive) return;
    alive = false;
    watch.abort();
    worker.terminate();
    onDeath(why);
  };
  worker.onerror = (event) => die(event.message || "the worker could not start");
  worker.onmessageerror = () => die("a message could not be read");
  const remote = wrap<WorkerApi>(worker);
  const watch = new AbortController();
  return {
    api: remote as unknown as WorkerApi,
    // The worker takes its lock as it starts; from its first answer on, whoever gets the lock has outlived it.
    onFirstAnswer() {
      if (!("locks" in navigator)) return;
      navigator.locks.request(name, { signal: watch.signal }, () => die("the worker ended")).catch(() => {}); // aborted: terminated on purpose
    },
    terminate() {
      alive = false;
      watch.abort();
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}

/** The page's pool: one worker per core less one, at least one; a single worker where memory cannot be shared. */
export function createBrowserPool(size?: number): Pool {
  carryTypedErrors();
  const shared = canShare();
  const cores = navigator.hardwareConcurrency || 2;
  return createPool(spawn, { size: shared ? (size ?? Math.max(1, cores - 1)) : 1, shared });
}
