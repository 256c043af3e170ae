#!/usr/bin/env node
// Starts the built command line; says how to build it where it is not.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = new URL("../dist/cli/radiomica.js", import.meta.url);
if (existsSync(fileURLToPath(built))) {
  await import(built.href);
} else {
  process.stderr.write("radiomica is not built yet. Run: npm ci && npm run build\n");
  process.exitCode = 64;
}
