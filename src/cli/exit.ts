import { isRadiomicaError } from "#engine/errors.ts";

/** What a script learns from the exit code. */
export const exitCodes = {
  done: 0,
  /** The data or what was asked of them: the same command will be refused again. */
  refused: 2,
  /** The command line or a settings file. */
  usage: 64,
  /** A fault of the program. */
  fault: 70,
  /** Out of memory, disk full, interrupted …: the same command may succeed another time. */
  tryAgain: 75,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a code and a sentence; `event` names it in the log. */
export class CliError extends Error {
  readonly exit: ExitCode;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(exit: ExitCode, event: string, message: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.exit = exit;
    this.event = event;
    this.fields = fields;
  }
}

export const usageError = (message: string, fields?: Readonly<Record<string, unknown>>): CliError =>
  new CliError(exitCodes.usage, "usage", message, fields);

export const refusal = (event: string, message: string, fields?: Readonly<Record<string, unknown>>): CliError =>
  new CliError(exitCodes.refused, event, message, fields);

export const cancelled = (): CliError =>
  new CliError(exitCodes.tryAgain, "interrupted", "Interrupted; nothing was written.");

/** Troubles of the machine that may be over next time, by the system's error code. */
const passing: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full.",
  EDQUOT: "The disk quota is used up.",
  EFBIG: "The file would be larger than is allowed here.",
  EIO: "The disk or the network failed.",
  EMFILE: "Too many files are open.",
  ENFILE: "Too many files are open.",
  EAGAIN: "The system is short of resources.",
  EBUSY: "A file is in use.",
  ENOMEM: "There is not enough memory.",
};

/** Any error as an exit code, an event for the log and a sentence. */
export function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (isRadiomicaError(error)) {
    const { tag, message, fields } = error;
    if (tag === "Cancelled") return cancelled();
    const again = tag === "OutOfMemory" || tag === "WorkerCrash";
    return new CliError(again ? exitCodes.tryAgain : exitCodes.refused, snake(tag), message, fields);
  }
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code in passing) return new CliError(exitCodes.tryAgain, code.toLowerCase(), `${passing[code]} (${message})`);
  if (error instanceof RangeError && /alloc|array length|memory/i.test(message)) {
    return new CliError(exitCodes.tryAgain, "out_of_memory", `There is not enough memory (${message}).`);
  }
  return new CliError(exitCodes.fault, "fault", `A fault of the program: ${message}`, {
    stack: error instanceof Error ? error.stack : undefined,
  });
}

/** The system's code of an error ("ENOENT"), or "". */
export const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "";

const snake = (tag: string): string => tag.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
