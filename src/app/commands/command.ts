import type { ComponentType } from "react";
import type { Controller } from "../controller.ts";
import type { en } from "../i18n/en.ts";

export type Icon = ComponentType<{ size?: number | string; stroke?: number | string }>;

export type CommandId = Exclude<keyof typeof en.command, "preset"> | `preset_${number}`;

/**
 * Something a person can do, named once: the key handler, tooltips, the key sheet, menus and the command palette all
 * read this record.
 */
export type Command = {
  readonly id: CommandId;
  readonly title: `command.${keyof typeof en.command}`;
  /** A number in its title. */
  readonly n?: number;
  readonly keys: readonly string[];
  readonly icon: Icon;
  readonly group: keyof typeof en.group;
  readonly run: (app: Controller) => void;
  /** For keys that act while held: called when the key is let go. */
  readonly release?: (app: Controller) => void;
  /** False where the command would do nothing now; its key is then left to the browser. */
  readonly enabled?: (app: Controller) => boolean;
};
