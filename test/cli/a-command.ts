import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { CliHost } from "#cli/host.ts";
import { main } from "#cli/main.ts";
import type { DemoCase } from "#demo/demo-case.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";

export const NOW = new Date("2026-01-02T03:04:05.000Z");

export type Event = { level: string; event: string; message: string; [key: string]: unknown };

/** Runs a command line in this process; the log is parsed, so that a line that is no JSON fails the test. */
export async function command(args: readonly string[], more: Partial<CliHost> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, {
    out: async (text) => void out.push(text),
    err: (text) => void err.push(text),
    errIsTerminal: false,
    now: () => NOW,
    createPool: createInlinePool,
    threads: 1,
    signal: new AbortController().signal,
    ...more,
  });
  const text = err.join("");
  const events = more.errIsTerminal ? [] : eventsOf(text);
  return { code, out: out.join(""), err: text, events, error: events.find((e) => e.level === "error") };
}

export const eventsOf = (text: string): Event[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** A folder that goes when the test ends. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "radiomica-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a demo case; answers the folder of its images and its first segmentation. */
export function written(demo: DemoCase, folder = aFolder()): { folder: string; image: string; mask: string } {
  for (const { path, bytes } of demo.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const mask = demo.files.find((f) => f.path.startsWith("segmentation/"))!.path;
  const image = demo.files.find((f) => !f.path.startsWith("segmentation/"))!.path.split("/")[0];
  return { folder, image: join(folder, image), mask: join(folder, mask) };
}
