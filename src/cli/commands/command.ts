import type { Given, Option } from "../arguments.ts";
import type { CliHost } from "../host.ts";
import type { Log } from "../log.ts";

/** A subcommand: its help is made from this record. One file and one line in `index.ts` add another. */
export type Command = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name: "--image DIR|FILE --out FILE [OPTIONS]". */
  readonly usage: string;
  readonly about: string;
  readonly options: readonly Option[];
  /** How many words it takes that belong to no option. */
  readonly operands?: number;
  readonly examples: readonly { readonly say: string; readonly line: string }[];
  readonly run: (given: Given, context: Context) => Promise<void>;
};

export type Context = { readonly host: CliHost; readonly log: Log };
