import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { carryTypedErrors } from "./errors.ts";
import type { WorkerApi } from "./jobs.ts";
import { createPool, type Spawned } from "./pool.ts";
import type { Pool } from "./protocol.ts";

/** A pool of worker threads in Node; `entry` is the address of the built `entry-node.ts`. */
export function createNodePool(entry: URL, size = Math.max(1, availableParallelism() - 1)): Pool {
  carryTypedErrors();
  const spawn = (onDeath: (why: string) => void): Spawned => {
    const worker = new Worker(entry);
    let alive = true;
    const die = (why: string) => {
      if (!alive) return;
      alive = false;
      onDeath(why);
    };
    worker.on("error", (error) => die(error.message));
    worker.on("messageerror", (error) => die(error.message));
    worker.on("exit", (code) => die(`exit code ${code}`));
    return {
      api: wrap<WorkerApi>(nodeEndpoint(worker)) as unknown as WorkerApi,
      onFirstAnswer() {},
      terminate() {
        alive = false;
        void worker.terminate();
      },
    };
  };
  return createPool(spawn, { size, shared: true });
}
