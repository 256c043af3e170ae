import { isRadiomicaError, RadiomicaError } from "#engine/errors.ts";
import { type PerturbationJob, type PerturbationTable, perturbationTable } from "#engine/perturb/index.ts";
import type { ExtractionInput } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { IntensityUnit, Labels } from "#engine/volume.ts";
import type { Series } from "#io/series.ts";
import { featuresCsv } from "#io/writers/csv.ts";
import { provenanceOf } from "#io/writers/provenance.ts";
import { perturbPlan } from "#workers/perturb-plan.ts";
import type { JobOptions } from "#workers/protocol.ts";
import { allocateUint8 } from "#workers/shared.ts";
import { sideBySide } from "#workers/side-by-side.ts";
import { fileName } from "../../export/file-name.ts";
import { cell } from "../../state/cell.ts";
import { referenceOf } from "../../state/reference.ts";
import { APP_VERSION } from "../../version.ts";
import { type FeatureKey, featureKey } from "../chosen.ts";
import type { WorkbenchHost } from "../workbench.ts";
import type { RegionPair, RegionRef } from "./pairs.ts";
import { firstChoice, type PlanChoice, planFor } from "./plan.ts";
import type { TrustMode } from "./rows.ts";

/** Measurements of a plan, of two scans or of two readers. */
export type TrustResult = {
  readonly mode: TrustMode;
  /** Of the images that were measured: their unit, the first one's series and settings. */
  readonly seriesId: string;
  readonly unit: IntensityUnit;
  readonly recipe: Recipe;
  readonly regions: readonly RegionRef[];
  /** Subjects are segments, or pairs; columns perturbations, or the two measurements. */
  readonly table: PerturbationTable;
  /** Of a plan; empty otherwise. */
  readonly jobs: readonly PerturbationJob[];
  /** The noise of the image; null where none was added, or it was given. */
  readonly noise: number | null;
  readonly seed: number | null;
  readonly seconds: number;
  /** Regions were drawn anew since. */
  readonly stale: boolean;
};

export type RobustnessState = {
  readonly mode: TrustMode;
  readonly choice: PlanChoice;
  /** Segments that are perturbed; empty: all that have voxels. */
  readonly labels: readonly number[];
  /** The other scan; "" for none yet. */
  readonly otherSeries: string;
  /** Pairs that a person has chosen; null: those that are found by name. */
  readonly pairs: readonly RegionPair[] | null;
  /** Of each mode the last result. */
  readonly results: Readonly<Partial<Record<TrustMode, TrustResult>>>;
  readonly work: { readonly done: number; readonly total: number; readonly what: string } | null;
  readonly problem: string | null;
  /** The feature that the charts show; null: the first of the table. */
  readonly feature: FeatureKey | null;
};

/** Drawing and its features go first. */
const PRIORITY = -1;

/**
 * How far features are to be trusted: the same regions measured again and again, disturbed as in the literature, in a
 * second scan, or as a second reader drew them. Regions are copied when a run begins: drawing may go on.
 */
export function createRobustness({ store, pool, messages, exporter, seriesById }: WorkbenchHost) {
  const state = cell<RobustnessState>({
    mode: "perturb",
    choice: firstChoice,
    labels: [],
    otherSeries: "",
    pairs: null,
    results: {},
    work: null,
    problem: null,
    feature: null,
  });
  const set = (patch: Partial<RobustnessState>) => state.update((now) => ({ ...now, ...patch }));
  let running: AbortController | null = null;

  store.onVoxels(({ seriesId, labels }) => {
    const touched = ({ regions }: TrustResult) =>
      regions.some((r) => r.seriesId === seriesId && labels.includes(r.label));
    const { results } = state.value;
    const next = Object.fromEntries(
      Object.entries(results).map(([mode, r]) => [mode, touched(r) ? { ...r, stale: true } : r]),
    );
    if (Object.values(results).some((r) => touched(r) && !r.stale)) set({ results: next });
  });

  function stop(): void {
    running?.abort();
    running = null;
    if (state.value.work) set({ work: null });
  }

  /** Runs one piece of work at a time, and keeps what it gives or says why it cannot be had. */
  async function run(work: (options: JobOptions) => Promise<Omit<TrustResult, "seconds" | "stale">>): Promise<void> {
    stop();
    const mine = new AbortController();
    running = mine;
    const begun = performance.now();
    const onProgress = (done: number, total: number, what: string) =>
      running === mine && set({ work: { done, total, what } });
    set({ work: { done: 0, total: 0, what: "" }, problem: null });
    try {
      const found = await work({ signal: mine.signal, onProgress, priority: PRIORITY });
      if (running !== mine) return;
      const result = { ...found, seconds: (performance.now() - begun) / 1000, stale: false };
      set({ results: { ...state.value.results, [found.mode]: result } });
    } catch (error) {
      if (running !== mine || isRadiomicaError(error, "Cancelled")) return;
      if (isRadiomicaError(error)) set({ problem: error.message });
      else messages.fail(error);
    } finally {
      if (running === mine) {
        running = null;
        set({ work: null });
      }
    }
  }

  /** What is measured, with the voxels that the segments have now. */
  const snapshots = () => {
    const copies = new Map<Labels, Labels>();
    const copyOf = (labels: Labels): Labels => {
      const copy = copies.get(labels) ?? allocateUint8(labels.length);
      if (!copies.has(labels)) copy.set(labels);
      copies.set(labels, copy);
      return copy;
    };
    return ({ id, image, description }: Series, label: number, recipe: Recipe): ExtractionInput => {
      const map = store.mapOf(id, label);
      if (!map) throw new RadiomicaError("EmptyRoi", `“${description}” has no such segment.`);
      const { reference } = referenceOf(store, id, recipe);
      const own = { image, labels: copyOf(map.committed), label };
      return reference ? { ...own, reference: { ...reference, labels: copyOf(reference.labels) } } : own;
    };
  };
  const regionsOf = (seriesId: string, labels?: readonly number[]): RegionRef[] =>
    (store.state.series[seriesId]?.segments ?? [])
      .filter(({ label }) => labels?.includes(label) ?? true)
      .map(({ label, name }) => ({ seriesId, label, name }));

  /** Disturbs the segments `labels` of the series in view. */
  function perturb(labels: readonly number[]): Promise<void> {
    return run(async (options) => {
      const { series, recipe } = active();
      const settings = planFor(state.value.choice, series, recipe.filter !== undefined);
      const inputOf = snapshots();
      const regions = regionsOf(series.id, labels);
      const subjects = regions.map(({ label, name }) => ({
        name,
        input: inputOf(series, label, recipe),
        recipe,
      }));
      const { table, jobs, noise } = await perturbPlan(pool, subjects, settings, options);
      const { unit } = series.image;
      const own = { seriesId: series.id, unit, recipe, regions, seed: settings.seed };
      return { mode: "perturb", ...own, table, jobs, noise: noise[0] ?? null };
    });
  }

  /** Measures both regions of each pair with the settings of the series in view. */
  function measurePairs(mode: "retest" | "readers", pairs: readonly RegionPair[]): Promise<void> {
    return run(async (options) => {
      const { series, recipe } = active();
      const inputOf = snapshots();
      const refs = pairs.flatMap(({ first, second }) => [first, second]);
      const jobs = refs.map(({ seriesId, label, name }) => {
        const of = seriesById(seriesId);
        if (!of) throw new RadiomicaError("UnknownId", `The series of “${name}” is not open.`);
        if (of.image.unit !== series.image.unit) {
          const detail = `The two scans have different units, ${series.image.unit} and ${of.image.unit}: their features cannot be compared.`;
          throw new RadiomicaError("Unsupported", detail);
        }
        const input = inputOf(of, label, recipe);
        return (more: JobOptions) => pool.run("extract", { input, recipe }, more);
      });
      const found = await sideBySide(jobs, options);
      const subjects = pairs.map(({ first }, p) => ({
        name: first.name,
        baseline: found[2 * p],
        perturbed: [found[2 * p], found[2 * p + 1]],
      }));
      const table = perturbationTable(subjects, columnsOf(mode, pairs));
      const own = { seriesId: series.id, unit: series.image.unit, recipe, regions: refs };
      return { mode, ...own, table, jobs: [], noise: null, seed: null };
    });
  }

  /** The two measurements by name. */
  function columnsOf(mode: "retest" | "readers", pairs: readonly RegionPair[]): string[] {
    const name = (ref: RegionRef) =>
      mode === "readers" ? ref.name : (seriesById(ref.seriesId)?.description ?? ref.seriesId);
    const [a, b] = [name(pairs[0].first), name(pairs[0].second)];
    return a === b ? [`${a} (1)`, `${b} (2)`] : [a, b];
  }

  /** The kept features of the segments with voxels, measured as they are now, with their provenance, as one wide table. */
  async function saveKept(labels: readonly number[], keys: readonly FeatureKey[]): Promise<void> {
    try {
      const { series, recipe } = active();
      const inputOf = snapshots();
      const wanted = new Set(keys);
      const measured = await Promise.all(
        regionsOf(series.id, labels).map(async ({ label, name }) => {
          const input = inputOf(series, label, recipe);
          const own = { series, labels: input.labels, label, name, recipe };
          const provenance = await provenanceOf({ ...own, now: new Date(), appVersion: APP_VERSION });
          const extraction = await pool.run("extract", { input, recipe });
          const rows = extraction.rows.filter((row) => wanted.has(featureKey(row.id, row.aggregation)));
          return { provenance, extraction: { ...extraction, rows, diagnostics: [] } };
        }),
      );
      save(fileName(series, "features-kept", "csv"), featuresCsv(measured, { layout: "wide" }));
    } catch (error) {
      messages.fail(error);
    }
  }
  function save(name: string, csv: string): void {
    exporter.save(name, csv, "text/csv");
    messages.say({ level: "success", key: "export.done", fields: { file: name } });
  }

  function active(): { series: Series; recipe: Recipe } {
    const series = seriesById(store.state.activeSeries);
    const document = store.state.series[store.state.activeSeries];
    if (!series || !document) throw new RadiomicaError("EmptyRoi", "No series is open.");
    return { series, recipe: document.recipe };
  }

  return {
    state,
    regionsOf,
    perturb,
    measurePairs,
    stop,
    save,
    saveKept,
    choose(patch: Partial<Omit<RobustnessState, "results" | "work" | "problem">>): void {
      set({ ...patch, problem: null });
    },
    choosePlan(patch: Partial<PlanChoice>): void {
      set({ choice: { ...state.value.choice, ...patch }, problem: null });
    },
  };
}
export type Robustness = ReturnType<typeof createRobustness>;
