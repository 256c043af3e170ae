import { isRadiomicaError } from "#engine/errors.ts";
import type { DiagnosticRow, Extraction } from "#engine/plan/extraction.ts";
import { hasImageDiagnostics, withImageDiagnostics } from "#engine/plan/image-diagnostics.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import type { SessionStore, VoxelEvent } from "#session/store.ts";
import { extractInParts } from "#workers/extract-in-parts.ts";
import type { Pool } from "#workers/protocol.ts";
import { cell } from "./cell.ts";
import { referenceLabel, referenceOf } from "./reference.ts";
import { sliceBook } from "./slices.ts";

/**
 * What is known of one segment's features. "stale": the drawing or the settings have changed since; "refused": the
 * settings cannot be used. The last extraction stays while the next is computed.
 */
export type Measurement = {
  readonly status: "stale" | "running" | "done" | "failed" | "refused" | "cancelled";
  readonly extraction: Extraction | null;
  readonly done: number;
  readonly total: number;
  readonly what: string;
};
export type Measurements = Readonly<Record<string, Readonly<Record<number, Measurement>>>>;

const nothing: Measurement = { status: "stale", extraction: null, done: 0, total: 0, what: "" };

type Host = {
  readonly store: SessionStore;
  readonly pool: () => Pool;
  readonly seriesById: (id: string) => Series | undefined;
  readonly onError: (error: unknown) => void;
};

/** A pause in drawing long enough to compute in, ms. */
const PAUSE = 150;
/** A longer one, for what costs a pass over the whole volume. */
const REST = 700;

/**
 * Keeps the features of the wanted segments up to date: after each change of voxels or settings the running job is
 * cancelled and a new one starts after a short pause. It reads the committed voxels, so a stroke that is being drawn
 * never gets half into a result.
 */
export function measurementBook({ store, pool, seriesById, onError }: Host) {
  const measurements = cell<Measurements>({});
  const running = new Map<string, AbortController>();
  /** Diagnostics of whole images, by series and interpolation: the region does not change them. */
  const described = new Map<string, readonly DiagnosticRow[]>();
  let describing: AbortController | null = null;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let wanted: { seriesId: string; labels: readonly number[] } = { seriesId: "", labels: [] };
  let live = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const slices = sliceBook({ store, pool, dimsOf: (id) => seriesById(id)?.image.grid.dims });

  const get = (seriesId: string, label: number) => measurements.value[seriesId]?.[label] ?? nothing;
  const set = (seriesId: string, label: number, patch: Partial<Measurement>) =>
    measurements.update((now) => ({
      ...now,
      [seriesId]: { ...now[seriesId], [label]: { ...(now[seriesId]?.[label] ?? nothing), ...patch } },
    }));
  const stop = (key: string) => {
    running.get(key)?.abort();
    running.delete(key);
  };

  /** Completes the diagnostics of finished extractions by those of the whole image; gives way to the next stroke. */
  async function describe(seriesId: string, labels: readonly number[]): Promise<void> {
    for (const label of labels) {
      const { extraction, status } = get(seriesId, label);
      const series = seriesById(seriesId);
      if (!series || !extraction || status !== "done" || hasImageDiagnostics(extraction)) continue;
      const key = imageKey(series, extraction.recipe);
      if (!described.has(key)) {
        describing?.abort();
        const aborter = new AbortController();
        describing = aborter;
        const options = { signal: aborter.signal, priority: -1 };
        described.set(key, await pool().run("describe", { image: series.image, recipe: extraction.recipe }, options));
      }
      if (get(seriesId, label).extraction !== extraction) continue;
      set(seriesId, label, { extraction: withImageDiagnostics(extraction, described.get(key) ?? []) });
    }
  }
  function describeLater(): void {
    clearTimeout(restTimer);
    const { seriesId, labels } = wanted;
    restTimer = setTimeout(() => describe(seriesId, labels).catch(unlessCancelled), REST);
  }
  const unlessCancelled = (error: unknown) => {
    if (!isRadiomicaError(error, "Cancelled")) onError(error);
  };

  async function measure(seriesId: string, label: number): Promise<void> {
    const series = seriesById(seriesId);
    const map = store.mapOf(seriesId, label);
    const recipe = store.state.series[seriesId]?.recipe;
    if (!series || !map || !recipe) return;
    const key = `${seriesId}/${label}`;
    stop(key);
    describing?.abort();
    clearTimeout(restTimer);
    const aborter = new AbortController();
    running.set(key, aborter);
    const mine = () => running.get(key) === aborter;
    set(seriesId, label, { status: "running", done: 0, total: 0, what: "" });
    try {
      const within = slices.within(seriesId, label);
      const region = { labels: map.committed, label, ...(within && { within }) };
      const input = { image: series.image, ...region, ...referenceOf(store, seriesId, recipe) };
      const extraction = await extractInParts(pool(), input, recipe, {
        signal: aborter.signal,
        onProgress: (done, total, what) => mine() && set(seriesId, label, { done, total, what }),
      });
      if (mine()) set(seriesId, label, { status: "done", extraction });
      describeLater();
    } catch (error) {
      if (!mine()) return;
      if (isRadiomicaError(error, "InvalidRecipe")) set(seriesId, label, { status: "refused", extraction: null });
      else if (isRadiomicaError(error, "Cancelled")) set(seriesId, label, { status: "cancelled" });
      else {
        set(seriesId, label, { status: "failed", extraction: null });
        onError(error);
      }
    } finally {
      if (mine()) running.delete(key);
    }
  }

  function outdate(seriesId: string, labels: readonly number[]): void {
    for (const label of labels) {
      stop(`${seriesId}/${label}`);
      if (measurements.value[seriesId]?.[label]) set(seriesId, label, { status: "stale" });
    }
  }

  /** Starts every wanted segment that is not up to date. */
  async function now(): Promise<void> {
    clearTimeout(timer);
    const { seriesId, labels } = wanted;
    const due = labels.filter((l) => {
      const { status } = get(seriesId, l);
      return status !== "done" && status !== "running";
    });
    await Promise.all(due.map((label) => measure(seriesId, label)));
  }
  function soon(): void {
    clearTimeout(timer);
    if (live) timer = setTimeout(() => void now(), PAUSE);
  }

  return {
    measurements,
    /** The segments whose features are shown, with voxels to measure; others are measured when they are asked for. */
    want(seriesId: string, labels: readonly number[]): void {
      if (wanted.seriesId === seriesId && wanted.labels.join() === labels.join()) return;
      wanted = { seriesId, labels };
      soon();
    },
    voxelsChanged({ seriesId, labels }: Pick<VoxelEvent, "seriesId" | "labels">): void {
      const recipe = store.state.series[seriesId]?.recipe;
      const reference = recipe && referenceLabel(store, seriesId, recipe);
      // All are measured against it.
      if (reference !== undefined && labels.includes(reference)) this.recipeChanged(seriesId);
      else outdate(seriesId, labels);
      soon();
    },
    recipeChanged(seriesId: string): void {
      outdate(seriesId, Object.keys(measurements.value[seriesId] ?? {}).map(Number));
      soon();
    },
    setLive(on: boolean): void {
      live = on;
      if (on) soon();
    },
    now,
    cancel(): void {
      clearTimeout(timer);
      const keys = [...running.keys()];
      for (const key of keys) {
        const at = key.lastIndexOf("/");
        stop(key);
        set(key.slice(0, at), Number(key.slice(at + 1)), { status: "cancelled" });
      }
    },
    /** Waits until the given segments are up to date and whole, computing what is not. */
    async ensure(seriesId: string, labels: readonly number[]): Promise<void> {
      await Promise.all(
        labels.filter((l) => get(seriesId, l).status !== "done").map((label) => measure(seriesId, label)),
      );
      clearTimeout(restTimer);
      await describe(seriesId, labels).catch(unlessCancelled);
    },
  };
}

/** A PET's values may become another SUV: their chain tells them apart. */
const imageKey = ({ id, valueChain }: Series, recipe: Recipe): string =>
  `${id} ${valueChain} ${JSON.stringify([recipe.interpolation, recipe.normalisation])}`;

export type MeasurementBook = ReturnType<typeof measurementBook>;
