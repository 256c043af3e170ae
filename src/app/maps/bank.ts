import { isRadiomicaError } from "#engine/errors.ts";
import type { FilterId, FilterSettings } from "#engine/filters/filter.ts";
import { filterById } from "#engine/filters/index.ts";
import { filterLabel } from "#engine/plan/extract-bank.ts";
import type { Profile, Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { featuresCsv } from "#io/writers/csv.ts";
import { provenanceOf } from "#io/writers/provenance.ts";
import type { SessionStore } from "#session/store.ts";
import type { Pool } from "#workers/protocol.ts";
import type { Exporter } from "../export/export.ts";
import { fileName } from "../export/file-name.ts";
import { cell } from "../state/cell.ts";
import type { MessageCentre } from "../state/messages.ts";
import { referenceOf } from "../state/reference.ts";
import { APP_VERSION } from "../version.ts";
import type { MapsProblem } from "./layer.ts";

/** A filter as it is when it is chosen: its defaults, in the convention of the profile. */
export function freshFilter(
  id: FilterId,
  profile: Profile = "IBSI",
  params: FilterSettings["params"] = {},
): FilterSettings {
  const convention = filterById(id)?.params.find((p) => p.id === "convention");
  const theirs = profile === "PyRadiomics" && convention?.kind === "choice" && convention.options.includes(profile);
  return { id, params: theirs ? { ...params, convention: profile } : params };
}

export const bankPresets = ["original", "log", "wavelet", "usual", "current"] as const;
export type BankPreset = (typeof bankPresets)[number];

const BANDS = ["LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH", "LLL"];
const POINTWISE: readonly FilterId[] = ["square", "square_root", "logarithm", "exponential", "gradient"];

/** The images of a bank: those that the field usually measures, and the filter of the recipe. Null is the image itself. */
export function bankOf(presets: readonly BankPreset[], { profile, filter }: Recipe): (FilterSettings | null)[] {
  const fresh = (id: FilterId, params?: FilterSettings["params"]) => freshFilter(id, profile, params);
  const of: Record<BankPreset, readonly (FilterSettings | null)[]> = {
    original: [null],
    log: [1, 2, 3, 4, 5].map((sigma) => fresh("log", { sigma })),
    wavelet: BANDS.map((band) => fresh("wavelet", { family: "coif1", band })),
    usual: POINTWISE.map((id) => fresh(id)),
    current: filter ? [filter] : [],
  };
  const all = bankPresets.filter((preset) => presets.includes(preset)).flatMap((preset) => of[preset]);
  return all.filter((one, i) => all.findIndex((other) => filterLabel(other) === filterLabel(one)) === i);
}

export type BankState = {
  readonly work: { readonly done: number; readonly total: number; readonly what: string } | null;
  readonly problem: MapsProblem | null;
};

type Host = {
  readonly store: SessionStore;
  readonly pool: Pool;
  readonly messages: MessageCentre;
  readonly exporter: Exporter;
  readonly seriesById: (id: string) => Series | undefined;
};

/** Features of the active segment on many filtered images, saved as one wide table. */
export function createBank({ store, pool, messages, exporter, seriesById }: Host) {
  const state = cell<BankState>({ work: null, problem: null });
  let aborter: AbortController | null = null;

  function cancel(): void {
    aborter?.abort();
    aborter = null;
    if (state.value.work) state.set({ work: null, problem: null });
  }

  async function run(presets: readonly BankPreset[]): Promise<void> {
    cancel();
    const series = seriesById(store.state.activeSeries);
    const document = store.state.series[store.state.activeSeries];
    const segment = document?.segments.find((s) => s.label === document.activeLabel);
    const map = series && segment && store.mapOf(series.id, segment.label);
    if (!series || !document || !map || !segment || !map.committed.includes(segment.label)) {
      const detail = "There is no segment with voxels to measure.";
      state.set({ work: null, problem: { code: "no_segment", detail, fields: {} } });
      return;
    }
    const bank = bankOf(presets, document.recipe);
    const mine = new AbortController();
    aborter = mine;
    const tell = (done: number, total: number, what: string) =>
      aborter === mine && state.set({ work: { done, total, what }, problem: null });
    tell(0, 0, "");
    try {
      const { recipe } = document;
      const region = { labels: map.committed, label: segment.label };
      const input = { image: series.image, ...region, ...referenceOf(store, series.id, recipe) };
      // Fingerprinted before anything is awaited, while the mask is still the one that is measured.
      const stamp = {
        series,
        labels: map.committed,
        label: segment.label,
        name: segment.name,
        appVersion: APP_VERSION,
      };
      const provenances = Promise.all(
        bank.map((filter) => {
          const { filter: _, ...plain } = recipe;
          const own: Recipe = filter === null ? plain : { ...plain, filter };
          return provenanceOf({ ...stamp, recipe: own, now: new Date() });
        }),
      );
      const options = { signal: mine.signal, onProgress: tell };
      const found = await pool.run("extractBank", { input, recipe, bank }, options);
      const provenance = await provenances;
      if (aborter !== mine) return;
      const rows = found.map(({ extraction, label }, n) => ({ extraction, provenance: provenance[n], filter: label }));
      const name = fileName(series, `filter-bank-${segment.name}`, "csv");
      exporter.save(name, featuresCsv(rows, { layout: "wide" }), "text/csv");
      messages.say({ level: "success", key: "export.done", fields: { file: name } });
      state.set({ work: null, problem: null });
    } catch (error) {
      if (aborter !== mine) return;
      if (!isRadiomicaError(error)) messages.fail(error);
      const fields = isRadiomicaError(error) ? (error.fields as Record<string, string | number>) : {};
      const problem = isRadiomicaError(error)
        ? { code: String(fields.code ?? error.tag), detail: error.message, fields }
        : null;
      state.set({ work: null, problem: isRadiomicaError(error, "Cancelled") ? null : problem });
    } finally {
      if (aborter === mine) aborter = null;
    }
  }

  return { state, run, cancel };
}
