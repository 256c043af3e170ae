import type { LoadProgress } from "#io/series.ts";
import { cell } from "./cell.ts";

export type TaskPhase = LoadProgress["phase"] | "collecting" | "fetching" | "retrieving" | "features" | "export";

/** Work under way, as the status bar shows it. */
export type Task = {
  readonly id: number;
  readonly kind: "load" | "features" | "export";
  readonly phase: TaskPhase;
  readonly done: number;
  readonly total: number;
  readonly cancel: () => void;
};

/** Between two looks at how far a phase is, ms: files and slices come faster than anybody reads. */
const LOOK = 100;

/** The list of running work. `begin` gives a handle: tell it how far you are, and when you are done. */
export function taskList() {
  const list = cell<readonly Task[]>([]);
  let next = 1;
  return {
    list,
    begin(kind: Task["kind"], phase: TaskPhase) {
      const id = next++;
      const aborter = new AbortController();
      const task = { id, kind, phase, done: 0, total: 0, cancel: () => aborter.abort() };
      list.update((now) => [...now, task]);
      let told = { phase, at: 0 };
      return {
        signal: aborter.signal,
        progress(phase: TaskPhase, done: number, total: number): void {
          const at = performance.now();
          if (phase === told.phase && done < total && at - told.at < LOOK) return;
          told = { phase, at };
          list.update((now) => now.map((t) => (t.id === id ? { ...t, phase, done, total } : t)));
        },
        end(): void {
          list.update((now) => now.filter((t) => t.id !== id));
        },
      };
    },
  };
}
export type TaskList = ReturnType<typeof taskList>;
