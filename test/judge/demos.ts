import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { demos } from "#demo/catalogue.ts";
import { makers } from "#demo/generate.ts";

/** Writes the files of all demo cases below a folder, as they lie in their ZIPs. */
export function main([folder]: string[]): void {
  for (const { id } of demos) {
    for (const { path, bytes } of makers[id]().files) {
      const file = join(folder, id, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
  }
}
