import type { Recipe } from "#engine/recipe.ts";
import { eventToContent } from "#session/journal/events.ts";
import { encodeFrame } from "#session/journal/frame.ts";
import { snapshotToContent } from "#session/journal/snapshot.ts";
import { addMeasurement, changeMeasurement, removeMeasurement } from "#session/measurements.ts";
import type { SessionEvent } from "#session/session.ts";
import { SessionStore } from "#session/store.ts";

export const recipe: Recipe = {
  interpolation: null,
  resegmentation: { range: [null, null], outlierSigma: null },
  discretisation: { method: "FBN", bins: 32 },
  ivh: { method: "none" },
  aggregations: ["3D_mrg"],
  texture: { distance: 1, weighting: "none", coarseness: 0 },
};
export const allocate = (voxels: number) => new Uint8Array(voxels);

export function openSeries(store: SessionStore, id: string, dims: readonly [number, number, number] = [8, 7, 3]): void {
  const voxels = dims[0] * dims[1] * dims[2];
  store.openSeries(id, { dims, labels: allocate(voxels), committed: allocate(voxels) }, recipe);
}

/** One random thing that a person might do; most are strokes. */
export function randomEdit(store: SessionStore, random: () => number): void {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)];
  const ids = Object.keys(store.state.series);
  if (ids.length === 0 || (ids.length < 3 && random() < 0.02)) {
    openSeries(store, `series ${ids.length + 1}`);
    return;
  }
  const id = pick(ids);
  const { segments, activeLabel } = store.state.series[id];
  const map = store.mapOf(id, activeLabel);
  if (!map) return;
  const dice = random();
  if (segments.length === 0 || dice < 0.08)
    store.addSegment(id, `Lésion ${Math.floor(random() * 99)} 🫁`, undefined, random() < 0.3 ? "own" : "active");
  else if (dice < 0.13) store.updateSegment(id, pick(segments).label, { name: `n${Math.floor(random() * 99)}` });
  else if (dice < 0.17)
    store.updateSegment(id, pick(segments).label, { locked: random() < 0.3, visible: random() < 0.5 });
  else if (dice < 0.18) {
    const term = (meaning: string) => ({ value: `${Math.floor(random() * 1e8)}`, scheme: "SCT", meaning });
    const known = { category: term("Tissue"), type: term("Bone") };
    store.updateSegment(id, pick(segments).label, {
      property: random() < 0.5 ? known : { ...known, region: term("Rib") },
    });
  } else if (dice < 0.19) {
    const points = [0, 1].map(() => [random() * 7, random() * 6, 1] as const);
    if (random() < 0.6) addMeasurement(store, id, { kind: "length", points, axis: 2, text: "" });
    else if (random() < 0.5) changeMeasurement(store, id, 1, { points, text: "Gefäß" });
    else removeMeasurement(store, id, 1);
  } else if (dice < 0.195) {
    const term = { value: "52988006", scheme: "SCT", meaning: "Lesion" };
    store.updateSegment(id, pick(segments).label, { property: { category: term, type: term }, note: "seen twice" });
  } else if (dice < 0.2) store.removeSegment(id, pick(segments).label);
  else if (dice < 0.24)
    store.moveSegment(id, pick(segments).label, Math.floor(random() * 3), { key: "history.own_layer" });
  else if (dice < 0.3) store.undo();
  else if (dice < 0.38) store.redo();
  else if (dice < 0.41)
    store.setRecipe(id, { ...recipe, texture: { ...recipe.texture, distance: 1 + Math.floor(random() * 3) } });
  else if (dice < 0.44) store.activate(id);
  else if (dice < 0.47) store.activateSegment(id, pick(segments).label);
  else if (dice < 0.5) {
    const mask = Uint8Array.from(map.labels, () => (random() < 0.2 ? 1 : 0));
    store.importSegments(id, { key: "history.import", fields: { name: "R", added: "a/0" } }, [
      { name: "R", color: null, mask },
    ]);
  } else {
    for (let n = 1 + Math.floor(random() * 4); n > 0; n--) {
      const from = Math.floor(random() * map.labels.length);
      map.labels.fill(random() < 0.2 ? 0 : activeLabel, from, from + 1 + Math.floor(random() * 12));
    }
    store.commitVoxels(id, { key: "history.brush", fields: { slice: 1 + Math.floor(random() * 3) } });
  }
}

/** A store and the records of all that happens to it, from its beginning. */
export function journalled() {
  const store = new SessionStore();
  const records: Uint8Array[] = [encodeFrame(1, snapshotToContent(store.document))];
  store.onEvent((event: SessionEvent) => records.push(encodeFrame(records.length + 1, eventToContent(event))));
  return { store, records };
}

/** Everything of a document as text, to be compared. */
export function told(store: SessionStore): string {
  const { state, maps, undo, redo } = store.document;
  // A layer that is empty is as good as one that is not there.
  const voxels = [...maps].map(([id, layers]) =>
    [...layers]
      .filter(([layer, m]) => layer === 0 || m.labels.some((v) => v > 0))
      .sort(([a], [b]) => a - b)
      .map(([layer, m]) => [id, layer, m.dims, m.committed.join(""), m.labels.join("")]),
  );
  return JSON.stringify({ state, voxels, undo, redo }, (_, value: unknown) =>
    value instanceof Uint32Array || value instanceof Uint8Array ? [...value] : value,
  );
}
