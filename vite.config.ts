import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin, ProxyOptions } from "vite";
import { defineConfig } from "vitest/config";
import { demoCases } from "./src/demo/vite-plugin.ts";
import "./src/engine/wasm/compile.mjs";
import "./test/node20.ts";

// SharedArrayBuffer needs a cross-origin isolated page.
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
// A server that knows no CORS, behind this one: DICOMWEB=http://127.0.0.1:8042 npm start, and "/dicom-web" as its address.
const archive = process.env.DICOMWEB;
const proxy: Record<string, ProxyOptions> = archive ? { "/dicom-web": { target: archive, changeOrigin: true } } : {};
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Hosts that cannot set headers get them from a service worker; where headers are set it does nothing. */
function isolationWorker(): Plugin {
  const file = "coi-serviceworker.min.js";
  return {
    name: "isolation-worker",
    apply: "build",
    transformIndexHtml: () => [{ tag: "script", attrs: { src: `./${file}` }, injectTo: "head-prepend" }],
    generateBundle() {
      const source = readFileSync(here(`./node_modules/coi-serviceworker/${file}`));
      this.emitFile({ type: "asset", fileName: file, source });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [react(), demoCases(), isolationWorker()],
  server: { headers: isolation, proxy },
  preview: { headers: isolation, proxy },
  worker: { format: "es" },
  // Found only once a worker runs or the viewer is asked for, they would make Vite reload the page under a load in progress.
  optimizeDeps: {
    include: [
      "comlink",
      "dicom-parser",
      "fflate",
      "@cornerstonejs/codec-charls/decodewasmjs",
      "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs",
      "@cornerstonejs/codec-openjpeg/decodewasmjs",
      "@cornerstonejs/codec-openjph/wasmjs",
      "@cornerstonejs/core",
      "@cornerstonejs/tools",
      "@kitware/vtk.js/Common/Core/DataArray.js",
      "@kitware/vtk.js/Common/DataModel/ImageData.js",
      "@kitware/vtk.js/Filters/General/ImageMarchingCubes.js",
      "@kitware/vtk.js/Rendering/Core/Actor.js",
      "@kitware/vtk.js/Rendering/Core/Mapper.js",
    ],
  },
  resolve: {
    alias: { xmlbuilder2: here("./src/app/viewer/no-xml.ts") },
  },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 3400,
    // What the page stands on comes as one file: eighty small ones are slower to ask for, and compress worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] } } },
  },
  test: {
    reporters: ["default", "./test/reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          environment: "node",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.e2e.ts"],
          environment: "node",
          globalSetup: ["test/e2e/server.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
