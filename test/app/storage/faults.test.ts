import { expect, test } from "vitest";
import { createJournal, type SaveState } from "#app/storage/journal.ts";
import type { StorageFault } from "#app/storage/storage.ts";
import { replay } from "#session/journal/replay.ts";
import { SessionStore } from "#session/store.ts";
import { seeded } from "../../helpers/seeded.ts";
import { allocate, openSeries, randomEdit, told } from "../../session/journal/edits.ts";
import { faultyStorage } from "./faulty-storage.ts";

/** A store that writes to a faulty storage. Retries wait until `later` is called. */
function working(fails?: (write: number) => StorageFault | null) {
  const faulty = faultyStorage(fails);
  const store = new SessionStore();
  const waiting = new Set<() => void>();
  const said: SaveState[] = [];
  const forked: string[] = [];
  const journal = createJournal({
    storage: faulty.storage,
    store,
    writer: "me",
    fork: (project) => {
      forked.push(`${project.id}′`);
      return { ...project, id: `${project.id}′` };
    },
    wait(milliseconds, then) {
      // The mark of a slow write is not what is tested here.
      if (milliseconds === 4000) return () => {};
      waiting.add(then);
      return () => waiting.delete(then);
    },
  });
  journal.state.subscribe(() => said.push(journal.state.value));
  journal.begin({ id: "p", about: new Uint8Array(), handles: [] }, 0, true);
  openSeries(store, "series 1");
  const settle = async () => {
    for (let n = 0; n < 50; n++) await Promise.resolve();
  };
  return {
    faulty,
    store,
    journal,
    said,
    forked,
    settle,
    async later() {
      for (const then of [...waiting]) {
        waiting.delete(then);
        then();
      }
      await settle();
    },
  };
}

async function restored(faulty: ReturnType<typeof faultyStorage>, id = "p") {
  const store = new SessionStore();
  const found = await faulty.storage.read(id);
  const result = found && replay(found.records, found.head, store, allocate);
  return { store, result };
}

/**
 * Draws, waiting between edits or not, and holds the promise after each: where "saved" is said, what is stored is what
 * is on the screen. Answers how often it was said.
 */
async function draw(at: ReturnType<typeof working>, edits: number, seed: number): Promise<number> {
  const random = seeded(seed);
  let saved = 0;
  for (let n = 0; n < edits; n++) {
    randomEdit(at.store, random);
    // Sometimes many edits come while a write is under way.
    if (random() < 0.5) await at.settle();
    if (random() < 0.3) await at.later();
    const { status, unsaved } = at.journal.state.value;
    if (status !== "saved" || unsaved > 0) continue;
    saved++;
    const { store, result } = await restored(at.faulty, at.journal.project?.id);
    expect(result?.fault, `edit ${n}`).toBeNull();
    expect(told(store), `edit ${n}`).toBe(told(at.store));
  }
  return saved;
}

const faults: readonly StorageFault[] = ["failed", "quota", "lost", "unavailable"];

test("the n-th write fails, for every n: what was called saved is there, and at the end all is", async () => {
  const whole = working();
  await draw(whole, 60, 5);
  await whole.settle();
  const writes = whole.faulty.writes;
  expect(writes).toBeGreaterThan(20);
  for (const fault of faults) {
    for (let n = 1; n <= writes; n++) {
      const at = working((write) => (write === n ? fault : null));
      await draw(at, 60, 5);
      await at.settle();
      await at.later();
      expect(at.journal.state.value, `${fault} at ${n}`).toMatchObject({ status: "saved", unsaved: 0, fault: null });
      expect(told((await restored(at.faulty)).store), `${fault} at ${n}`).toBe(told(at.store));
    }
  }
});

test("every write from the n-th on fails: it is said, and nothing that was called saved is lost", async () => {
  for (const fault of faults) {
    for (let n = 1; n <= 12; n++) {
      const at = working((write) => (write >= n ? fault : null));
      await draw(at, 40, n);
      await at.later();
      await at.later();
      expect(at.journal.state.value).toMatchObject({ status: "not_saved", fault });
      expect(at.journal.state.value.unsaved).toBeGreaterThan(0);
    }
  }
});

test("writes that fail at random: never a silent loss, and all is saved when the faults end", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seeded(seed);
    let broken = true;
    const at = working(() => (broken && random() < 0.4 ? faults[Math.floor(random() * 4)] : null));
    await draw(at, 80, seed);
    broken = false;
    for (let n = 0; n < 3; n++) await at.later();
    expect(at.journal.state.value.status, `seed ${seed}`).toBe("saved");
    expect(told((await restored(at.faulty)).store)).toBe(told(at.store));
  }
});

test("storage full: said, work goes on, and it is saved once there is room", async () => {
  const at = working();
  await draw(at, 20, 3);
  at.faulty.setRoom(at.faulty.bytes("p"));
  await draw(at, 30, 4);
  await at.later();
  await at.later();
  expect(at.journal.state.value).toMatchObject({ status: "not_saved", fault: "quota" });
  at.faulty.setRoom(Number.POSITIVE_INFINITY);
  at.journal.retry();
  await at.settle();
  expect(at.journal.state.value.status).toBe("saved");
  expect(told((await restored(at.faulty)).store)).toBe(told(at.store));
});

test("everything stored is deleted, with and without a word: the next write puts all back", async () => {
  for (const isTold of [true, false]) {
    const at = working();
    await draw(at, 20, 8);
    await at.settle();
    at.faulty.wipe(isTold);
    if (!isTold) at.store.addSegment("series 1", "next");
    await at.settle();
    await at.later();
    expect(at.journal.state.value.status).toBe("saved");
    const { store, result } = await restored(at.faulty);
    expect(result?.fault).toBeNull();
    expect(told(store)).toBe(told(at.store));
  }
});

test("another tab has taken the project: this one goes on in a copy, and the other's stays untouched", async () => {
  const at = working();
  await draw(at, 20, 9);
  await at.settle();
  const theirs = told((await restored(at.faulty)).store);
  at.faulty.steal("p");
  at.store.addSegment("series 1", "mine");
  await at.settle();
  await at.later();
  expect(at.forked).toEqual(["p′"]);
  expect(at.faulty.ids).toEqual(["p", "p′"]);
  expect(told((await restored(at.faulty)).store)).toBe(theirs);
  expect(told((await restored(at.faulty, "p′")).store)).toBe(told(at.store));
});

test("bits flip in what is stored: each is found when it is read, and never a wrong voxel comes back", async () => {
  const random = seeded(21);
  const at = working();
  const states = new Set([told(new SessionStore()), told(at.store)]);
  at.store.subscribe(() => states.add(told(at.store)));
  await draw(at, 60, 10);
  await at.settle();
  await at.later();
  const bits = at.faulty.bytes("p") * 8;
  let silent = 0;
  for (let n = 0; n < 300; n++) {
    const bit = Math.floor(random() * bits);
    at.faulty.flip("p", bit);
    const { store, result } = await restored(at.faulty);
    if (result?.fault === null) silent++;
    // A state that once was: nothing is made up.
    expect(states.has(told(store)), `bit ${bit}`).toBe(true);
    at.faulty.flip("p", bit);
  }
  expect(silent).toBe(0);
});

test("a long journal is condensed, and reads the same", async () => {
  const at = working();
  openSeries(at.store, "large", [64, 64, 2]);
  const label = at.store.addSegment("large", "a");
  const map = at.store.labelMap("large");
  const random = seeded(2);
  for (let n = 0; n < 600; n++) {
    if (map) for (let i = 0; i < map.labels.length; i++) map.labels[i] = random() < 0.5 ? label : 0;
    at.store.commitVoxels("large", { key: "history.brush", fields: { slice: 1 } });
    if (n % 10 === 0) await at.settle();
    at.store.undo();
  }
  await at.settle();
  const found = await at.faulty.storage.read("p");
  expect(found?.records.length).toBeLessThan(700);
  expect(at.faulty.bytes("p")).toBeLessThan(3 * 2 ** 21);
  expect(told((await restored(at.faulty)).store)).toBe(told(at.store));
});
