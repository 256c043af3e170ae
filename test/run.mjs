// Runs a TypeScript module in Node through Vite (Node 20 does not strip types): node test/run.mjs FILE [arguments]
import { resolve } from "node:path";
import { createServer } from "vite";
import "../src/engine/wasm/compile.mjs";

// Not runnerImport: that one closes before `main` runs, and dynamic imports fail.
const server = await createServer({
  configFile: false,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const module = await server.ssrLoadModule(resolve(process.argv[2]));
  await module.main(process.argv.slice(3));
} finally {
  await server.close();
}
