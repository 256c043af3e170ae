import { closeSync, openSync, writeSync } from "node:fs";
import type { CliHost } from "./host.ts";

export type Level = "info" | "warning" | "error";
type Fields = Readonly<Record<string, unknown>>;

/** What happens, told as it happens: to people on a terminal, else as one JSON object a line. */
export type Log = {
  readonly say: (level: Level, event: string, message: string, fields?: Fields) => void;
  readonly progress: (phase: string, done: number, total: number, what?: string) => void;
  readonly close: () => void;
};

/** Progress is told at most this often, in ms: to people, and to programs. */
const OFTEN = 100;
const SELDOM = 1000;

/**
 * Standard error and, if asked for, a file that lines are added to. `quiet`: on standard error errors only. A line is
 * `{"time", "level", "event", "message", …}`. Throws where the file cannot be opened.
 */
export function openLog(host: Pick<CliHost, "err" | "errIsTerminal" | "now">, quiet: boolean, path?: string): Log {
  const file = path === undefined ? null : openSync(path, "a");
  let lineIsOpen = false;
  let told = { at: Number.NEGATIVE_INFINITY, phase: "" };

  const clearLine = () => {
    if (lineIsOpen) host.err("\r\u001b[K");
    lineIsOpen = false;
  };
  const record = (level: Level, event: string, fields: Fields) =>
    `${JSON.stringify({ time: host.now().toISOString(), level, event, ...fields })}\n`;

  return {
    say(level, event, message, fields = {}) {
      const line = record(level, event, { message, ...fields });
      if (file !== null) writeSync(file, line);
      if (quiet && level !== "error") return;
      clearLine();
      host.err(host.errIsTerminal ? forPeople(level, message) : line);
    },
    progress(phase, done, total, what = "") {
      const now = performance.now();
      const isNews = phase !== told.phase || done === total;
      if (!isNews && now - told.at < (host.errIsTerminal && file === null ? OFTEN : SELDOM)) return;
      told = { at: now, phase };
      const line = record("info", "progress", { phase, done, total, ...(what ? { what } : {}) });
      if (file !== null) writeSync(file, line);
      if (quiet) return;
      if (!host.errIsTerminal) {
        host.err(line);
        return;
      }
      clearLine();
      const share = total > 0 ? ` ${Math.floor((100 * done) / total)} %` : "";
      host.err(`${phase}${share}${what ? ` ${what}` : ""}`.slice(0, 78));
      lineIsOpen = true;
    },
    close() {
      clearLine();
      if (file !== null) closeSync(file);
    },
  };
}

const forPeople = (level: Level, message: string): string =>
  level === "info" ? `${message}\n` : `${level === "error" ? "radiomica" : level}: ${message}\n`;
