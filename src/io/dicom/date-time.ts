/**
 * Seconds since 1970 of a DICOM date (YYYYMMDD) and time (HHMMSS.F, or the old HH:MM:SS); undefined where either is
 * malformed. Times are local: only differences mean something.
 */
export function secondsOf(date: string | undefined, time: string | undefined): number | undefined {
  const d = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date ?? "");
  const seconds = secondsOfDay(time);
  if (!d || seconds === undefined) return undefined;
  const [year, month, day] = d.slice(1).map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  return at.getTime() / 1000 + seconds;
}

/** Seconds since 1970 of a DICOM date-time (YYYYMMDDHHMMSS.F, zone ignored); undefined without hours and minutes. */
export function secondsOfDateTime(text: string | undefined): number | undefined {
  const match = /^(\d{8})(\d{4,6}(\.\d+)?)([+-]\d{4})?$/.exec(text ?? "");
  return match ? secondsOf(match[1], match[2]) : undefined;
}

/** Seconds since midnight of a DICOM time; undefined where it is malformed. */
export function secondsOfDay(time: string | undefined): number | undefined {
  const match = /^(\d{2}):?(\d{2}):?(\d{2})?(\.\d+)?$/.exec(time ?? "");
  if (!match) return undefined;
  const [hours, minutes, seconds] = [match[1], match[2], match[3] ?? "0"].map(Number);
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  return 3600 * hours + 60 * minutes + seconds + Number(match[4] ?? 0);
}
