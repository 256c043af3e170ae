import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";

/** A fresh page of the app (English, 1280×720) and the errors that it reports. */
export async function openedPage(
  browser: Browser,
  url: string,
  before: () => void = () => {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: "en-GB",
    acceptDownloads: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  // Dialogs that give handles cannot be answered from outside; without them the page takes the plain ones.
  await context.addInitScript(() => {
    for (const name of ["showOpenFilePicker", "showDirectoryPicker"]) Reflect.deleteProperty(window, name);
  });
  await context.addInitScript(before);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(url);
  await page.getByRole("button", { name: "Open files" }).waitFor();
  return { page, errors };
}

/** Chooses an item of the export menu and reads the file that arrives. */
export async function exported(page: Page, item: RegExp): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const download = page.waitForEvent("download", { timeout: 60_000 });
  await page.getByRole("menuitem", { name: item }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Rows of an RFC 4180 file, by column name. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [];
  for (const line of text.trimEnd().split("\r\n")) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
    rows.push(cells.map((m) => (m[1] === undefined ? m[2] : m[1].replaceAll('""', '"'))));
  }
  const [header, ...body] = rows;
  return body.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
}

/** A picture for people to look at: small and large. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = fileURLToPath(new URL("./shots/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
  ]) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${folder}${name}-${width}.png` });
  }
}

/** Drags the primary button along points given as fractions of an element. */
export async function drag(
  page: Page,
  selector: string,
  points: readonly (readonly [number, number])[],
): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`Nothing to drag on: ${selector}`);
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 4 });
  await page.mouse.up();
}
