import i18next from "i18next";
import type { EditRefusal } from "#engine/edit/operation.ts";
import { isRefusal } from "#engine/edit/operation.ts";
import type { Edit } from "#engine/edit/plan-edit.ts";
import type { Grid } from "#engine/grid.ts";
import { type Cell, cell } from "../state/cell.ts";
import type { Overlay } from "../viewer/overlay.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { partOfGrid } from "./difference.ts";

/** What an operation would do; null while that is not known, or not asked. */
export type Foreseen = Pick<Edit, "added" | "removed" | "taken" | "threshold"> | EditRefusal | null;

type Host = {
  readonly viewer: Pick<Cell<Viewer | null>, "value">;
  /** Works the chosen operation out, without doing it; null where there is none. Rejects when `signal` says so. */
  readonly compute: (signal: AbortSignal) => Promise<{ readonly edit: Edit | EditRefusal; readonly grid: Grid } | null>;
};

/** A pause after the last change before it is worked out again, ms. */
const PAUSE = 150;

/** Voxels that an operation would add and take away, as kinds over the images. */
export function previewOverlay(edit: Edit, grid: Grid): Overlay {
  const values = new Uint8Array(edit.changed.length);
  for (let i = 0; i < values.length; i++) if (edit.changed[i] !== 0) values[i] = edit.result[i] === 0 ? 2 : 1;
  return {
    id: "preview",
    name: i18next.t("edit.preview.title"),
    unit: "",
    grid: partOfGrid(grid, edit.offset, edit.dims),
    values,
    states: null,
    classes: [
      { name: i18next.t("edit.preview.added"), color: [0, 158, 115] },
      { name: i18next.t("edit.preview.removed"), color: [213, 94, 0] },
    ],
    colormap: "grey",
    range: [0, 2],
    opacity: 0.55,
    views: null,
  };
}

/** Shows what the chosen operation would do, from `begin` to `end`, and again whenever something it depends on changes. */
export function createPreview({ viewer, compute }: Host) {
  const foreseen = cell<Foreseen>(null);
  let on = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  const show = (list: readonly Overlay[]) => viewer.value?.overlays.set(list, "preview");
  async function run(): Promise<void> {
    running?.abort();
    const own = new AbortController();
    running = own;
    try {
      const found = await compute(own.signal);
      if (own.signal.aborted) return;
      const edit = found && !isRefusal(found.edit) ? found.edit : null;
      show(found && edit ? [previewOverlay(edit, found.grid)] : []);
      foreseen.set(found?.edit ?? null);
    } catch {
      // Overtaken by the next one; a fault is told when the operation is applied.
      if (!own.signal.aborted) show([]);
    }
  }
  function ask(): void {
    if (!on) return;
    clearTimeout(timer);
    timer = setTimeout(() => void run(), PAUSE);
  }
  return {
    foreseen,
    /** Something it depends on has changed. */
    ask,
    begin(): void {
      on = true;
      viewer.value?.overlays.setVisible(true);
      ask();
    },
    /** True where there was something to end. */
    end(): boolean {
      const was = on;
      on = false;
      clearTimeout(timer);
      running?.abort();
      running = null;
      if (was) {
        show([]);
        foreseen.set(null);
      }
      return was;
    },
  };
}
