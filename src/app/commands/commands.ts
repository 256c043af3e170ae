import type { Command, CommandId } from "./command.ts";
import { modifications, segments, strokes, toolCommands } from "./draw-commands.ts";
import { edit, file, page, results } from "./page-commands.ts";
import { phases } from "./phase-commands.ts";
import { presets, views } from "./view-commands.ts";
import { workbench } from "./workbench-commands.ts";

/** Every command, in the order of the key sheet. To add one: its line here, and its title in both languages. */
export const commands: readonly Command[] = [
  ...file,
  ...edit,
  ...views,
  ...phases,
  ...presets,
  ...toolCommands,
  ...strokes,
  ...segments,
  ...modifications,
  ...results,
  ...workbench,
  ...page,
];

const byId = new Map(commands.map((c) => [c.id, c]));
const byKey = new Map(commands.flatMap((c) => c.keys.map((key) => [key, c] as const)));

/** The command of an id; ids are a closed union, so there always is one. */
export const command = (id: CommandId): Command => byId.get(id) as Command;
export const commandOfKey = (key: string): Command | undefined => byKey.get(key);
