import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the worker that Node's threads run, for the tests of this file; the address is there once they begin. */
export function builtWorker(): () => URL {
  let folder = "";
  beforeAll(async () => {
    // Inside the project, so that packages are found.
    folder = mkdtempSync(join(root, "node_modules/.radiomica-"));
    await build({
      root,
      configFile: false,
      logLevel: "error",
      build: { ssr: join(root, "workers/entry-node.ts"), outDir: folder, emptyOutDir: true },
    });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => pathToFileURL(join(folder, "entry-node.js"));
}
