import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";

type Props = {
  label: string;
  value: string;
  onChange: (next: string) => void;
  /** Called when the field is left, whatever became of it. */
  onLeave?: () => void;
} & Pick<TextInputProps, "placeholder" | "className" | "autoFocus">;

/** A short text, edited in place: Enter or leaving the field keeps it, Escape does not. */
export function TextField({ label, value, onChange, onLeave, ...rest }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <TextInput
      variant="unstyled"
      size="xs"
      maxLength={200}
      aria-label={label}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        const next = draft?.trim();
        setDraft(null);
        if (next !== undefined && next !== value) onChange(next);
        onLeave?.();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") {
          event.stopPropagation();
          setDraft(null);
          onLeave?.();
        }
      }}
      {...rest}
    />
  );
}
