import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { numbersOf, numbersText } from "../../../workbench/robustness/plan.ts";

type Props = { label: string; value: readonly number[]; onChange: (next: readonly number[]) => void };

/** A few numbers, typed with semicolons between them. What is none is said, and not taken. */
export function NumbersField({ label, value, onChange }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft !== null && numbersOf(draft) === null;
  const leave = () => {
    const next = draft === null ? null : numbersOf(draft);
    setDraft(null);
    if (next) onChange(next);
  };
  return (
    <TextInput
      label={label}
      value={draft ?? numbersText(value)}
      error={wrong ? t("robustness.notNumbers") : undefined}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}
