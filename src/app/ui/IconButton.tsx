import { ActionIcon, type ActionIconProps, Tooltip } from "@mantine/core";
import type { MouseEventHandler } from "react";
import type { Icon } from "../commands/command.ts";

type Props = {
  label: string;
  icon: Icon;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  pressed?: boolean;
  disabled?: boolean;
  size?: ActionIconProps["size"];
  color?: string;
};

/** A small button with a picture, named for those who cannot see it. */
export function IconButton({ label, icon: Icon, onClick, pressed, disabled, size = "sm", color = "gray" }: Props) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={size}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        color={color}
        onClick={onClick}
      >
        <Icon size="1rem" stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
