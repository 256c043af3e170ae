import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { build, preview } from "vite";
import { launch } from "./browser.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Builds a page of the tests with Cornerstone in it (a path from the root), apart from the app, and serves it. */
export async function servedPage(input: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), "radiomica-page-"));
  await build({
    configFile: false,
    root,
    base: "./",
    logLevel: "error",
    publicDir: false,
    resolve: { alias: { xmlbuilder2: join(root, "src/app/viewer/no-xml.ts") } },
    worker: { format: "es" },
    build: {
      target: "es2023",
      outDir,
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 20_000,
      rolldownOptions: { input: join(root, input) },
    },
  });
  const server = await preview({
    configFile: false,
    root,
    logLevel: "error",
    build: { outDir },
    preview: { port: 0, host: "127.0.0.1", headers: isolation },
  });
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
  return {
    url: `http://127.0.0.1:${address.port}/${input}`,
    stop: async () => {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** The page with the viewer alone, opened: `harness` is there when this resolves. */
export async function openHarness(errors: string[]): Promise<{ page: Page; stop: () => Promise<void> }> {
  const { url, stop } = await servedPage("test/e2e/viewer-harness.html");
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 900, height: 500 } });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/favicon|404/.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  await page.waitForFunction(() => "harness" in window);
  await page.evaluate(() => (window as unknown as { harness: { ready: Promise<void> } }).harness.ready);
  return {
    page,
    stop: async () => {
      await browser.close();
      await stop();
    },
  };
}
