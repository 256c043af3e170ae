import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, preview } from "vite";
import { launch } from "../e2e/browser.ts";
import { shared } from "../helpers/load-files.ts";
import type { Drop } from "./drops.ts";
import type { Harness, Told } from "./harness.ts";
import type { Outcome } from "./outcome.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** A page with the app's loader and workers in Chromium, and the files of ../shared served to it. */
export async function openChromium(tables: Omit<Told, "files">) {
  const outDir = mkdtempSync(join(tmpdir(), "radiomica-formats-"));
  await build({
    configFile: false,
    root,
    base: "./",
    logLevel: "error",
    publicDir: false,
    worker: { format: "es" },
    build: {
      target: "es2023",
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 20_000,
      rolldownOptions: { input: join(root, "test/formats/harness.html") },
    },
  });
  const server = await preview({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [sharedFiles()],
    build: { outDir },
    preview: { port: 0, host: "127.0.0.1", headers: isolation },
  });
  const browser = await launch();
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.log(`page: ${error.message}`));
  page.on("crash", () => console.log("page: crashed"));
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("The preview server gave no port.");
  await page.goto(`http://127.0.0.1:${address.port}/test/formats/harness.html`);
  await page.waitForFunction(() => "harness" in window);
  if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error("The page is not cross-origin isolated.");
  const files = filesUnder(shared("."));
  await page.evaluate((told) => (window as unknown as { harness: Harness }).harness.start(told), { ...tables, files });
  return {
    version: browser.version(),
    drop: (drop: Drop): Promise<Outcome> =>
      page.evaluate((one) => (window as unknown as { harness: Harness }).harness.drop(one), drop),
    count: ({ paths }: Drop): number =>
      files.filter((f) => paths.some((path) => f.path === path || f.path.startsWith(`${path}/`))).length,
    async stop(): Promise<void> {
      await browser.close();
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

function filesUnder(folder: string, path = ""): Told["files"][number][] {
  return readdirSync(join(folder, path))
    .sort()
    .flatMap((name) => {
      const child = path ? `${path}/${name}` : name;
      const { isDirectory, size } = sizeOf(join(folder, child));
      return isDirectory ? filesUnder(folder, child) : [{ path: child, size }];
    });
}

function sizeOf(path: string): { isDirectory: boolean; size: number } {
  const stat = statSync(path);
  return { isDirectory: stat.isDirectory(), size: stat.size };
}

/** Answers /shared/… from the folder beside the repository, and nothing outside it. */
function sharedFiles(): Plugin {
  const folder = resolve(shared("."));
  return {
    name: "shared-files",
    configurePreviewServer(server) {
      server.middlewares.use("/shared", (request, response: ServerResponse) => {
        const path = resolve(join(folder, decodeURIComponent((request.url ?? "/").split("?")[0])));
        if (!path.startsWith(`${folder}/`)) return void response.writeHead(403).end();
        response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(readFileSync(path));
      });
    },
  };
}
