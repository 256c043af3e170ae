import type { Command } from "./command.ts";
import { config } from "./config.ts";
import { extract } from "./extract.ts";
import { info } from "./info.ts";

/** Every subcommand, in the order of the help. To add one: its file, and its line here. */
export const commands: readonly Command[] = [extract, info, config];
