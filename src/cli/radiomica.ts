import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { createNodePool } from "#workers/spawn-node.ts";
import { exitCodes } from "./exit.ts";
import { main } from "./main.ts";

// Standard error holds the log and nothing else; every job listens to the one signal, which is no leak.
process.removeAllListeners("warning");
setMaxListeners(0);

const stop = new AbortController();
let asked = 0;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    // Asked twice: at once, without waiting for what runs.
    if (++asked > 1) process.exit(exitCodes.tryAgain);
    stop.abort();
  });
}
// A reader that has had enough (`| head`) is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** Reproducible-builds.org: a time to write in place of the clock's, in seconds since 1970. */
const epoch = process.env.SOURCE_DATE_EPOCH;
const fixed = epoch !== undefined && /^\d+$/.test(epoch) ? Number(epoch) * 1000 : null;

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  err: (text) => process.stderr.write(text),
  errIsTerminal: process.stderr.isTTY === true,
  now: () => (fixed === null ? new Date() : new Date(fixed)),
  createPool: (threads) => createNodePool(new URL("./worker.js", import.meta.url), threads),
  threads: availableParallelism(),
  signal: stop.signal,
});
