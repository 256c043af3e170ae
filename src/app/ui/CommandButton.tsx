import { ActionIcon, type ActionIconProps, Tooltip, type TooltipProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CommandId } from "../commands/command.ts";
import { command } from "../commands/commands.ts";
import { useApp } from "../hooks/use-app.ts";
import { Keycaps } from "./Keycaps.tsx";

type Props = {
  id: CommandId;
  active?: boolean;
  disabled?: boolean;
  position?: TooltipProps["position"];
  size?: ActionIconProps["size"];
  /** How it looks while active: tools stand out, switches of the page do not. */
  emphasis?: "filled" | "light";
};

/** A button that is a command: its picture, name and key come from the table of commands. */
export function CommandButton({ id, active, disabled, position = "bottom", size = "md", emphasis = "light" }: Props) {
  const { t } = useTranslation();
  const app = useApp();
  const { title, keys, icon: Icon, run, n } = command(id);
  const name = t(title, { n: n ?? 0 });
  return (
    <Tooltip
      position={position}
      label={
        <span className="tip">
          {name} {keys[0] && <Keycaps of={keys[0]} />}
        </span>
      }
    >
      <ActionIcon
        size={size}
        aria-label={name}
        aria-keyshortcuts={keys.map(ariaKey).join(" ") || undefined}
        aria-pressed={active}
        data-active={active || undefined}
        data-command={id}
        variant={active ? emphasis : "subtle"}
        color={active ? "teal" : "gray"}
        disabled={disabled}
        onClick={() => run(app)}
      >
        <Icon size="1.125rem" stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

const ariaKey = (key: string) => key.replace("Ctrl+", "Control+");
