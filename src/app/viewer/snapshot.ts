import type { ViewerSnapshot, ViewStatus } from "./viewer.ts";

export const initialSnapshot: ViewerSnapshot = {
  layout: "acquisition",
  layouts: ["acquisition"],
  maximised: null,
  tool: "window",
  options: {
    brushRadius: 8,
    threshold: null,
    growTolerance: 100,
    growRadius: 30,
    grow3D: true,
    mode: "add",
    scissors: "erase_inside",
    scissorsDepth: null,
  },
  activeViewport: "acquisition",
  views: [],
  probe: null,
  cine: false,
  masksVisible: true,
  overlays: [],
  overlaysVisible: true,
  drawing: false,
  problem: null,
};

/** What views say now; those that say what they said before stay the objects they were, and so does the list. */
export function kept(before: readonly ViewStatus[], now: readonly ViewStatus[]): readonly ViewStatus[] {
  const known = new Map(before.map((status) => [JSON.stringify(status), status]));
  const list = now.map((status) => known.get(JSON.stringify(status)) ?? status);
  return list.length === before.length && list.every((status, i) => status === before[i]) ? before : list;
}

/** Tells React of changes, at most once a frame. */
export class Ticker {
  #listeners = new Set<() => void>();
  #asked = false;

  constructor(private readonly rebuild: () => void) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** The snapshot is out of date. */
  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => this.now());
  }
  /** At once, for what a person has just asked for. */
  now(): void {
    this.#asked = false;
    this.rebuild();
    for (const listener of this.#listeners) listener();
  }
}
