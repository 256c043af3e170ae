import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { demos } from "./catalogue.ts";
import { generateDemo } from "./generate.ts";

/** What the cases are made by; another hash of these files means new cases. */
const SOURCES = ["src/demo", "src/io/writers"];

/**
 * Puts the demo cases into public/demo before the server starts or the build copies public/. They are drawn anew only
 * where they are missing or the generator's sources have changed (their hash lies beside them). Tests that run on
 * Vite do not need them, so they don't wait for them.
 */
export function demoCases(): Plugin {
  let root = "";
  return {
    name: "demo-cases",
    configResolved(config) {
      root = config.root;
    },
    buildStart() {
      if (process.env.VITEST) return;
      const folder = join(root, "public/demo");
      const key = sourcesHash(root);
      const mark = join(folder, "sources.sha256");
      const files = demos.flatMap(({ id }) => [`${id}.zip`, `${id}.jpg`]);
      const current = existsSync(mark) && readFileSync(mark, "utf8") === key;
      if (current && files.every((file) => existsSync(join(folder, file)))) return;
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const { id } of demos) {
        const start = performance.now();
        for (const { file, bytes } of generateDemo(id)) writeFileSync(join(folder, file), bytes);
        this.info(`demo case ${id} drawn in ${((performance.now() - start) / 1000).toFixed(1)} s`);
      }
      writeFileSync(mark, key);
    },
  };
}

function sourcesHash(root: string): string {
  const hash = createHash("sha256");
  for (const folder of SOURCES) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    for (const name of names.filter((n) => n.endsWith(".ts")).sort()) {
      hash.update(name).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest("hex");
}
