import { NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

type Props = { label: string; value: number | null; onChange: (next: number | null) => void };

/** A number that may be left open. */
export function OptionalNumber({ label, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={label}
      value={value ?? ""}
      placeholder={t("settings.open")}
      onChange={(next) => {
        if (next === "") onChange(null);
        else if (typeof next === "number") onChange(next);
      }}
    />
  );
}
