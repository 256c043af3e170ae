import type { Series } from "#io/series.ts";
import type { LabelMap } from "#session/label-map.ts";
import type { SessionStore } from "#session/store.ts";
import type { Pool } from "#workers/protocol.ts";
import { createCopying } from "./edit/copying.ts";
import { createDiameters } from "./edit/diameters.ts";
import { createDifference } from "./edit/difference.ts";
import { createEditing } from "./edit/editing.ts";
import { createLayering } from "./edit/layering.ts";
import type { Exporter } from "./export/export.ts";
import { createExporting } from "./export/exporting.ts";
import { createBank } from "./maps/bank.ts";
import { createMaps } from "./maps/maps.ts";
import { createMeasuring } from "./measure/measuring.ts";
import { createPhases } from "./phases/phases.ts";
import { createPrior } from "./reading/prior.ts";
import type { Cell } from "./state/cell.ts";
import type { Library } from "./state/library.ts";
import { measurementBook } from "./state/measurements.ts";
import type { MessageCentre } from "./state/messages.ts";
import type { Preferences } from "./state/preferences.ts";
import type { TallyBook } from "./state/tallies.ts";
import type { TaskList } from "./state/tasks.ts";
import type { Ui } from "./state/ui.ts";
import { createSuv } from "./suv/suv.ts";
import type { Viewer } from "./viewer/viewer.ts";
import { createWorkbench } from "./workbench/workbench.ts";

type Host = {
  readonly store: SessionStore;
  readonly pool: Pool;
  readonly library: Cell<Library>;
  readonly messages: MessageCentre;
  readonly tasks: TaskList;
  readonly tallies: TallyBook;
  readonly viewer: Cell<Viewer | null>;
  readonly ui: Cell<Ui>;
  readonly preferences: Cell<Preferences>;
  readonly exporter: Exporter;
  readonly seriesById: (id: string) => Series | undefined;
  readonly activeSeries: () => Series | undefined;
  readonly openInStore: (series: Series) => LabelMap;
  readonly showSeries: (id: string) => Promise<void>;
  /** Voxels of a segment. */
  readonly countOf: (seriesId: string, label: number) => number;
  /** Labels whose features are shown. */
  readonly shownLabels: () => readonly number[];
  readonly habitatName?: (n: number) => string;
};

/**
 * What works on images: features, maps, edits, the workbench. It knows the engine's definitions and is large, and
 * nobody can use it without an image: it is fetched once the page stands, and is there before the first series.
 */
export function createWorkplace(host: Host) {
  const { store, pool, library, messages, viewer, ui, preferences, exporter, seriesById, activeSeries } = host;
  const features = measurementBook({ store, pool: () => pool, seriesById, onError: (e) => messages.fail(e) });
  features.setLive(preferences.value.live);

  /** Features are kept up to date while they are looked at; otherwise drawing has the machine to itself. */
  const followWanted = () => {
    const seen = (ui.value.tab === "features" || ui.value.tab === "workbench") && preferences.value.rightOpen;
    features.want(store.state.activeSeries, seen ? host.shownLabels() : []);
  };
  store.onVoxels((event) => {
    features.voxelsChanged(event);
    followWanted();
  });
  store.subscribe(followWanted);
  ui.subscribe(followWanted);
  preferences.subscribe(followWanted);

  const workbench = createWorkbench(host);
  const maps = createMaps({
    ...host,
    registrations: () => library.value.registrations,
    above: workbench.lights.overlays,
  });
  return {
    features,
    workbench,
    maps,
    suv: createSuv({ ...host, features, maps }),
    phases: createPhases(host),
    bank: createBank(host),
    editing: createEditing({ store, viewer, activeSeries, pool }),
    layering: createLayering({ store, messages }),
    diameters: createDiameters({ store, viewer, exporter }),
    copying: createCopying(host),
    prior: createPrior({ store, viewer, library }),
    difference: createDifference({ store, viewer, library }),
    measuring: createMeasuring(host),
    exporting: createExporting({ ...host, features, maps }),
  };
}
export type Workplace = ReturnType<typeof createWorkplace>;
