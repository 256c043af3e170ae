import { defaultRecipe } from "#engine/plan/defaults.ts";
import { type SuvRequest, suvAsFiled } from "#io/dicom/suv-request.ts";
import type { Series } from "#io/series.ts";
import { withSuv } from "#io/suv.ts";
import type { SessionStore } from "#session/store.ts";
import { chooseSuv } from "#session/suv-choice.ts";
import { allocateFloat32 } from "#workers/shared.ts";
import type { Maps } from "../maps/maps.ts";
import type { Cell } from "../state/cell.ts";
import type { Library } from "../state/library.ts";
import type { MeasurementBook } from "../state/measurements.ts";
import type { TallyBook } from "../state/tallies.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { firstWindow } from "../viewer/windows.ts";

type Host = {
  readonly store: SessionStore;
  readonly library: Cell<Library>;
  readonly viewer: Cell<Viewer | null>;
  readonly tallies: TallyBook;
  readonly features: MeasurementBook;
  readonly maps: Maps;
};

const same = (a: object, b: object): boolean => canonical(a) === canonical(b);
const canonical = (value: object): string =>
  JSON.stringify(value, (_, v) =>
    typeof v === "object" && v !== null
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );

/**
 * Which SUV a PET is, and what a person supplies for it. The document says so, undo and saved projects included; the
 * images that are open follow it, and all that was made of the values before is made anew or taken away.
 */
export function createSuv({ store, library, viewer, tallies, features, maps }: Host) {
  function follow(): void {
    for (const series of library.value.series) {
      if (!series.suv) continue;
      const wanted = store.state.series[series.id]?.suv ?? suvAsFiled;
      if (!same(wanted, series.suv.request)) put(series, withSuv(series, wanted, allocateFloat32));
    }
  }

  function put(before: Series, after: Series): void {
    const { id, modality, use } = after;
    library.update((now) => ({ ...now, series: now.series.map((s) => (s.id === id ? after : s)) }));
    for (const { id: layer, seriesId, source } of maps.state.value.layers)
      if (seriesId === id || (source.kind === "series" && source.of === id)) maps.remove(layer);
    const masks = store.layers(id);
    if (masks.size > 0) tallies.recount(id, masks.values());
    // Settings that nobody touched are those of the unit.
    const { grid, unit } = after.image;
    const recipe = store.state.series[id]?.recipe;
    if (recipe && unit !== before.image.unit && same(recipe, defaultRecipe(modality, before.image.unit, grid, use)))
      store.setRecipe(id, defaultRecipe(modality, unit, grid, use));
    features.recipeChanged(id);
    if (store.state.activeSeries === id) void show(after);
  }

  async function show(series: Series): Promise<void> {
    await viewer.value?.show(series);
    const [lower, upper] = firstWindow(series);
    viewer.value?.setWindow(lower, upper);
  }

  store.subscribe(follow);
  library.subscribe(follow);

  return {
    /** Makes the values of a PET another SUV, or SUV at all, as one step that can be undone. */
    choose: (seriesId: string, request: SuvRequest): void => chooseSuv(store, seriesId, request),
  };
}
