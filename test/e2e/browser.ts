import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const installed = [
  process.env.CHROME_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/** A browser to test with: one that is installed, else the one that comes with npm (Linux, x86-64). */
export async function executablePath(): Promise<string> {
  const found = installed.find((path) => path && existsSync(path));
  if (found) return found;
  if (process.platform === "linux" && process.arch === "x64") {
    const { default: packaged } = await import("@sparticuz/chromium");
    return packaged.executablePath();
  }
  throw new Error("No Chromium or Chrome found. Install one, or set CHROME_PATH to its executable.");
}

/** Without a sandbox and without calls home; WebGL in software. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Starts headless Chromium with software WebGL. */
export async function launch(): Promise<Browser> {
  const path = await executablePath();
  try {
    return await chromium.launch({
      executablePath: path,
      args: browserArguments,
    });
  } catch (error) {
    const hint = "On Debian or Ubuntu its libraries come with `apt install libnss3` (or install the package chromium).";
    throw new Error(`The browser ${path} does not start. ${hint}`, { cause: error });
  }
}
