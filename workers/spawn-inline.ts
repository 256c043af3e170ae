import { workerApi } from "./jobs.ts";
import { createPool } from "./pool.ts";
import type { Pool } from "./protocol.ts";

/** A pool without threads: the same jobs on the caller's thread. For tests, and for hosts without workers. */
export function createInlinePool(): Pool {
  return createPool(() => ({ api: workerApi, onFirstAnswer() {}, terminate() {} }), { size: 1, shared: true });
}
