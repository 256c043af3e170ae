import { existsSync } from "node:fs";
import { preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the built app. */
    appUrl: string;
  }
}

/** Serves the production build (in `dist`, or where DIST says) for the end-to-end tests; `npm run build` comes first. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outDir = process.env.DIST ?? "dist";
  if (!existsSync(`${outDir}/index.html`)) throw new Error("There is no build to test: run `npm run build` first.");
  const server = await preview({
    build: { outDir },
    preview: { port: 0, strictPort: false, host: "127.0.0.1" },
    logLevel: "error",
  });
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
  project.provide("appUrl", `http://127.0.0.1:${address.port}/`);
  return () => server.close();
}
