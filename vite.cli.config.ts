import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import "./src/engine/wasm/compile.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The command line, its worker, and the engine as a library, for Node. Packages stay where npm put them. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist/cli",
    emptyOutDir: true,
    rollupOptions: {
      input: {
        radiomica: here("src/cli/radiomica.ts"),
        worker: here("workers/entry-node.ts"),
        engine: here("src/engine/index.ts"),
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "parts/[name]-[hash].js" },
    },
  },
});
