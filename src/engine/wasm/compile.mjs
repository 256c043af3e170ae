// Compiles ./assembly (AssemblyScript) to ./bytes.ts, which git ignores, unless that is up to date. Vite's
// configurations and test/run.mjs import this file for its effect; `npm run wasm` runs it by itself.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const sources = here("./assembly/");
const target = here("./bytes.ts");

const hash = createHash("sha256").update(readFileSync(here("./compile.mjs")));
hash.update(createRequire(import.meta.url)("assemblyscript/package.json").version);
for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(`${sources}${name}`));
const mark = `// ${hash.digest("hex")}\n`;

if (!existsSync(target) || !readFileSync(target, "utf8").startsWith(mark)) {
  const { default: asc } = await import("assemblyscript/asc");
  let binary = new Uint8Array(0);
  const { error, stderr } = await asc.main(
    // 201: addresses are 32 bits wide here.
    [
      "index.ts",
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "--use",
      "abort=",
      "--disableWarning",
      "201",
    ].concat(["-o", "kernels.wasm"]),
    {
      readFile: (name, base) => {
        const path = base === "." || base === "" ? `${sources}${name}` : `${base}/${name}`;
        return existsSync(path) ? readFileSync(path, "utf8") : null;
      },
      listFiles: () => [],
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`AssemblyScript: ${error.message}\n${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString("base64");
  // Other processes may read or write it at this moment.
  writeFileSync(`${target}.${process.pid}`, `${mark}export const base64 =\n  "${base64}";\n`);
  renameSync(`${target}.${process.pid}`, target);
}
