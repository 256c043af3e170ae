import type { ViewerSnapshot } from "./viewer.ts";

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
