import type { SaveState } from "../storage/journal.ts";

/** What is shown of a save state: writing a view or a name alone is not worth a word. */
export function saveView({ status, fault, unsaved }: SaveState) {
  const shown = status === "saving" && unsaved === 0 ? "saved" : status;
  const text =
    shown === "not_saved"
      ? (`save.${fault ?? "failed"}` as const)
      : shown === "saved"
        ? ("save.savedMore" as const)
        : shown === "saving"
          ? ("save.savingMore" as const)
          : ("save.offMore" as const);
  return { status: shown, text };
}
