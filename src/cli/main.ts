import { didYouMean } from "#io/nearest.ts";
import { APP_VERSION } from "#io/version.ts";
import { readArguments } from "./arguments.ts";
import type { Command } from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { asCliError, type CliError, codeOf, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { commandHelp, overview, topicHelp } from "./help.ts";
import type { CliHost } from "./host.ts";
import { type Log, openLog } from "./log.ts";
import { always, topics } from "./texts.ts";

/** Runs a command line (without "node" and the script). Never throws; answers the exit code. */
export async function main(args: readonly string[], host: CliHost): Promise<ExitCode> {
  let log = openLog(host, false);
  try {
    const [first, ...rest] = args;
    if (first === undefined || first === "--help" || first === "-h" || first === "help") {
      await host.out(helpOn(rest[0]));
      return first === undefined ? exitCodes.usage : exitCodes.done;
    }
    if (first === "--version" || first === "-V" || first === "version") {
      await host.out(`${APP_VERSION}\n`);
      return exitCodes.done;
    }
    const command = commandCalled(first);
    if (rest.includes("--help") || rest.includes("-h")) {
      await host.out(commandHelp(command));
      return exitCodes.done;
    }
    const given = readArguments(rest, [...command.options, ...always], command.operands);
    log = logFor(host, given.has("quiet"), given.one("log"));
    log.say("info", "start", `radiomica ${APP_VERSION} ${command.name}`, {
      version: APP_VERSION,
      command: command.name,
    });
    await command.run(given, { host, log });
    log.say("info", "done", "Done.", { exit: exitCodes.done });
    return exitCodes.done;
  } catch (error) {
    const failure = asCliError(host.signal.aborted ? interrupted(error) : error);
    tell(failure, log, host);
    return failure.exit;
  } finally {
    log.close();
  }
}

/** What fails while the process is being stopped failed for that reason. */
const interrupted = (error: unknown): unknown =>
  asCliError(error).exit === exitCodes.refused || asCliError(error).exit === exitCodes.usage
    ? error
    : asCliError({ tag: "Cancelled", fields: {}, message: "" });

function tell({ event, message, fields, exit }: CliError, log: Log, host: CliHost): void {
  const more = exit === exitCodes.usage && host.errIsTerminal ? "\nradiomica help explains." : "";
  try {
    log.say("error", event, `${message}${more}`, { exit, ...fields });
  } catch {
    // The log's own file may be what failed.
    host.err(`radiomica: ${message}\n`);
  }
}

function helpOn(name: string | undefined): string {
  if (name === undefined) return overview(commands);
  if (name in topics) return topicHelp(name);
  return commandHelp(commandCalled(name));
}

function commandCalled(name: string): Command {
  const command = commands.find((c) => c.name === name);
  if (command) return command;
  const names = commands.map((c) => c.name);
  const hint = didYouMean(name, names) || `. Commands: ${names.join(", ")}, help.`;
  throw usageError(
    name.startsWith("-")
      ? `The command comes first: radiomica extract ${name} …`
      : `There is no command "${name}"${hint}`,
  );
}

function logFor(host: CliHost, quiet: boolean, path: string | undefined): Log {
  try {
    return openLog(host, quiet, path);
  } catch (error) {
    throw usageError(`--log: "${path}" cannot be written (${codeOf(error) || "unknown reason"}).`);
  }
}
