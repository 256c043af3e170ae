import type { SessionEvent } from "../session.ts";
import { dims, object, recipe, string, whole } from "./check.ts";
import { entryFromJson, entryToJson, type VoxelsOf } from "./entry.ts";
import type { Content } from "./migrations/index.ts";

/** An event as the content of a record. */
export function eventToContent(event: SessionEvent): Content {
  const blocks: Uint8Array[] = [];
  const json = event.kind === "entry" ? { kind: "entry", entry: entryToJson(event.entry, blocks) } : event;
  return { json, blocks };
}

/** The event of a record; throws where it is none that this version knows. */
export function eventFromContent({ json, blocks }: Content, voxelsOf: VoxelsOf): SessionEvent {
  const event = object(json, "event");
  const seriesId = () => string(event.seriesId, "series");
  switch (event.kind) {
    case "open":
      return { kind: "open", seriesId: seriesId(), dims: dims(event.dims), recipe: recipe(event.recipe) };
    case "entry":
      return { kind: "entry", entry: entryFromJson(event.entry, blocks, voxelsOf) };
    case "undo":
    case "redo":
      return { kind: event.kind };
    case "recipe":
      return { kind: "recipe", seriesId: seriesId(), recipe: recipe(event.recipe) };
    case "series":
      return { kind: "series", seriesId: seriesId() };
    case "segment":
      return { kind: "segment", seriesId: seriesId(), label: whole(event.label, "label", 0, 255) };
    default:
      throw new TypeError(`There is no event “${String(event.kind)}”`);
  }
}
