import type { Allocate } from "../label-map.ts";
import type { SessionEvent } from "../session.ts";
import type { SessionStore } from "../store.ts";
import { eventFromContent } from "./events.ts";
import { decodeFrames, type Frame, type FrameFault } from "./frame.ts";
import { documentFromContent, isSnapshot } from "./snapshot.ts";

/** What a journal gave. `fault` is why the rest of it could not be used; null when all could. */
export type Replayed = {
  /** Place of the last record that was used; 0 for none. */
  readonly sequence: number;
  readonly records: number;
  readonly fault: FrameFault | null;
};

/**
 * Replays records on an empty store, as far as they are sound: each in its place, unharmed, and fitting what came
 * before it. `head` is the place of the last record that was acknowledged; a journal that ends before it has lost some.
 */
export function replay(
  records: readonly Uint8Array[],
  head: number | null,
  store: SessionStore,
  allocate: Allocate,
): Replayed {
  const { frames, fault } = decodeFrames(records);
  let sequence = 0;
  for (const [at, frame] of frames.entries()) {
    try {
      if (at === 0 ? !isSnapshot(frame.content) : isSnapshot(frame.content))
        throw new TypeError("A snapshot comes first");
      apply(frame, store, allocate);
    } catch {
      return { sequence, records: at, fault: "damaged" };
    }
    sequence = frame.sequence;
  }
  const short = head !== null && sequence < head;
  return { sequence, records: frames.length, fault: fault ?? (short ? "missing" : null) };
}

function apply({ content }: Frame, store: SessionStore, allocate: Allocate): void {
  if (isSnapshot(content)) {
    store.restore(documentFromContent(content, allocate));
    return;
  }
  const voxelsOf = (id: string) => mapOf(store, id).committed.length;
  const event = eventFromContent(content, voxelsOf);
  check(event, store);
  switch (event.kind) {
    case "open": {
      const voxels = event.dims[0] * event.dims[1] * event.dims[2];
      store.openSeries(
        event.seriesId,
        { dims: event.dims, labels: allocate(voxels), committed: allocate(voxels) },
        event.recipe,
      );
      return;
    }
    case "entry":
      store.replay(event.entry);
      return;
    case "undo":
      store.undo();
      return;
    case "redo":
      store.redo();
      return;
    case "recipe":
      store.setRecipe(event.seriesId, event.recipe);
      return;
    case "series":
      store.activate(event.seriesId);
      return;
    case "segment":
      store.activateSegment(event.seriesId, event.label);
      return;
  }
}

/** Throws, before anything is changed, where an event does not follow from the document: something before it is missing. */
function check(event: SessionEvent, store: SessionStore): void {
  if (event.kind === "undo" && store.history.undo.length === 0) throw new TypeError("Nothing to undo");
  if (event.kind === "redo" && store.history.redo.length === 0) throw new TypeError("Nothing to redo");
  if (event.kind !== "entry") return;
  const seen = new Set<string>();
  for (const change of event.entry.changes) {
    mapOf(store, change.seriesId);
    if (change.kind === "series") continue;
    const place = `${change.layer ?? 0} ${change.seriesId}`;
    // A second change of the same voxels follows from the first.
    if (seen.has(place)) continue;
    seen.add(place);
    // A layer that is not there yet is empty.
    const committed = store.labelMap(change.seriesId, change.layer)?.committed;
    const { start, length, before } = change.runs;
    for (let r = 0; r < start.length; r++) {
      for (let i = start[r]; i < start[r] + length[r]; i++)
        if ((committed ? committed[i] : 0) !== before[r])
          throw new TypeError(`Voxel ${i} was ${before[r]} when it was drawn on`);
    }
  }
}

function mapOf(store: SessionStore, seriesId: string) {
  const map = store.labelMap(seriesId);
  if (!map) throw new TypeError(`There is no series ${seriesId}`);
  return map;
}
