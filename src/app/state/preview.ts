import type { Preview } from "#io/series.ts";
import { cell } from "./cell.ts";

/** Pictures a second of what arrives, at most. */
const RATE = 4;

/** The slice that came last while a drop is read; null while nothing is. The loader lends its values: they are drawn at once. */
export function previewCell(now: () => number = () => performance.now()) {
  const latest = cell<Preview | null>(null);
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    latest,
    show(preview: Preview): void {
      const at = now();
      if (at - shownAt < 1000 / RATE) return;
      shownAt = at;
      latest.set(preview);
    },
    clear(): void {
      shownAt = Number.NEGATIVE_INFINITY;
      latest.set(null);
    },
  };
}
export type PreviewCell = ReturnType<typeof previewCell>;
