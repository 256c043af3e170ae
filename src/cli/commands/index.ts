import type { Command } from "./command.ts";
import { config } from "./config.ts";
import { convert } from "./convert.ts";
import { extract } from "./extract.ts";
import { filter } from "./filter.ts";
import { info } from "./info.ts";
import { map } from "./map.ts";
import { report } from "./report.ts";
import { robustness } from "./robustness.ts";

/** Every subcommand, in the order of the help. To add one: its file, and its line here. */
export const commands: readonly Command[] = [extract, map, filter, robustness, info, convert, report, config];
