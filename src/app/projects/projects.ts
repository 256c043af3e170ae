import type { LoadResult, Series } from "#io/series.ts";
import { encodeFrame } from "#session/journal/frame.ts";
import { replay } from "#session/journal/replay.ts";
import { snapshotToContent } from "#session/journal/snapshot.ts";
import type { Allocate } from "#session/label-map.ts";
import { SessionStore } from "#session/store.ts";
import { type Cell, cell } from "../state/cell.ts";
import type { MessageCentre } from "../state/messages.ts";
import { createJournal } from "../storage/journal.ts";
import { type ProjectStorage, StorageError, type StoredProject } from "../storage/storage.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { matchSeries } from "./match.ts";
import type { ProjectsPage } from "./page.ts";
import {
  cleanName,
  decodeProject,
  encodeProject,
  identityOf,
  type Project,
  type ProjectSource,
  type SeriesIdentity,
} from "./project.ts";
import { type ViewKeeper, viewKeeper } from "./views.ts";

/** Where opened images came from: what is remembered of it, and the handles that lead back. */
export type Origin = { readonly source: ProjectSource; readonly handles: readonly FileSystemHandle[] };

export type ProjectsHost = {
  readonly storage: ProjectStorage;
  readonly page: ProjectsPage;
  /** Name of a copy, in the language of the page. */
  readonly copyName: (name: string) => string;
};

/** For a page that keeps nothing: all is as if nothing were ever saved, and nothing is said of it. */
export function withoutProjects(): ProjectsHost {
  const done = async () => {};
  return {
    storage: {
      list: async () => [],
      read: async () => null,
      claim: done,
      append: done,
      replace: done,
      describe: done,
      remove: done,
      onLost: () => {},
    },
    page: {
      resumes: null,
      remember: () => {},
      leave: () => {},
      lock: async () => true,
      persist: done,
      estimate: async () => null,
      newId: () => "none",
    },
    copyName: (name) => name,
  };
}

type Context = ProjectsHost & {
  readonly store: SessionStore;
  readonly viewer: Cell<Viewer | null>;
  readonly messages: MessageCentre;
  readonly allocate: Allocate;
  readonly hasImages: () => boolean;
};

/** A journal with more records than this is condensed when it is opened. */
const CONDENSE = 300;
/** A pause after which name, views and counts are written, ms. */
const PAUSE = 400;

/**
 * Projects: the session written down as it goes, and brought back. Images are not kept; a project knows where they
 * came from and by what they are known again, and its segments wait for them.
 */
export function createProjects(host: Context) {
  const { storage, page, store, messages } = host;
  const current = cell<Project | null>(null);
  /** Stored projects, last changed first; null until the storage has answered. */
  const list = cell<readonly Project[] | null>(null);
  /** Series of the open project whose images have not come yet. */
  const waiting = cell<readonly SeriesIdentity[]>([]);
  /** Deleted, and still to be brought back. */
  const removed = cell<ReadonlySet<string>>(new Set());
  /** True while a project is being read or its images fetched. */
  const restoring = cell(false);
  let handles: readonly FileSystemHandle[] = [];
  let restored: ReadonlySet<string> = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = false;

  const journal = createJournal({
    storage,
    store,
    writer: page.newId(),
    fork: () => {
      const copy = asCopy(current.value);
      messages.say({ level: "warning", key: "projects.copied", fields: { name: copy.name } });
      return stored(copy);
    },
  });
  const views: ViewKeeper = viewKeeper(host.viewer, () => later());
  const stored = (project: Project): StoredProject => ({ id: project.id, about: encodeProject(project), handles });

  /** What goes on under a name of its own, because another tab has the original. */
  function asCopy(project: Project | null): Project {
    const now = Date.now();
    const base = project ?? blank("");
    const copy = { ...base, id: page.newId(), name: host.copyName(base.name), created: now, changed: now };
    void page.lock(copy.id);
    page.remember(copy.id);
    current.set(copy);
    return copy;
  }
  const blank = (name: string): Project => ({
    id: page.newId(),
    name,
    created: Date.now(),
    changed: Date.now(),
    segments: 0,
    sources: [],
    series: [],
    segmentations: [],
    layout: "acquisition",
    views: {},
    done: [],
  });

  store.onEvent((event) => {
    if (!current.value) return;
    if (event.kind === "entry" && !asked) {
      asked = true;
      void page.persist();
    }
    later(Date.now());
  });

  let changed = 0;
  function later(at = 0): void {
    changed = Math.max(changed, at);
    clearTimeout(timer);
    timer = setTimeout(note, PAUSE);
  }
  /** Writes down what is kept beside the journal, if it has changed. */
  function note(patch: Partial<Project> = {}): void {
    clearTimeout(timer);
    const project = current.value;
    if (!project) return;
    const segments = Object.values(store.state.series).reduce((sum, s) => sum + s.segments.length, 0);
    const seen = restoring.value ? {} : views.seen(project, store.state.activeSeries);
    const next = { ...project, segments, changed: Math.max(project.changed, changed), ...seen, ...patch };
    if (JSON.stringify(next) === JSON.stringify(project)) return;
    current.set(next);
    journal.describe(stored(next));
  }

  async function refresh(): Promise<void> {
    try {
      const found = await storage.list();
      const projects = found.map((p) => decodeProject(p.about) ?? { ...blank("?"), id: p.id, changed: 0 });
      list.set(projects.toSorted((a, b) => b.changed - a.changed));
    } catch {
      list.set([]);
    }
  }

  /** Takes what a load brought: known series get their ids back, new ones are noted. Before anything is drawn on them. */
  function adopt(loaded: LoadResult, origin: Origin): LoadResult {
    const asked = waiting.value;
    // Label maps without images: nothing but the series they were drawn on may take their place.
    const taken = new Set(Object.keys(store.state.series));
    const { result, found, altered, strangers } = matchSeries(loaded, asked, taken);
    if (result.series.length + result.segmentations.length === 0) return result;
    const nameOf = (id: string) => asked.find((w) => w.id === id)?.description ?? id;
    for (const id of altered) messages.say({ level: "warning", key: "projects.altered", fields: { name: nameOf(id) } });
    for (const one of strangers)
      messages.say({ level: "warning", key: "projects.stranger", fields: { name: one.description || one.modality } });
    if (!current.value) begin(result.series, origin);
    const project = current.value;
    if (!project) return result;
    const known = new Set(project.series.map((s) => s.id));
    const series = [...project.series, ...result.series.filter((s) => !known.has(s.id)).map(identityOf)];
    const segmentations = [...new Set([...project.segmentations, ...result.segmentations.map((s) => s.id)])];
    const left = asked.filter((w) => !found.includes(w.id));
    // Files found again in another place take the place of where they were.
    const again = asked.length > 0 && left.length === 0 && origin.source.kind === "files";
    const before = again ? project.sources.filter((s) => s.kind === "demo") : project.sources;
    const repeats = before.some((s) => JSON.stringify(s) === JSON.stringify(origin.source));
    if (origin.handles.length > 0) handles = again ? origin.handles : [...new Set([...handles, ...origin.handles])];
    waiting.set(left);
    note({ series, segmentations, sources: repeats ? before : [...before, origin.source] });
    return result;
  }
  /** A first study: from here on everything is written down. */
  function begin(series: readonly Series[], origin: Origin): void {
    const first = series.find((s) => s.use === "volume") ?? series[0];
    const name = cleanName(
      first?.description || first?.modality || (origin.source.kind === "demo" ? origin.source.file : ""),
    );
    const project = blank(name || "?");
    current.set(project);
    page.remember(project.id);
    void page.lock(project.id);
    handles = origin.handles;
    journal.begin(stored(project), 0, true);
  }

  /** Reads a stored project into the empty session. False, with a message, where that cannot be. */
  async function read(id: string): Promise<boolean> {
    const found = await storage.read(id).catch(() => null);
    if (!found) {
      page.remember(null);
      messages.say({ level: "error", key: "projects.gone" });
      return false;
    }
    const free = await page.lock(id);
    const scratch = new SessionStore(host.allocate);
    const { sequence, records, fault } = replay(found.records, found.head, scratch, host.allocate);
    if (fault === "newer") {
      page.remember(null);
      messages.say({ level: "error", key: "projects.newer" });
      return false;
    }
    const project = decodeProject(found.project.about) ?? { ...blank("?"), id };
    if (fault) {
      const lost = Math.max(1, found.head - sequence);
      messages.say({ level: "error", key: "projects.damaged", fields: { name: project.name, count: lost } });
    }
    store.restore(scratch.document);
    handles = found.project.handles;
    restored = new Set(project.segmentations);
    current.set(project);
    page.remember(id);
    if (free) {
      await storage.claim(id, journal.writer).catch(() => {});
      journal.begin(found.project, Math.max(sequence, found.head), fault !== null || records > CONDENSE);
    } else {
      const copy = asCopy(project);
      messages.say({ level: "warning", key: "projects.copied", fields: { name: copy.name } });
      journal.begin(stored(copy), 0, true);
    }
    // One whose label map has another size cannot be it, whatever a file says.
    waiting.set(project.series.filter((s) => store.labelMap(s.id)?.dims.join() === s.dims.join()));
    return true;
  }

  return {
    current,
    list,
    waiting,
    removed,
    restoring,
    save: journal.state,
    estimate: page.estimate,
    refresh,
    adopt,
    read,
    get resumes(): string | null {
      return page.resumes;
    },
    get handles(): readonly FileSystemHandle[] {
      return handles;
    },
    /** Whether a segmentation was part of the project before: it is there already, or was deleted on purpose. */
    knew: (segmentationId: string) => restored.has(segmentationId),
    /** Shows a series as it was looked at last, once. */
    showAgain(seriesId: string): void {
      const viewer = host.viewer.value;
      const project = current.value;
      if (viewer && project) views.show(viewer, project, seriesId);
    },
    retry: (): void => journal.retry(),
    /** Whether leaving the page now would lose work. */
    mustWarn(): boolean {
      const { undo, redo } = store.history;
      const { status, unsaved } = journal.state.value;
      return undo.length + redo.length > 0 && status !== "saved" && (unsaved > 0 || status === "not_saved");
    },
    /** Leaves for a fresh page: with a stored project, or with none. What is under way is written first. */
    async leave(id: string | null): Promise<void> {
      note();
      for (let n = 0; n < 40 && journal.state.value.status === "saving"; n++)
        await new Promise((r) => setTimeout(r, 25));
      page.leave(id);
    },
    /** Writes names and views at once, before the page may be hidden for good. */
    flush: (): void => note(),
    /** Ticks a series as read, or no longer. */
    setDone(seriesId: string, done: boolean): void {
      const others = current.value?.done.filter((id) => id !== seriesId) ?? [];
      note({ done: done ? [...others, seriesId] : others });
    },
    rename(id: string, name: string): void {
      const clean = cleanName(name);
      if (!clean) return;
      if (id === current.value?.id) note({ name: clean });
      else void renameStored(id, clean);
      list.update((now) => now?.map((p) => (p.id === id ? { ...p, name: clean } : p)) ?? null);
    },
    /** Deletes at once for the eye, for good when the list is closed. */
    async remove(id: string): Promise<void> {
      if (id !== current.value?.id && !(await page.lock(id))) {
        messages.say({ level: "warning", key: "projects.inUse" });
        return;
      }
      removed.update((now) => new Set([...now, id]));
    },
    bringBack(id: string): void {
      removed.update((now) => new Set([...now].filter((other) => other !== id)));
    },
    /** Deletes everything that is kept here and not open in another tab. */
    async removeAll(): Promise<void> {
      for (const { id } of list.value ?? []) await this.remove(id);
      await this.purge();
    },
    /** Deletes for good what was marked. The open project leaves the page with it. */
    async purge(): Promise<void> {
      const ids = removed.value;
      removed.set(new Set());
      const own = current.value !== null && ids.has(current.value.id);
      if (own) journal.end();
      for (const id of ids) await storage.remove(id).catch((error) => messages.fail(error));
      if (own) page.leave(null);
      else if (ids.size > 0) await refresh();
    },
    /** The open project as one file; null where none is open. */
    async file(): Promise<Uint8Array | null> {
      const { writeProjectFile } = await import("./project-file.ts");
      return current.value ? writeProjectFile(current.value, store.document) : null;
    },
    /** Takes a project file in. Answers its id where it can be opened in this page, null where the page is left for it. */
    async take(bytes: Uint8Array): Promise<string | null> {
      const { readProjectFile } = await import("./project-file.ts");
      const { project, session } = readProjectFile(bytes, host.allocate);
      const taken = { ...project, id: page.newId() };
      const record = encodeFrame(1, snapshotToContent(session));
      const row = { id: taken.id, about: encodeProject(taken), handles: [] };
      await storage.replace(row, journal.writer, { sequence: 1, bytes: record });
      if (!current.value && !host.hasImages()) return taken.id;
      await this.leave(taken.id);
      return null;
    },
  };

  async function renameStored(id: string, name: string): Promise<void> {
    try {
      const found = await storage.read(id);
      const project = found && decodeProject(found.project.about);
      if (!found || !project) return;
      if (!(await page.lock(id))) throw new StorageError("conflict");
      await storage.claim(id, journal.writer);
      await storage.describe({ ...found.project, about: encodeProject({ ...project, name }) }, journal.writer);
    } catch (error) {
      if (error instanceof StorageError && error.fault === "conflict")
        messages.say({ level: "warning", key: "projects.inUse" });
      else messages.fail(error);
      await refresh();
    }
  }
}
export type Projects = ReturnType<typeof createProjects>;
