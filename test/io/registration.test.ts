import { expect, test } from "vitest";
import { createMaps } from "#app/maps/maps.ts";
import { cell } from "#app/state/cell.ts";
import { messageCentre } from "#app/state/messages.ts";
import type { Viewer } from "#app/viewer/viewer.ts";
import { indexToWorld } from "#engine/grid.ts";
import { defaultRecipe } from "#engine/plan/defaults.ts";
import { followedBy, identity, inverse, moved, movedGrid, rigidOf } from "#engine/rigid.ts";
import { load } from "#io/load.ts";
import { registered } from "#io/registration.ts";
import type { Series } from "#io/series.ts";
import { SessionStore } from "#session/store.ts";
import { createInlinePool } from "#workers/spawn-inline.ts";
import { memoryFile, plainHost } from "../helpers/load-files.ts";
import { ctElements, el, type RawElement, rawFile } from "../helpers/raw-dicom.ts";

/** A quarter turn about z (x → y, y → −x), then 10 mm along x and 5 mm along z. */
const quarter = "0\\-1\\0\\10\\1\\0\\0\\0\\0\\0\\1\\5\\0\\0\\0\\1";
const still = "1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1";

/** A registration to frame 9.9 of what the items name; each matrix in an item of its own. */
function reg(items: readonly (readonly [frame: string, matrices: readonly string[], type?: string])[]): Uint8Array {
  const item = ([frame, matrices, type = "RIGID"]: (typeof items)[number]): RawElement[] => [
    el("00200052", "UI", frame),
    el("00700309", "SQ", [
      [
        el(
          "0070030A",
          "SQ",
          matrices.map((m) => [el("300600C6", "DS", m), el("0070030C", "CS", type)]),
        ),
      ],
    ]),
  ];
  return rawFile([
    el("00080016", "UI", "1.2.840.10008.5.1.4.1.1.66.1"),
    el("00080018", "UI", "1.2.3.77"),
    el("00080060", "CS", "REG"),
    el("0020000D", "UI", "1.2.3.1"),
    el("0020000E", "UI", "1.2.3.78"),
    el("00200052", "UI", "9.9"),
    el("00700080", "CS", "PET_TO_CT"),
    el("00700308", "SQ", items.map(item)),
  ]);
}
const image = (uid: string, frame: string): Uint8Array =>
  rawFile(
    ctElements([
      el("00080018", "UI", `${uid}.1`),
      el("0020000E", "UI", uid),
      el("00200052", "UI", frame),
      el("00200032", "DS", "1\\2\\3"),
    ]),
  );

async function open(registration: Uint8Array, frames: readonly [string, string] = ["9.9", "7.7"]) {
  const files = [
    memoryFile("ct", image("1.1", frames[0])),
    memoryFile("pet", image("1.2", frames[1])),
    memoryFile("reg", registration),
  ];
  const { series, registrations = [], refusals } = await load(files, plainHost());
  const by = (uid: string) => series.find((s) => s.seriesInstanceUid === uid) as Series;
  return { ct: by("1.1"), pet: by("1.2"), registrations, refusals };
}
const rounded = (v: readonly number[]) => v.map((x) => Math.round(1e6 * x) / 1e6 + 0);

test("positions go where the matrix says, computed by hand", async () => {
  const { ct, pet, registrations } = await open(
    reg([
      ["9.9", [still]],
      ["7.7", [quarter]],
    ]),
  );
  const found = registered(registrations, pet, ct);
  if (!found) throw new Error("not registered");
  expect(found.registration.label).toBe("PET_TO_CT");
  // (1, 2, 3): turned (−2, 1, 3), then shifted (8, 1, 8).
  expect(moved(found.rigid, [1, 2, 3])).toEqual([8, 1, 8]);
  const grid = movedGrid(found.rigid, pet.image.grid);
  // The image's first voxel lies at (1, 2, 3); 0.25 mm along x becomes 0.25 mm along y, 0.5 mm along y goes back in x.
  expect(rounded(grid.origin)).toEqual([8, 1, 8]);
  expect(rounded(indexToWorld(grid, [1, 0, 0]))).toEqual([8, 1.25, 8]);
  expect(rounded(indexToWorld(grid, [0, 1, 0]))).toEqual([7.5, 1, 8]);
  // And the other way round: back where it came from.
  const back = registered(registrations, ct, pet);
  expect(back && rounded(moved(back.rigid, [8, 1, 8]))).toEqual([1, 2, 3]);
});

test("matrices of one item follow each other; two frames meet in a third", async () => {
  const twice = await open(reg([["7.7", [quarter, quarter]]]));
  const found = registered(twice.registrations, twice.pet, twice.ct);
  // (1, 2, 3) → (8, 1, 8) → turned (−1, 8, 8), shifted (9, 8, 13).
  expect(found && rounded(moved(found.rigid, [1, 2, 3]))).toEqual([9, 8, 13]);
  const frames = ["5.5", "7.7"] as const;
  const third = await open(
    reg([
      ["5.5", [quarter]],
      ["7.7", [quarter]],
    ]),
    frames,
  );
  const same = registered(third.registrations, third.pet, third.ct);
  // Both go the same way to the third: they lie on each other.
  expect(same && rounded(moved(same.rigid, [1, 2, 3]))).toEqual([1, 2, 3]);
});

test("what is not rigid is refused and said; other frames stay unregistered", async () => {
  const sheared = "1\\0.5\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1";
  const affine = await open(reg([["7.7", [sheared], "AFFINE"]]));
  expect(affine.registrations).toEqual([]);
  expect(affine.refusals[0].finding).toMatchObject({ level: "warning", code: "unsupported" });
  expect(affine.refusals[0].finding.detail).toContain('its matrix is "AFFINE", not rigid');
  const lie = await open(reg([["7.7", [sheared]]]));
  expect(lie.refusals[0].finding.detail).toContain("a matrix that is called rigid is none");
  const other = await open(reg([["6.6", [quarter]]]));
  expect(registered(other.registrations, other.pet, other.ct)).toBeNull();
  expect(rigidOf([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1])).toBeNull();
});

test("rounded matrices become rotations again; back and forth is nothing", () => {
  const rigid = rigidOf([0.8661, -0.5, 0, 1, 0.5, 0.866, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1]);
  if (!rigid) throw new Error("not rigid");
  const [a, b, c, d, e, f] = rigid.rotation;
  expect(a * a + b * b + c * c).toBeCloseTo(1, 12);
  expect(a * d + b * e + c * f).toBeCloseTo(0, 12);
  const there = followedBy(rigid, inverse(rigid));
  for (const [i, x] of there.rotation.entries()) expect(x).toBeCloseTo(identity.rotation[i], 12);
  expect(rounded(there.shift)).toEqual([0, 0, 0]);
});

test("one series laid over another lies where the registration puts it, and says by which", async () => {
  const { ct, pet, registrations } = await open(reg([["7.7", [quarter]]]));
  const store = new SessionStore();
  const all = [ct, pet];
  const size = ct.image.data.length;
  const map = { dims: ct.image.grid.dims, labels: new Uint8Array(size), committed: new Uint8Array(size) };
  store.openSeries(ct.id, map, defaultRecipe("CT", "HU", ct.image.grid, "slices"));
  store.activate(ct.id);
  const maps = createMaps({
    store,
    pool: createInlinePool(),
    viewer: cell<Viewer | null>(null),
    messages: messageCentre(),
    seriesById: (id) => all.find((s) => s.id === id),
    registrations: () => registrations,
  });
  maps.lay(pet.id);
  const [layer] = maps.state.value.layers;
  expect(rounded(layer.grid.origin)).toEqual([8, 1, 8]);
  expect(layer.source).toMatchObject({ kind: "series", registered: "PET_TO_CT" });
});
