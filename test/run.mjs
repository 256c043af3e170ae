// Runs a TypeScript module in Node through Vite (Node 20 does not strip types): node test/run.mjs FILE [arguments]
import { resolve } from "node:path";
import { runnerImport } from "vite";

const { module } = await runnerImport(resolve(process.argv[2]), { configFile: false, logLevel: "error" });
await module.main(process.argv.slice(3));
