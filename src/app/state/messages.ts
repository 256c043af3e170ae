import { isRadiomicaError } from "#engine/errors.ts";
import type { Finding, Refusal } from "#io/series.ts";
import type { en } from "../i18n/en.ts";
import { cell } from "./cell.ts";

/** Keys of sentences that a message may show. */
export type MessageKey =
  | `finding.${Finding["code"]}`
  | `error.${keyof typeof en.error}`
  | `boot.${keyof typeof en.boot}`
  | "segments.full"
  | "segments.locked"
  | "layers.full"
  | "layers.overlaps"
  | "layers.exported"
  | "segments.compared"
  | "segments.holesNone"
  | "segments.fractional"
  | "segments.holesDone"
  | "segments.interpolateNone"
  | "segments.interpolateDone"
  | "maps.habitatsDone"
  | "maps.registered"
  | "edit.refused.empty_segment"
  | `reading.copy.${"done" | "outside"}`
  | "export.nothing"
  | "export.pending"
  | "export.incomplete"
  | "export.done"
  | "export.copied"
  | `projects.${"copied" | "gone" | "newer" | "damaged" | "altered" | "stranger" | "inUse" | "imported"}`
  | `pacs.${"sent" | "partly" | "fewer"}`
  | "messages.leftOut";

/** One thing that was said. `details` are English lines to copy; `subjects` the files it is about. */
export type Message = {
  readonly id: number;
  readonly level: "info" | "success" | "warning" | "error";
  readonly key: MessageKey;
  readonly fields: Readonly<Record<string, string | number>>;
  readonly details: readonly string[];
  readonly subjects: readonly string[];
  /** Shown as a toast when it comes; all are kept in the list. */
  readonly toast: boolean;
  readonly read: boolean;
};

type Draft = Pick<Message, "level" | "key"> & Partial<Omit<Message, "id" | "read">>;

/** How many messages are kept; the oldest go first. */
const KEPT = 200;

/** The message centre: everything said since the page opened, newest first. */
export function messageCentre() {
  const list = cell<readonly Message[]>([]);
  let next = 1;
  return {
    list,
    say(draft: Draft): void {
      const message = { fields: {}, details: [], subjects: [], toast: true, ...draft, id: next++, read: false };
      list.update((now) => [message, ...now].slice(0, KEPT));
    },
    /** Files that were not loaded: one message for each code, not one a file; a single toast for all. */
    refuse(refusals: readonly Refusal[]): void {
      const codes = new Set(refusals.map((r) => r.finding.code));
      const count = refusals.filter((r) => r.finding.level !== "info").length;
      for (const code of codes) {
        const group = refusals.filter((r) => r.finding.code === code);
        const { finding } = group[0];
        this.say({
          level: finding.level,
          key: `finding.${code}`,
          fields: finding.fields,
          subjects: group.map((r) => r.path),
          details: group.map((r) => `${r.path}: ${r.finding.detail}`),
          toast: finding.level !== "info" && codes.size === 1,
        });
      }
      if (codes.size > 1 && count > 0) this.say({ level: "warning", key: "messages.leftOut", fields: { count } });
    },
    /** An error that reached us; a cancelled one is no news. */
    fail(error: unknown, fallback: keyof typeof en.error = "unknown"): void {
      if (isRadiomicaError(error, "Cancelled")) return;
      const key = isRadiomicaError(error) ? (`error.${error.tag}` as const) : (`error.${fallback}` as const);
      this.say({ level: "error", key, details: [describe(error)] });
    },
    markRead(): void {
      list.update((now) => (now.some((m) => !m.read) ? now.map((m) => (m.read ? m : { ...m, read: true })) : now));
    },
    clear(): void {
      list.set([]);
    },
  };
}
export type MessageCentre = ReturnType<typeof messageCentre>;

function describe(error: unknown): string {
  if (!(error instanceof Error)) return isRadiomicaError(error) ? String(Reflect.get(error, "message")) : String(error);
  const fields = isRadiomicaError(error) ? ` ${JSON.stringify(error.fields)}` : "";
  return `${error.name}: ${error.message}${fields}`;
}
