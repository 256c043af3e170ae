import type { Change, Entry } from "../session.ts";
import { list, object, string, title, whole, work } from "./check.ts";
import { packRuns, unpackRuns } from "./voxels.ts";

/** Voxels of a series' label map; throws for a series that has none. */
export type VoxelsOf = (seriesId: string) => number;

/** An entry as JSON; its runs go into `blocks`. */
export function entryToJson({ title, changes }: Entry, blocks: Uint8Array[]): unknown {
  return {
    title,
    changes: changes.map((change) =>
      change.kind === "voxels" ? { ...change, runs: blocks.push(packRuns(change.runs)) - 1 } : change,
    ),
  };
}

export function entryFromJson(json: unknown, blocks: readonly Uint8Array[], voxelsOf: VoxelsOf): Entry {
  const entry = object(json, "entry");
  return {
    title: title(entry.title),
    changes: list(entry.changes, "changes").map((item): Change => {
      const change = object(item, "change");
      const seriesId = string(change.seriesId, "series");
      const voxels = voxelsOf(seriesId);
      if (change.kind === "series")
        return { kind: "series", seriesId, before: work(change.before), after: work(change.after) };
      if (change.kind !== "voxels") throw new TypeError("A change is of voxels or of a series");
      return {
        kind: "voxels",
        seriesId,
        ...(change.layer === undefined ? {} : { layer: whole(change.layer, "layer", 1, 254) }),
        runs: unpackRuns(blocks[whole(change.runs, "runs", 0, blocks.length - 1)], voxels),
      };
    }),
  };
}
