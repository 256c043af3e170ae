import { isRadiomicaError } from "#engine/errors.ts";
import type { FamilyId } from "#engine/features/family.ts";
import type { FeatureRow } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Volume } from "#engine/volume.ts";
import type { Series } from "#io/series.ts";
import type { SeriesState } from "#session/session.ts";
import { cell } from "../../state/cell.ts";
import { referenceOf } from "../../state/reference.ts";
import { type FeatureKey, familiesFor, keptKeys, partsOf } from "../chosen.ts";
import type { WorkbenchHost } from "../workbench.ts";
import { type Scene, type Setting, type SettingId, type SettingValue, sweepValues } from "./setting.ts";
import { settingsFor, withSetting } from "./settings.ts";

/** What a segment's features were at one value of a setting (and, of a heat map, one of a second). */
export type Sample = {
  /** Which series, and which recipe but for the setting: samples of one key lie on one curve. */
  readonly key: string;
  readonly label: number;
  readonly x: SettingValue;
  readonly y: SettingValue | null;
  readonly families: readonly FamilyId[];
  readonly rows: readonly FeatureRow[];
  /** Why nothing could be measured here. */
  readonly refused?: string;
};

export type WhatIfState = {
  readonly features: readonly FeatureKey[];
  /** Segments whose curves are drawn; empty: the active one. */
  readonly labels: readonly number[];
  /** Null: that of the recipe's discretisation. */
  readonly setting: SettingId | null;
  /** Where the slider stands; null: where the recipe does. */
  readonly value: SettingValue | null;
  readonly second: SettingId | null;
  readonly steps: number;
  readonly samples: readonly Sample[];
  readonly work: { readonly what: "sweep" | "heat"; readonly done: number; readonly total: number } | null;
};

/** What the view and the computation see of the series in view. */
export type Place = {
  readonly series: Series;
  readonly recipe: Recipe;
  readonly scene: Scene;
  readonly labels: readonly number[];
  readonly features: readonly FeatureKey[];
  readonly settings: readonly Setting[];
  readonly setting: Setting;
  readonly second: Setting | null;
  /** Where the slider stands. */
  readonly value: SettingValue;
};

export const usualFeatures = ["glcm.contrast", "pyradiomics.glcm.Contrast"];
/** A job that still runs after so many milliseconds gives way to a newer place of the slider; shorter ones leave their point. */
const PATIENCE = 300;
const MOST_SAMPLES = 4000;

/**
 * What a feature would be with another setting. Moving the slider measures the segments there, with the families of
 * the chosen features only; each place it was at leaves its point. The recipe stays as it is.
 */
export function createWhatIf({ store, pool, messages, seriesById }: WorkbenchHost) {
  const state = cell<WhatIfState>({
    features: [],
    labels: [],
    setting: null,
    value: null,
    second: null,
    steps: 16,
    samples: [],
    work: null,
  });
  const set = (patch: Partial<WhatIfState>) => state.update((now) => ({ ...now, ...patch }));
  let sweeping: AbortController | null = null;
  let moving: { readonly aborter: AbortController; readonly since: number } | null = null;
  let again = false;
  const extents = new Map<string, Extents>();

  store.onVoxels(({ seriesId, labels }) => {
    stop();
    extents.delete(seriesId);
    const old = ({ key, label }: Sample) => labels.includes(label) && key.startsWith(`${seriesId} `);
    set({ samples: state.value.samples.filter((s) => !old(s)) });
  });

  /** The recipe at a place, with no aggregation more than the chosen features need. */
  function recipeAt(at: Place, x: SettingValue, y: SettingValue | null, second: Setting | null): Recipe {
    const asked = at.features.flatMap((key) => partsOf(key).aggregation ?? []);
    const lean = asked.length > 0 ? { ...at.recipe, aggregations: [...new Set(asked)] } : at.recipe;
    const moved = withSetting(at.setting, lean, x, at.scene);
    return second && y !== null ? withSetting(second, moved, y, at.scene) : moved;
  }

  async function measure(
    at: Place,
    label: number,
    x: SettingValue,
    y: SettingValue | null,
    second: Setting | null,
    signal: AbortSignal,
    priority: number,
  ): Promise<void> {
    const key = keyOf(at, second);
    const known = state.value.samples.find((s) => s.key === key && s.label === label && s.x === x && s.y === y);
    const families = familiesFor(at.features).filter((f) => !known?.families.includes(f) || stale(known, at));
    if (families.length === 0 || known?.refused !== undefined) return;
    const map = store.mapOf(at.series.id, label);
    if (!map) return;
    const recipe = recipeAt(at, x, y, second);
    let found: Pick<Sample, "rows" | "refused">;
    try {
      const region = { labels: map.committed, label };
      const input = { image: at.series.image, ...region, ...referenceOf(store, at.series.id, recipe) };
      found = await pool.run("extract", { input, recipe, families }, { signal, priority });
    } catch (error) {
      if (!isRadiomicaError(error) || error.tag === "Cancelled") throw error;
      found = { rows: [], refused: error.message };
    }
    if (signal.aborted) return;
    const { rows, refused } = found;
    const kept = known?.rows.filter((r) => !families.includes(r.family)) ?? [];
    const sample: Sample = {
      key,
      label,
      x,
      y,
      families: [...new Set([...(known?.families ?? []), ...families])],
      rows: [...kept, ...rows],
      ...(refused === undefined ? {} : { refused }),
    };
    const others = state.value.samples.filter((s) => s.key !== key || s.label !== label || s.x !== x || s.y !== y);
    set({ samples: [...others, sample].slice(-MOST_SAMPLES) });
  }

  /** Features that were chosen since in another aggregation have no row yet. */
  const stale = (sample: Sample, at: Place): boolean =>
    at.setting.id !== "aggregation" &&
    at.features.some((key) => {
      const { id, aggregation } = partsOf(key);
      return !sample.rows.some((r) => r.id === id && r.aggregation === aggregation);
    });

  const failed = (error: unknown) => {
    if (!isRadiomicaError(error, "Cancelled")) messages.fail(error);
  };

  /** Measures where the slider and the recipe stand; the newest wish is the one that is followed. */
  async function follow(): Promise<void> {
    if (moving) {
      again = true;
      if (performance.now() - moving.since > PATIENCE) moving.aborter.abort();
      return;
    }
    const at = place();
    if (!at) return;
    const aborter = new AbortController();
    moving = { aborter, since: performance.now() };
    again = false;
    const own = at.setting.value(at.recipe);
    const values = [...new Set(own === null ? [at.value] : [at.value, own])];
    try {
      for (const x of values)
        await Promise.all(at.labels.map((label) => measure(at, label, x, null, null, aborter.signal, 1)));
    } catch (error) {
      failed(error);
    } finally {
      moving = null;
      if (again) void follow();
    }
  }

  async function sweep(): Promise<void> {
    const at = place();
    if (!at) return;
    const values = sweepValues(at.setting.domain(at.recipe, at.scene), state.value.steps, at.setting.value(at.recipe));
    const jobs = values.flatMap((x) => at.labels.map((label) => ({ label, x, y: null })));
    await runAll("sweep", at, jobs, null);
  }

  /** Two settings at once, for the first of the segments. */
  async function sweepBoth(): Promise<void> {
    const at = place();
    if (!at?.second) return;
    const { second } = at;
    const along = (s: Setting) =>
      sweepValues(s.domain(at.recipe, at.scene), Math.min(12, state.value.steps), s.value(at.recipe));
    const jobs = along(at.setting).flatMap((x) => along(second).map((y) => ({ label: at.labels[0], x, y })));
    await runAll("heat", at, jobs, second);
  }

  async function runAll(
    what: "sweep" | "heat",
    at: Place,
    jobs: readonly { label: number; x: SettingValue; y: SettingValue | null }[],
    second: Setting | null,
  ): Promise<void> {
    stop();
    const aborter = new AbortController();
    sweeping = aborter;
    const total = jobs.length;
    let done = 0;
    set({ work: { what, done, total } });
    const queue = [...jobs];
    const work = async () => {
      for (let job = queue.shift(); job; job = queue.shift()) {
        await measure(at, job.label, job.x, job.y, second, aborter.signal, 0);
        done++;
        if (sweeping === aborter) set({ work: { what, done, total } });
      }
    };
    try {
      await Promise.all(Array.from({ length: pool.size }, work));
    } catch (error) {
      aborter.abort();
      failed(error);
    } finally {
      if (sweeping === aborter) {
        sweeping = null;
        set({ work: null });
      }
    }
  }

  function stop(): void {
    sweeping?.abort();
    sweeping = null;
    if (state.value.work) set({ work: null });
  }

  /** What there is to move, in the series in view; null without a region. */
  function place(): Place | null {
    const { activeSeries, series: all } = store.state;
    const series = seriesById(activeSeries);
    if (!series) return null;
    const maps = [...store.layers(series.id).values()];
    const known =
      extents.get(series.id) ?? new Map(maps.flatMap(({ committed }) => [...extentsOf(series.image, committed)]));
    extents.set(series.id, known);
    return placeIn(series, all[activeSeries], known, state.value);
  }

  return {
    state,
    place,
    follow,
    sweep,
    sweepBoth,
    stop,
    choose(patch: Partial<Pick<WhatIfState, "features" | "labels" | "second" | "steps">>): void {
      set(patch);
      void follow();
    },
    chooseSetting(setting: SettingId): void {
      stop();
      set({ setting, value: null, second: state.value.second === setting ? null : state.value.second });
      void follow();
    },
    move(value: SettingValue): void {
      set({ value });
      void follow();
    },
    /** Throws the points away. */
    clear(): void {
      stop();
      set({ samples: [] });
      void follow();
    },
    /** The recipe with the slider's value in it. */
    recipe(): Recipe | null {
      const at = place();
      return at && withSetting(at.setting, at.recipe, at.value, at.scene);
    },
  };
}
export type WhatIf = ReturnType<typeof createWhatIf>;

type Extents = ReadonlyMap<number, readonly [number, number]>;

/** What the state means for a series. Null where no segment has a voxel. */
export function placeIn(
  series: Series,
  document: SeriesState,
  extents: Extents,
  { features, labels: asked, setting: id, second: secondId, value }: WhatIfState,
): Place | null {
  const filled = document.segments.map((s) => s.label).filter((l) => extents.has(l));
  const chosen = asked.filter((l) => filled.includes(l));
  const shown = chosen.length > 0 ? chosen : filled.filter((l) => l === document.activeLabel);
  const ends = shown.flatMap((l) => extents.get(l) ?? []);
  if (ends.length === 0) return null;
  const { recipe } = document;
  const scene: Scene = { image: series.image, use: series.use, intensities: [Math.min(...ends), Math.max(...ends)] };
  const settings = settingsFor(recipe, scene);
  const usualId: SettingId = recipe.discretisation.method === "FBS" ? "bin_width" : "bin_count";
  const usual = settings.find((s) => s.id === usualId) ?? settings[0];
  const setting = settings.find((s) => s.id === id) ?? usual;
  return {
    series,
    recipe,
    scene,
    labels: shown,
    features: keptKeys(features, recipe, usualFeatures),
    settings,
    setting,
    second: settings.find((s) => s.id === secondId && s.id !== setting.id) ?? null,
    value: value ?? setting.value(recipe) ?? setting.start(recipe, scene),
  };
}

/** Lowest and highest intensity of each label that has voxels with a value. */
export function extentsOf({ data, padding }: Pick<Volume, "data" | "padding">, labels: Uint8Array): Extents {
  const [from, to] = padding ?? [1, 0];
  const low = new Float64Array(256).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(256).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < labels.length; i++) {
    const l = labels[i];
    const v = data[i];
    if (l === 0 || (v >= from && v <= to)) continue;
    if (v < low[l]) low[l] = v;
    if (v > high[l]) high[l] = v;
  }
  const found = new Map<number, readonly [number, number]>();
  for (let l = 1; l < 256; l++) if (low[l] <= high[l]) found.set(l, [low[l], high[l]]);
  return found;
}

/** Samples of one series and one recipe but for the settings that are moved bear the same key. */
export function keyOf({ series, recipe, scene, setting }: Place, second: Setting | null): string {
  const plain = (r: Recipe, s: Setting) => withSetting(s, r, s.start(recipe, scene), scene);
  const fixed = second ? plain(plain(recipe, setting), second) : plain(recipe, setting);
  const { aggregations: _, ...rest } = fixed;
  return `${series.id} ${setting.id} ${second?.id ?? ""} ${JSON.stringify(rest)}`;
}

/** The chosen feature at a place of the settings: where the aggregation itself is moved, in that aggregation. */
export function featureAt(
  key: FeatureKey,
  at: readonly (readonly [Setting | null, SettingValue | null])[],
): FeatureKey {
  const { id, aggregation } = partsOf(key);
  const moved = at.find(([setting]) => setting?.id === "aggregation")?.[1];
  if (aggregation === null || typeof moved !== "string") return key;
  return `${id}@${moved}`;
}
