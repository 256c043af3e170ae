import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "#session/session.ts";

/** A note on a segment; leaving the field keeps it, Escape does not. */
export function NoteField({ segment, onChange }: { segment: Segment; onChange: (note: string | undefined) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  const kept = segment.note ?? "";
  return (
    <Textarea
      className="segment-note"
      autosize
      minRows={1}
      maxRows={5}
      maxLength={2000}
      aria-label={t("reading.note", { name: segment.name })}
      placeholder={t("reading.noteHint")}
      value={draft ?? kept}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        const next = draft?.trim();
        setDraft(null);
        if (next !== undefined && next !== kept) onChange(next || undefined);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        setDraft(null);
      }}
    />
  );
}
