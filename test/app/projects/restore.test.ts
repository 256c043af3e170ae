import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test, vi } from "vitest";
import { type ControllerHost, createController } from "#app/controller.ts";
import type { ProjectsPage } from "#app/projects/page.ts";
import { preferencesCell } from "#app/state/preferences.ts";
import type { Series, SliceSource } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { told } from "../../session/journal/edits.ts";
import { aSeries } from "../a-series.ts";
import { faultyStorage } from "../storage/faulty-storage.ts";

const slices = (uids: readonly string[]): SliceSource[] =>
  uids.map((uid) => ({
    path: uid,
    sha256: uid,
    sopClassUid: "1",
    sopInstanceUid: uid,
    frame: 1,
    instanceNumber: null,
  }));
const thorax = (uids = ["a", "b"]): Series => ({ ...aSeries(), slices: slices(uids) });
const aFile = { path: "CT/a.dcm", size: 1, bytes: async () => new Uint8Array(1) };

/** Pages of one browser: they share the storage and the locks. */
function aBrowser() {
  const faulty = faultyStorage();
  const locks = new Map<string, number>();
  let pages = 0;
  let ids = 0;
  return {
    faulty,
    page(series: readonly Series[], resumes: string | null = null) {
      const me = ++pages;
      const remembered: (string | null)[] = [];
      const page: ProjectsPage = {
        resumes,
        remember: (id) => remembered.push(id),
        leave: (id) => remembered.push(id),
        async lock(id) {
          if ((locks.get(id) ?? me) !== me) return false;
          locks.set(id, me);
          return true;
        },
        persist: async () => {},
        estimate: async () => null,
        newId: () => `id${++ids}`,
      };
      const saved: { name: string; content: string | Uint8Array }[] = [];
      const host: ControllerHost = {
        store: new SessionStore(),
        pool: createInlinePool(),
        load: async () => ({ series, segmentations: [], refusals: [] }),
        preferences: preferencesCell(null, "en-GB"),
        createViewer: () => Promise.reject(new Error("no viewer in a test")),
        fetchDemo: async () => new Uint8Array(8),
        exporter: { save: (name, content) => saved.push({ name, content }), copy: async () => {} },
        segmentName: (n) => `Lesion ${n}`,
        habitatName: (n) => `Habitat ${n}`,
        setLanguage: () => {},
        projects: { storage: faulty.storage, page, copyName: (name) => `${name} (copy)` },
      };
      return {
        app: createController(host),
        saved,
        remembered,
        close() {
          for (const [id, owner] of locks) if (owner === me) locks.delete(id);
        },
      };
    },
  };
}
type Page = ReturnType<ReturnType<typeof aBrowser>["page"]>;
const saved = ({ app }: Page) =>
  vi.waitFor(() => expect(app.projects.save.value).toMatchObject({ status: "saved", unsaved: 0 }), { timeout: 5000 });
const said = ({ app }: Page) => app.messages.list.value.map((m) => m.key);
function draw({ app }: Page, voxels: readonly number[]): void {
  const id = app.store.state.activeSeries;
  const label = app.activeSegment()?.label ?? app.addSegment();
  for (const at of voxels) app.store.labelMap(id)?.labels.fill(label, at, at + 1);
  app.store.commitVoxels(id, { key: "history.brush", fields: { slice: 1 } });
}

async function worked(browser: ReturnType<typeof aBrowser>) {
  const first = browser.page([thorax()]);
  await first.app.openFiles([aFile]);
  draw(first, [1, 2, 3]);
  draw(first, [7]);
  await saved(first);
  // Names and counts come a moment later.
  await vi.waitFor(async () => {
    await first.app.projects.refresh();
    expect(first.app.projects.list.value?.[0]).toMatchObject({ name: "Thorax 1.0 / soft", segments: 1 });
  });
  return first;
}

test("a reloaded page has the segments at once; they wait for their images, and are counted when these come", async () => {
  const browser = aBrowser();
  const first = await worked(browser);
  const id = first.app.projects.current.value?.id ?? "";
  expect(first.remembered).toContain(id);
  first.close();

  const second = browser.page([thorax()], id);
  await second.app.resume();
  expect(told(second.app.store)).toBe(told(first.app.store));
  expect(second.app.projects.waiting.value.map((w) => w.description)).toEqual(["Thorax 1.0 / soft"]);
  expect(second.app.library.value.series).toEqual([]);
  await second.app.openFiles([aFile]);
  expect(second.app.projects.waiting.value).toEqual([]);
  expect(second.app.activeSeries()?.id).toBe("s1");
  expect(second.app.tallies.value.s1[1].count).toBe(4);
  second.app.undo();
  expect(second.app.tallies.value.s1[1].count).toBe(3);
  await saved(second);
});

test("segments in layers of their own come back whole: after a reload, and from a project file elsewhere", async () => {
  const browser = aBrowser();
  const first = await worked(browser);
  const { app } = first;
  app.preferences.update((now) => ({ ...now, overlap: true }));
  const over = app.addSegment();
  for (const at of [2, 3, 4, 5, 8]) app.store.mapOf("s1", over)?.labels.fill(over, at, at + 1);
  app.store.commitVoxels("s1", { key: "history.brush", fields: { slice: 1 } });
  await saved(first);
  await app.exportProject();
  const file = first.saved[0].content as Uint8Array;
  first.close();

  const again = browser.page([thorax()], app.projects.current.value?.id);
  await again.app.resume();
  const elsewhere = aBrowser().page([thorax()]);
  await elsewhere.app.openFiles([{ path: "x.radiomica", size: file.length, bytes: async () => file }]);
  for (const page of [again, elsewhere]) {
    expect(told(page.app.store)).toBe(told(app.store));
    await page.app.openFiles([aFile]);
    expect(page.app.store.state.series.s1.segments.map((s) => s.layer ?? 0)).toEqual([0, 1]);
    expect([1, over].map((label) => page.app.tallies.value.s1[label].count)).toEqual([4, 5]);
    page.app.undo();
    expect([1, over].map((label) => page.app.tallies.value.s1[label].count)).toEqual([4, 0]);
  }
});

test("other slices of the same series are opened beside the project: the segments wait on, and it is said", async () => {
  const browser = aBrowser();
  const first = await worked(browser);
  first.close();
  const second = browser.page([thorax(["a"])], first.app.projects.current.value?.id);
  await second.app.resume();
  await second.app.openFiles([aFile]);
  expect(said(second)).toContain("projects.stranger");
  expect(second.app.library.value.series.map((s) => s.id)).toEqual(["s1~2"]);
  expect(second.app.projects.waiting.value.length).toBe(1);
  expect(second.app.store.labelMap("s1~2")?.committed.some((v) => v > 0)).toBe(false);
});

test("a project that does not know its series any more never takes another for it", async () => {
  const browser = aBrowser();
  const first = await worked(browser);
  await first.app.exportProject();
  const bytes = first.saved[0].content as Uint8Array;
  const parts = unzipSync(bytes);
  const manifest = JSON.parse(strFromU8(parts["manifest.json"]));
  for (const series of [[], [{ ...manifest.project.series[0], dims: [9, 9, 9] }]]) {
    const changed = { ...manifest, project: { ...manifest.project, series } };
    const file = zipSync({ ...parts, "manifest.json": strToU8(JSON.stringify(changed)) });
    const other = aBrowser().page([thorax()]);
    await other.app.openFiles([{ path: "x.radiomica", size: file.length, bytes: async () => file }]);
    await other.app.openFiles([aFile]);
    expect(other.app.library.value.series.map((s) => s.id)).toEqual(["s1~2"]);
    expect(said(other)).toContain("projects.stranger");
  }
});

test("while another tab has it, a project is opened as a copy", async () => {
  const browser = aBrowser();
  const first = await worked(browser);
  const id = first.app.projects.current.value?.id ?? "";
  const second = browser.page([thorax()]);
  await second.app.openProject(id);
  expect(said(second)).toContain("projects.copied");
  await saved(second);
  expect(second.app.projects.current.value?.name).toBe("Thorax 1.0 / soft (copy)");
  await second.app.openFiles([aFile]);
  draw(second, [12]);
  draw(first, [20]);
  await saved(second);
  await saved(first);
  expect(browser.faulty.ids.length).toBe(2);
  expect(told(first.app.store)).not.toBe(told(second.app.store));
});

test("a damaged tail is left out with a sentence, and what is left is written anew", async () => {
  const browser = aBrowser();
  const first = await worked(browser);
  const id = first.app.projects.current.value?.id ?? "";
  first.close();
  browser.faulty.flip(id, browser.faulty.bytes(id) * 8 - 3);
  const second = browser.page([thorax()], id);
  await second.app.resume();
  const message = second.app.messages.list.value.find((m) => m.key === "projects.damaged");
  expect(message?.fields.count).toBe(1);
  expect(second.app.store.history.undo.length).toBe(first.app.store.history.undo.length - 1);
  await saved(second);
  second.close();
  const third = browser.page([thorax()], id);
  await third.app.resume();
  expect(said(third)).not.toContain("projects.damaged");
  expect(told(third.app.store)).toBe(told(second.app.store));
});

test("exported and opened elsewhere: the same session, whose images are asked for", async () => {
  const first = await worked(aBrowser());
  await first.app.exportProject();
  expect(first.saved[0].name).toBe("Thorax-1.0-soft.radiomica");
  const bytes = first.saved[0].content as Uint8Array;
  const elsewhere = aBrowser().page([thorax()]);
  await elsewhere.app.openFiles([{ path: "x.radiomica", size: bytes.length, bytes: async () => bytes }]);
  expect(told(elsewhere.app.store)).toBe(told(first.app.store));
  expect(elsewhere.app.projects.waiting.value.length).toBe(1);
  await elsewhere.app.openFiles([aFile]);
  expect(elsewhere.app.tallies.value.s1[1].count).toBe(4);
});

test("deleted is deleted when the list closes, not before", async () => {
  const browser = aBrowser();
  const first = await worked(browser);
  const id = first.app.projects.current.value?.id ?? "";
  first.close();
  const second = browser.page([]);
  second.app.show("projects");
  await second.app.projects.remove(id);
  expect(browser.faulty.ids).toEqual([id]);
  second.app.projects.bringBack(id);
  await second.app.projects.purge();
  expect(browser.faulty.ids).toEqual([id]);
  await second.app.projects.remove(id);
  second.app.show("projects", false);
  await vi.waitFor(() => expect(browser.faulty.ids).toEqual([]));
});

test("leaving is warned of only where something drawn is not saved", async () => {
  const browser = aBrowser();
  const { app } = browser.page([thorax()]);
  expect(app.projects.mustWarn()).toBe(false);
  browser.faulty.setRoom(0);
  await app.openFiles([aFile]);
  expect(app.projects.mustWarn()).toBe(false);
  app.addSegment();
  expect(app.projects.mustWarn()).toBe(true);
  browser.faulty.setRoom(1e9);
  app.projects.retry();
  await vi.waitFor(() => expect(app.projects.mustWarn()).toBe(false), { timeout: 5000 });
});
