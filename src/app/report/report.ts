import i18next from "i18next";
import { isRadiomicaError } from "#engine/errors.ts";
import { ENGINE_VERSION } from "#engine/ibsi.ts";
import type { Extraction } from "#engine/plan/extraction.ts";
import type { Recipe } from "#engine/recipe.ts";
import type { Series } from "#io/series.ts";
import { type Provenance, provenanceOf } from "#io/writers/provenance.ts";
import type { Segment } from "#session/session.ts";
import { extractInParts } from "#workers/extract-in-parts.ts";
import { fileName } from "../export/file-name.ts";
import { type Language, loadLanguage } from "../i18n/index.ts";
import { methodsOf } from "../methods/index.ts";
import { cell } from "../state/cell.ts";
import { referenceOf } from "../state/reference.ts";
import { APP_VERSION } from "../version.ts";
import { type FeatureKey, keptKeys } from "../workbench/chosen.ts";
import type { ReferenceBook } from "../workbench/reference/reference.ts";
import type { RobustnessState } from "../workbench/robustness/robustness.ts";
import type { WorkbenchHost } from "../workbench/workbench.ts";
import { type MeasuredRegion, reportFacts, usualBiomarkers, usualOfPeer } from "./facts.ts";
import { type Look, planesOf, type SlicePicture, slicePicture } from "./picture.ts";
import { repeatabilityOf } from "./repeatability.ts";
import { reportHtml } from "./report-html.ts";

export type ReportState = {
  readonly features: readonly FeatureKey[];
  /** Segments in the report; empty: all that have voxels. */
  readonly labels: readonly number[];
  readonly withPatient: boolean;
  readonly withPictures: boolean;
  readonly comment: string;
  /** Null: the page's. */
  readonly language: Language | null;
  /** The last report that was made, and what it is called as a file. */
  readonly made: { readonly html: string; readonly name: string } | null;
  readonly work: { readonly done: number; readonly total: number } | null;
  readonly problem: string | null;
};

type Host = WorkbenchHost & {
  readonly reference: Pick<ReferenceBook, "state">;
  readonly robustness: { readonly state: { readonly value: Pick<RobustnessState, "results"> } };
};

/** How a slice becomes a picture: a canvas in the page, nothing in a test. */
export type DrawSlice = (picture: SlicePicture, look: Look) => string;

type Known = { readonly made: string; readonly extraction: Extraction; readonly provenance: Provenance };

/** A report of the series in view. What is measured is kept, so that a tick more does not measure again. */
export function createReport({ store, pool, viewer, messages, exporter, seriesById, reference, robustness }: Host) {
  const state = cell<ReportState>({
    features: [],
    labels: [],
    withPatient: false,
    withPictures: true,
    comment: "",
    language: null,
    made: null,
    work: null,
    problem: null,
  });
  const set = (patch: Partial<ReportState>) => state.update((now) => ({ ...now, ...patch }));
  const known = new Map<string, Known>();
  const revisions = new Map<string, number>();
  let running: AbortController | null = null;
  store.onVoxels(({ seriesId, labels }) => {
    running?.abort();
    for (const label of labels) {
      const id = `${seriesId}/${label}`;
      revisions.set(id, (revisions.get(id) ?? 0) + 1);
    }
  });

  /** Measures a segment and takes its fingerprint; what was measured before is taken again. */
  async function measure(series: Series, segment: Segment, recipe: Recipe, signal: AbortSignal): Promise<Known> {
    const id = `${series.id}/${segment.label}`;
    const made = `${revisions.get(id) ?? 0} ${segment.name} ${JSON.stringify(recipe)}`;
    const before = known.get(id);
    if (before?.made === made) return before;
    const { label, name } = segment;
    const labels = store.mapOf(series.id, label)?.committed ?? new Uint8Array();
    const input = { image: series.image, labels, label, ...referenceOf(store, series.id, recipe) };
    // Before anything is awaited: the mask is still the one that is measured, and a stroke aborts.
    const fingerprint = provenanceOf({ series, labels, label, name, recipe, now: new Date(), appVersion: APP_VERSION });
    const extraction = await extractInParts(pool, input, recipe, { signal });
    const found = { made, extraction, provenance: await fingerprint };
    known.set(id, found);
    return found;
  }

  function picturesOf(series: Series, segment: Segment, draw: DrawSlice, t: typeof i18next.t) {
    if (!state.value.withPictures) return [];
    const labels = store.mapOf(series.id, segment.label)?.committed ?? new Uint8Array();
    const view = viewer.value?.snapshot.views.find((v) => v.plane !== "3d");
    const [first] = series.windows;
    const usual = first ? ([first.center - first.width / 2, first.center + first.width / 2] as const) : series.range;
    const look = { window: view?.window ?? usual, inverted: view?.inverted ?? series.inverted, color: segment.color };
    return planesOf(series).flatMap((id) => {
      const picture = slicePicture(series, labels, segment.label, id);
      if (!picture) return [];
      const { slice, slices } = picture;
      return [{ plane: t(`plane.${id}`), slice, slices, url: draw(picture, look) }];
    });
  }

  /** Makes the report anew with what is chosen; the newest wish is followed. `labels`: segments with voxels. */
  async function make(labels: readonly number[], language: Language, draw: DrawSlice): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const series = seriesById(store.state.activeSeries);
    const document = store.state.series[store.state.activeSeries];
    if (!series || !document || labels.length === 0) {
      running = null;
      set({ made: null, work: null, problem: null });
      return;
    }
    const { recipe } = document;
    const segments = document.segments.filter((s) => labels.includes(s.label));
    try {
      await loadLanguage(language);
      const t = i18next.getFixedT(language);
      const regions: MeasuredRegion[] = [];
      for (const [done, segment] of segments.entries()) {
        set({ work: { done, total: segments.length }, problem: null });
        const { extraction, provenance } = await measure(series, segment, recipe, mine.signal);
        if (mine.signal.aborted) return;
        const now = { ...provenance, created: new Date().toISOString() };
        regions.push({ segment, extraction, provenance: now, pictures: picturesOf(series, segment, draw, t) });
      }
      const { features, withPatient, comment } = state.value;
      const { table, name, anyway } = reference.state.value;
      const facts = reportFacts({
        series,
        regions,
        keys: keysFor(features, recipe),
        reference: table && { table, name, anyway },
        repeatability: repeatabilityOf(robustness.state.value.results, series.id, recipe),
        withPatient,
        comment,
      });
      const methods = methodsOf(
        {
          series,
          recipe,
          measured: regions.map((r) => r.extraction.rows),
          version: { app: APP_VERSION, engine: ENGINE_VERSION },
        },
        language,
      );
      set({ made: { html: reportHtml(facts, { t, language, methods }), name: fileName(series, "report", "html") } });
    } catch (error) {
      if (running !== mine || isRadiomicaError(error, "Cancelled")) return;
      if (isRadiomicaError(error)) set({ made: null, problem: error.message });
      else messages.fail(error);
    } finally {
      if (running === mine) {
        running = null;
        set({ work: null });
      }
    }
  }

  return {
    state,
    make,
    choose: (patch: Partial<Omit<ReportState, "made" | "work" | "problem">>): void => set(patch),
    save(): void {
      const { made } = state.value;
      if (made) exporter.save(made.name, made.html, "text/html");
    },
    stop(): void {
      running?.abort();
      running = null;
      if (state.value.work) set({ work: null });
    },
  };
}
export type ReportMaker = ReturnType<typeof createReport>;

/** The chosen features that the recipe gives; none chosen: the usual ones. */
export function keysFor(features: readonly FeatureKey[], recipe: Recipe): readonly FeatureKey[] {
  const peer = recipe.profile === "PyRadiomics";
  const usual = peer ? usualOfPeer : usualBiomarkers;
  return keptKeys(features.length > 0 ? features : usual, recipe, peer ? usualOfPeer : [], usual.length);
}
