import { demos } from "#demo/catalogue.ts";
import type { load } from "#io/load.ts";
import type { ImportedSegmentation, Series, SourceFile } from "#io/series.ts";
import type { SessionStore } from "#session/store.ts";
import { loadHostOf } from "#workers/load-host.ts";
import type { Pool } from "#workers/protocol.ts";
import { isProjectFile } from "../projects/project.ts";
import type { Origin, Projects } from "../projects/projects.ts";
import type { Cell } from "../state/cell.ts";
import { type Library, withLoaded } from "../state/library.ts";
import type { MessageCentre } from "../state/messages.ts";
import { previewCell } from "../state/preview.ts";
import type { TallyBook } from "../state/tallies.ts";
import type { TaskList } from "../state/tasks.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { filesOfDrop, sourcesOf } from "./files.ts";
import { fullestSlice } from "./fullest-slice.ts";
import { filesOfHandles, handlesOfDrop, mayRead, pickHandles } from "./handles.ts";
import { pickFiles } from "./pick.ts";

type Host = {
  readonly store: SessionStore;
  readonly pool: Pool;
  readonly load: typeof load;
  readonly fetchDemo: (file: string, signal: AbortSignal) => Promise<Uint8Array>;
  readonly library: Cell<Library>;
  readonly messages: MessageCentre;
  readonly tasks: TaskList;
  readonly tallies: TallyBook;
  readonly viewer: Cell<Viewer | null>;
  readonly projects: Projects;
  readonly startViewer: () => Promise<Viewer | null>;
  readonly startWorkplace: () => Promise<unknown>;
  readonly showSeries: (id: string) => Promise<void>;
  readonly addSegmentation: (segmentation: ImportedSegmentation) => void;
};

/** `onFound` is told how many files there are so far, and of how many where that is known. */
type Collect = (
  onFound: (count: number, total?: number) => void,
  signal: AbortSignal,
) => Promise<readonly SourceFile[]>;
type How = {
  /** Segmentations are offered as the finished answer, not added. */
  readonly references?: boolean;
  readonly phase?: "collecting" | "fetching" | "retrieving";
  readonly handles?: Promise<readonly FileSystemHandle[]>;
  readonly demo?: string;
};

/** The first names of what was opened, to ask for it again. */
const topNames = (files: readonly SourceFile[]) => [...new Set(files.map((f) => f.path.split("/")[0]))].slice(0, 20);

/** Opening: from files, folders, drops, demo cases and project files to series on the screen. */
export function createOpening(host: Host) {
  const { store, pool, library, messages, tasks, viewer, projects } = host;
  const preview = previewCell();

  /** The series to show first: one with a segmentation, else the largest; localizers come last. */
  function firstOf(series: readonly Series[]): Series | undefined {
    const referenced = new Set(library.value.segmentations.map((s) => s.seriesId));
    const rank = (s: Series) =>
      (referenced.has(s.id) ? 4 : 0) +
      (s.use === "volume" ? 2 : 0) -
      (s.findings.some((f) => f.code === "localizer") ? 8 : 0);
    return series.toSorted((a, b) => rank(b) - rank(a) || b.image.data.length - a.image.data.length)[0];
  }

  /** Turns to the slice where a demo case has its lesion. */
  function showLesion({ id, image }: Series): void {
    const reference = library.value.segmentations.find((s) => s.seriesId === id)?.segments[0];
    const slice = reference ? fullestSlice(reference.mask, image.grid.dims) : null;
    const view = viewer.value?.snapshot.views.find((v) => v.plane === "acquisition");
    if (slice !== null && view) viewer.value?.setSlice(view.viewportId, slice);
  }

  async function open(collect: Collect, how: How = {}): Promise<void> {
    const { references = false, phase = "collecting", demo } = how;
    const task = tasks.begin("load", phase);
    let arriving = true;
    try {
      const all = await collect((count, total = 0) => task.progress(phase, count, total), task.signal);
      for (const file of all.filter((f) => isProjectFile(f.path))) await openProjectFile(file);
      const files = all.filter((f) => !isProjectFile(f.path));
      if (files.length === 0) return;
      // They come while the files are read.
      void host.startViewer();
      const workplace = host.startWorkplace();
      workplace.catch(() => {});
      const loaded = await host.load(
        files,
        loadHostOf(pool, {
          signal: task.signal,
          onProgress: ({ phase, done, total }) => task.progress(phase, done, total),
          onPreview: (picture) => arriving && preview.show(picture),
          openSeries: library.value.series,
        }),
      );
      await workplace;
      const source: Origin["source"] = demo ? { kind: "demo", file: demo } : { kind: "files", names: topNames(files) };
      const restoring = projects.waiting.value.length > 0;
      const result = projects.adopt(loaded, { source, handles: (await how.handles) ?? [] });
      library.update((now) => withLoaded(now, result, references));
      if (restoring) cameBack(result.series);
      messages.refuse(result.refusals);
      for (const { label, path } of result.registrations ?? [])
        messages.say({ level: "info", key: "maps.registered", fields: { name: label || path } });
      for (const segmentation of result.segmentations) {
        const untouched = (store.state.series[segmentation.seriesId]?.segments.length ?? 0) === 0;
        // From which share a voxel is inside is for a person to say.
        if (segmentation.fraction) {
          messages.say({ level: "info", key: "segments.fractional", fields: { name: segmentation.label } });
          continue;
        }
        if (!references && untouched && !projects.knew(segmentation.id)) host.addSegmentation(segmentation);
      }
      const active = restoring ? result.series.find((s) => s.id === store.state.activeSeries) : undefined;
      const first = active ?? firstOf(result.series);
      task.end();
      if (first && (active || !restoring || viewer.value === null || !shown())) await host.showSeries(first.id);
      if (first && references && !restoring) showLesion(first);
      else if (!first && result.segmentations.length === 0 && !result.reports?.length && !result.registrations?.length)
        messages.say({ level: "error", key: "error.nothing" });
    } catch (error) {
      if (!task.signal.aborted) messages.fail(error, phase === "fetching" ? "demo" : "drop");
    } finally {
      task.end();
      arriving = false;
      preview.clear();
    }
  }
  /** Whether the active series has its images. */
  const shown = () => library.value.series.some((s) => s.id === store.state.activeSeries);

  /** Images of a project have come: their segments are counted, and what was imported then is marked as added. */
  function cameBack(series: readonly Series[]): void {
    for (const { id } of series) {
      const maps = store.layers(id);
      if (maps.size > 0) host.tallies.recount(id, maps.values());
    }
    const added = store.history.undo.flatMap(({ title }) =>
      title.key === "history.import" ? String(title.fields?.added ?? "").split("\n") : [],
    );
    library.update((now) => ({ ...now, added: new Set([...now.added, ...added]) }));
  }

  async function openProjectFile(file: SourceFile): Promise<void> {
    const id = await projects.take(await file.bytes());
    if (id) await openProject(id);
  }

  /** Opens a stored project: here where nothing is open yet, else on a fresh page. */
  async function openProject(id: string): Promise<void> {
    if (projects.current.value || library.value.series.length > 0) {
      if (id !== projects.current.value?.id) await projects.leave(id);
      return;
    }
    projects.restoring.set(true);
    try {
      if (await projects.read(id)) await fetchImages(false);
    } finally {
      projects.restoring.set(false);
    }
  }

  /** Reads the images of the open project again from where they came. `ask`: the browser may ask the person. */
  async function fetchImages(ask: boolean): Promise<void> {
    const { handles } = projects;
    if (handles.length > 0 && (await mayRead(handles, ask).catch(() => false)))
      await open((onFound, signal) => filesOfHandles(handles, onFound, signal), { handles: Promise.resolve(handles) });
    for (const source of projects.current.value?.sources ?? [])
      if (source.kind === "demo" && projects.waiting.value.length > 0) await openDemo(source.file);
  }

  function openDemo(file: string): Promise<void> {
    // A name out of a project file is fetched only where it is one of ours.
    if (!demos.some((d) => d.file === file) && projects.restoring.value) return Promise.resolve();
    const fetchZip: Collect = async (_, signal) => {
      const bytes = await host.fetchDemo(file, signal);
      return [{ path: file, size: bytes.length, bytes: async () => bytes }];
    };
    return open(fetchZip, { references: true, phase: "fetching", demo: file });
  }

  return {
    /** The slice that came last, while a drop is read. */
    preview: preview.latest,
    openFiles: (files: readonly SourceFile[]) => open(async () => files),
    openDrop(transfer: DataTransfer): Promise<void> {
      const handles = handlesOfDrop(transfer).catch(() => []);
      return open((onFound, signal) => filesOfDrop(transfer, onFound, signal), { handles });
    },
    async pick(kind: "files" | "folder"): Promise<void> {
      const handles = await pickHandles(kind);
      if (handles === null) {
        const files = await pickFiles(kind);
        if (files.length > 0) await open(async () => sourcesOf(files));
      } else if (handles.length > 0) {
        const collect: Collect = (onFound, signal) => filesOfHandles(handles, onFound, signal);
        await open(collect, { handles: Promise.resolve(handles) });
      }
    },
    /** Opens what an archive sends. */
    openRetrieved: (collect: Collect) => open(collect, { phase: "retrieving" }),
    openDemo,
    openProject,
    fetchImages: () => fetchImages(true),
    /** The project that this tab had before it was reloaded, if any; and the list of all. */
    async resume(): Promise<void> {
      const id = projects.resumes;
      if (id) await openProject(id);
      await projects.refresh();
    },
  };
}
