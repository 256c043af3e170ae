import type { SourceFile } from "#io/series.ts";
import { loadHostOf } from "#workers/load-host.ts";
import { createBrowserPool } from "#workers/spawn-browser.ts";
import type { Drop } from "./drops.ts";
import type { Counted, Listed } from "./expected.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** What the page is told: the tables, and every file there is, by its path under ../shared. */
export type Told = {
  readonly listed: readonly Listed[];
  readonly counted: readonly Counted[];
  readonly files: readonly { readonly path: string; readonly size: number }[];
};
export type Harness = { readonly start: (told: Told) => void; readonly drop: (drop: Drop) => Promise<Outcome> };

const pool = createBrowserPool();
let told: Told = { listed: [], counted: [], files: [] };

const sourceOf = ({ path, size }: Told["files"][number]): SourceFile => ({
  path,
  size,
  async bytes() {
    const response = await fetch(`/shared/${path.split("/").map(encodeURIComponent).join("/")}`);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
});

const harness: Harness = {
  start(everything) {
    told = everything;
  },
  drop: (drop) =>
    outcomeOf(drop, {
      ...told,
      files: (path) => told.files.filter((f) => f.path === path || f.path.startsWith(`${path}/`)).map(sourceOf),
      host: loadHostOf(pool),
    }),
};
Object.assign(window, { harness });
