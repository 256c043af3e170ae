import type { Pool } from "#workers/protocol.ts";

/** What the command line needs from its process; tests give stand-ins. */
export type CliHost = {
  /** Writes to standard output; resolves when it has been taken. */
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
  /** Standard error is a terminal: people read it, not programs. */
  readonly errIsTerminal: boolean;
  readonly now: () => Date;
  readonly createPool: (threads: number) => Pool;
  /** Threads where none are asked for. */
  readonly threads: number;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
};
